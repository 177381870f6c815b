package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.source.FolderRepo;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.util.List;
import java.util.Optional;

/** A repository whose every revision has the same files. */
record HeadRepo(FolderRepo folder) implements InfraRepo {
    @Override
    public RepositoryId id() {
        return folder.id();
    }

    @Override
    public String branch() {
        return "main";
    }

    @Override
    public Head head() {
        return folder.head();
    }

    @Override
    public Fetched fetch() {
        return folder.fetch();
    }

    @Override
    public Relation relation(Revision before, Revision now) {
        return folder.relation(before, now);
    }

    @Override
    public RepoTree tree(Revision revision) {
        return folder.tree(revision);
    }

    @Override
    public Optional<RepoTree> proposed(Revision head) {
        return Optional.of(folder.tree(folder.revision()));
    }

    @Override
    public List<Commit> commits(Optional<Revision> from, Revision to) {
        return List.of();
    }
}

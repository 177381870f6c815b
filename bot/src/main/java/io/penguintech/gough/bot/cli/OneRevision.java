package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.Merge;
import io.penguintech.gough.bot.source.NewBranch;
import io.penguintech.gough.bot.source.PullRef;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.Reversal;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * A repository at the revision that was fetched first. Whoever says yes to a plan says yes to the files it was made of:
 * what is pushed meanwhile is another plan, and no later fetch may bring it in. Only {@link #head} tells of it.
 */
final class OneRevision implements InfraRepo {
    private final InfraRepo source;
    private Optional<Revision> first = Optional.empty();

    OneRevision(InfraRepo source) {
        this.source = source;
    }

    /** The revision; empty before one was fetched. */
    synchronized Optional<Revision> revision() {
        return first;
    }

    @Override
    public RepositoryId id() {
        return source.id();
    }

    @Override
    public String branch() {
        return source.branch();
    }

    @Override
    public Head head() {
        return source.head();
    }

    @Override
    public synchronized Fetched fetch() {
        if (first.isPresent()) return new Fetched.At(first.get(), Relation.SAME);
        var fetched = source.fetch();
        if (fetched instanceof Fetched.At(var revision, var relation)) first = Optional.of(revision);
        return fetched;
    }

    @Override
    public Relation relation(Revision before, Revision now) {
        return source.relation(before, now);
    }

    @Override
    public RepoTree tree(Revision revision) {
        return source.tree(revision);
    }

    @Override
    public List<Commit> commits(Optional<Revision> from, Revision to) {
        return source.commits(from, to);
    }

    @Override
    public SortedMap<String, Optional<Commit>> changes(Revision from, Revision to) {
        return source.changes(from, to);
    }

    @Override
    public Merge merge(PullRef pull) {
        return source.merge(pull);
    }

    @Override
    public Optional<RepoTree> proposed(Revision head) {
        return source.proposed(head);
    }

    @Override
    public RepoTree proposed(Revision head, Set<String> files) {
        return source.proposed(head, files);
    }

    @Override
    public void forget(PullRef pull) {
        source.forget(pull);
    }

    @Override
    public Pushed push(NewBranch branch) {
        return source.push(branch);
    }

    @Override
    public Pushed revert(Reversal reversal) {
        return source.revert(reversal);
    }
}

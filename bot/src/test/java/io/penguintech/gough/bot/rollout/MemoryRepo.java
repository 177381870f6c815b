package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An infra repository in memory that behaves: commits with parents, a branch that can be pushed, rewound and lost. */
final class MemoryRepo implements InfraRepo {
    private final RepositoryId id;
    private final Map<Revision, Node> nodes = new HashMap<>();
    private Optional<Revision> head = Optional.empty();
    private Optional<String> down = Optional.empty();
    private int number;
    int fetches;
    /** Whom the trailers of what is committed name. */
    List<String> coAuthors = List.of();

    private record Node(Commit commit, Optional<Revision> parent, Map<String, String> files) {}

    MemoryRepo(RepositoryId id) {
        this.id = id;
    }

    /** Who commits, and whether the commit is signed. */
    record Author(String name, String email, boolean signs) {}

    /** Commits these files on top of the branch; text {@code null} is not allowed, an absent path is gone. */
    Revision commit(Author author, String message, Map<String, String> files) {
        return commit(author, author, message, files);
    }

    Revision commit(Author author, Author committer, String message, Map<String, String> files) {
        var revision = new Revision("%040x".formatted(++number + 0xabc0000));
        var commit = new Commit(
                revision,
                author.name(),
                author.email(),
                committer.name(),
                committer.email(),
                Instant.EPOCH,
                message,
                committer.signs() ? Optional.of(committer.email()) : Optional.empty(),
                coAuthors);
        nodes.put(revision, new Node(commit, head, Map.copyOf(files)));
        head = Optional.of(revision);
        return revision;
    }

    void moveTo(Revision revision) {
        head = Optional.of(revision);
    }

    void loseBranch() {
        head = Optional.empty();
    }

    void down(String why) {
        down = Optional.of(why);
    }

    void up() {
        down = Optional.empty();
    }

    @Override
    public RepositoryId id() {
        return id;
    }

    @Override
    public String branch() {
        return "main";
    }

    @Override
    public Head head() {
        if (down.isPresent()) return new Head.Unreachable(down.get());
        return head.<Head>map(Head.At::new).orElseGet(Head.NoBranch::new);
    }

    @Override
    public Fetched fetch() {
        fetches++;
        if (down.isPresent()) return new Fetched.Failed(down.get());
        return head.<Fetched>map(at -> new Fetched.At(at, Relation.FIRST)).orElseGet(Fetched.NoBranch::new);
    }

    @Override
    public Relation relation(Revision before, Revision now) {
        if (!nodes.containsKey(now))
            throw new RevisionUnavailable(now, "git does not have it", new IOException("gone"));
        if (before.equals(now)) return Relation.SAME;
        return ancestry(now).contains(before) ? Relation.FORWARD : Relation.REWOUND;
    }

    private List<Revision> ancestry(Revision revision) {
        var all = new ArrayList<Revision>();
        for (var at = Optional.of(revision);
                at.isPresent();
                at = nodes.get(at.get()).parent()) all.add(at.get());
        return all;
    }

    @Override
    public RepoTree tree(Revision revision) {
        var entries = new TreeMap<String, RepoTree.Entry>();
        nodes.get(revision)
                .files()
                .forEach((path, text) ->
                        entries.put(path, new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8))));
        return new RepoTree(Optional.of(revision), entries);
    }

    @Override
    public SortedMap<String, Optional<Commit>> changes(Revision from, Revision to) {
        if (down.isPresent()) throw new RevisionUnavailable(to, down.get(), new IOException(down.get()));
        var changes = new TreeMap<String, Optional<Commit>>();
        if (!nodes.containsKey(from)) return changes;
        for (var revision : ancestry(to)) {
            if (revision.equals(from)) break;
            var files = nodes.get(revision).files();
            var before = nodes.get(revision)
                    .parent()
                    .map(parent -> nodes.get(parent).files())
                    .orElse(Map.of());
            files.forEach((path, text) -> {
                if (!text.equals(before.get(path)))
                    changes.putIfAbsent(path, Optional.of(nodes.get(revision).commit()));
            });
        }
        return changes;
    }

    @Override
    public List<Commit> commits(Optional<Revision> from, Revision to) {
        if (from.isEmpty()) return List.of(nodes.get(to).commit());
        var before = ancestry(from.get());
        return ancestry(to).stream()
                .filter(revision -> !before.contains(revision))
                .map(revision -> nodes.get(revision).commit())
                .toList();
    }
}

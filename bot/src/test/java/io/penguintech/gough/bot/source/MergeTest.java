package io.penguintech.gough.bot.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pull requests merged in memory, by what a real git server has. */
class MergeTest {
    private static final Person ADA = new Person("Ada", "ada@example.com");
    private static final Person BOB = new Person("Bob", "bob@example.com");
    private static final PullRef PULL = new PullRef("refs/pull/7/head");

    @TempDir
    Path folder;

    private GitStandIn server;
    private Workbench ada;
    private Workbench bob;
    private GitInfraRepo repo;

    @BeforeEach
    void serve() {
        server = GitStandIn.start(GitSettings.in(folder.resolve("server")));
        server.createRepository("infra");
        ada = server.workbench("infra", ADA);
        ada.commit("first", Edit.write("gough.yaml", "a\n"), Edit.write("hosts/a.yaml", "one\ntwo\nthree\nfour\n"));
        ada.push();
        bob = server.workbench("infra", BOB);
        repo = GitInfraRepo.open(
                new RepositoryId("main"),
                RepositorySettings.of(server.cloneUrl("infra"), "main"),
                folder.resolve("clones"),
                new Limits(1000, 1000, 64, 200));
    }

    @AfterEach
    void stop() {
        repo.close();
        ada.close();
        bob.close();
        server.close();
    }

    private Revision onMain(Edit... edits) {
        ada.switchTo("main");
        var commit = ada.commit("On main", edits);
        ada.push();
        return new Revision(commit);
    }

    private Revision proposed(Edit... edits) throws IOException {
        bob.switchTo("topic");
        var commit = bob.commit("On topic", edits);
        bob.forcePush();
        point(PULL.name(), commit);
        return new Revision(commit);
    }

    private void point(String ref, String commit) throws IOException {
        try (var bare = new FileRepositoryBuilder()
                .setGitDir(folder.resolve("server/infra.git").toFile())
                .build()) {
            var update = bare.updateRef(ref);
            update.setNewObjectId(ObjectId.fromString(commit));
            update.forceUpdate();
        }
    }

    private Merge.Clean clean() {
        return (Merge.Clean) repo.merge(PULL);
    }

    private static String text(RepoTree tree, String path) {
        return new String(((RepoTree.Entry.Blob) tree.entries().get(path)).bytes(), UTF_8);
    }

    @Test
    void whatIsPlannedIsTheMergeWithTheNewestBranchAndNotTheHeadAlone() throws IOException {
        var head = proposed(Edit.write("hosts/a.yaml", "ONE\ntwo\nthree\nfour\n"), Edit.write("hosts/b.yaml", "b"));
        var base = onMain(Edit.write("hosts/a.yaml", "one\ntwo\nthree\nFOUR\n"), Edit.write("hosts/c.yaml", "c"));

        var merge = clean();

        assertThat(merge.head()).isEqualTo(head);
        assertThat(merge.base()).isEqualTo(base);
        assertThat(merge.before().revision()).contains(base);
        assertThat(merge.after().revision()).isEmpty();
        assertThat(merge.before().entries().keySet()).containsExactly("gough.yaml", "hosts/a.yaml", "hosts/c.yaml");
        assertThat(merge.after().entries().keySet())
                .containsExactly("gough.yaml", "hosts/a.yaml", "hosts/b.yaml", "hosts/c.yaml");
        assertThat(text(merge.after(), "hosts/a.yaml")).isEqualTo("ONE\ntwo\nthree\nFOUR\n");
        assertThat(text(merge.before(), "hosts/a.yaml")).isEqualTo("one\ntwo\nthree\nFOUR\n");
        assertThat(merge.paths()).containsExactly("hosts/a.yaml", "hosts/b.yaml");
        assertThat(merge.commits())
                .extracting(InfraRepo.Commit::revision, InfraRepo.Commit::authorEmail)
                .containsExactly(tuple(head, "bob@example.com"));
    }

    @Test
    void aConflictNamesTheFilesInTheWay() throws IOException {
        var head = proposed(Edit.write("hosts/a.yaml", "mine\n"), Edit.write("hosts/b.yaml", "b"));
        var base = onMain(Edit.write("hosts/a.yaml", "theirs\n"));

        var merge = (Merge.Conflicting) repo.merge(PULL);
        assertThat(merge.head()).isEqualTo(head);
        assertThat(merge.base()).isEqualTo(base);
        assertThat(merge.paths()).containsExactly("hosts/a.yaml");
        assertThat(merge.commits())
                .as("for whoever wrote them")
                .extracting(InfraRepo.Commit::revision)
                .containsExactly(head);
    }

    @Test
    void historiesWithNothingInCommonAreNotMerged() throws IOException {
        bob.startOver();
        var head = proposed(Edit.write("hosts/z.yaml", "z"));
        assertThat(repo.merge(PULL)).isInstanceOfSatisfying(Merge.Conflicting.class, it -> {
            assertThat(it.head()).isEqualTo(head);
            assertThat(it.paths()).isEmpty();
        });
    }

    @Test
    void whatTheBranchHasAlreadyChangesNothing() throws IOException {
        var base = onMain(Edit.write("hosts/c.yaml", "c"));
        point(PULL.name(), base.id());
        assertThat(clean().paths()).isEmpty();
        assertThat(clean().commits()).isEmpty();
        assertThat(clean().after().entries().keySet())
                .isEqualTo(clean().before().entries().keySet());
    }

    @Test
    void aForcedPushIsFollowedAndNothingIsFetchedTwice() throws IOException {
        proposed(Edit.write("hosts/b.yaml", "b"));
        clean();
        var before = server.traffic("infra").fetches();
        clean();
        assertThat(server.traffic("infra").fetches()).isEqualTo(before);

        bob.rewind(1);
        var other = proposed(Edit.write("hosts/d.yaml", "d"));
        assertThat(clean().head()).isEqualTo(other);
        assertThat(clean().paths()).containsExactly("hosts/d.yaml");
        assertThat(server.traffic("infra").fetches()).isEqualTo(before + 1);

        bob.rewind(1);
        bob.forcePush();
        point(PULL.name(), bob.head().orElseThrow());
        assertThat(clean().paths()).isEmpty();
    }

    @Test
    void noBranchMovesAndNoCommitIsMade() throws IOException {
        repo.fetch();
        var head = proposed(Edit.write("hosts/b.yaml", "b"));
        var base = onMain(Edit.write("hosts/c.yaml", "c"));
        clean();

        assertThat(repo.fetch())
                .as("the branch moved for the first time")
                .isEqualTo(new InfraRepo.Fetched.At(base, InfraRepo.Relation.FORWARD));
        try (var clone = new FileRepositoryBuilder()
                .setGitDir(folder.resolve("clones/pulls/main.git").toFile())
                .build()) {
            assertThat(clone.getRefDatabase().getRefsByPrefix("refs/"))
                    .extracting(ref -> ref.getName() + " " + ref.getObjectId().name())
                    .containsExactlyInAnyOrder("refs/gough/base " + base, "refs/gough/pull/7/head " + head);
        }
        repo.forget(PULL);
        try (var clone = new FileRepositoryBuilder()
                .setGitDir(folder.resolve("clones/pulls/main.git").toFile())
                .build()) {
            assertThat(clone.exactRef("refs/gough/pull/7/head")).isNull();
        }
    }

    @Test
    void aPullRequestThatIsNotThereAndAServerThatIsAwayAreToldApart() throws IOException {
        assertThat(repo.merge(PULL)).isEqualTo(new Merge.NotThere());
        proposed(Edit.write("hosts/b.yaml", "b"));
        server.down();
        assertThat(repo.merge(PULL)).isInstanceOf(Merge.Failed.class);
        server.up();
        assertThat(repo.merge(PULL)).isInstanceOf(Merge.Clean.class);
    }

    @Test
    void aDamagedCloneIsFetchedAgainAndTheOtherOneIsNotTouched() throws IOException {
        repo.fetch();
        proposed(Edit.write("hosts/b.yaml", "b"));
        clean();
        try (var packs = Files.newDirectoryStream(folder.resolve("clones/pulls/main.git/objects/pack"), "*.pack")) {
            for (var pack : packs) {
                pack.toFile().setWritable(true);
                Files.write(pack, new byte[100]);
            }
        }
        repo.close();
        assertThat(clean().paths()).containsExactly("hosts/b.yaml");
        var fetches = server.traffic("infra").fetches();
        assertThat(repo.tree(clean().base()).entries()).isNotEmpty();
        assertThat(server.traffic("infra").fetches()).isEqualTo(fetches);
    }

    @Test
    void nothingButAPullRequestOrABranchIsFetchedAsOne() {
        for (var name : List.of(
                "refs/heads/",
                "refs/heads/-x",
                "refs/tags/x",
                "refs/gough/base",
                "refs/pull/0/head",
                "refs/pull/7/merge",
                "refs/pull/7/head:x",
                "HEAD"))
            assertThatThrownBy(() -> new PullRef(name)).as(name).isInstanceOf(IllegalArgumentException.class);
        assertThat(PullRef.ofBranch("rack/b")).contains(new PullRef("refs/heads/rack/b"));
        for (var branch : List.of("a..b", "a.lock", "a/", "a:b", "a b", "../x"))
            assertThat(PullRef.ofBranch(branch)).as(branch).isEmpty();
    }

    /** A handful of objects that are a million files: folders that hold the same folder ten times over. */
    private Revision bomb() throws IOException {
        try (var bare = new FileRepositoryBuilder()
                        .setGitDir(folder.resolve("server/infra.git").toFile())
                        .build();
                var inserter = bare.newObjectInserter();
                var walk = new RevWalk(bare)) {
            var file = inserter.insert(Constants.OBJ_BLOB, "x".getBytes(UTF_8));
            var tree = level(inserter, FileMode.REGULAR_FILE, file);
            for (int depth = 1; depth < 6; depth++) tree = level(inserter, FileMode.TREE, tree);
            var commit = new CommitBuilder();
            commit.setParentId(walk.parseCommit(bare.resolve("refs/heads/main")));
            commit.setTreeId(tree);
            commit.setAuthor(new PersonIdent("Bob", "bob@example.com"));
            commit.setCommitter(new PersonIdent("Bob", "bob@example.com"));
            commit.setMessage("Boom");
            var id = inserter.insert(commit);
            inserter.flush();
            point(PULL.name(), id.name());
            return new Revision(id.name());
        }
    }

    private static ObjectId level(ObjectInserter inserter, FileMode mode, ObjectId below) throws IOException {
        var tree = new TreeFormatter();
        for (char name = 'a'; name < 'k'; name++) tree.append(String.valueOf(name), mode, below);
        return inserter.insert(tree);
    }

    @Test
    void aMillionFilesInAFewKilobytesAreNotMerged() throws IOException {
        onMain(Edit.write("hosts/a.yaml", "a"));
        var head = bomb();
        assertThat(repo.merge(PULL)).isInstanceOfSatisfying(Merge.TooLarge.class, it -> {
            assertThat(it.head()).isEqualTo(head);
            assertThat(it.why()).contains("50,000 files");
        });
        assertThat(repo.proposed(head)).isEmpty();
    }

    @Test
    void theFilesOfAHeadCanBeReadOnceItWasMerged() throws IOException {
        var head = proposed(Edit.write("hosts/b.yaml", "b"));
        assertThat(repo.proposed(head)).isEmpty();
        clean();
        assertThat(text(repo.proposed(head).orElseThrow(), "hosts/b.yaml")).isEqualTo("b");
    }

    @Test
    void commitsThatSayMoreThanIsReadAreNotMergedAndNobodyIsCertainOfThem() throws IOException {
        bob.switchTo("topic");
        var novel =
                "\n\n" + "All work and no play.\n".repeat((1 << 20) / 22) + "\nCo-authored-by: Ada <ada@example.com>\n";
        for (int chapter = 0; chapter < 6; chapter++) bob.commit("Chapter " + chapter + novel);
        var head = proposed();

        assertThat(repo.merge(PULL)).isInstanceOfSatisfying(Merge.TooLarge.class, it -> {
            assertThat(it.head()).isEqualTo(head);
            assertThat(it.why()).contains("say more than 4 MiB");
            assertThat(it.commits())
                    .extracting(InfraRepo.Commit::subject)
                    .containsExactly("On topic", "Chapter 5", "Chapter 4", "Chapter 3", "");
            assertThat(it.commits().get(3).coAuthors()).containsExactly("ada@example.com");
            assertThat(it.commits().getLast().authorEmail()).isEqualTo("bob@example.com");
            assertThat(it.commits().getLast().coAuthors()).isEmpty();
        });
    }

    @Test
    void namesAndFirstLinesAreCutWhereNobodyReadsOn() throws IOException {
        bob.switchTo("topic");
        var endless = new Person("B" + "\ud83d\ude00".repeat(100_000), "B".repeat(100_000) + "@example.com");
        var head = bob.commit(endless, endless, "s".repeat(100_000), Edit.write("hosts/b.yaml", "b"));
        bob.forcePush();
        point(PULL.name(), head);
        var commit = clean().commits().getFirst();
        assertThat(List.of(
                        commit.authorName(),
                        commit.authorEmail(),
                        commit.committerName(),
                        commit.committerEmail(),
                        commit.subject()))
                .allSatisfy(text -> assertThat(text).hasSizeBetween(900, 1_000));
        assertThat(commit.authorName()).endsWith("\ud83d\ude00");
    }
}

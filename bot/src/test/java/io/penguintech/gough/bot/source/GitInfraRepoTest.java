package io.penguintech.gough.bot.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.source.InfraRepo.Fetched;
import io.penguintech.gough.bot.source.InfraRepo.Head;
import io.penguintech.gough.bot.source.InfraRepo.Relation;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.RepoTree.Entry;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Login;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Workbench;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitInfraRepoTest {
    private static final RepositoryId ID = new RepositoryId("main");
    private static final Person ADA = new Person("Ada", "Ada@Example.com");
    private static final Person BOB = new Person("Bob", "bob@example.com");

    @TempDir
    Path folder;

    private GitStandIn server;
    private Workbench ada;

    @BeforeEach
    void serve() {
        server = GitStandIn.start(GitSettings.in(folder.resolve("server")));
        server.createRepository("infra");
        ada = server.workbench("infra", ADA);
    }

    @AfterEach
    void stop() {
        ada.close();
        server.close();
    }

    private GitInfraRepo repo() {
        return repo(RepositorySettings.of(server.cloneUrl("infra"), "main"));
    }

    private GitInfraRepo repo(RepositorySettings settings) {
        return GitInfraRepo.open(ID, settings, folder.resolve("clones"), new Limits(1000, 5, 64, 200));
    }

    private Revision push(String message, Edit... edits) {
        var commit = ada.commit(message, edits);
        ada.push();
        return new Revision(commit);
    }

    @Test
    void headOfAnEmptyRepositoryIsNoBranch() {
        assertThat(repo().head()).isEqualTo(new Head.NoBranch());
        assertThat(repo().fetch()).isEqualTo(new Fetched.NoBranch());
    }

    @Test
    void headFollowsTheBranchWithoutFetching() {
        var first = push("first", Edit.write("gough.yaml", "a"));
        assertThat(repo().head()).isEqualTo(new Head.At(first));
        assertThat(folder.resolve("clones")).doesNotExist();
    }

    @Test
    void fetchTellsHowABranchMoved() {
        var repo = repo();
        var first = push("first", Edit.write("gough.yaml", "a"));
        assertThat(repo.fetch()).isEqualTo(new Fetched.At(first, Relation.FIRST));
        assertThat(repo.fetch()).isEqualTo(new Fetched.At(first, Relation.SAME));
        var second = push("second", Edit.write("gough.yaml", "b"));
        assertThat(repo.fetch()).isEqualTo(new Fetched.At(second, Relation.FORWARD));
        ada.rewind(1);
        ada.forcePush();
        assertThat(repo.fetch()).isEqualTo(new Fetched.At(first, Relation.REWOUND));
        assertThat(text(repo.tree(second), "gough.yaml"))
                .as("a revision left behind stays readable")
                .isEqualTo("b");
    }

    @Test
    void aReplacedHistoryIsRewoundEvenAfterTheCloneWasLost() throws IOException {
        push("first", Edit.write("gough.yaml", "a"));
        try (var repo = repo()) {
            repo.fetch();
        }
        io.penguintech.gough.bot.storage.Folders.delete(folder.resolve("clones/main.git"));
        ada.startOver();
        var other = ada.commit("other", Edit.write("gough.yaml", "b"));
        ada.forcePush();
        assertThat(repo().fetch()).isEqualTo(new Fetched.At(new Revision(other), Relation.REWOUND));
    }

    @Test
    void relationIsJudgedFromHistory() {
        var repo = repo();
        var first = push("first", Edit.write("gough.yaml", "a"));
        var second = push("second", Edit.write("gough.yaml", "b"));
        repo.fetch();
        assertThat(repo.relation(first, second)).isEqualTo(Relation.FORWARD);
        assertThat(repo.relation(second, first)).isEqualTo(Relation.REWOUND);
        assertThat(repo.relation(first, first)).isEqualTo(Relation.SAME);
        assertThat(repo.relation(new Revision("0".repeat(39) + "1"), second)).isEqualTo(Relation.REWOUND);
    }

    @Test
    void treeHoldsEverythingThatMattersAndNothingThatIsTooLarge() {
        var revision = push(
                "all kinds",
                Edit.write("gough.yaml", "rules"),
                Edit.write("hosts/big.yaml", "x".repeat(1001)),
                Edit.write("README.md", "not read"),
                Edit.write(".github/workflows/ci.yaml", "not read"),
                Edit.symlink("hosts/passwd", "/etc/passwd"),
                Edit.submodule("templates/other", "0".repeat(39) + "1"));
        var repo = repo();
        repo.fetch();
        var tree = repo.tree(revision);
        assertThat(tree.revision()).contains(revision);
        assertThat(tree.entries().keySet())
                .containsExactly("gough.yaml", "hosts/big.yaml", "hosts/passwd", "templates/other");
        assertThat(text(tree, "gough.yaml")).isEqualTo("rules");
        assertThat(tree.entries().get("hosts/big.yaml")).isEqualTo(new Entry.TooLarge(1001));
        assertThat(tree.entries().get("hosts/passwd")).isEqualTo(new Entry.Symlink());
        assertThat(tree.entries().get("templates/other")).isEqualTo(new Entry.Submodule());
    }

    @Test
    void treeOfTooManyFilesStopsOneAboveTheLimit() {
        var edits = new Edit[20];
        for (int i = 0; i < edits.length; i++) edits[i] = Edit.write("hosts/h" + i + ".yaml", "x");
        var revision = push("many", edits);
        var repo = repo();
        repo.fetch();
        assertThat(repo.tree(revision).entries()).hasSize(6);
    }

    @Test
    void aRevisionThatWasNeverThereIsUnavailable() {
        push("first", Edit.write("gough.yaml", "a"));
        var repo = repo();
        repo.fetch();
        assertThatThrownBy(() -> repo.tree(new Revision("0".repeat(39) + "1")))
                .isInstanceOf(RevisionUnavailable.class)
                .hasMessageContaining("000000000000");
    }

    @Test
    void commitsNameEverybodyInTheRange() {
        var repo = repo();
        var first = push("first", Edit.write("gough.yaml", "a"));
        ada.commit(BOB, ADA, "second\n\nmore", Edit.write("gough.yaml", "b"));
        var third = push("third", Edit.write("gough.yaml", "c"));
        repo.fetch();
        var commits = repo.commits(Optional.of(first), third);
        assertThat(commits).extracting(InfraRepo.Commit::subject).containsExactly("third", "second");
        assertThat(commits.getLast().authorEmail()).isEqualTo("bob@example.com");
        assertThat(commits.getLast().committerEmail())
                .as("compared in lower case")
                .isEqualTo("ada@example.com");
        assertThat(commits).allMatch(commit -> commit.signature().isEmpty());
        assertThat(repo.commits(Optional.empty(), third))
                .extracting(InfraRepo.Commit::subject)
                .containsExactly("third");
    }

    @Test
    void changesNameTheNewestCommitThatTouchedEachFile() {
        var repo = repo();
        var first = push("first", Edit.write("a.yaml", "1"), Edit.write("b.yaml", "1"), Edit.write("c.yaml", "1"));
        push("second", Edit.write("a.yaml", "2"));
        push("third", Edit.write("a.yaml", "3"), Edit.write("d.yaml", "1"));
        push("there", Edit.write("b.yaml", "2"));
        var last = push("and back", Edit.write("b.yaml", "1"));
        repo.fetch();

        var changes = repo.changes(first, last);

        assertThat(changes.keySet()).containsExactly("a.yaml", "d.yaml");
        assertThat(changes.values())
                .allSatisfy(commit -> assertThat(commit.orElseThrow().subject()).isEqualTo("third"));
        assertThat(repo.changes(new Revision("f".repeat(40)), last)).isEmpty();
        assertThat(repo.changes(last, first).values()).allMatch(Optional::isEmpty);
    }

    @Test
    void aServerThatIsDownIsUnreachableAndComesBack() {
        var repo = repo();
        var first = push("first", Edit.write("gough.yaml", "a"));
        server.down();
        assertThat(repo.head()).isInstanceOf(Head.Unreachable.class);
        assertThat(repo.fetch()).isInstanceOf(Fetched.Failed.class);
        server.up();
        assertThat(repo.fetch()).isEqualTo(new Fetched.At(first, Relation.FIRST));
    }

    @Test
    void whatAKilledFetchLeftBehindIsClearedAway() throws IOException {
        push("first", Edit.write("gough.yaml", "a"));
        try (var repo = repo()) {
            repo.fetch();
        }
        var clone = folder.resolve("clones/main.git");
        Files.createDirectories(clone.resolve("refs/gough"));
        for (var name : List.of("config.lock", "packed-refs.lock", "refs/gough/tip.lock", "objects/incoming_1.pack"))
            Files.writeString(clone.resolve(name), "");
        var second = push("second", Edit.write("gough.yaml", "b"));
        assertThat(repo().fetch()).isEqualTo(new Fetched.At(second, Relation.FORWARD));
        assertThat(clone.resolve("objects/incoming_1.pack")).doesNotExist();
    }

    @Test
    void aDamagedCloneIsFetchedAgain() throws IOException {
        var noise = new byte[900];
        new Random(1).nextBytes(noise);
        var first = push("first", Edit.write("gough.yaml", "a"), Edit.write("hosts/noise.yaml", noise));
        try (var repo = repo()) {
            repo.fetch();
        }
        overwritePacks(folder.resolve("clones/main.git/objects/pack"));
        var repo = repo();
        assertThat(text(repo.tree(first), "gough.yaml")).isEqualTo("a");
        assertThat(repo.fetch()).isEqualTo(new Fetched.At(first, Relation.SAME));
    }

    @Test
    void aCloneThatIsNoRepositoryIsMadeAnew() throws IOException {
        var first = push("first", Edit.write("gough.yaml", "a"));
        Files.createDirectories(folder.resolve("clones/main.git"));
        Files.writeString(folder.resolve("clones/main.git/config"), "[[[");
        assertThat(repo().fetch()).isEqualTo(new Fetched.At(first, Relation.FIRST));
    }

    private static void overwritePacks(Path packs) throws IOException {
        try (var files = Files.newDirectoryStream(packs, "*.pack")) {
            for (var pack : files) {
                pack.toFile().setWritable(true);
                try (var file = new RandomAccessFile(pack.toFile(), "rw")) {
                    for (long at = 12; at < file.length() - 20; at++) {
                        file.seek(at);
                        file.write(0x5a);
                    }
                }
            }
        }
    }

    @Test
    void aPasswordIsReadFromItsFileAtEachCall() throws IOException {
        try (var guarded =
                GitStandIn.start(GitSettings.in(folder.resolve("guarded")).onlyFor(new Login("git", "right")))) {
            guarded.createRepository("infra");
            var file = Files.writeString(folder.resolve("password"), "wrong");
            var repo = repo(withPassword(guarded.cloneUrl("infra"), file));
            assertThat(repo.head())
                    .isInstanceOfSatisfying(
                            Head.Unreachable.class,
                            it -> assertThat(it.why()).contains("password-file").doesNotContain("wrong"));
            Files.writeString(file, "right\n");
            assertThat(repo.head()).isEqualTo(new Head.NoBranch());
        }
    }

    private static RepositorySettings withPassword(String url, Path file) {
        var plain = RepositorySettings.of(url, "main");
        return new RepositorySettings(
                url,
                "main",
                "git",
                new SecretFile(file),
                null,
                null,
                null,
                null,
                plain.poll(),
                plain.drift(),
                plain.fetchTimeout(),
                plain.maxFetch(),
                null,
                null,
                plain.ceiling(),
                List.of());
    }

    private static String text(RepoTree tree, String path) {
        return new String(((Entry.Blob) tree.entries().get(path)).bytes(), UTF_8);
    }
}

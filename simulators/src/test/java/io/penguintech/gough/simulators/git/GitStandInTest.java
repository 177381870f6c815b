package io.penguintech.gough.simulators.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitStandInTest {

    private static final Person ANN = new Person("Ann Author", "ann@example.org");
    private static final Person CARL = new Person("Carl Committer", "carl@example.org");

    @TempDir
    Path folder;

    private GitStandIn git;

    @BeforeEach
    void start() {
        git = GitStandIn.start(GitSettings.in(folder));
        git.createRepository("infra");
    }

    @AfterEach
    void stop() {
        git.close();
    }

    @Test
    void whatOnePersonPushesAnotherClones() throws Exception {
        try (var ann = git.workbench("infra", ANN)) {
            ann.commit("Add two hosts", Edit.write("hosts/a.yaml", "a"), Edit.write("hosts/b.yaml", "b"));
            var revision = ann.commit(ANN, CARL, "Replace b by c", Edit.delete("hosts/b.yaml"), Edit.write("c", "see"));
            ann.push();

            try (var clone = cloned("clone")) {
                assertThat(head(clone)).isEqualTo(revision);
                assertThat(files(clone, revision))
                        .containsExactly(Map.entry("c", "see"), Map.entry("hosts/a.yaml", "a"));
                try (var walk = new RevWalk(clone.getRepository())) {
                    var commit = walk.parseCommit(ObjectId.fromString(revision));
                    assertThat(commit.getAuthorIdent().getEmailAddress()).isEqualTo("ann@example.org");
                    assertThat(commit.getCommitterIdent().getName()).isEqualTo("Carl Committer");
                    assertThat(commit.getFullMessage()).isEqualTo("Replace b by c");
                }
            }
        }
    }

    @Test
    void theHeadOfANewRepositoryIsMain() throws Exception {
        var refs = Git.lsRemoteRepository().setRemote(git.cloneUrl("infra")).call();
        assertThat(refs).isEmpty();
        pushOneCommit();
        assertThat(Git.lsRemoteRepository().setRemote(git.cloneUrl("infra")).callAsMap())
                .containsKeys("HEAD", "refs/heads/main");
    }

    @Test
    void aLookupIsCountedApartFromAFetch() throws Exception {
        pushOneCommit();
        var before = git.traffic("infra");
        Git.lsRemoteRepository().setRemote(git.cloneUrl("infra")).call();
        assertThat(git.traffic("infra"))
                .isEqualTo(new GitTraffic(before.lookups() + 1, before.fetches(), before.pushes()));
        cloned("counted").close();
        assertThat(git.traffic("infra"))
                .isEqualTo(new GitTraffic(before.lookups() + 2, before.fetches() + 1, before.pushes()));
    }

    @Test
    void aRewoundBranchIsRefusedUntilItIsForced() {
        try (var ann = git.workbench("infra", ANN)) {
            var first = ann.commit("One", Edit.write("a", "1"));
            var second = ann.commit("Two", Edit.write("a", "2"));
            ann.push();

            assertThat(ann.rewind(1)).isEqualTo(first);
            var other = ann.commit("Another two", Edit.write("a", "3"));
            assertThatThrownBy(ann::push)
                    .hasMessageContaining("refused")
                    .hasMessageContaining("REJECTED_NONFASTFORWARD");
            ann.forcePush();

            assertThat(git.pushes("infra").getLast().before()).isEqualTo(second);
            assertThat(git.pushes("infra").getLast().after()).isEqualTo(other);
        }
    }

    @Test
    void aCommitMayHoldNothingOrLinksOrSubmodules() throws Exception {
        var submodule = "0123456789012345678901234567890123456789";
        try (var ann = git.workbench("infra", ANN)) {
            var first = ann.commit("Start", Edit.write("a", "1"));
            var empty = ann.commit("Nothing at all");
            assertThat(empty).isNotEqualTo(first);
            var odd = ann.commit("Odd things", Edit.symlink("link", "/etc/passwd"), Edit.submodule("mod", submodule));
            ann.push();

            try (var clone = cloned("odd")) {
                assertThat(tree(clone, empty)).isEqualTo(tree(clone, first));
                assertThat(modes(clone, odd))
                        .containsExactly(
                                Map.entry("a", FileMode.REGULAR_FILE),
                                Map.entry("link", FileMode.SYMLINK),
                                Map.entry("mod", FileMode.GITLINK));
                assertThat(files(clone, odd)).containsEntry("link", "/etc/passwd");
            }
        }
    }

    @Test
    void aBranchStartsWhereThePersonStands() throws Exception {
        try (var ann = git.workbench("infra", ANN)) {
            var main = ann.commit("Start", Edit.write("a", "1"));
            ann.push();
            ann.switchTo("feature");
            assertThat(ann.head()).contains(main);
            var feature = ann.commit("Try", Edit.write("b", "2"));
            ann.push();
            ann.switchTo("main");
            assertThat(ann.head()).contains(main);
            assertThat(Git.lsRemoteRepository()
                            .setRemote(git.cloneUrl("infra"))
                            .callAsMap()
                            .get("refs/heads/feature"))
                    .extracting(ref -> ref.getObjectId().name())
                    .isEqualTo(feature);
        }
    }

    @Test
    void aReplacedHistoryHasANewRoot() throws Exception {
        pushOneCommit();
        try (var ann = git.workbench("infra", ANN)) {
            ann.startOver();
            var root = ann.commit("All new", Edit.write("z", "z"));
            ann.forcePush();
            try (var clone = cloned("replaced");
                    var walk = new RevWalk(clone.getRepository())) {
                assertThat(walk.parseCommit(ObjectId.fromString(root)).getParentCount())
                        .isZero();
                assertThat(files(clone, root)).containsOnlyKeys("z");
            }
        }
    }

    @Test
    void aPullTakesOverWhatOthersPushed() {
        try (var ann = git.workbench("infra", ANN);
                var carl = git.workbench("infra", CARL)) {
            var revision = ann.commit("Start", Edit.write("a", "1"));
            ann.push();
            carl.pull();
            assertThat(carl.head()).contains(revision);
        }
    }

    @Test
    void aStrangerIsAskedToSignIn() throws Exception {
        var login = new Login("robin", "let-me-in");
        try (var closed =
                GitStandIn.start(GitSettings.in(folder.resolve("closed")).onlyFor(login))) {
            closed.createRepository("infra");
            var answer = get(closed.cloneUrl("infra") + "/info/refs?service=git-upload-pack");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"git\"");
            assertThatThrownBy(() -> closed.workbench("infra", ANN, new Login("robin", "wrong")))
                    .hasMessageContaining("not authorized");

            try (var robin = closed.workbench("infra", ANN, login)) {
                robin.commit("Start", Edit.write("a", "1"));
                robin.push();
            }
            assertThat(closed.pushes("infra")).extracting(Push::user).containsExactly("robin");
        }
        assertThat(login.toString()).doesNotContain("let-me-in");
    }

    @Test
    void nothingOutsideTheFolderIsServed() throws Exception {
        for (var path : List.of("nothing.git", "..%2Finfra.git", ".container", "infra.git/../../x")) {
            var answer = get(git.url() + "/git/" + path + "/info/refs?service=git-upload-pack");
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
        }
        assertThat(get(git.cloneUrl("infra") + "/HEAD").statusCode()).isIn(403, 404);
    }

    @Test
    void faultsStrikeByRule() throws Exception {
        pushOneCommit();
        var refs = git.cloneUrl("infra") + "/info/refs?service=git-upload-pack";
        git.faults().add(FaultRule.once("GET", "/info/refs", Fault.Status.of(503, "maintenance")));
        assertThat(get(refs).statusCode()).isEqualTo(503);
        git.faults().add(FaultRule.once("GET", "/info/refs", new Fault.RateLimited(Duration.ofSeconds(7))));
        assertThat(get(refs).headers().firstValue("Retry-After")).contains("7");
        git.faults().add(FaultRule.always("GET", "/info/refs", new Fault.Reset()));
        assertThatThrownBy(() -> get(refs)).isInstanceOf(IOException.class);
        git.faults().clear();
        assertThat(get(refs).statusCode()).isEqualTo(200);
    }

    @Test
    void aSwallowedAnswerLeavesThePushDone() {
        try (var ann = git.workbench("infra", ANN)) {
            var revision = ann.commit("Start", Edit.write("a", "1"));
            git.faults()
                    .add(FaultRule.once("POST", "git-receive-pack", new Fault.DoneThenTimeout(Duration.ofMillis(50))));
            assertThatThrownBy(ann::push).isInstanceOf(IllegalStateException.class);
            assertThat(git.pushes("infra")).extracting(Push::after).containsExactly(revision);
        }
    }

    @Test
    void aServerThatIsDownAnswersNobodyUntilItIsUp() throws Exception {
        git.down();
        assertThatThrownBy(() -> get(git.url())).isInstanceOf(IOException.class);
        git.up();
        assertThat(get(git.url()).statusCode()).isEqualTo(404);
    }

    @Test
    void gitItselfClonesAndPushes() throws Exception {
        pushOneCommit();
        var clone = folder.resolve("by-git");
        assertThat(git(folder, "clone", "-q", git.cloneUrl("infra"), clone.toString()))
                .isZero();
        Files.writeString(clone.resolve("b"), "x".repeat(3_000_000)); // beyond git's http.postBuffer: sent in chunks
        assertThat(git(clone, "add", "b")).isZero();
        assertThat(git(clone, "-c", "user.name=Ann", "-c", "user.email=a@example.org", "commit", "-qm", "Add b"))
                .isZero();
        assertThat(git(clone, "-c", "core.compression=0", "push", "-q", "origin", "main"))
                .isZero();
        assertThat(git.pushes("infra")).hasSize(2);
    }

    private int git(Path where, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("git.log").toFile());
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Assumptions.abort("git is not installed");
        }
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("git took too long");
        }
        return process.exitValue();
    }

    private void pushOneCommit() {
        try (var ann = git.workbench("infra", ANN)) {
            ann.commit("Start", Edit.write("a", "1"));
            ann.push();
        }
    }

    private Git cloned(String name) throws Exception {
        return Git.cloneRepository()
                .setURI(git.cloneUrl("infra"))
                .setBare(true)
                .setDirectory(folder.resolve("test-" + name).toFile())
                .call();
    }

    private static String head(Git clone) throws IOException {
        return clone.getRepository().resolve("HEAD").name();
    }

    private static ObjectId tree(Git clone, String revision) throws IOException {
        return clone.getRepository().resolve(revision + "^{tree}");
    }

    private static Map<String, FileMode> modes(Git clone, String revision) throws IOException {
        var modes = new TreeMap<String, FileMode>();
        try (var walk = new TreeWalk(clone.getRepository())) {
            walk.addTree(tree(clone, revision));
            walk.setRecursive(true);
            while (walk.next()) {
                modes.put(walk.getPathString(), walk.getFileMode());
            }
        }
        return modes;
    }

    private static Map<String, String> files(Git clone, String revision) throws IOException {
        var files = new TreeMap<String, String>();
        try (var walk = new TreeWalk(clone.getRepository())) {
            walk.addTree(tree(clone, revision));
            walk.setRecursive(true);
            while (walk.next()) {
                if (walk.getFileMode() != FileMode.GITLINK) {
                    var bytes = clone.getRepository().open(walk.getObjectId(0)).getBytes();
                    files.put(walk.getPathString(), new String(bytes, StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}

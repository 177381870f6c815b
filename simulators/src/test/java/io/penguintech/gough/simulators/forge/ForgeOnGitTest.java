package io.penguintech.gough.simulators.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Login;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Workbench;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stand-in forge on a repository of a git server: what people push there is what the forge shows. */
class ForgeOnGitTest {
    private static final Person ADA = new Person("Ada", "ada@example.org");
    private static final Person CAROL = new Person("Carol", "carol@example.org");
    private static final Login ADA_LOGIN = new Login("ada", "a");
    private static final Login CAROL_LOGIN = new Login("carol", "c");
    private static final Login MALLORY_LOGIN = new Login("mallory", "m");
    private static final CredentialsProvider READER = new UsernamePasswordCredentialsProvider("ada", "a");

    @TempDir
    Path folder;

    private GitStandIn git;
    private ForgeStandIn forge;

    @BeforeEach
    void start() {
        git = GitStandIn.start(GitSettings.in(folder).onlyFor(ADA_LOGIN, CAROL_LOGIN, MALLORY_LOGIN));
        git.createRepository("infra");
        try (var carol = clone("infra", CAROL, CAROL_LOGIN)) {
            carol.commit("Start", Edit.write("gough.yaml", "a\n"), Edit.write("hosts/a.yaml", "1\n2\n3\n"));
            carol.push();
        }
    }

    @AfterEach
    void stop() {
        if (forge != null) forge.close();
        git.close();
    }

    @Test
    void theDifferenceIsWhatTheBranchHasSinceItParted() {
        on(ForgeDialect.GITHUB);
        var head = pushed("more", "hosts/a.yaml", "1\nnew\n3\n");
        var pull = forge.open("ada", "Change it", "more", "main");
        try (var carol = clone("infra", CAROL, CAROL_LOGIN)) {
            carol.commit("Meanwhile", Edit.write("gough.yaml", "b\n"));
            carol.push();
        }
        var commits = new GitCommits(git.location("infra"), ForgeDialect.GITHUB);
        var main = forge.branches().get("main");

        assertThat(commits.changes(main, head, "hosts/a.yaml", 2)).isTrue();
        assertThat(commits.changes(main, head, "hosts/a.yaml", 1)).isFalse();
        assertThat(commits.changes(main, head, "hosts/a.yaml", 9)).isFalse();
        assertThat(commits.changes(main, head, "gough.yaml", 1))
                .as("the branch changed it")
                .isFalse();
        assertThat(pull.head()).isEqualTo(head);
        commits.close();
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void aPushMovesThePullRequestAndIsDeliveredInTheNameOfWhoPushed(ForgeDialect dialect) throws Exception {
        on(dialect);
        var first = pushed("more", "hosts/b.yaml", "x\n");
        long number = forge.open("ada", "More hosts", "more", "main").number();
        assertThat(forge.pull(number).head()).isEqualTo(first);
        assertThat(refs().get(ref(dialect, number)).getObjectId().name()).isEqualTo(first);
        String second;
        try (var ada = clone("infra", ADA, ADA_LOGIN)) {
            ada.switchTo("more");
            ada.rewind(1);
            second = ada.commit("Other hosts", Edit.write("hosts/c.yaml", "y\n"));
            ada.forcePush();
        }
        assertThat(forge.pull(number)).returns(second, Pull::head).returns(Pull.State.OPEN, Pull::state);
        assertThat(refs().get(ref(dialect, number)).getObjectId().name()).isEqualTo(second);
        var told = forge.deliveries();
        assertThat(told)
                .extracting(Delivery::event)
                .containsExactly(
                        dialect == ForgeDialect.GITLAB
                                ? new String[] {"Push Hook", "Merge Request Hook", "Push Hook", "Merge Request Hook"}
                                : new String[] {"push", "pull_request", "push", "pull_request"});
        assertThat(told.get(2).body().text()).contains(first, second, "\"ada\"");
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void mergingMakesACommitOfBoth(ForgeDialect dialect) throws Exception {
        on(dialect);
        var head = pushed("more", "hosts/b.yaml", "x\n");
        long number = forge.open("ada", "More hosts", "more", "main").number();
        var base = refs().get("refs/heads/main").getObjectId().name();
        var merged = forge.merge("carol", CAROL, number, MergeWay.MERGE);
        assertThat(refs().get("refs/heads/main").getObjectId().name()).isEqualTo(merged);
        var commit = commit(merged);
        assertThat(commit.getParents()).extracting(RevCommit::name).containsExactly(base, head);
        assertThat(commit.getAuthorIdent().getEmailAddress()).isEqualTo("carol@example.org");
        assertThat(commit.getCommitterIdent().getEmailAddress())
                .isEqualTo(dialect == ForgeDialect.GITHUB ? "noreply@github.com" : "carol@example.org");
        assertThat(forge.pull(number)).returns(Pull.State.MERGED, Pull::state).returns(merged, Pull::mergeCommit);
        assertThatThrownBy(() -> forge.merge("carol", CAROL, number, MergeWay.MERGE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void squashingAndRebasingMakeCommitsThatTheHeadIsNotIn() throws Exception {
        on(ForgeDialect.GITHUB);
        pushed("one", "hosts/b.yaml", "x\n");
        pushed("two", "hosts/c.yaml", "x\n");
        long one = forge.open("ada", "One", "one", "main").number();
        long two = forge.open("ada", "Two", "two", "main").number();
        var squashed = commit(forge.merge("carol", CAROL, one, MergeWay.SQUASH));
        assertThat(squashed.getParentCount()).isEqualTo(1);
        assertThat(squashed.getFullMessage()).isEqualTo("One (#" + one + ")");
        var rebased = commit(forge.merge("carol", CAROL, two, MergeWay.REBASE));
        assertThat(rebased.getParents()).extracting(RevCommit::name).containsExactly(squashed.name());
        assertThat(rebased.getAuthorIdent().getEmailAddress()).isEqualTo("ada@example.org");
        assertThat(rebased.name()).isNotEqualTo(forge.pull(two).head());
    }

    @Test
    void aConflictMergesNothing() throws Exception {
        on(ForgeDialect.GITEA);
        pushed("mine", "hosts/a.yaml", "mine\n");
        long number = forge.open("ada", "Mine", "mine", "main").number();
        var main = pushed("main", "hosts/a.yaml", "theirs\n");
        assertThatThrownBy(() -> forge.merge("carol", CAROL, number, MergeWay.MERGE))
                .hasMessageContaining("conflicts");
        assertThat(refs().get("refs/heads/main").getObjectId().name()).isEqualTo(main);
        assertThat(forge.pull(number).state()).isEqualTo(Pull.State.OPEN);
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void whatAForkProposesIsFetchedFromTheRepositoryItself(ForgeDialect dialect) throws Exception {
        on(dialect);
        var fork = forge.fork("mallory");
        long number;
        String head;
        try (var mallory = clone(fork, new Person("Mallory", "mallory@example.org"), MALLORY_LOGIN)) {
            mallory.switchTo("gift");
            head = mallory.commit("A gift", Edit.write("hosts/z.yaml", "z\n"));
            mallory.push();
            number = forge.openFromFork("mallory", "A gift", "gift", head, "main")
                    .number();
            assertThat(fetched(ref(dialect, number))).isEqualTo(head);
            head = mallory.commit("More of it", Edit.write("hosts/y.yaml", "y\n"));
            mallory.push();
        }
        assertThat(forge.pull(number)).returns(head, Pull::head).returns(true, Pull::fork);
        git.deleteRepository(fork);
        assertThat(fetched(ref(dialect, number))).isEqualTo(head);
        assertThat(refs()).doesNotContainKey("refs/heads/gift");
    }

    @Test
    void nobodyPushesWhatTheForgeKeepsForPullRequests() throws Exception {
        on(ForgeDialect.GITHUB);
        pushed("more", "hosts/b.yaml", "x\n");
        long number = forge.open("ada", "More hosts", "more", "main").number();
        var before = refs().get(ref(ForgeDialect.GITHUB, number)).getObjectId();
        try (var mine = mirror()) {
            mine.push()
                    .setCredentialsProvider(READER)
                    .setRefSpecs(new RefSpec("+refs/heads/main:refs/pull/" + number + "/head"))
                    .call();
        }
        assertThat(refs().get(ref(ForgeDialect.GITHUB, number)).getObjectId()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void aHeadThatIsPushedToTheBaseBranchIsMerged(ForgeDialect dialect) {
        on(dialect);
        var head = pushed("more", "hosts/b.yaml", "x\n");
        long number = forge.open("ada", "More hosts", "more", "main").number();
        assertThat(fastForwarded(head)).isEqualTo(head);
        assertThat(forge.pull(number).state())
                .isEqualTo(dialect == ForgeDialect.GITEA ? Pull.State.OPEN : Pull.State.MERGED);
    }

    private void on(ForgeDialect dialect) {
        forge = ForgeStandIn.start(ForgeSettings.of(dialect), git, "infra");
        // nobody listens there: what was tried to be delivered is what counts
        forge.connect(URI.create("http://127.0.0.1:9/webhooks"));
    }

    private Workbench clone(String repository, Person person, Login login) {
        return git.workbench(repository, person, login);
    }

    private String pushed(String branch, String path, String text) {
        try (var ada = clone("infra", ADA, ADA_LOGIN)) {
            ada.switchTo(branch);
            var commit = ada.commit("Write " + path, Edit.write(path, text));
            ada.push();
            return commit;
        }
    }

    /** Pushes {@code head} to the base branch as it is. */
    private String fastForwarded(String head) {
        try (var mine = mirror()) {
            mine.push()
                    .setCredentialsProvider(READER)
                    .setRefSpecs(new RefSpec(head + ":refs/heads/main"))
                    .call();
            return refs().get("refs/heads/main").getObjectId().name();
        } catch (Exception e) {
            throw new AssertionError("cannot push " + head, e);
        }
    }

    private Git mirror() throws Exception {
        return Git.cloneRepository()
                .setURI(git.cloneUrl("infra"))
                .setCredentialsProvider(READER)
                .setMirror(true)
                .setBare(true)
                .setDirectory(folder.resolve("mirror").toFile())
                .call();
    }

    private String fetched(String ref) throws Exception {
        try (var empty = Git.init()
                .setBare(true)
                .setDirectory(folder.resolve("reader-" + System.nanoTime()).toFile())
                .call()) {
            empty.fetch()
                    .setRemote(git.cloneUrl("infra"))
                    .setCredentialsProvider(READER)
                    .setRefSpecs(new RefSpec(ref + ":refs/heads/it"))
                    .call();
            return empty.getRepository().resolve("refs/heads/it").name();
        }
    }

    private Map<String, Ref> refs() throws Exception {
        return Git.lsRemoteRepository()
                .setRemote(git.cloneUrl("infra"))
                .setCredentialsProvider(READER)
                .callAsMap();
    }

    private RevCommit commit(String id) throws Exception {
        try (var repository = new RepositoryBuilder()
                        .setBare()
                        .setGitDir(git.location("infra").toFile())
                        .build();
                var walk = new RevWalk(repository)) {
            var commit = walk.parseCommit(repository.resolve(id));
            walk.parseBody(commit);
            return commit;
        }
    }

    private static String ref(ForgeDialect dialect, long number) {
        return (dialect == ForgeDialect.GITLAB ? "refs/merge-requests/" : "refs/pull/") + number + "/head";
    }
}

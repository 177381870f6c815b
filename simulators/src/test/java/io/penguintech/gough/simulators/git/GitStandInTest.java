package io.penguintech.gough.simulators.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;

class GitStandInTest extends GitFixture {

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
    void anotherContainerCanServeTheSameRepositories() throws Exception {
        pushOneCommit();
        var tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolve("other-container").toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "git", git.servlet()).addMapping("/git/*");
        tomcat.start();
        try {
            var before = git.traffic("infra").lookups();
            var url = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/git/infra.git";
            assertThat(Git.lsRemoteRepository().setRemote(url).callAsMap()).containsKey("refs/heads/main");
            assertThat(git.traffic("infra").lookups()).isEqualTo(before + 1);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    @Test
    void aDeletedRepositoryIsGone() throws Exception {
        pushOneCommit();
        git.deleteRepository("infra");
        assertThat(git.hasRepository("infra")).isFalse();
        assertThat(get(git.cloneUrl("infra") + "/info/refs?service=git-upload-pack")
                        .statusCode())
                .isEqualTo(404);
        git.createRepository("infra");
        assertThat(Git.lsRemoteRepository().setRemote(git.cloneUrl("infra")).call())
                .isEmpty();
        assertThatThrownBy(() -> git.createRepository("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeldRequestIsLetGoWhenTheServerStops() {
        git.faults().add(FaultRule.always("*", "", new Fault.DoneThenTimeout(Duration.ofMinutes(5))));
        var started = Instant.now();
        var held = CompletableFuture.runAsync(() -> assertThatThrownBy(() -> get(git.url())));
        while (git.faults().struck() == 0) {
            Thread.onSpinWait();
        }
        git.close();
        held.join();
        assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofMinutes(1));
        start();
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
}

package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.GoughApplication;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that ask a running service: a real one, with everything it talks to. */
class ServerCommandsTest {
    private static final Person ADA = new Person("Ada", "ada@example.org");
    private static final String RULES = """
            apiVersion: gough.io/v1
            kind: Repository
            metadata: {name: infra}
            spec:
              mode: apply
              people:
                - {name: ada, emails: [ada@example.org], roles: [admin]}
                - {name: ben, emails: [ben@example.org], roles: [approver]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set by the test
    String url;

    @Test
    void theServiceIsReadAndDecidedFromATerminal() throws Exception {
        try (var site = new Site(folder);
                var git = GitStandIn.start(GitSettings.in(folder.resolve("git")))) {
            var id = site.machine("m1", 1);
            site.host("alpha", 1, "deployed");
            Site.write(site.infra.resolve("gough.yaml"), RULES);
            push(git, site);
            try (var context = GoughApplication.start(settings(site, git))) {
                url = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
                story(site, id);
            }
        }
    }

    private void story(Site site, String id) throws InterruptedException {
        until("it asks", () -> state().equals("awaiting-approval"));
        assertThat(as("ada", "rollouts").ends(Exit.OK).results()).contains("ID").contains("r1");
        assertThat(as("ada", "status").ends(Exit.OK).results()).contains("main").contains("answers");
        var plan = as("ada", "plan", site.infra.toString()).ends(Exit.OK).results();
        assertThat(plan).contains("deploy  host alpha");
        var seen = folder.resolve("seen.json").toString();
        as("ada", "snapshot", seen).ends(Exit.OK);
        assertThat(Run.of("plan", site.infra.toString(), "--against", seen)
                        .ends(Exit.OK)
                        .results())
                .isEqualTo(plan);
        var digest = newest().path("digest").asString();
        assertThat(plan).contains("digest " + digest);

        assertThat(as("ada", "approve", "r1", "--digest", "0123456789ab")
                        .ends(Exit.INVALID)
                        .messages())
                .contains("0123456789ab");
        as("ada", "approve", "first", "--digest", digest).ends(Exit.USAGE);
        as("ada", "stop", "--reason", "a test").ends(Exit.OK);
        assertThat(as("ada", "status").ends(Exit.INVALID).results())
                .contains("stopped: ")
                .contains("a test");
        as("ada", "resume").ends(Exit.OK);
        as("ada", "approve", "r1", "--digest", digest).ends(Exit.OK);
        as("ben", "approve", "r1", "--digest", digest.substring(0, 12)).ends(Exit.OK);
        until("it is done", () -> state().equals("done"));

        assertThat(site.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        as("ada", "plan", site.infra.toString(), "--detailed-exitcode").ends(Exit.OK);
        as("ada", "reconcile").ends(Exit.OK);
        as("ada", "reject", "r1", "--digest", digest, "--reason", "too late").ends(Exit.INVALID);
        as("ada", "cancel", "r1").ends(Exit.INVALID);
        as("ada", "retry", "r99").ends(Exit.INVALID);
        as("ada", "retry", "r1", "--host", "hv-01").ends(Exit.INVALID);
        as("ada", "early", "r1", "--digest", digest, "--reason", "smoke").ends(Exit.INVALID);
        assertThat(as("ada", "overrule", "r1", "--digest", digest, "--reason", "smoke")
                        .ends(Exit.INVALID)
                        .messages())
                .contains("no change that guards could hold");
        Run.of("status", "--server", url).ends(Exit.USAGE);
        asked();
        lost(site, id);
    }

    /** Somebody asks for what no commit says, and takes it back. */
    private void asked() throws InterruptedException {
        as("ada", "power", "sideways", "alpha", "--reason", "it hangs").ends(Exit.USAGE);
        as("ada", "reinstall", "label:rack=none", "--reason", "it hangs").ends(Exit.INVALID);
        assertThat(as("ada", "power", "cycle", "alpha", "--reason", "it hangs")
                        .ends(Exit.OK)
                        .results())
                .contains("power-cycle of alpha");
        assertThat(as("ada", "test", "alpha", "--reason", "it hangs")
                        .ends(Exit.INVALID)
                        .messages())
                .contains("open request");
        assertThat(as("ada", "status").results()).contains("asked: power-cycle alpha by ada (it hangs), request 1");
        assertThat(as("ada", "withdraw", "alpha", "--reason", "it came back")
                        .ends(Exit.OK)
                        .results())
                .contains("ada withdrew");
        assertThat(as("ada", "status").results()).doesNotContain("asked: ");
        assertThat(as("ada", "maintenance", "alpha").ends(Exit.OK).results()).contains("goal: maintenance");
        until("it is not asked about any more", () -> !state().equals("awaiting-approval"));
    }

    /** Somebody releases alpha behind Gough's back; people find out, confirm it, and deploy it anew. */
    private void lost(Site site, String id) throws InterruptedException {
        as("ada", "accept", "alpha", "--reason", "there is nothing").ends(Exit.INVALID);
        as("ada", "accept", "--reason", "nothing is named").ends(Exit.USAGE);
        as("ada", "confirm-lost", "alpha", "--reason", "not yet").ends(Exit.INVALID);
        as("ada", "confirm", "--digest", "0123456789ab", "--reason", "nothing").ends(Exit.INVALID);
        site.maas.edit(id).status(MaasStatus.READY).owner(null).annotations(Map.of());
        until("it is lost", () -> as("ada", "status").results().contains("Lost: "));

        assertThat(as("ben", "accept", "alpha", "--finding", "lost", "--reason", "whatever")
                        .ends(Exit.INVALID)
                        .messages())
                .contains("gough confirm-lost alpha");
        var unseen = as("ben", "confirm-lost", "alpha", "--reason", "the disk died")
                .ends(Exit.NEEDS_PERSON)
                .messages();
        assertThat(unseen).contains("Lost: ", "nobody is at this terminal");
        var seen = unseen.replaceFirst("(?s).*--digest ([0-9a-f]{12}).*", "$1");
        as("ben", "confirm-lost", "alpha", "--digest", seen, "--reason", "the disk died")
                .ends(Exit.OK);
        until("it asks", () -> state().equals("awaiting-approval"));
        assertThat(newest().path("risk").asString()).isEqualTo("destructive");
        assertThat(site.maas.received("deploy", id)).isEqualTo(1);
    }

    private static void push(GitStandIn git, Site site) throws IOException {
        git.createRepository("infra");
        try (var ada = git.workbench("infra", ADA)) {
            ada.commit(
                    "Declare alpha",
                    Edit.write("gough.yaml", RULES),
                    Edit.write("hosts/alpha.yaml", Files.readString(site.infra.resolve("hosts/alpha.yaml"))));
            ada.push();
        }
    }

    private String[] settings(Site site, GitStandIn git) {
        var backends = site.backends();
        var all = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--logging.level.root=warn",
                "--gough.data-dir=" + folder.resolve("data"),
                "--gough.repositories.main.url=" + git.cloneUrl("infra"),
                "--gough.repositories.main.initial-rules=" + site.infra.resolve("gough.yaml"),
                "--gough.repositories.main.poll=1s",
                "--gough.repositories.main.drift=2s",
                "--gough.maas.default.url=" + site.maas.url(),
                "--gough.maas.default.api-key-file=" + backends.get(3),
                "--gough.maas.default.sweep=2s",
                "--gough.maas.default.news=1s",
                "--gough.fleet.default.url=" + site.fleet.url(),
                "--gough.fleet.default.token-file=" + backends.get(7),
                "--gough.engine.tick=200ms",
                "--gough.engine.patience.look=1s"));
        int number = 0;
        for (var name : List.of("ada", "ben")) {
            var token = "--gough.api.tokens[" + number++ + "]";
            Site.write(folder.resolve("token-" + name), "token-of-" + name + "-0123456789abcdef0123456789");
            all.addAll(List.of(
                    token + ".name=" + name,
                    token + ".person=" + name,
                    token + ".role=admin",
                    token + ".file=" + folder.resolve("token-" + name)));
        }
        return all.toArray(String[]::new);
    }

    private Run as(String person, String... words) {
        var all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of(
                "--server",
                url,
                "--token-file",
                folder.resolve("token-" + person).toString()));
        return Run.of(all.toArray(String[]::new));
    }

    private JsonNode newest() {
        return JsonMapper.shared()
                .readTree(as("ada", "rollouts", "-o", "json").ends(Exit.OK).results())
                .path("rollouts")
                .path(0);
    }

    private String state() {
        return newest().path("state").asString("");
    }

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        var deadline = Instant.now().plus(Duration.ofSeconds(90));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.sleep(100);
        }
    }
}

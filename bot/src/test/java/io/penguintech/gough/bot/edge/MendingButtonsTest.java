package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.EdgeService.CHANNEL;
import static io.penguintech.gough.bot.edge.Samples.plan;
import static io.penguintech.gough.simulators.slack.SlackSettings.ANN;
import static io.penguintech.gough.simulators.slack.SlackSettings.CAROL;
import static io.penguintech.gough.simulators.slack.SlackSettings.OSCAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.source.GitInfraRepo;
import io.penguintech.gough.bot.source.RepositorySettings;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.forge.Pull;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Workbench;
import io.penguintech.gough.simulators.slack.Button;
import io.penguintech.gough.simulators.slack.Ephemeral;
import io.penguintech.gough.simulators.slack.Message;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import io.penguintech.gough.simulators.slack.SlackUser;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people press in Slack when a rollout went wrong, with real git and a forge on it. */
class MendingButtonsTest {
    @TempDir
    static Path dir;

    private static GitStandIn git;
    private static ForgeStandIn forge;
    private static SlackStandIn slack;
    private static GitInfraRepo repo;
    private static FakeRollouts rollouts;
    private static EdgeService service;
    private static Revision before;
    private static Revision after;
    private static long next;
    private final long id = ++next;

    @BeforeAll
    static void start() {
        git = GitStandIn.start(GitSettings.in(dir.resolve("server")));
        git.createRepository("infra");
        var settings = ForgeSettings.of(ForgeDialect.GITHUB);
        forge = ForgeStandIn.start(settings, git, "infra");
        slack = SlackStandIn.start(SlackSettings.defaults());
        try (var ada = git.workbench("infra", new Person("Ada", "ada@example.com"))) {
            before = push(ada, "zone: a\n");
            after = push(ada, "zone: b\n");
        }
        repo = GitInfraRepo.open(
                Samples.MAIN,
                RepositorySettings.of(git.cloneUrl("infra"), "main"),
                dir.resolve("clones"),
                Limits.DEFAULT);
        rollouts = new FakeRollouts();
        rollouts.before.set(Optional.of(before));
        service = EdgeService.start(
                slack,
                rollouts,
                repo,
                dir,
                "gough.forge.main.kind=github",
                "gough.forge.main.url=" + forge.url(),
                "gough.forge.main.project=" + settings.project(),
                "gough.forge.main.token-file=" + EdgeService.secret(dir, "forge", settings.token()),
                "gough.forge.main.webhooks=false");
    }

    @AfterAll
    static void stop() {
        assertThat(slack.problems()).isEmpty();
        service.close();
        repo.close();
        slack.close();
        forge.close();
        git.close();
    }

    private static Revision push(Workbench ada, String text) {
        var commit = ada.commit("Move to another zone", Edit.write("hosts/a.yaml", text));
        ada.push();
        return new Revision(commit);
    }

    @BeforeEach
    void forget() {
        rollouts.deeds.clear();
    }

    private void show(RolloutState state, String cause) {
        var sample = Samples.rollout(id, state, plan());
        rollouts.put(new Rollout(
                sample.id(),
                sample.repository(),
                after,
                sample.subject(),
                sample.author(),
                cause,
                sample.state(),
                sample.plan(),
                sample.needed(),
                sample.eligible(),
                sample.approvals(),
                sample.progress(),
                sample.typed(),
                sample.replaced(),
                sample.waits(),
                sample.diagnostics(),
                sample.createdAt(),
                sample.updatedAt()));
        service.changed(id);
    }

    private Message card() {
        return slack.messages(CHANNEL).stream()
                .filter(m -> m.threadTs() == null && m.text().startsWith("r" + id + " of main"))
                .toList()
                .getLast();
    }

    private List<String> buttons() {
        return card().buttons().stream().map(Button::actionId).toList();
    }

    private String press(SlackUser user, String button) {
        return told(user, 1, () -> slack.click(user.id(), CHANNEL, card().ts(), button));
    }

    /** What {@code user} alone is told after {@code deed}, so many things, in whatever order Slack shows them. */
    private static String told(SlackUser user, int many, Runnable deed) {
        int seen = slack.ephemerals(user.id()).size();
        deed.run();
        var deadline = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(deadline)) {
            var all = slack.ephemerals(user.id());
            if (all.size() >= seen + many)
                return all.subList(seen, all.size()).stream()
                        .map(Ephemeral::text)
                        .collect(Collectors.joining("\n"));
            Thread.onSpinWait();
        }
        throw new AssertionError(user.name() + " is told nothing");
    }

    @Test
    void aStalledRolloutIsTriedAgainByAButton() {
        show(new RolloutState.Stalled("MAAS says: no power"), "push");
        assertThat(buttons()).containsExactly("rollout-retry", "rollout-revert");
        assertThat(press(OSCAR, "rollout-retry")).contains("Done: retry r" + id);
        assertThat(rollouts.deeds).containsExactly("retry r" + id + " by oscar");
    }

    @Test
    void aButtonOpensThePullRequestThatTakesItBackOnce() {
        show(new RolloutState.Stalled("MAAS says: no power"), "push");
        assertThat(press(ANN, "rollout-revert")).contains("role operator");
        assertThat(press(CAROL, "rollout-revert")).contains("no address of carol");
        assertThat(forge.pulls()).noneMatch(this::isOurs);

        var told = press(OSCAR, "rollout-revert");
        var opened = forge.pulls().stream().filter(this::isOurs).toList();
        assertThat(opened).hasSize(1);
        assertThat(told).contains("Pull request " + opened.getFirst().number(), "takes back what came in with r" + id);
        assertThat(opened.getFirst().title()).isEqualTo("Revert \"Move to another zone\"");
        var pushed = git.pushes("infra").getLast();
        assertThat(repo.changes(before, new Revision(pushed.after()))).isEmpty();

        assertThat(press(OSCAR, "rollout-revert")).isEqualTo(told);
        assertThat(forge.pulls().stream().filter(this::isOurs)).hasSize(1);
    }

    @Test
    void soDoesAWord() {
        show(new RolloutState.Done(), "push");
        assertThat(told(ANN, 1, () -> slack.postCommand(ANN.id(), "/gough", "revert r" + id)))
                .contains("needs the role operator");
        assertThat(told(OSCAR, 1, () -> slack.postCommand(OSCAR.id(), "/gough", "revert")))
                .contains("/gough revert ID");
        assertThat(told(OSCAR, 2, () -> slack.postCommand(OSCAR.id(), "/gough", "revert r9999")))
                .contains("There is no rollout r9999");
        assertThat(forge.pulls()).noneMatch(this::isOurs);

        var told = told(OSCAR, 2, () -> slack.postCommand(OSCAR.id(), "/gough", "revert r" + id));

        var opened = forge.pulls().stream().filter(this::isOurs).toList();
        assertThat(opened).hasSize(1);
        assertThat(told).contains("Pull request " + opened.getFirst().number(), "takes back what came in with r" + id);
    }

    private boolean isOurs(Pull pull) {
        return pull.branch().startsWith("gough/revert-r" + id + "-");
    }

    @Test
    void whatIsRejectedCanOnlyBeTakenBackAndDriftCannot() {
        show(new RolloutState.Rejected("hosts/a.yaml:1:1: no"), "push");
        assertThat(buttons()).containsExactly("rollout-revert");
        show(new RolloutState.Stalled("no power"), "drift");
        assertThat(buttons()).containsExactly("rollout-retry");
        show(new RolloutState.Done(), "push");
        assertThat(buttons()).isEmpty();
    }
}

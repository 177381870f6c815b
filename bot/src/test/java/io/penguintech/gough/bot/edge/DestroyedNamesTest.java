package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.EdgeService.CHANNEL;
import static io.penguintech.gough.bot.edge.Samples.asked;
import static io.penguintech.gough.bot.edge.Samples.plan;
import static io.penguintech.gough.bot.edge.Samples.rollout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.slack.Message;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is asked to say yes to what they cannot read, however much it is, within Slack's limits. */
class DestroyedNamesTest {
    private static final int MANY = 300;

    @TempDir
    Path dir;

    private SlackStandIn slack;
    private final FakeRollouts rollouts = new FakeRollouts();
    private EdgeService service;

    @BeforeEach
    void start() {
        slack = SlackStandIn.start(SlackSettings.defaults());
        service = EdgeService.start(slack, rollouts, dir);
    }

    @AfterEach
    void stop() {
        assertThat(slack.problems()).isEmpty();
        service.close();
        slack.close();
    }

    private static String host(int number) {
        return "hypervisor-with-a-long-name-%03d".formatted(number);
    }

    private static Plan destroying(int count, String because) {
        return plan(IntStream.range(0, count)
                .<Change>mapToObj(i -> Samples.amend(host(i), Risk.DESTRUCTIVE, because))
                .toList());
    }

    private void show(Rollout rollout) {
        rollouts.put(rollout);
        service.changed(rollout.id().value());
    }

    private Message question() {
        return slack.messages(CHANNEL).stream()
                .filter(message -> message.threadTs() == null)
                .toList()
                .getLast();
    }

    private String thread() {
        return slack.thread(CHANNEL, question().ts()).stream()
                .map(message -> message.text() + message.current().blocks())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void threeHundredHostsAreAllNamedBeforeTheButtonsCome() {
        show(rollout(1, asked(), destroying(MANY, "its generation was raised, and the reason for that is a long one")));

        for (int i = 0; i < MANY; i++) assertThat(thread()).contains("`host " + host(i) + "`");
        var message = question();
        assertThat(message.current().blocks().toString()).contains("All 300 are named in the thread of this message");
        assertThat(message.buttons().getFirst().confirmText())
                .contains("300 AMEND", "Destroys 300, all named in the thread of this message.")
                .hasSizeLessThanOrEqualTo(300);
        assertThat(message.versions().getFirst().blocks().toString()).doesNotContain("rollout-approve");
        assertThat(message.versions()).hasSize(2);
        assertThat(slack.messages(CHANNEL))
                .allSatisfy(one -> assertThat(one.text()).doesNotContain("/gough rollouts"));
    }

    @Test
    void theyAreNamedOnce() {
        show(rollout(1, asked(), destroying(MANY, "x")));
        int messages = slack.messages(CHANNEL).size();
        service.changed(1);
        show(rollout(1, new RolloutState.Applying(), destroying(MANY, "x")));

        assertThat(slack.messages(CHANNEL)).hasSize(messages + 1);
        assertThat(thread()).containsOnlyOnce("`host " + host(MANY - 1) + "`");
    }

    @Test
    void withoutAllNamesThereAreNoButtons() {
        rollouts.put(rollout(1, asked(), destroying(MANY, "x")));
        slack.faults().add(FaultRule.once("POST", "chat.update", Fault.Status.of(500, "")));
        slack.faults().add(FaultRule.once("POST", "chat.postMessage", Fault.Status.of(500, "")));
        assertThatThrownBy(() -> service.changed(1)).hasMessageContaining("500");
        assertThat(slack.messages(CHANNEL)).isEmpty();

        assertThatThrownBy(() -> service.changed(1)).hasMessageContaining("500");
        assertThat(question().buttons()).isEmpty();
        assertThat(thread()).contains("`host " + host(MANY - 1) + "`");

        service.changed(1);
        assertThat(question().buttons()).hasSize(2);
        assertThat(thread()).containsOnlyOnce("`host " + host(MANY - 1) + "`");
    }

    @Test
    void aFewAreNamedInTheMessageAndTheDialog() {
        show(rollout(1, asked(), destroying(2, "x")));
        assertThat(question().buttons().getFirst().confirmText()).contains("Destroys: ", host(0), host(1));

        show(rollout(2, asked(), destroying(20, "x")));
        assertThat(question().buttons().getFirst().confirmText()).contains("Destroys 20, all named in the message.");
        for (int i = 0; i < 20; i++)
            assertThat(question().current().blocks().toString()).contains(host(i));
        assertThat(slack.thread(CHANNEL, question().ts())).hasSize(1);
    }
}

package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.Samples.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.rollout.Alert;
import io.penguintech.gough.bot.rollout.Alert.Severity;
import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.pagerduty.Incident;
import io.penguintech.gough.simulators.pagerduty.PagerDutyStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What PagerDuty holds after alerts were raised and resolved. One service for all; each test has an alert of its own. */
@ExtendWith(OutputCaptureExtension.class)
class PagerDutyTest {
    @TempDir
    static Path dir;

    private static final PagerDutyStandIn PAGER = PagerDutyStandIn.start();
    private static final FakeRollouts ROLLOUTS = new FakeRollouts();
    private static EdgeService service;
    private static int number;

    private final String key = "policy default/Firewall " + ++number;

    @BeforeAll
    static void start() {
        service = EdgeService.start(
                ROLLOUTS,
                dir,
                "gough.pagerduty.url=" + PAGER.url(),
                "gough.pagerduty.routing-key-file=" + EdgeService.secret(dir, "pager", PagerDutyStandIn.ROUTING_KEY),
                "gough.pagerduty.from=warning");
    }

    @AfterAll
    static void stop() {
        service.close();
        PAGER.close();
    }

    private void raise(Severity severity, String text, Optional<String> acknowledged, boolean silenced) {
        var now = Samples.NOW;
        ROLLOUTS.raised.put(
                key,
                new Alert(
                        MAIN,
                        key,
                        severity,
                        text,
                        now,
                        now,
                        3,
                        0,
                        acknowledged.map(by -> new Alert.Acknowledged(by, now)),
                        silenced
                                ? Optional.of(new Alert.Silence(
                                        Optional.of(key), Optional.empty(), "ada", "known", now, now.plusSeconds(60)))
                                : Optional.empty(),
                        Optional.empty()));
        service.bean(EventConsumer.class).on(1, new RolloutEvent.AlertRaised(MAIN, key, severity.word(), text));
    }

    private void raise(Severity severity, String text) {
        raise(severity, text, Optional.empty(), false);
    }

    private void resolve() {
        ROLLOUTS.raised.remove(key);
        service.bean(EventConsumer.class).on(2, new RolloutEvent.AlertResolved(MAIN, key, "over"));
    }

    private Optional<Incident> incident() {
        return PAGER.incidents().stream()
                .filter(one -> one.key().equals("gough/main/" + key))
                .findFirst();
    }

    @Test
    void anAlertIsTriggeredOnceAcknowledgedAndResolved() {
        raise(Severity.WARNING, "fails on 3 hosts");
        raise(Severity.WARNING, "fails on 4 hosts");
        assertThat(incident())
                .contains(new Incident(
                        "gough/main/" + key, "triggered", "warning", "fails on 3 hosts", java.util.List.of("trigger")));
        raise(Severity.WARNING, "fails on 4 hosts", Optional.of("ada"), false);
        raise(Severity.WARNING, "fails on 5 hosts", Optional.of("ada"), false);
        assertThat(incident().orElseThrow().state()).isEqualTo("acknowledged");
        resolve();
        resolve();
        assertThat(incident().orElseThrow().log()).containsExactly("trigger", "acknowledge", "resolve");
    }

    @Test
    void whatIsNotSevereEnoughOrSilencedIsNotTold() {
        long calls = PAGER.calls();
        raise(Severity.INFO, "somebody edited agent options");
        raise(Severity.CRITICAL, "fails", Optional.empty(), true);
        resolve();
        assertThat(PAGER.calls()).isEqualTo(calls);
        assertThat(incident()).isEmpty();
    }

    @Test
    void whatBecomesWorseIsTriggeredAgain() {
        raise(Severity.WARNING, "fails");
        raise(Severity.CRITICAL, "fails");
        assertThat(incident().orElseThrow().severity()).isEqualTo("critical");
        assertThat(incident().orElseThrow().log()).containsExactly("trigger", "trigger");
        resolve();
    }

    @Test
    void whenPagerDutyIsAwayOrAsksForAPauseItIsToldLater() {
        PAGER.faults().add(FaultRule.once("POST", "enqueue", new Fault.RateLimited(Duration.ofSeconds(1))));
        PAGER.faults().add(FaultRule.once("POST", "enqueue", Fault.Status.of(503, "")));
        for (int i = 0; i < 2; i++)
            assertThatThrownBy(() -> raise(Severity.CRITICAL, "fails")).isInstanceOf(EventConsumer.NotNow.class);
        assertThat(incident()).isEmpty();
        raise(Severity.CRITICAL, "fails");
        assertThat(incident().orElseThrow().log()).containsExactly("trigger");
        resolve();
    }

    @Test
    void whatArrivedAlthoughNoAnswerCameIsOneIncidentAllTheSame() {
        PAGER.faults().add(FaultRule.once("POST", "enqueue", new Fault.DoneThenTimeout(Duration.ZERO)));
        assertThatThrownBy(() -> raise(Severity.CRITICAL, "fails")).isInstanceOf(EventConsumer.NotNow.class);
        raise(Severity.CRITICAL, "fails");
        assertThat(PAGER.incidents().stream().filter(one -> one.key().endsWith(key)))
                .hasSize(1);
        resolve();
        assertThat(incident().orElseThrow().state()).isEqualTo("resolved");
    }

    @Test
    void whatArrivedAndWasNeverToldAgainIsResolvedAllTheSame() {
        PAGER.faults().add(FaultRule.once("POST", "enqueue", new Fault.DoneThenTimeout(Duration.ZERO)));
        assertThatThrownBy(() -> raise(Severity.CRITICAL, "fails")).isInstanceOf(EventConsumer.NotNow.class);
        // It is over before the event comes again: then nobody looks at it any more.
        resolve();
        assertThat(incident().orElseThrow().state()).isEqualTo("resolved");
    }

    @Test
    void whatBecomesLessSevereIsNotTriggeredAgain() {
        raise(Severity.CRITICAL, "fails");
        raise(Severity.WARNING, "fails");
        raise(Severity.CRITICAL, "fails");
        assertThat(incident().orElseThrow().log()).containsExactly("trigger");
        resolve();
    }

    @Test
    void whatItRefusesIsNotSentAgainAndHoldsUpNothing(CapturedOutput output) {
        PAGER.faults()
                .add(FaultRule.once(
                        "POST",
                        "enqueue",
                        Fault.Status.of(
                                400,
                                "{\"status\":\"invalid event\",\"errors\":[\"%s\"]}"
                                        .formatted(PagerDutyStandIn.ROUTING_KEY))));
        raise(Severity.WARNING, "fails");
        long calls = PAGER.calls();
        raise(Severity.WARNING, "fails on more");
        raise(Severity.WARNING, "fails on more", Optional.of("ada"), false);
        assertThat(PAGER.calls()).isEqualTo(calls);
        assertThat(incident()).isEmpty();
        raise(Severity.CRITICAL, "fails");
        assertThat(incident()).as("worse is another event").isPresent();
        resolve();
        assertThat(output.getAll())
                .contains("PagerDuty refuses to trigger", "gough.pagerduty.routing-key-file")
                .doesNotContain(PagerDutyStandIn.ROUTING_KEY);
    }

    @Test
    void longTextsAndKeysAreTakenAllTheSame() {
        var text = "\ud83d\udd25".repeat(2_000);
        raise(Severity.CRITICAL, text);
        assertThat(incident().orElseThrow().summary()).hasSize(2 * 1023 + 1).endsWith("…");
        resolve();
    }
}

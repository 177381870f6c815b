package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasFaults;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on the way, for every write: what MAAS did is counted at the stand-in. */
class MaasFaultsTest {
    private static final HttpSettings QUICK = HttpSettings.DEFAULT.repeating(3, Duration.ofMillis(5));
    /** Less than MAAS asks to wait when its database is busy. */
    private static final HttpSettings NO_TIME = QUICK.within(Duration.ofSeconds(4), Duration.ofSeconds(4));

    private final MaasStandIn standIn =
            MaasStandIn.start(MaasStandInSettings.defaults().withDurations(MaasDurations.all(Duration.ofHours(1))));

    @AfterEach
    void stop() {
        standIn.close();
    }

    private MaasHttp maas(HttpSettings http) {
        return new MaasHttp(
                new BackendName("default"),
                MaasSettings.of(URI.create(standIn.url()), new Credential(standIn.apiKey()))
                        .with(http),
                CallListener.NONE,
                Clock.systemUTC(),
                new Random());
    }

    private void strike(Write write, Fault fault) {
        standIn.faults().add(FaultRule.once(write.method, write.target, fault));
    }

    private long calls(Write write) {
        return standIn.count(call -> call.method().equals(write.method)
                && (call.path() + (call.query().isEmpty() ? "" : "?" + call.query()))
                        .matches(".*" + write.target + ".*"));
    }

    private static Failure failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).failure();
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aWriteThatIsDoneButNeverAnsweredIsUnclearAndDoneOnce(Write write) {
        var step = write.prepare(standIn);
        strike(write, new Fault.DoneThenTimeout(Duration.ZERO));
        try (var maas = maas(QUICK)) {
            assertThat(failure(maas.start(step))).isInstanceOf(Failure.Unclear.class);
            assertThat(standIn.received(write.act)).isEqualTo(1);
            // Once the wait is over, doing it again is the same as having done it once.
            var again = maas.start(step);
            // A lock or a deployment that is there already may be anybody's: then the journey looks whose it can be.
            if (write == Write.LOCK || write == Write.DEPLOY)
                assertThat(failure(again)).isInstanceOf(Failure.WorldChanged.class);
            else assertThat(again).isNotInstanceOf(Outcome.Failed.class);
        }
        assertThat(standIn.machines().stream()
                        .filter(machine -> machine.hostname().equals("subject")))
                .hasSize(write == Write.DELETE ? 0 : 1);
    }

    @Test
    void aDeploymentThatIsNotAnsweredInTimeIsUnclear() {
        var step = Write.DEPLOY.prepare(standIn);
        strike(Write.DEPLOY, new Fault.DoneThenTimeout(Duration.ofMinutes(1)));
        try (var maas = maas(QUICK.within(Duration.ofSeconds(2), Duration.ofSeconds(10)))) {
            assertThat(failure(maas.start(step))).isInstanceOf(Failure.Unclear.class);
        }
        assertThat(calls(Write.DEPLOY)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aConnectionCutAfterSendingIsUnclearAndNeverRepeated(Write write) {
        var step = write.prepare(standIn);
        strike(write, new Fault.Reset());
        try (var maas = maas(QUICK)) {
            assertThat(failure(maas.start(step))).isInstanceOf(Failure.Unclear.class);
            assertThat(calls(write)).isEqualTo(1);
            assertThat(standIn.received(write.act)).isZero();
            assertThat(maas.start(step)).isNotInstanceOf(Outcome.Failed.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aGatewayTimeoutIsUnclearAndNeverRepeated(Write write) {
        var step = write.prepare(standIn);
        strike(write, MaasFaults.gatewayTimeout());
        try (var maas = maas(QUICK)) {
            assertThat(failure(maas.start(step))).isInstanceOf(Failure.Unclear.class);
        }
        assertThat(calls(write)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void anErrorOfMaasItselfIsForLaterAndNotRepeatedAtOnce(Write write) {
        var step = write.prepare(standIn);
        strike(write, Fault.Status.of(500, "list index out of range"));
        try (var maas = maas(QUICK)) {
            assertThat(failure(maas.start(step)))
                    .isInstanceOfSatisfying(
                            Failure.TryAgain.class,
                            again -> assertThat(again.after()).isPositive());
        }
        assertThat(calls(write)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aWriteCountedOutIsRepeatedWithinTheLimits(Write write) {
        var step = write.prepare(standIn);
        strike(write, new Fault.RateLimited(Duration.ZERO));
        try (var maas = maas(QUICK)) {
            assertThat(maas.start(step)).isNotInstanceOf(Outcome.Failed.class);
        }
        assertThat(calls(write)).isEqualTo(2);
        assertThat(standIn.received(write.act)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void contentionIsTriedAgainLaterWhenThereIsNoTimeNow(Write write) {
        var step = write.prepare(standIn);
        strike(write, MaasFaults.contention());
        try (var maas = maas(NO_TIME)) {
            assertThat(failure(maas.start(step)))
                    .isInstanceOfSatisfying(
                            Failure.TryAgain.class,
                            again -> assertThat(again.after()).isEqualTo(Duration.ofSeconds(5)));
        }
        assertThat(calls(write)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aMissingRackIsTriedAgainWhenMaasSays(Write write) {
        var step = write.prepare(standIn);
        strike(write, MaasFaults.noRack());
        try (var maas = maas(QUICK)) {
            assertThat(failure(maas.start(step)))
                    .isInstanceOfSatisfying(
                            Failure.TryAgain.class,
                            again -> assertThat(again.after()).isEqualTo(Duration.ofSeconds(10)));
        }
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aSlowAnswerIsAnAnswer(Write write) {
        var step = write.prepare(standIn);
        strike(write, new Fault.Delay(Duration.ofMillis(150)));
        try (var maas = maas(QUICK)) {
            assertThat(maas.start(step)).isNotInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void aPowerProblemWithoutRetryAfterIsForAPerson() {
        var step = Write.POWER_OFF.prepare(standIn);
        strike(Write.POWER_OFF, Fault.Status.of(503, "Could not determine the power command"));
        try (var maas = maas(QUICK)) {
            var failure = failure(maas.start(step));
            assertThat(failure).isInstanceOf(Failure.NeedsHuman.class);
            assertThat(failure.why()).contains("Could not determine the power command");
        }
    }

    @Test
    void readsAreRepeatedUntilTheyAreAnswered() {
        standIn.faults().add(FaultRule.once("GET", "zones/", new Fault.Reset()));
        standIn.faults().add(FaultRule.once("GET", "zones/", MaasFaults.gatewayTimeout()));
        try (var maas = maas(QUICK)) {
            assertThat(maas.sweep()).isInstanceOf(Reading.Got.class);
        }
        assertThat(standIn.count(call -> call.path().endsWith("/zones/"))).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "<html>welcome</html>"})
    void whatIsNotMaassJsonIsNeverAnEmptyList(String page) {
        for (var path : List.of("version/", "op=whoami", "zones/", "machines/$", "boot-resources/", "events/")) {
            standIn.faults().clear();
            standIn.faults().add(FaultRule.always("GET", path, Fault.Status.of(200, page)));
            try (var maas = maas(QUICK)) {
                var reading = path.equals("events/") ? maas.news(OptionalLong.of(5)) : maas.sweep();
                assertThat(reading).as(path).isInstanceOf(Reading.Missed.class);
            }
        }
    }

    @Test
    void aSweepThatIsCutOffIsReadAgainFromItsStart() {
        standIn.addMachine(NewMachine.named("one"));
        standIn.faults().add(FaultRule.once("GET", "machines/$", new Fault.DoneThenTimeout(Duration.ZERO)));
        try (var maas = maas(QUICK)) {
            assertThat(MaasContract.got(maas.sweep()).machines()).hasSize(1);
        }
    }

    /** What is cut off on the way may hold a worker of the region until it ends. */
    @Test
    void aSweepThatIsCutOffAgainIsLeftAlone() {
        standIn.faults().add(FaultRule.always("GET", "machines/$", MaasFaults.gatewayTimeout()));
        try (var maas = maas(QUICK.repeating(5, Duration.ofMillis(2)))) {
            assertThat(maas.sweep()).isInstanceOf(Reading.Missed.class);
        }
        assertThat(standIn.count(call -> call.path().endsWith("/machines/"))).isEqualTo(2);
    }

    @Test
    void aRegionThatIsAwayIsTriedAgainLater() {
        var step = Write.COMMISSION.prepare(standIn);
        try (var maas = maas(QUICK)) {
            standIn.close();
            assertThat(failure(maas.start(step))).isInstanceOf(Failure.TryAgain.class);
            assertThat(maas.identity())
                    .isInstanceOfSatisfying(
                            Reading.Missed.class,
                            missed -> assertThat(missed.failure()).isInstanceOf(Failure.TryAgain.class));
        }
    }
}

package io.penguintech.gough.reconcile.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.reconcile.http.Words;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.ReportFields;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on the way to Fleet, for every write: what Fleet did is counted at the stand-in. */
class FleetFaultsTest {
    private static final io.penguintech.gough.simulators.fleet.FleetSettings STAND_IN =
            io.penguintech.gough.simulators.fleet.FleetSettings.defaults();
    private static final HttpSettings QUICK = HttpSettings.DEFAULT.repeating(3, Duration.ofMillis(5));

    private final FleetStandIn standIn = FleetStandIn.start(STAND_IN);
    private final List<String> operations = new ArrayList<>();

    enum Write {
        CREATE("POST"),
        UPDATE("PATCH"),
        DELETE("DELETE");

        final String method;

        Write(String method) {
            this.method = method;
        }
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    private FleetHttp fleet(HttpSettings http) {
        return fleet(http, io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH.token());
    }

    private FleetHttp fleet(HttpSettings http, String token) {
        CallListener listener = (backend, operation, status, took, bytes) -> {
            synchronized (operations) {
                operations.add(operation + " " + status);
            }
        };
        return new FleetHttp(
                new BackendName("default"),
                FleetSettings.of(URI.create(standIn.url()), new Credential(token))
                        .with(http),
                listener,
                Clock.systemUTC(),
                new Random());
    }

    private Step.OnFleet prepare(Write write) {
        if (write == Write.CREATE) return Step.CreateInFleet.of(DeclaredQueries.named("subject"));
        long id = standIn.create(
                        io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH,
                        ReportFields.of("subject", "SELECT 0;"))
                .id();
        return write == Write.UPDATE
                ? DeclaredQueries.update(id, DeclaredQueries.named("subject"), "sql")
                : DeclaredQueries.delete(id);
    }

    private void strike(Write write, Fault fault) {
        standIn.faults().add(FaultRule.once(write.method, ".", fault));
    }

    private static Failure failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).failure();
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aWriteThatIsDoneButNeverAnsweredIsUnclearAndDoneOnce(Write write) {
        var step = prepare(write);
        strike(write, new Fault.DoneThenTimeout(Duration.ZERO));
        try (var fleet = fleet(QUICK)) {
            assertThat(failure(fleet.start(step))).isInstanceOf(Failure.Unclear.class);
        }
        assertThat(standIn.writes()).isEqualTo(1);
        assertThat(standIn.report("subject")
                        .map(report -> report.fields().query())
                        .orElse("none"))
                .isEqualTo(write == Write.DELETE ? "none" : "SELECT 1;");
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aConnectionCutAfterSendingIsUnclearAndNeverRepeated(Write write) {
        var step = prepare(write);
        strike(write, new Fault.Reset());
        try (var fleet = fleet(QUICK)) {
            assertThat(failure(fleet.start(step))).isInstanceOf(Failure.Unclear.class);
            assertThat(standIn.writes()).isEqualTo(1);
            assertThat(fleet.start(step)).isInstanceOf(Outcome.Done.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aGatewayTimeoutIsUnclearAndAnErrorIsForLater(Write write) {
        var step = prepare(write);
        strike(write, Fault.Status.of(504, "upstream timed out"));
        try (var fleet = fleet(QUICK)) {
            assertThat(failure(fleet.start(step))).isInstanceOf(Failure.Unclear.class);
            strike(write, Fault.Status.of(500, "{\"message\":\"boom\"}"));
            assertThat(failure(fleet.start(step))).isInstanceOf(Failure.TryAgain.class);
        }
        assertThat(standIn.writes()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void aWriteCountedOutIsRepeatedWithinTheLimits(Write write) {
        var step = prepare(write);
        strike(write, new Fault.RateLimited(Duration.ZERO));
        try (var fleet = fleet(QUICK)) {
            assertThat(fleet.start(step)).isInstanceOf(Outcome.Done.class);
        }
        assertThat(standIn.writes()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void whoMayNotWriteIsToldSo(Write write) {
        var step = prepare(write);
        try (var fleet = fleet(QUICK, io.penguintech.gough.simulators.fleet.FleetSettings.OBSERVER.token())) {
            assertThat(failure(fleet.start(step))).isInstanceOf(Failure.NeedsHuman.class);
            assertThat(failure(fleet.start(step)).why()).contains("role");
        }
    }

    @Test
    void aWrongTokenIsSaidWithoutAnyToken() {
        try (var fleet = fleet(QUICK, "not-the-token")) {
            var said = fleet.identity().toString()
                    + fleet.look(Optional.of(Set.of()))
                    + fleet.start(prepare(Write.CREATE));
            assertThat(said).contains("refuses our token").doesNotContain("not-the-token");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 402, 403, 404, 409, 422, 429, 500, 502, 503, 504})
    void theTokenIsNeverSaidWhateverTheServerSays(int status) {
        var token = io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH.token();
        var echo = "{\"message\":\"Bearer %s\",\"errors\":[{\"name\":\"%s\",\"reason\":\"%s\"}]}";
        standIn.faults().add(FaultRule.always("*", ".", Fault.Status.of(status, echo.replace("%s", token))));
        try (var words = new Words();
                var fleet = fleet(QUICK)) {
            var said = fleet.start(prepare(Write.CREATE)) + "\n" + fleet.identity() + "\n"
                    + fleet.look(Optional.of(Set.of())) + "\n" + fleet.start(DeclaredQueries.delete(1))
                    + words.logged();
            assertThat(words.logged()).contains("default version");
            assertThat(said).doesNotContain(token);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "<html>welcome</html>"})
    void whatIsNotFleetsJsonIsNeverAnEmptyList(String page) {
        try (var fleet = fleet(QUICK)) {
            fleet.identity();
            standIn.faults().add(FaultRule.always("GET", "reports", Fault.Status.of(200, page)));
            assertThat(fleet.look(Optional.of(Set.of()))).isInstanceOf(Reading.Missed.class);
            standIn.faults().add(FaultRule.always("GET", ".", Fault.Status.of(200, page)));
            assertThat(fleet.identity()).isInstanceOf(Reading.Missed.class);
        }
    }

    @Test
    void validationErrorsAreSaidInFleetsWords() {
        standIn.faults()
                .add(FaultRule.once(
                        "POST",
                        ".",
                        new Fault.Status(
                                422,
                                Map.of("Content-Type", List.of("application/json")),
                                "{\"message\":\"Validation Failed\",\"errors\":[{\"name\":\"base\",\"reason\":\"query's"
                                        + " platform is wrong\"},{\"name\":\"interval\",\"reason\":\"too big\"}]}")));
        try (var fleet = fleet(QUICK)) {
            var failure = failure(fleet.start(prepare(Write.CREATE)));
            assertThat(failure).isInstanceOf(Failure.NeedsHuman.class);
            assertThat(failure.why()).contains("Validation Failed: query's platform is wrong; interval: too big");
        }
    }

    @Test
    void anUpdateThatFleetTakesOnlyInPartIsForAPerson() {
        var step = prepare(Write.UPDATE);
        standIn.faults()
                .add(FaultRule.once(
                        "PATCH",
                        ".",
                        new Fault.Status(
                                200,
                                Map.of("Content-Type", List.of("application/json")),
                                "{\"report\":{\"id\":1,\"name\":\"subject\",\"query\":\"SELECT 0;\"}}")));
        try (var fleet = fleet(QUICK)) {
            var failure = failure(fleet.start(step));
            assertThat(failure).isInstanceOf(Failure.NeedsHuman.class);
            assertThat(failure.why()).contains("sql is 'SELECT 0;'");
        }
    }

    @Test
    void readsAreRepeatedUntilTheyAreAnswered() {
        standIn.faults().add(FaultRule.times(2, "GET", "reports", Fault.Status.of(503, "")));
        try (var fleet = fleet(QUICK)) {
            assertThat(fleet.look(Optional.of(Set.of()))).isInstanceOf(Reading.Got.class);
        }
        assertThat(operations)
                .filteredOn(call -> call.startsWith("list-queries"))
                .hasSize(3);
    }

    @Test
    void aFleetThatIsAwayIsTriedAgainLater() {
        try (var fleet = fleet(QUICK)) {
            standIn.close();
            assertThat(failure(fleet.start(DeclaredQueries.delete(1)))).isInstanceOf(Failure.TryAgain.class);
        }
    }

    @Test
    void eachOperationTakesAsManyCallsAsDocumented() {
        try (var fleet = fleet(QUICK)) {
            assertThat(calls(fleet::identity)).isEqualTo(3);
            assertThat(calls(() -> fleet.look(Optional.of(Set.of())))).isEqualTo(6);
            assertThat(calls(() -> fleet.look(Optional.of(Set.of("none"))))).isEqualTo(7);
            assertThat(calls(() -> fleet.start(Step.CreateInFleet.of(DeclaredQueries.named("one")))))
                    .isEqualTo(2);
            long id = standIn.report("one").orElseThrow().id();
            var update = DeclaredQueries.update(id, DeclaredQueries.other("one"), "sql");
            assertThat(calls(() -> fleet.start(update))).isEqualTo(1);
            assertThat(calls(() -> fleet.start(DeclaredQueries.delete(id)))).isEqualTo(1);
        }
    }

    @Test
    void aQueryOfAnotherFleetIsNotGlobal() {
        var team = standIn.addFleet("workstations", "secret");
        standIn.create(
                io.penguintech.gough.simulators.fleet.FleetSettings.PERSON,
                ReportFields.of("theirs", "SELECT 2;").in(team.id()));
        try (var fleet = fleet(QUICK)) {
            assertThat(FleetContract.got(fleet.look(Optional.of(Set.of()))).all(FleetKind.QUERY))
                    .isEmpty();
            assertThat(FleetContract.got(fleet.look(Optional.empty())).all(FleetKind.QUERY))
                    .hasSize(1);
        }
    }

    private int calls(Runnable work) {
        var before = operations.size();
        work.run();
        return operations.size() - before;
    }
}

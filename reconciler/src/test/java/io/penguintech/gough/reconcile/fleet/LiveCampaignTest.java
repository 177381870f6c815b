package io.penguintech.gough.reconcile.fleet;

import static io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH;
import static io.penguintech.gough.simulators.fleet.FleetSettings.OBSERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.LiveAnswer.Cause;
import io.penguintech.gough.reconcile.LiveEnd;
import io.penguintech.gough.reconcile.LiveQuestion;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.FleetUser;
import io.penguintech.gough.simulators.fleet.Generation;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many hosts asked at once: what is heard of each, and how it ends. */
class LiveCampaignTest {
    private static final String SQL = "SELECT pid FROM processes";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(3);

    private FleetStandIn standIn = start(Generation.NEW);
    private final SortedMap<HostName, LiveAnswer> heard = new TreeMap<>();

    private static FleetStandIn start(Generation generation) {
        return FleetStandIn.start(
                io.penguintech.gough.simulators.fleet.FleetSettings.defaults().withGeneration(generation));
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    private static HostName name(int host) {
        return new HostName("h" + host);
    }

    private static String mac(int host) {
        return "52:54:00:00:00:%02x".formatted(host);
    }

    private void enroll(int hosts) {
        for (int i = 1; i <= hosts; i++) standIn.enroll(FleetHost.ubuntu("h" + i, "SN-7" + i, mac(i), "192.0.2." + i));
    }

    private static SortedMap<HostName, HostIdentity> machines(int hosts) {
        var machines = new TreeMap<HostName, HostIdentity>();
        for (int i = 1; i <= hosts; i++)
            machines.put(
                    name(i),
                    new HostIdentity(
                            Optional.of("SN-7" + i),
                            Optional.empty(),
                            new TreeSet<>(List.of(new MacAddress(mac(i)))),
                            List.of("h" + i)));
        return machines;
    }

    private Reading<LiveEnd> ask(
            FleetUser as, LiveQuestion question, HttpSettings http, BiConsumer<HostName, LiveAnswer> also) {
        var settings = FleetSettings.of(URI.create(standIn.url()), new Credential(as.token()))
                .with(http)
                .paging(2);
        try (var fleet = new FleetHttp(
                new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new Random(1))) {
            return fleet.ask(question, (host, answer) -> {
                assertThat(heard.put(host, answer))
                        .as("%s was heard before", host)
                        .isNull();
                also.accept(host, answer);
            });
        }
    }

    private LiveEnd ask(int hosts, Duration within) {
        var question = new LiveQuestion(SQL, machines(hosts), within, 100, 10_000);
        return FleetContract.got(ask(GOUGH, question, HttpSettings.DEFAULT, (_, _) -> {}));
    }

    private static LiveAnswer rows(String... pids) {
        return new LiveAnswer.Rows(
                pids.length,
                List.of(pids).stream()
                        .<SortedMap<String, String>>map(pid -> new TreeMap<>(Map.of("pid", pid)))
                        .toList());
    }

    private static io.penguintech.gough.simulators.fleet.LiveAnswer says(String... pids) {
        return new io.penguintech.gough.simulators.fleet.LiveAnswer.Rows(
                List.of(pids).stream().map(pid -> Map.of("pid", pid)).toList());
    }

    private void silent(int host, Cause cause, String words) {
        assertThat(heard.get(name(host))).isInstanceOfSatisfying(LiveAnswer.Silent.class, silent -> {
            assertThat(silent.cause()).isEqualTo(cause);
            assertThat(silent.why()).contains(words);
        });
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void eachHostAnswersForItselfWithOnePagedListAndOneCampaign(Generation generation) {
        standIn.close();
        standIn = start(generation);
        enroll(5);
        standIn.answer(2, SQL, says("1", "2"));
        standIn.answer(3, SQL, new io.penguintech.gough.simulators.fleet.LiveAnswer.Failing("no such table: vms"));
        assertThat(ask(5, LONG)).isEqualTo(new LiveEnd.Complete());
        assertThat(heard).hasSize(5).containsEntry(name(1), rows()).containsEntry(name(2), rows("1", "2"));
        silent(3, Cause.FAILED, "no such table: vms");
        assertThat(standIn.calls().stream().filter(call -> call.path().endsWith("/hosts")))
                .as("pages of two")
                .hasSize(3);
        assertThat(standIn.calls().stream().filter(call -> call.path().contains("/hosts/")))
                .as("never one call a host")
                .isEmpty();
        assertThat(standIn.writes()).isZero();
    }

    @Test
    void hostsThatAreOfflineOrUnknownAreSaidSoAndNotWaitedFor() {
        enroll(3);
        standIn.change(2, standIn.hosts().get(2).with(FleetHost.Status.OFFLINE));
        assertThat(ask(4, LONG)).isEqualTo(new LiveEnd.Complete());
        silent(2, Cause.OFFLINE, "offline");
        silent(4, Cause.NOT_FOUND, "Is osquery enrolled there?");
        assertThat(heard).containsEntry(name(1), rows()).containsEntry(name(3), rows());
        assertThat(standIn.asked(2)).isZero();
    }

    @Test
    void aHostWithTheNameOfAnotherMachineIsNotAsked() {
        enroll(2);
        standIn.enroll(FleetHost.ubuntu("h3", "OTHER", "52:54:00:00:00:99", "192.0.2.99"));
        ask(3, LONG);
        silent(3, Cause.NOT_FOUND, "another machine");
        assertThat(standIn.asked(3)).isZero();
    }

    @Test
    void nobodyOnlineIsNoQuestion() {
        ask(2, LONG);
        assertThat(heard).hasSize(2);
        assertThat(standIn.calls().stream().filter(call -> call.path().endsWith("/run")))
                .isEmpty();
    }

    @Test
    void whatCameInTimeCountsAndTheRestIsNamed() {
        enroll(3);
        standIn.answer(1, SQL, says("1"));
        standIn.answer(2, SQL, new io.penguintech.gough.simulators.fleet.LiveAnswer.Silent());
        standIn.slow(3, Duration.ofMinutes(1));
        assertThat(ask(3, SHORT)).isEqualTo(new LiveEnd.TimeOver());
        assertThat(heard).containsEntry(name(1), rows("1"));
        silent(2, Cause.NO_ANSWER, "did not answer within");
        silent(3, Cause.NO_ANSWER, "did not answer within");
    }

    @Test
    void aLostSocketIsAPartialAnswerThatSaysSo() {
        enroll(2);
        standIn.slow(2, Duration.ofMinutes(1));
        var question = new LiveQuestion(SQL, machines(2), LONG, 100, 10_000);
        var end = FleetContract.got(ask(GOUGH, question, HttpSettings.DEFAULT, (_, _) -> standIn.cutSockets()));
        assertThat(end).isInstanceOf(LiveEnd.CutOff.class);
        assertThat(heard).containsEntry(name(1), rows());
        silent(2, Cause.NO_ANSWER, "cut off");
    }

    @Test
    void aSocketThatIsRefusedSaysHow() {
        enroll(2);
        standIn.faults().add(FaultRule.always("GET", "results/websocket", new Fault.Status(502, Map.of(), "")));
        assertThat(ask(2, LONG))
                .isInstanceOfSatisfying(
                        LiveEnd.CutOff.class, cut -> assertThat(cut.why()).contains("HTTP 502"));
        silent(1, Cause.NO_ANSWER, "HTTP 502");
    }

    @Test
    void aUserWhoMayNotAskIsRefusedAndNothingIsHeard() {
        enroll(2);
        var question = new LiveQuestion(SQL, machines(2), LONG, 100, 10_000);
        assertThat(ask(OBSERVER, question, HttpSettings.DEFAULT, (_, _) -> {}))
                .isInstanceOfSatisfying(
                        Reading.Missed.class,
                        missed -> assertThat(missed.failure().toString()).contains("HTTP 403", "role"));
        assertThat(heard).isEmpty();
    }

    @Test
    void ofManyRowsTheFirstAreKeptAndAllAreCounted() {
        enroll(2);
        var many = IntStream.range(0, 500).mapToObj(Integer::toString).toArray(String[]::new);
        standIn.answer(1, SQL, says(many));
        standIn.answer(2, SQL, says("7"));
        standIn.slow(2, Duration.ofMillis(50));
        ask(2, LONG);
        assertThat(heard.get(name(1))).isInstanceOfSatisfying(LiveAnswer.Rows.class, rows -> {
            assertThat(rows.count()).isEqualTo(500);
            assertThat(rows.first()).hasSize(100);
        });
        assertThat(heard).containsEntry(name(2), new LiveAnswer.Rows(1, List.of()));
    }

    @Test
    void aLongAnswerInManyFramesIsPutTogetherAndOneThatIsTooLongIsLeftOut() {
        enroll(3);
        standIn.answer(1, SQL, says("x".repeat(40_000)));
        standIn.answer(2, SQL, says("y".repeat(400_000)));
        standIn.slow(2, Duration.ofMillis(20));
        standIn.slow(3, Duration.ofMillis(40));
        var question = new LiveQuestion(SQL, machines(3), LONG, 100, 1_000_000);
        var http = HttpSettings.DEFAULT.reading(100_000);
        BiConsumer<HostName, LiveAnswer> cutAfterTheLast = (host, _) -> {
            if (host.equals(name(3))) standIn.cutSockets();
        };
        assertThat(FleetContract.got(ask(GOUGH, question, http, cutAfterTheLast)))
                .as("noticed long before the time is over")
                .isInstanceOf(LiveEnd.CutOff.class);
        assertThat(heard).containsEntry(name(1), rows("x".repeat(40_000))).containsEntry(name(3), rows());
        silent(2, Cause.NO_ANSWER, "1 answers were too long");
    }

    @Test
    void aColumnThatTheQuestionNamesLikeFleetsOwnIsKept() {
        enroll(2);
        standIn.answer(
                1,
                SQL,
                new io.penguintech.gough.simulators.fleet.LiveAnswer.Rows(
                        List.of(Map.of("pid", "1", "hostname", "h1"))));
        ask(2, LONG);
        assertThat(heard.get(name(1)))
                .isEqualTo(new LiveAnswer.Rows(1, List.of(new TreeMap<>(Map.of("pid", "1", "hostname", "h1")))));
    }

    @Test
    void fleetIsToldAtOnceThatNobodyListensAnyMore() throws InterruptedException {
        enroll(2);
        standIn.slow(2, Duration.ofMinutes(1));
        ask(2, SHORT);
        for (int i = 0; i < 100 && standIn.campaigns() > 0; i++) Thread.sleep(20);
        assertThat(standIn.campaigns()).isZero();
    }

    @Test
    void oneHostIsAskedWithoutACampaign() {
        enroll(1);
        standIn.answer(1, SQL, says("1", "2", "3", "4"));
        assertThat(ask(1, LONG)).isEqualTo(new LiveEnd.Complete());
        assertThat(heard).containsEntry(name(1), rows("1", "2", "3", "4"));
        assertThat(standIn.calls().stream().filter(call -> call.path().endsWith("/run")))
                .isEmpty();
    }
}

package io.penguintech.gough.reconcile.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.FleetUser;
import io.penguintech.gough.simulators.fleet.Generation;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which host is asked, and what counts as its answer. */
class LiveQuestionTest {
    private static final String SQL = "SELECT pid FROM processes";
    private static final String MAC = "52:54:00:00:00:01";
    private static final String UUID = "4C4C4544-0042-3510-8052-B4C04F463153";
    private static final FleetHost ALPHA = FleetHost.ubuntu("alpha.maas", "SN 1", MAC, "192.0.2.1");

    private FleetStandIn standIn = FleetStandIn.start(io.penguintech.gough.simulators.fleet.FleetSettings.defaults());

    @AfterEach
    void stop() {
        standIn.close();
    }

    private Reading<LiveAnswer> ask(FleetUser user, HostIdentity who) {
        var settings = FleetSettings.of(URI.create(standIn.url()), new Credential(user.token()))
                .with(HttpSettings.DEFAULT);
        try (var fleet = new FleetHttp(
                new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new Random(1))) {
            return fleet.ask(who, SQL);
        }
    }

    private LiveAnswer ask(HostIdentity who) {
        return FleetContract.got(ask(io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH, who));
    }

    private static HostIdentity known(String serial, String uuid, String mac) {
        return new HostIdentity(
                Optional.of(serial).filter(text -> !text.isEmpty()),
                Optional.of(uuid).filter(text -> !text.isEmpty()),
                new TreeSet<>(List.of(new MacAddress(mac))),
                List.of("alpha", "alpha.maas"));
    }

    private static FleetHost having(String uuid, String serial, String mac) {
        return new FleetHost("alpha", uuid, serial, mac, "192.0.2.1", "ubuntu", "24.04", FleetHost.Status.ONLINE, null);
    }

    private void silent(HostIdentity who, String words) {
        assertThat(ask(who))
                .isInstanceOfSatisfying(
                        LiveAnswer.Silent.class,
                        silent -> assertThat(silent.why()).contains(words));
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void aHostIsFoundBySerialUuidOrNameAndAnswers(Generation generation) {
        standIn.close();
        standIn = FleetStandIn.start(
                io.penguintech.gough.simulators.fleet.FleetSettings.defaults().withGeneration(generation));
        int id = standIn.enroll(ALPHA);
        assertThat(ask(known("SN 1", "", "52:54:00:00:00:09"))).isEqualTo(new LiveAnswer.Rows(0, List.of()));
        standIn.answer(id, SQL, new io.penguintech.gough.simulators.fleet.LiveAnswer.Rows(List.of(Map.of("pid", "1"))));
        var rows = new LiveAnswer.Rows(1, List.of(new TreeMap<>(Map.of("pid", "1"))));
        assertThat(ask(known("SN 1", "", "52:54:00:00:00:09"))).isEqualTo(rows);
        assertThat(ask(known("", "uuid-SN 1", "52:54:00:00:00:09"))).isEqualTo(rows);
        assertThat(ask(known("", "", MAC))).isEqualTo(rows);
    }

    @Test
    void aUuidThatIsTurnedRoundIsTheSameMachine() {
        standIn.enroll(having("44454c4c-4200-1035-8052-b4c04f463153", "Default string", "02:42:00:00:00:01"));
        assertThat(ask(known("Default string", UUID, MAC))).isEqualTo(new LiveAnswer.Rows(0, List.of()));
    }

    @Test
    void whatCannotBeToldApartIsSilent() {
        silent(known("SN 1", UUID, MAC), "Fleet knows no host with serial SN 1, UUID " + UUID);
        int id = standIn.enroll(having("", "SN 2", MAC));
        silent(known("SN 1", "", MAC), "is another machine: its serial is sn 2, not sn 1");
        standIn.change(id, having("11111111-0042-3510-8052-b4c04f463153", "", MAC));
        silent(known("", UUID, MAC), "is another machine: its UUID is 11111111");
        standIn.change(id, having("", "To Be Filled By O.E.M.", "02:42:00:00:00:01"));
        silent(known("to be filled by o.e.m.", "", MAC), "only its name says");
        standIn.change(id, having("", "", MAC));
        standIn.enroll(ALPHA);
        silent(known("", "", MAC), "more than one host that it may be: alpha (id 1), alpha.maas (id 2)");
        assertThat(standIn.asked(id))
                .as("a host that may be another was never asked")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "03000200-0400-0500-0006-000700080009",
                "00020003-0004-0005-0006-000700080009",
                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"
            })
    void aUuidThatManyBoardsShareProvesNothing(String uuid) {
        int id = standIn.enroll(having(uuid, "Default_String", "02:42:00:00:00:01"));
        silent(known("default string", uuid, MAC), "only its name says");
        assertThat(standIn.asked(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890", "00000000000", "Chassis Serial Number", "To Be Filled By O.E.M", "N/A"})
    void aSerialThatNobodyGaveProvesNothing(String serial) {
        standIn.enroll(having("", serial, "02:42:00:00:00:01"));
        silent(known(serial, "", MAC), "only its name says");
    }

    @Test
    void whatIsNoAnswerIsSilent() {
        int id = standIn.enroll(ALPHA);
        var who = known("SN 1", "", MAC);
        standIn.answer(id, SQL, new io.penguintech.gough.simulators.fleet.LiveAnswer.Failing("no such table: vms"));
        silent(who, "no such table: vms");
        standIn.answer(id, SQL, new io.penguintech.gough.simulators.fleet.LiveAnswer.Silent());
        silent(who, "timeout waiting for results");
        standIn.change(id, ALPHA.with(FleetHost.Status.OFFLINE));
        silent(who, "offline");
    }

    @Test
    void aTokenThatMayNotAskIsAFailureForAPerson() {
        standIn.enroll(ALPHA);
        var observer = io.penguintech.gough.simulators.fleet.FleetSettings.OBSERVER;
        var failure = switch (ask(observer, known("SN 1", "", MAC))) {
            case Reading.Got<LiveAnswer>(var answer) -> throw new AssertionError(answer);
            case Reading.Missed<LiveAnswer>(var why) -> why;
        };
        assertThat(failure).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure.why())
                .contains("refused to ask host alpha.maas (id 1)")
                .contains("HTTP 403");
    }
}

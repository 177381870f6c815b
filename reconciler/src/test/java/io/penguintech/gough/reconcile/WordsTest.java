package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Risk;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words that the journal keeps: a journey finds its own steps by them after a restart, so they stay as they are. */
class WordsTest {
    private static final SystemId M1 = new SystemId("m1");
    private static final String A = "52:54:00:aa:00:01";

    @Test
    void stepsKeepTheirWords() {
        var query = Given.query("q", "SELECT 1");
        var host = new HostDraft("hv-01", A).build();
        assertThat(Stream.of(
                                new Step.Enlist(host, ref -> "s"),
                                new Step.Register(host, ref -> "s"),
                                new Step.Commission(M1),
                                new Step.Amend(M1, new TreeMap<>()),
                                new Step.Tag(M1, new TreeSet<>(), new TreeSet<>()),
                                new Step.Allocate(M1),
                                new Step.Stamp(M1, new TreeMap<>()),
                                new Step.Deploy(M1, "noble", Optional.empty(), Optional.empty(), ref -> "s"),
                                new Step.ShutDown(M1),
                                new Step.PowerOff(M1),
                                new Step.PowerOn(M1),
                                new Step.Test(M1),
                                new Step.Release(M1, HostGoal.Erase.NONE),
                                new Step.Delete(M1),
                                new Step.Compose(host, 7),
                                new Step.RegisterVmHost(M1, host, ref -> "s"),
                                new Step.TellVmHost(M1, host, ref -> "s"),
                                new Step.RemoveVmHosts(M1, new TreeSet<>()),
                                Step.CreateInFleet.of(query),
                                Step.UpdateInFleet.of(FleetKind.QUERY, "", 7, new TreeMap<>()),
                                new Step.DeleteInFleet(FleetKind.QUERY, "", 7),
                                new Step.DeleteInFleet(FleetKind.POLICY, "", 7),
                                new Step.DeleteInFleet(FleetKind.LABEL, "", 7))
                        .map(Step::word)
                        .toList())
                .containsExactly(
                        "enlist",
                        "register",
                        "commission",
                        "amend",
                        "tag",
                        "allocate",
                        "stamp",
                        "deploy",
                        "shut-down",
                        "power-off",
                        "power-on",
                        "test",
                        "release",
                        "delete",
                        "compose",
                        "register-vm-host",
                        "tell-vm-host",
                        "remove-vm-hosts",
                        "create-query",
                        "update-query",
                        "delete-query",
                        "delete-policy",
                        "delete-label");
        assertThat(new Kind.Enlist().word()).isEqualTo("enlist");
        assertThat(new Kind.Register().word()).isEqualTo("register");
        assertThat(new Kind.Compose(7).word()).isEqualTo("compose");
        assertThat(new Kind.RegisterVmHost(M1).word()).isEqualTo("register-vm-host");
        assertThat(new Kind.TellVmHost(M1).word()).isEqualTo("tell-vm-host");
        assertThat(new Kind.Deploy(M1).word()).isEqualTo("deploy");
        assertThat(new Kind.Plain(new Step.PowerOff(M1)).word()).isEqualTo("power-off");
    }

    @Test
    void everyKindOfChangeHasItsVerb() {
        var running =
                new MachineDraft("m1", "hv-01", A).marked().deployed(Given.USER).stamped(Given.NOBLE);
        var records = Given.records(Given.record("hv-01", running, Given.NOBLE));
        assertThat(verbs(new HostDraft("hv-01", A).tags("t"), running, records)).containsExactly("amend");
        assertThat(verbs(new HostDraft("hv-01", A).unprotected().ready(), running, records))
                .containsExactly("release");
        assertThat(verbs(new HostDraft("hv-01", A).unprotected().generation(2), running, records))
                .containsExactly("reinstall");
        assertThat(verbs(
                        new HostDraft("hv-01", A).adopt(),
                        new MachineDraft("m1", "hv-01", A).deployed("eve").hostname("old"),
                        Records.NONE))
                .containsExactly("adopt");
        assertThat(Given.plan(Given.desired(new HostDraft("hv-01", A).adopt()), Given.observed(), Records.NONE)
                        .changes())
                .extracting(Change::verb)
                .containsExactly("register");
        var subject = Subject.OfFleet.query(Given.FLEET, "q");
        assertThat(new Change.CreateInFleet(subject, Given.query("q", "x"), List.of(), Risk.NONE, "").verb())
                .isEqualTo("create");
        assertThat(new Change.UpdateInFleet(subject, 7, Given.query("q", "x"), false, List.of(), Risk.NONE, "").verb())
                .isEqualTo("update");
        assertThat(new Change.DeleteInFleet(subject, 7, List.of(), Risk.NONE, "").verb())
                .isEqualTo("delete");
    }

    private static List<String> verbs(HostDraft host, MachineDraft machine, Records records) {
        return Given.plan(Given.desired(host), Given.observed(machine), records).changes().stream()
                .map(Change::verb)
                .toList();
    }

    @Test
    void subjectsReadAsPeopleCallThem() {
        assertThat(new Subject.OfRules().text()).isEqualTo("gough.yaml");
        assertThat(new Subject.OfOrphan(Given.REGION, "hv-09").text()).isEqualTo("orphan default/hv-09");
        assertThat(Subject.OfFleet.query(Given.FLEET, "up time").text()).isEqualTo("query default/up time");
        assertThat(new Subject.OfFleet(FleetKind.POLICY, Given.FLEET, "A]", "b").text())
                .isEqualTo("policy default[A]]]/b");
    }

    @Test
    void aPlanIsInSyncOnlyWithoutChangesAndBlockedSubjects() {
        var change = Given.plan(Given.desired(new HostDraft("hv-01", A)), Given.observed(), Records.NONE);
        assertThat(change.inSync()).isFalse();
        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);

        var blocked = Given.plan(
                Given.desired(new HostDraft("hv-01", A)),
                Given.observed(new MachineDraft("m1", "x", A).ready()),
                Records.NONE);
        assertThat(blocked.inSync()).isFalse();
        assertThat(blocked.risk()).isEqualTo(Risk.NONE);
    }

    @Test
    void halfAMarkIsMendedByAdoptingUnlessAnotherGoughsStandsBesideIt() {
        for (var mark : List.of(Desired.MANAGED, Given.OWN_TAG)) {
            var half = new MachineDraft("m1", "hv-01", A).deployed("eve").tag(mark, "theirs");
            assertThat(verbs(new HostDraft("hv-01", A).adopt(), half, Records.NONE))
                    .containsExactly("adopt");
        }
        var two = new MachineDraft("m1", "hv-01", A).deployed("eve").marked().tag("gough-other");
        assertThat(verbs(new HostDraft("hv-01", A).adopt(), two, Records.NONE)).isEmpty();
    }

    @Test
    void aMachineAnotherGoughMayBeAboutToMarkIsInDoubtAndStopsAChangeOfOurs() {
        var taken = new MachineDraft("m1", "hv-01", A).tag("gough-other");
        for (var host : List.of(new HostDraft("hv-01", A), new HostDraft("hv-01", A).adopt()))
            assertThat(Plans.why(Given.plan(Given.desired(host), Given.observed(taken), Records.NONE)))
                    .contains("in doubt", "gough-other");

        var change = (Change.OfHost) Given.plan(
                        Given.desired(new HostDraft("hv-01", A)),
                        Given.observed(new MachineDraft("m1", "hv-01", A)),
                        Records.NONE)
                .changes()
                .getFirst();
        var course = new Course(Given.REPOSITORY_ID, Given.USER, "", Journey.Patience.DEFAULT, Given.NOON);
        assertThat(Journey.next(change, new Seen<>(Optional.of(taken.build()), Given.NOON), List.of(), course))
                .isInstanceOf(Journey.Next.Stuck.class);
    }

    @Test
    void anAdoptedHostStaysAdoptedThroughAnAmend() {
        var machine = new MachineDraft("m1", "hv-01", A).marked().deployed("eve");
        var record = Given.adopted("hv-01", machine);
        var change = (Change.OfHost) Given.plan(
                        Given.desired(new HostDraft("hv-01", A).tags("t")),
                        Given.observed(machine),
                        Given.records(record))
                .changes()
                .getFirst();
        var course = new Course(Given.REPOSITORY_ID, Given.USER, "", Journey.Patience.DEFAULT, Given.NOON);
        var seen = new Seen<>(Optional.of(machine.build()), Given.NOON);

        assertThat(Journey.remember(change, seen, List.of(), Optional.of(record), course)
                        .orElseThrow()
                        .adopted())
                .isTrue();
        assertThat(Journey.remember(
                                change,
                                seen,
                                List.of(),
                                Optional.of(Given.record("hv-01", machine, Given.NOBLE)),
                                course)
                        .orElseThrow()
                        .adopted())
                .isFalse();
    }
}

package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.LabelName;
import io.penguintech.gough.schema.TeamName;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A label never loses a host because somebody could not be asked. */
class LabelHostsTest {
    private static final String MAC = "52:54:00:aa:00:01";
    private static final MachineDraft MACHINE = new MachineDraft("m1", "db1", MAC).serial("SN-1");
    private static final Host DB1 = new HostDraft("db1", MAC).build();
    private static final TreeSet<String> NO_TEAMS = new TreeSet<>();

    private final TreeMap<Long, FleetHost> hosts = new TreeMap<>();
    private final TreeMap<BackendName, Observed.Region> regions = new TreeMap<>();
    private Observed.Extent extent = Observed.Extent.ALL;
    private TreeSet<String> teams = NO_TEAMS;

    private static FleetHost host(long id, String name, String serial) {
        return new FleetHost(
                id,
                name,
                Optional.of(serial),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                "");
    }

    private LabelHostsTest has(long id, String name, String serial) {
        hosts.put(id, host(id, name, serial));
        return this;
    }

    private static Label listing(String... names) {
        return FleetSamples.label("l", new Label.Membership.Manual(Optional.of(new TreeSet<>(List.of(names)))));
    }

    private static Label in(String team, Label label) {
        return new Label(
                new LabelName("l"),
                label.labels(),
                label.fleet(),
                Optional.of(new TeamName(team)),
                label.formerly(),
                label.description(),
                label.membership(),
                false,
                label.place());
    }

    private static Desired desired(Label label) {
        var plain = FleetSamples.desired(Given.repository(), List.of(label));
        var empty = plain.inventory();
        var declared = new TreeMap<HostName, Host>();
        declared.put(DB1.name(), DB1);
        var inventory = new Inventory(
                empty.revision(),
                empty.repository(),
                declared,
                empty.queries(),
                empty.templates(),
                empty.things(),
                empty.policies(),
                empty.labels());
        return new Desired(inventory, plain.userData(), plain.releasable(), plain.repositoryId());
    }

    /** What is planned for the label, in a Fleet where it is carried by these; nobody: that is not shown. */
    private Plan plan(Label label, Optional<String> carriers) {
        var is = Given.observed(4, label);
        var fields = new TreeMap<>(is.fields());
        fields.remove("hosts");
        carriers.ifPresent(names -> fields.put("hosts", names));
        var known = new TreeMap<String, Boolean>();
        teams.forEach(team -> known.put(team, true));
        known.put("Clients", true);
        var plain = Given.fleet(
                List.of(new ObservedObject(is.kind(), 4, is.team(), false, fields)),
                Observed.Licence.PREMIUM,
                known,
                Given.NOON);
        var fleets = new TreeMap<BackendName, Observed.FleetServer>();
        fleets.put(
                Given.FLEET,
                plain.with(
                        plain.all(io.penguintech.gough.schema.FleetKind.LABEL),
                        new Observed.Enrolled(hosts, extent, teams)));
        var records = new Records(
                Given.records(Given.record("db1", MACHINE)).hosts(),
                FleetSamples.remembering(List.of(is)).inFleets());
        var desired = desired(label);
        return Planner.plan(
                desired,
                new Observed(regions, fleets),
                records,
                Rules.of(desired.inventory().repository()));
    }

    private static Optional<Plan.Blocked> blocked(Plan plan) {
        return plan.blocked().stream()
                .filter(blocked -> blocked.subject() instanceof Subject.OfFleet)
                .findFirst();
    }

    private static List<String> lines(Plan plan) {
        return plan.changes().stream()
                .filter(Change.OfFleet.class::isInstance)
                .flatMap(change -> change.fields().stream())
                .map(FieldChange::field)
                .toList();
    }

    private void waits(Plan plan, String words) {
        assertThat(lines(plan)).isEmpty();
        assertThat(blocked(plan)).hasValueSatisfying(blocked -> {
            assertThat(blocked.why()).contains(words);
            assertThat(blocked.waiting()).isTrue();
        });
    }

    private void isBlocked(Plan plan, String words) {
        assertThat(lines(plan)).isEmpty();
        assertThat(blocked(plan)).hasValueSatisfying(blocked -> {
            assertThat(blocked.why()).contains(words);
            assertThat(blocked.waiting()).isFalse();
        });
    }

    @Test
    void aHostThatOnlyItsMachineTellsKeepsItsLabelWhileMaasCannotTell() {
        has(1, "somebody", "SN-1");
        var carried = Optional.of("somebody (id 1)");
        waits(plan(listing("db1"), carried), "MAAS region default is not listed yet");
        regions.put(Given.REGION, Given.region(List.of(), false, Given.NOON));
        waits(plan(listing("DB1"), carried), "Which hosts of Fleet DB1 are");
        regions.put(Given.REGION, Given.region(List.of(), true, Given.NOON));
        isBlocked(plan(listing("db1"), carried), "has the machine m1 of host db1 no more");
        regions.put(Given.REGION, Given.region(List.of(MACHINE.build()), false, Given.NOON));
        var known = plan(listing("db1"), carried);
        assertThat(blocked(known)).isEmpty();
        assertThat(lines(known)).isEmpty();
        regions.clear();
        assertThat(blocked(plan(listing("SN-1"), carried)))
                .as("a serial number needs no MAAS")
                .isEmpty();
    }

    @Test
    void aMachineThatTwoHostsOfFleetMayBeIsADoubtAndNotAbsent() {
        regions.put(Given.REGION, Given.region(List.of(MACHINE.build()), true, Given.NOON));
        has(1, "old", "SN-1").has(2, "new", "SN-1");
        isBlocked(plan(listing("db1"), Optional.of("old (id 1)")), "old (id 1), new (id 2)");
    }

    @Test
    void whatOurUserMayNotReadNeverEndsByItself() {
        extent = Observed.Extent.FORBIDDEN;
        isBlocked(plan(listing("SN-1"), Optional.empty()), "may not list hosts");
        isBlocked(plan(listing(), Optional.empty()), "may not list hosts");
        extent = Observed.Extent.NOT_READ;
        waits(plan(listing("SN-1"), Optional.of("")), "was not read yet");
        waits(plan(listing(), Optional.empty()), "was not read yet");
    }

    @Test
    void aUserOfSomeTeamsGivesLabelsOfThoseToWhomItSeesAndTouchesNoOthers() {
        has(1, "here", "SN-1");
        extent = Observed.Extent.LIMITED;
        teams = new TreeSet<>(List.of("Servers"));
        isBlocked(plan(listing("SN-1"), Optional.empty()), "sees hosts of Servers only");
        var ours = plan(in("servers", listing("SN-1", "SN-2")), Optional.of(""));
        assertThat(blocked(ours)).isEmpty();
        assertThat(lines(ours)).containsExactly("host here (id 1)");
        assertThat(Plans.finding(ours, "not-enrolled")).contains("SN-2", "in Servers, which are all");
        isBlocked(plan(in("Clients", listing("SN-1")), Optional.of("")), "sees hosts of Servers only");
    }

    @Test
    void whoIsMissingIsOneFindingThatStaysTheSameWhileTheyEnrol() {
        has(1, "a", "SN-1");
        var many = plan(listing("SN-1", "h1", "h2", "h3", "h4", "h5"), Optional.of("a (id 1)"));
        assertThat(Plans.finding(many, "not-enrolled")).contains("h1, h2, h3 and 2 more");
        has(2, "h1", "SN-9");
        var fewer = plan(listing("SN-1", "h1", "h2", "h3", "h4", "h5"), Optional.of("a (id 1)"));
        assertThat(Plans.finding(fewer, "not-enrolled")).contains("h2, h3, h4 and 1 more");
        assertThat(digests(fewer)).isEqualTo(digests(many));
    }

    private static List<String> digests(Plan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.kind().equals("not-enrolled"))
                .map(Plan.Finding::digest)
                .toList();
    }
}

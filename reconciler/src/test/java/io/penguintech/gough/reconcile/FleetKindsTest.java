package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.Risk;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What policies and labels need that queries alone do not. */
class FleetKindsTest {
    private static final Label RACKS = FleetSamples.label("racks", "SELECT 1");

    private static Plan plan(Collection<? extends FleetObject> declared, ObservedObject... ours) {
        return FleetSamples.plan(declared, List.of(ours), FleetSamples.remembering(List.of(ours)));
    }

    private static Plan on(Observed.FleetServer server, FleetObject... declared) {
        return on(server, Records.NONE, declared);
    }

    private static Plan on(Observed.FleetServer server, Records records, FleetObject... declared) {
        var repository = Given.repository();
        var fleets = new TreeMap<BackendName, Observed.FleetServer>();
        fleets.put(Given.FLEET, server);
        return Planner.plan(
                FleetSamples.desired(repository, List.of(declared)),
                new Observed(new TreeMap<>(), fleets),
                records,
                Rules.of(repository));
    }

    @Test
    void oneNameMayBeAQueryAPolicyAndALabel() {
        var plan = plan(List.of(
                FleetSamples.query("x", "SELECT 1"),
                FleetSamples.policy("x", "SELECT 1"),
                FleetSamples.label("x", "SELECT 1")));
        assertThat(plan.changes())
                .extracting(change -> change.verb() + " " + change.subject().text() + " " + change.risk())
                .containsExactly(
                        "create label default/x NONE", "create policy default/x NONE", "create query default/x NONE");
        assertThat(plan.blocked()).isEmpty();
    }

    @Test
    void editsOfAPolicyThatThrowItsResultsAwayAreDestructive() {
        var is = Given.observed(7, FleetSamples.policy("p", "SELECT 1"));
        assertThat(Plans.only(plan(List.of(FleetSamples.policy("p", "SELECT 2")), is), Change.UpdateInFleet.class))
                .satisfies(change -> {
                    assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
                    assertThat(change.because()).contains("deletes stored results");
                });
        var elsewhere = Given.with(is, "platforms", "darwin");
        assertThat(Plans.only(plan(List.of(FleetSamples.policy("p", "SELECT 1")), elsewhere), Change.class)
                        .risk())
                .isEqualTo(Risk.DESTRUCTIVE);
        var untold = Given.with(is, "resolution", "other");
        assertThat(Plans.only(plan(List.of(FleetSamples.policy("p", "SELECT 1")), untold), Change.class)
                        .risk())
                .isEqualTo(Risk.NOTICE);
    }

    @Test
    void aPolicyOfSomebodyElseIsNeverTaken() {
        var theirs = Given.observed(9, FleetSamples.policy("p", "SELECT 9"));
        var plan =
                FleetSamples.plan(true, List.of(FleetSamples.policy("P", "SELECT 1")), List.of(theirs), Records.NONE);
        assertThat(Plans.why(plan)).contains("policy \"p\" (id 9) of somebody else", "adopt: true");
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void theIdOfAQueryIsNotTheOneOfAPolicy() {
        var query = FleetSamples.query("x", "SELECT 1");
        var plan =
                plan(List.of(query), Given.observed(7, query), Given.observed(7, FleetSamples.policy("y", "SELECT 2")));
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.finding(plan, "orphan")).contains("policy \"y\" (id 7)");
        assertThat(plan.findings().getFirst().subject().text()).isEqualTo("orphan default/policy default/y");
    }

    @Test
    void labelsAreMadeBeforeWhatIsForTheirHosts() {
        var plan = plan(List.of(RACKS, FleetSamples.policy("p", "SELECT 1", "racks")));
        var label = plan.changes().getFirst();
        var policy = plan.changes().getLast();
        assertThat(label.makes()).containsExactly("label racks");
        assertThat(policy.needs()).containsExactly("label racks");
        assertThat(policy.makes()).isEmpty();
    }

    @Test
    void aLabelThatNobodyHasOrMakesBlocks() {
        assertThat(Plans.why(plan(List.of(FleetSamples.policy("p", "SELECT 1", "racks")))))
                .contains("no label racks", "for other hosts");
        var builtIn = new ObservedObject(FleetKind.LABEL, 1, "", true, new TreeMap<>(FleetFields.of(RACKS)));
        var plan = FleetSamples.plan(
                List.of(FleetSamples.policy("p", "SELECT 1", "racks")), List.of(builtIn), Records.NONE);
        assertThat(plan.changes()).hasSize(1);
        assertThat(Plans.why(FleetSamples.plan(List.of(RACKS), List.of(builtIn), Records.NONE)))
                .contains("Fleet brings the label \"racks\" along");
    }

    @Test
    void whatTheLicenceRefusesIsBlockedBeforeAnyCall() {
        var free = Given.fleet(List.of(), Observed.Licence.FREE, new TreeMap<>(), Given.NOON);
        var plan = on(
                free,
                RACKS,
                FleetSamples.policy("plain", "SELECT 1"),
                FleetSamples.policy("p", "SELECT 1", Optional.of("Servers"), true, false, "racks"),
                FleetSamples.query("q", "SELECT 1", "racks"));
        assertThat(plan.changes())
                .extracting(change -> change.subject().text())
                .containsExactly("label default/racks", "policy default/plain");
        assertThat(plan.blocked())
                .extracting(Plan.Blocked::why)
                .satisfiesExactlyInAnyOrder(
                        why -> assertThat(why).contains("only Premium has critical, team, labelsIncludeAny"),
                        why -> assertThat(why).contains("only Premium has labelsIncludeAny"));
    }

    @Test
    void aTeamIsFoundByItsNameAndNeverMade() {
        var policy = FleetSamples.policy("p", "SELECT 1", Optional.of("Servers"), false, false);
        var teams = new TreeMap<String, Boolean>();
        assertThat(Plans.waits(on(Given.fleet(List.of(), Observed.Licence.PREMIUM, teams, Given.NOON), policy)))
                .isTrue();
        teams.put("Servers", false);
        assertThat(Plans.why(on(Given.fleet(List.of(), Observed.Licence.PREMIUM, teams, Given.NOON), policy)))
                .contains("no team Servers", "Gough makes none");
        teams.put("Servers", true);
        var elsewhere = Given.observed(3, FleetSamples.policy("p", "SELECT 9"));
        var plan = on(Given.fleet(List.of(elsewhere), Observed.Licence.PREMIUM, teams, Given.NOON), policy);
        assertThat(Plans.only(plan, Change.CreateInFleet.class).subject().text())
                .isEqualTo("policy default[Servers]/p");
    }

    @Test
    void anotherSqlMakesALabelAnewAndNamesWhatLosesItsTarget() {
        var is = Given.observed(4, FleetSamples.label("racks", "SELECT 0"));
        var policy = FleetSamples.policy("p", "SELECT 1", "racks");
        var plan = plan(List.of(RACKS, policy), is, Given.observed(7, policy));
        var change = Plans.only(plan, Change.ReplaceLabel.class);
        assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(change.because()).contains("made anew", "1 queries and policies");
        assertThat(change.fields()).extracting(FieldChange::field).containsExactly("policy default/p", "sql");

        var theirs = FleetSamples.plan(
                List.of(RACKS),
                List.of(is, Given.observed(8, FleetSamples.query("theirs", "SELECT 1", "racks"))),
                FleetSamples.remembering(List.of(is)));
        assertThat(Plans.why(theirs)).contains("query \"theirs\" (id 8)", "somebody else");
    }

    @Test
    void aLabelIsRenamedAndDescribedInPlace() {
        var change = Plans.only(
                FleetSamples.plan(
                        List.of(FleetSamples.label("rows", "SELECT 1", "racks")),
                        List.of(Given.observed(4, RACKS)),
                        FleetSamples.remembering(List.of(Given.observed(4, RACKS)))),
                Change.UpdateInFleet.class);
        assertThat(change.risk()).isEqualTo(Risk.NOTICE);
        assertThat(change.id()).isEqualTo(4);
        assertThat(change.makes()).containsExactly("label rows");
    }

    @Test
    void aLabelGoesLastAndOnlyWhenNothingIsForItsHosts() {
        var label = Given.observed(4, RACKS);
        var was = Given.observed(7, FleetSamples.policy("p", "SELECT 1", "racks"));
        var ours = FleetSamples.remembering(List.of(label, was));

        var pruned = FleetSamples.plan(true, List.of(FleetSamples.policy("p", "SELECT 1")), List.of(label, was), ours);
        assertThat(pruned.changes()).extracting(Change::verb).containsExactly("update", "delete");
        assertThat(pruned.changes().getFirst().makes())
                .isEqualTo(pruned.changes().getLast().needs());

        var declared = FleetSamples.plan(
                true, List.of(FleetSamples.policy("p", "SELECT 1", "racks")), List.of(label, was), ours);
        assertThat(declared.changes()).isEmpty();
        assertThat(Plans.finding(declared, "orphan")).contains("while queries and policies are for its hosts");

        var theirs = FleetSamples.plan(true, List.of(), List.of(label, was), FleetSamples.remembering(List.of(label)));
        assertThat(theirs.changes()).isEmpty();
        assertThat(Plans.finding(theirs, "orphan")).contains("while queries and policies are for its hosts");
    }

    private static FleetHost host(long id, String name, String serial) {
        return new FleetHost(
                id,
                name,
                Optional.of(serial),
                Optional.of("uuid-" + serial),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                "");
    }

    private static Label listing(String name, String... hosts) {
        return FleetSamples.label(name, new Label.Membership.Manual(Optional.of(new TreeSet<>(List.of(hosts)))));
    }

    /** A label of ours that these carry, in a Fleet that has the hosts 1 to 3. */
    private static Observed.FleetServer carriedBy(String carriers, Observed.Extent extent) {
        var is = Given.with(Given.observed(4, listing("l")), "hosts", carriers);
        var hosts = new TreeMap<Long, FleetHost>();
        for (long id = 1; id <= 3; id++) hosts.put(id, host(id, "hv-0" + id, "SN-" + id));
        var server = Given.fleet(List.of(is), Given.NOON);
        return new Observed.FleetServer(
                server.identity(),
                server.licence(),
                server.objects(),
                server.teams(),
                new Observed.Enrolled(hosts, extent, new TreeSet<>()),
                server.at());
    }

    private static Plan ours(Observed.FleetServer server, Label label) {
        return on(server, FleetSamples.remembering(List.of(Given.observed(4, label))), label);
    }

    @Test
    void aLabelGetsAndLosesHostsOneByOneWhateverTheyAreCalled() {
        var label = listing("l", "sn-1", "HV-02");
        var change = Plans.only(
                ours(carriedBy("hv-02 (id 2), hv-03 (id 3)", Observed.Extent.ALL), label), Change.UpdateInFleet.class);
        assertThat(change.risk()).isEqualTo(Risk.NOTICE);
        assertThat(change.fields())
                .containsExactly(
                        new FieldChange("host hv-01 (id 1)", Optional.empty(), Optional.of("carries the label")),
                        new FieldChange("host hv-03 (id 3)", Optional.of("carries the label"), Optional.empty()));
        assertThat(ours(carriedBy("renamed (id 2), hv-01 (id 1)", Observed.Extent.ALL), label)
                        .inSync())
                .isTrue();
        assertThat(Plans.only(
                                ours(carriedBy("hv-02 (id 2)", Observed.Extent.ALL), listing("l")),
                                Change.UpdateInFleet.class)
                        .fields())
                .containsExactly(
                        new FieldChange("host hv-02 (id 2)", Optional.of("carries the label"), Optional.empty()));
    }

    @Test
    void aHostThatFleetDoesNotHaveIsAFindingAndTheOthersGetTheLabel() {
        var label = listing("l", "SN-1", "hv-09");
        var plan = ours(carriedBy("", Observed.Extent.ALL), label);
        assertThat(Plans.only(plan, Change.UpdateInFleet.class).fields())
                .extracting(FieldChange::field)
                .containsExactly("host hv-01 (id 1)");
        assertThat(Plans.finding(plan, "not-enrolled")).contains("hv-09").contains("as soon as it has enrolled");
        assertThat(ours(carriedBy("hv-01 (id 1)", Observed.Extent.ALL), label).inSync())
                .isTrue();
    }

    @Test
    void whoCarriesALabelIsReadBeforeAnythingIsPlanned() {
        var unknown = ours(carriedBy("hv-01 (id 1)", Observed.Extent.NOT_READ), listing("l", "SN-1", "hv-09"));
        assertThat(unknown.changes()).isEmpty();
        assertThat(unknown.blocked()).singleElement().satisfies(blocked -> {
            assertThat(blocked.waiting()).isTrue();
            assertThat(blocked.why()).contains("was not read yet");
        });
        var is = Given.observed(4, listing("l"));
        var fields = new TreeMap<>(is.fields());
        fields.remove("hosts");
        var unread = new ObservedObject(FleetKind.LABEL, 4, "", false, fields);
        assertThat(plan(List.of(listing("l")), unread).changes()).isEmpty();
        var server = carriedBy("", Observed.Extent.ALL);
        assertThat(ours(server, listing("l")).inSync()).isTrue();
    }

    @Test
    void aNameThatSeveralHostsHaveIsNobodys() {
        var server = carriedBy("", Observed.Extent.ALL);
        var hosts = new TreeMap<>(server.enrolled().hosts());
        hosts.put(9L, host(9, "hv-01", "SN-9"));
        var twice = new Observed.FleetServer(
                server.identity(),
                server.licence(),
                server.objects(),
                server.teams(),
                new Observed.Enrolled(hosts, Observed.Extent.ALL, new TreeSet<>()),
                server.at());
        assertThat(Plans.why(ours(twice, listing("l", "hv-01"))))
                .contains("hv-01 (id 1), hv-01 (id 9)")
                .contains("serial number");
        Plans.only(ours(twice, listing("l", "SN-9")), Change.UpdateInFleet.class);
    }

    @Test
    void aNewLabelIsMadeWithItsHosts() {
        var server = carriedBy("", Observed.Extent.ALL);
        var label = listing("new", "SN-2", "hv-03");
        var create = Plans.only(on(server, Records.NONE, label), Change.CreateInFleet.class);
        assertThat(create.fields())
                .extracting(FieldChange::field)
                .contains("host hv-02 (id 2)", "host hv-03 (id 3)")
                .doesNotContain("hosts");
        assertThat(Step.CreateInFleet.of(create.wanted()).fields())
                .containsEntry("hosts", "hv-02 (id 2), hv-03 (id 3)");
    }

    @Test
    void criteriaAreComparedWhereFleetShowsThem() {
        var admins = FleetSamples.label(
                "l", new Label.Membership.HostVitals("end_user_idp_group", "=", "admins", OptionalLong.empty()));
        var shown = Given.with(Given.observed(4, admins), "criteria", "end_user_idp_group = users");
        Plans.only(plan(List.of(admins), shown), Change.ReplaceLabel.class);
        var fields = new TreeMap<>(shown.fields());
        fields.remove("criteria");
        assertThat(plan(List.of(admins), new ObservedObject(FleetKind.LABEL, 4, "", false, fields))
                        .inSync())
                .isTrue();
    }

    @Test
    void namesAreOneTextThatIsNeverAmbiguous() {
        for (var names : List.of(
                List.<String>of(),
                List.of("a", "b"),
                List.of("a, b"),
                List.of(" a", "\"b\"", "c\\", "", "ü"),
                List.of("\\\"", "x,y", "z")))
            assertThat(NameList.of(NameList.text(names))).isEqualTo(names);
        assertThat(NameList.text(List.of("a", "b, c"))).isEqualTo("a, \"b, c\"");
        var vitals = new Label.Membership.HostVitals("custom_host_vital", "!=", "a = b", OptionalLong.of(3));
        assertThat(Criteria.of(Criteria.text(vitals))).contains(vitals);
        assertThat(Criteria.of("nonsense")).isEmpty();
    }
}

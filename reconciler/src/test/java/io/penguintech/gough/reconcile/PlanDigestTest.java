package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change.Identity;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.DeployOptions;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.QueryName;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an approval covers: every field that matters alters the digest, and nothing else does. */
class PlanDigestTest {
    private static final Subject.OfHost HOST = new Subject.OfHost(new HostName("hv-01"));
    private static final Identity KNOWN = new Identity.Known(new SystemId("m1"));
    private static final List<FieldChange> FIELDS =
            List.of(new FieldChange("zone", Optional.of("a"), Optional.of("b")));
    private static final DeployOptions.Bridging BRIDGES =
            new DeployOptions.Bridging(DeployOptions.Bridging.Type.STANDARD, false, 15);
    private static final Records.Deployment RUNS = new Records.Deployment(1, "noble", "ga-24.04", "f00d");

    private static Change.BringUp bringUp(
            Subject.OfHost subject,
            BackendName region,
            Identity machine,
            String from,
            HostGoal goal,
            Optional<Records.Deployment> runs,
            List<FieldChange> fields,
            Risk risk,
            String because) {
        return new Change.BringUp(subject, region, machine, from, goal, runs, false, fields, risk, because);
    }

    private static Change.BringUp bringUp() {
        return bringUp(
                HOST,
                Given.REGION,
                KNOWN,
                "New",
                new HostGoal.Deployed(),
                Optional.of(RUNS),
                FIELDS,
                Risk.DISRUPTIVE,
                "why");
    }

    private static Identity absent(String... macs) {
        var set = new TreeSet<MacAddress>();
        for (var mac : macs) set.add(new MacAddress(mac));
        return new Identity.Absent(set);
    }

    private static List<Change> bringUps() {
        var deployed = new HostGoal.Deployed();
        var ready = new HostGoal.Ready();
        var runs = Optional.of(RUNS);
        var none = Optional.<Records.Deployment>empty();
        var other = new Subject.OfHost(new HostName("hv-02"));
        var west = new BackendName("west");
        var d = Risk.DISRUPTIVE;
        var changes = new ArrayList<Change>();
        changes.add(bringUp());
        changes.add(bringUp(other, Given.REGION, KNOWN, "", deployed, runs, FIELDS, d, ""));
        changes.add(bringUp(HOST, west, KNOWN, "", deployed, runs, FIELDS, d, ""));
        changes.add(
                bringUp(HOST, Given.REGION, new Identity.Known(new SystemId("m2")), "", deployed, runs, FIELDS, d, ""));
        changes.add(bringUp(HOST, Given.REGION, absent("52:54:00:00:00:01"), "", deployed, runs, FIELDS, d, ""));
        changes.add(bringUp(
                HOST,
                Given.REGION,
                absent("52:54:00:00:00:01", "52:54:00:00:00:02"),
                "",
                deployed,
                runs,
                FIELDS,
                d,
                ""));
        for (var virtual : List.of(
                new Identity.Virtual("vm-01", 7, "hv-01"),
                new Identity.Virtual("vm-02", 7, "hv-01"),
                new Identity.Virtual("vm-01", 8, "hv-01"),
                new Identity.Virtual("vm-01", 7, "hv-02")))
            changes.add(bringUp(HOST, Given.REGION, virtual, "", deployed, runs, FIELDS, d, ""));
        changes.add(bringUp(HOST, Given.REGION, KNOWN, "", ready, none, FIELDS, d, ""));
        changes.add(bringUp(HOST, Given.REGION, KNOWN, "", ready, runs, FIELDS, d, ""));
        changes.add(bringUp(HOST, Given.REGION, KNOWN, "", deployed, none, FIELDS, d, ""));
        changes.add(bringUp(HOST, Given.REGION, KNOWN, "", deployed, runs, FIELDS, Risk.DESTRUCTIVE, ""));
        for (var deployment : List.of(
                new Records.Deployment(2, "noble", "ga-24.04", "f00d"),
                new Records.Deployment(1, "jammy", "ga-24.04", "f00d"),
                new Records.Deployment(1, "noble", "", "f00d"),
                new Records.Deployment(1, "noble", "ga-24.04", "feed"),
                new Records.Deployment(
                        1, "noble", "ga-24.04", "f00d", new DeployOptions(true, false, Optional.empty())),
                new Records.Deployment(
                        1, "noble", "ga-24.04", "f00d", new DeployOptions(false, true, Optional.empty())),
                new Records.Deployment(
                        1, "noble", "ga-24.04", "f00d", new DeployOptions(false, false, Optional.of(BRIDGES)))))
            changes.add(bringUp(HOST, Given.REGION, KNOWN, "", deployed, Optional.of(deployment), FIELDS, d, ""));
        for (var fields : List.of(
                List.<FieldChange>of(),
                List.of(new FieldChange("pool", Optional.of("a"), Optional.of("b"))),
                List.of(new FieldChange("zone", Optional.of("c"), Optional.of("b"))),
                List.of(new FieldChange("zone", Optional.of("a"), Optional.of("c"))),
                List.of(new FieldChange("zone", Optional.empty(), Optional.of("b"))),
                List.of(new FieldChange("zone", Optional.of(""), Optional.of("b"))),
                List.of(new FieldChange("zone", Optional.of("a"), Optional.empty()))))
            changes.add(bringUp(HOST, Given.REGION, KNOWN, "", deployed, runs, fields, d, ""));
        return changes;
    }

    private static List<Change> others() {
        var release = Risk.DESTRUCTIVE;
        var changes = new ArrayList<Change>();
        changes.add(new Change.Amend(HOST, Given.REGION, KNOWN, FIELDS, Risk.NOTICE, ""));
        for (var before : List.of("Deployed noble, owner gough", "Deployed noble, owner eve")) {
            changes.add(new Change.Adopt(HOST, Given.REGION, KNOWN, before, FIELDS, Risk.NOTICE, ""));
            changes.add(new Change.Maintain(HOST, Given.REGION, KNOWN, before, FIELDS, Risk.NOTICE, ""));
            changes.add(new Change.Return(HOST, Given.REGION, KNOWN, before, FIELDS, Risk.NOTICE, ""));
            changes.add(new Change.Restore(HOST, Given.REGION, KNOWN, before, FIELDS, Risk.NOTICE, ""));
            changes.add(new Change.Reinstall(HOST, Given.REGION, KNOWN, before, RUNS, FIELDS, release, ""));
            for (var erase : HostGoal.Erase.values())
                for (var delete : List.of(true, false))
                    for (var hold : List.of(Duration.ZERO, Duration.ofHours(72)))
                        changes.add(new Change.Release(
                                HOST, Given.REGION, KNOWN, before, erase, delete, hold, FIELDS, release, ""));
        }
        for (var ran : List.of(Optional.of(RUNS), Optional.<Records.Deployment>empty()))
            for (var machine : List.of(KNOWN, absent("52:54:00:00:00:01")))
                changes.add(new Change.Register(HOST, Given.REGION, machine, ran, FIELDS, Risk.DISRUPTIVE, ""));
        changes.add(new Change.Reinstall(
                HOST, Given.REGION, KNOWN, "x", new Records.Deployment(2, "noble", "", ""), FIELDS, release, ""));
        for (var number : List.of(12L, 13L))
            for (var what : HostRequest.What.values())
                for (var before : List.of("Deployed noble, owner gough", "Ready"))
                    changes.add(requested(new HostRequest(number, what, "sam", "why"), before));
        var rules = new Subject.OfRules();
        changes.add(new Change.AcceptRules(rules, "a", "b", FIELDS, release, ""));
        changes.add(new Change.AcceptRules(rules, "b", "b", FIELDS, release, ""));
        changes.add(new Change.AcceptRules(rules, "a", "c", FIELDS, release, ""));
        return changes;
    }

    private static Change requested(HostRequest request, String before) {
        return request.what() == HostRequest.What.REINSTALL
                ? new Change.Reinstall(
                        HOST,
                        Given.REGION,
                        KNOWN,
                        before + ", asked",
                        RUNS,
                        Setup.NONE,
                        Optional.of(request),
                        FIELDS,
                        Risk.DESTRUCTIVE,
                        "")
                : new Change.OnRequest(HOST, Given.REGION, KNOWN, before, request, FIELDS, Risk.DISRUPTIVE, "");
    }

    @Test
    void whoAskedAndWhyNamesNothing() {
        for (var what : HostRequest.What.values())
            assertThat(requested(new HostRequest(12, what, "robin", "other"), "Ready")
                            .digest())
                    .isEqualTo(requested(new HostRequest(12, what, "sam", "why"), "Ready")
                            .digest());
    }

    private static List<Change> ofQueries() {
        var subject = Subject.OfFleet.query(Given.FLEET, "q");
        var q = Given.query("q", "SELECT 1");
        var changes = new ArrayList<Change>();
        for (var query : List.of(
                q,
                with(q, "other", q.sql(), Duration.ofHours(1), Query.Logging.SNAPSHOT, "", true, false, false),
                with(q, "", "SELECT 2", Duration.ofHours(1), Query.Logging.SNAPSHOT, "", true, false, false),
                with(q, "", q.sql(), Duration.ofHours(2), Query.Logging.SNAPSHOT, "", true, false, false),
                with(q, "", q.sql(), Duration.ofHours(1), Query.Logging.DIFFERENTIAL, "", true, false, false),
                with(q, "", q.sql(), Duration.ofHours(1), Query.Logging.SNAPSHOT, "5", true, false, false),
                with(q, "", q.sql(), Duration.ofHours(1), Query.Logging.SNAPSHOT, "", false, false, false),
                with(q, "", q.sql(), Duration.ofHours(1), Query.Logging.SNAPSHOT, "", true, true, false),
                with(q, "", q.sql(), Duration.ofHours(1), Query.Logging.SNAPSHOT, "", true, false, true),
                Given.query("Q", "SELECT 1"))) {
            changes.add(new Change.CreateInFleet(subject, query, FIELDS, Risk.NONE, ""));
            changes.add(new Change.UpdateInFleet(subject, 7, query, false, FIELDS, Risk.NONE, ""));
        }
        changes.add(new Change.UpdateInFleet(subject, 8, q, false, FIELDS, Risk.NONE, ""));
        changes.add(new Change.UpdateInFleet(subject, 7, q, true, FIELDS, Risk.NONE, ""));
        changes.add(new Change.DeleteInFleet(subject, 7, FIELDS, Risk.NONE, ""));
        changes.add(new Change.DeleteInFleet(subject, 8, FIELDS, Risk.NONE, ""));
        changes.add(new Change.DeleteInFleet(
                Subject.OfFleet.query(new BackendName("west"), "q"), 8, FIELDS, Risk.NONE, ""));
        var other = FleetSamples.query("q", "SELECT 1", "l");
        changes.add(new Change.CreateInFleet(subject, other, FIELDS, Risk.NONE, ""));
        for (var policy : List.of(
                FleetSamples.policy("q", "SELECT 1"),
                FleetSamples.policy("q", "SELECT 2"),
                FleetSamples.policy("q", "SELECT 1", "l"))) {
            var of = Subject.OfFleet.of(policy);
            changes.add(new Change.CreateInFleet(of, policy, FIELDS, Risk.NONE, ""));
            changes.add(new Change.UpdateInFleet(of, 7, policy, false, FIELDS, Risk.NONE, ""));
            changes.add(new Change.DeleteInFleet(of, policy.hashCode(), FIELDS, Risk.NONE, ""));
        }
        for (var label : List.of(FleetSamples.label("q", "SELECT 1"), FleetSamples.label("q", "SELECT 2"))) {
            var of = Subject.OfFleet.of(label);
            changes.add(new Change.CreateInFleet(of, label, FIELDS, Risk.NONE, ""));
            changes.add(new Change.ReplaceLabel(of, 7, label, FIELDS, Risk.DESTRUCTIVE, ""));
            changes.add(new Change.ReplaceLabel(of, 8, label, FIELDS, Risk.DESTRUCTIVE, ""));
        }
        return changes;
    }

    private static Query with(
            Query q,
            String description,
            String sql,
            Duration interval,
            Query.Logging logging,
            String version,
            boolean automations,
            boolean observers,
            boolean discard) {
        return new Query(
                q.name(),
                q.labels(),
                q.fleet(),
                q.formerly(),
                description,
                sql,
                q.platforms(),
                interval,
                logging,
                version,
                automations,
                observers,
                discard,
                q.adopt(),
                q.place(),
                Optional.empty(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    @Test
    void everyChangeThatDiffersInWhatItDoesHasItsOwnDigest() {
        var all = new ArrayList<Change>();
        all.addAll(bringUps());
        all.addAll(others());
        all.addAll(ofQueries());

        var digests = new HashSet<String>();
        for (var change : all) {
            assertThat(change.digest()).matches("[0-9a-f]{64}");
            assertThat(digests.add(change.digest()))
                    .describedAs(change.toString())
                    .isTrue();
        }
    }

    @Test
    void whyAChangeIsNeededAndTheStatusOnItsWayUpStayOutOfItsDigest() {
        var digest = bringUp().digest();
        for (var from : List.of("New", "Ready", "Allocated, owner gough"))
            for (var because : List.of("one", "another"))
                assertThat(bringUp(
                                        HOST,
                                        Given.REGION,
                                        KNOWN,
                                        from,
                                        new HostGoal.Deployed(),
                                        Optional.of(RUNS),
                                        FIELDS,
                                        Risk.DISRUPTIVE,
                                        because)
                                .digest())
                        .isEqualTo(digest);
    }

    @Test
    void whatAHostIsCalledIsNoPartOfTheDigestOfALabelAndWhichItIsIs() {
        assertThat(relabelled("a (id 1)", "b (id 20)")).isEqualTo(relabelled("z (id 1)", "a (id 20)"));
        assertThat(relabelled("a (id 1)", "b (id 20)")).isNotEqualTo(relabelled("a (id 1)", "b (id 21)"));
        assertThat(relabelled("a (id 1)")).isNotEqualTo(relabelled("a (id 1)", "b (id 20)"));
    }

    private static String relabelled(String... hosts) {
        var label = FleetSamples.label(
                "l",
                new io.penguintech.gough.schema.Label.Membership.Manual(Optional.of(new TreeSet<>(List.of(hosts)))));
        var is = Given.with(Given.observed(4, label), "hosts", "gone (id 9)");
        return new Change.UpdateInFleet(
                        Subject.OfFleet.of(label), 4, label, false, FleetFields.differences(label, is), Risk.NOTICE, "")
                .digest();
    }

    /** Approvals given before there were policies and labels go on meaning what they meant. */
    @Test
    void digestsOfQueriesAreWhatTheyWere() {
        var query = Given.query("up time", "SELECT 1\n");
        var is = Given.observed(7, Given.query("up time", "SELECT 2"));
        assertThat(FleetSamples.plan(List.of(query), List.of(), Records.NONE)
                        .changes()
                        .getFirst()
                        .digest())
                .isEqualTo("c340a05e7c32a6961fed535e261ab082cbe4f8bd7efa9c894386342015d2bbfd");
        assertThat(FleetSamples.plan(List.of(query), List.of(is), Given.records("up time", 7))
                        .changes()
                        .getFirst()
                        .digest())
                .isEqualTo("520c3d82e3ee2ab1d52334878fb151d376e03eeb1fd2d6869b49f9d3f06cd378");
        assertThat(FleetSamples.plan(true, List.of(), List.of(is), Given.records("up time", 7))
                        .changes()
                        .getFirst()
                        .digest())
                .isEqualTo("fcec95a02c62b74d5da1d40094f189f4dd1496769d4c643d6df134bd56e35f82");
    }

    @Test
    void placesLabelsAndEarlierNamesOfAQueryStayOutOfItsDigest() {
        var subject = Subject.OfFleet.query(Given.FLEET, "q");
        var one = Given.query("q", "SELECT 1");
        var labels = new TreeMap<String, String>();
        labels.put("team", "sec");
        var two = new Query(
                one.name(),
                labels,
                one.fleet(),
                List.of(new QueryName("old")),
                one.description(),
                one.sql(),
                one.platforms(),
                one.interval(),
                one.logging(),
                one.minOsqueryVersion(),
                one.automationsEnabled(),
                one.observerCanRun(),
                one.discardData(),
                true,
                new Place("elsewhere.yaml", 9, 9),
                Optional.empty(),
                new TreeSet<>(),
                new TreeSet<>());

        assertThat(new Change.CreateInFleet(subject, two, FIELDS, Risk.NONE, "").digest())
                .isEqualTo(new Change.CreateInFleet(subject, one, FIELDS, Risk.NONE, "").digest());
    }

    @Test
    void theOrderOfFieldsStaysOutOfTheDigest() {
        var a = new FieldChange("a", Optional.of("1"), Optional.of("2"));
        var b = new FieldChange("b", Optional.of("1"), Optional.of("2"));

        assertThat(new Change.Amend(HOST, Given.REGION, KNOWN, List.of(a, b), Risk.NONE, "").digest())
                .isEqualTo(new Change.Amend(HOST, Given.REGION, KNOWN, List.of(b, a), Risk.NONE, "").digest());
    }

    @Test
    void valuesThatRunIntoEachOtherDoNotCollide() {
        var one = List.of(new FieldChange("a", Optional.of("b1:c"), Optional.empty()));
        var two = List.of(new FieldChange("a", Optional.of("b"), Optional.of("c")));

        assertThat(new Change.Amend(HOST, Given.REGION, KNOWN, one, Risk.NONE, "").digest())
                .isNotEqualTo(new Change.Amend(HOST, Given.REGION, KNOWN, two, Risk.NONE, "").digest());
    }

    @Test
    void aPlanIsNamedByItsChangesWhateverTheirOrder() {
        Change one = bringUp();
        Change two = new Change.Amend(HOST, Given.REGION, KNOWN, FIELDS, Risk.NOTICE, "");
        var plan = new Plan(List.of(one, two), List.of(), List.of(), 3);

        assertThat(new Plan(List.of(two, one), List.of(new Plan.Blocked(HOST, "x", true)), List.of(), 0).digest())
                .isEqualTo(plan.digest());
        assertThat(new Plan(List.of(one), List.of(), List.of(), 3).digest()).isNotEqualTo(plan.digest());
        assertThat(new Plan(List.of(), List.of(), List.of(), 3).digest()).matches("[0-9a-f]{64}");
    }

    // ---- noise of the world

    private static final String A = "52:54:00:aa:00:01";

    private static Plan plan(Observed observed, MachineDraft machine) {
        return Given.plan(
                Given.desired(new HostDraft("hv-01", A).zone("rack-a")),
                observed,
                Given.records(Given.record("hv-01", machine, Given.NOBLE)));
    }

    @Test
    void noiseOfTheWorldAltersNoDigest() {
        var machine =
                new MachineDraft("m1", "hv-01", A).marked().deployed(Given.USER).stamped(Given.NOBLE);
        var quiet = plan(Given.observed(machine), machine);
        var digest = Plans.only(quiet, Change.Amend.class).digest();

        machine.tag("theirs")
                .description("by a person")
                .pool("production")
                .state(new Machine.State.Deployed("noble", ""), "Deployed, exiting");
        var regions = new TreeMap<BackendName, Observed.Region>();
        regions.put(
                Given.REGION,
                Given.region(
                        Set.of(machine.build(), new MachineDraft("m7", "else", "52:54:00:aa:00:07").build()),
                        true,
                        Given.NOON.plusSeconds(999)));
        var noisy = plan(new Observed(regions, new TreeMap<>()), machine);

        assertThat(Plans.only(noisy, Change.Amend.class).digest()).isEqualTo(digest);
        assertThat(noisy.digest()).isEqualTo(quiet.digest());
    }

    @Test
    void aMachineThatChangedAltersTheDigestOfWhatDestroysIt() {
        var host = new HostDraft("hv-01", A).unprotected().ready();
        var digests = new HashSet<String>();
        for (var machine : List.of(
                new MachineDraft("m1", "hv-01", A).marked().deployed(Given.USER).stamped(Given.NOBLE),
                new MachineDraft("m1", "hv-01", A)
                        .marked()
                        .state(new Machine.State.Deployed("jammy", ""), "Deployed")
                        .owner(Given.USER)
                        .stamped(Given.NOBLE),
                new MachineDraft("m2", "hv-01", A).marked().deployed(Given.USER).stamped(Given.NOBLE)))
            digests.add(Given.plan(
                            Given.desired(host),
                            Given.observed(machine),
                            Given.records(Given.record("hv-01", machine, Given.NOBLE)))
                    .digest());

        assertThat(digests).hasSize(3);
    }
}

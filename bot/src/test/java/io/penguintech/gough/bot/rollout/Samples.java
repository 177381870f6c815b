package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Setup;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.LabelName;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Policy;
import io.penguintech.gough.schema.PolicyName;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.QueryName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.TeamName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** Values for tests of pure rules. */
final class Samples {
    static final BackendName DEFAULT = new BackendName("default");
    static final Revision REVISION = new Revision("a".repeat(40));
    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    static final Repository RULES = Scene.rules(Scene.RULES);

    private Samples() {}

    static Subject.OfHost host(String name) {
        return new Subject.OfHost(new HostName(name));
    }

    static Change.Identity known() {
        return new Change.Identity.Known(new SystemId("abc123"));
    }

    static List<FieldChange> field(String name, String before, String after) {
        return List.of(new FieldChange(name, Optional.of(before), Optional.of(after)));
    }

    static Records.Deployment deployment() {
        return new Records.Deployment(1, "noble", "ga-24.04", "d".repeat(64));
    }

    static Change.BringUp bringUp(String name) {
        return new Change.BringUp(
                host(name),
                DEFAULT,
                known(),
                "New",
                new HostGoal.Deployed(),
                Optional.of(deployment()),
                false,
                List.of(new FieldChange("zone", Optional.empty(), Optional.of("rack-a"))),
                Risk.DISRUPTIVE,
                "its goal is deployed");
    }

    static Change.Amend amend(String name, String field, String before, String after, Risk risk) {
        return new Change.Amend(host(name), DEFAULT, known(), field(field, before, after), risk, "drift");
    }

    static Change.Reinstall reinstall(String name) {
        return new Change.Reinstall(
                host(name),
                DEFAULT,
                known(),
                "Deployed noble, owner gough",
                deployment(),
                field("generation", "1", "2"),
                Risk.DESTRUCTIVE,
                "generation was raised");
    }

    /** A reinstall that somebody asked for. */
    static Change.Reinstall asked(String name, String by) {
        return new Change.Reinstall(
                host(name),
                DEFAULT,
                known(),
                "Deployed noble, owner gough",
                deployment(),
                Setup.NONE,
                Optional.of(new HostRequest(12, HostRequest.What.REINSTALL, by, "why")),
                List.of(),
                Risk.DESTRUCTIVE,
                "asked for");
    }

    static Change.OnRequest onRequest(String name, HostRequest.What what) {
        return new Change.OnRequest(
                host(name),
                DEFAULT,
                known(),
                "Deployed noble, owner gough",
                new HostRequest(12, what, "ada", "why"),
                field("power", "on", "off"),
                Risk.DISRUPTIVE,
                "asked for");
    }

    static Change.Release release(String name) {
        return new Change.Release(
                host(name),
                DEFAULT,
                known(),
                "Deployed noble, owner gough",
                HostGoal.Erase.QUICK,
                true,
                Duration.ofHours(72),
                List.of(),
                Risk.DESTRUCTIVE,
                "goal is retired");
    }

    static Query query(String name) {
        return new Query(
                new QueryName(name),
                new TreeMap<>(),
                DEFAULT,
                List.of(new QueryName("earlier")),
                "description",
                "SELECT 1",
                new TreeSet<>(List.of("linux", "darwin")),
                Duration.ofMinutes(10),
                Query.Logging.DIFFERENTIAL,
                "5.10.2",
                true,
                true,
                false,
                false,
                new Place("q.yaml", 1, 1),
                Optional.empty(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    static Policy policy(String name) {
        return new Policy(
                new PolicyName(name),
                new TreeMap<>(),
                DEFAULT,
                Optional.of(new TeamName("Servers")),
                List.of(),
                "description",
                "SELECT 1",
                "do it",
                new TreeSet<>(List.of("linux")),
                true,
                Optional.of(true),
                Optional.empty(),
                new TreeSet<>(List.of(new LabelName("racks"))),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                false,
                new Place("q.yaml", 1, 1));
    }

    static Label label(String name, Label.Membership membership) {
        return new Label(
                new LabelName(name),
                new TreeMap<>(),
                DEFAULT,
                Optional.empty(),
                List.of(),
                "description",
                membership,
                false,
                new Place("q.yaml", 1, 1));
    }

    static Subject.OfFleet subject(String query) {
        return Subject.OfFleet.query(DEFAULT, query);
    }

    private static Change.CreateInFleet create(FleetObject object) {
        return new Change.CreateInFleet(Subject.OfFleet.of(object), object, List.of(), Risk.NONE, "it is not there");
    }

    static Change.CreateInFleet create(String name) {
        return new Change.CreateInFleet(subject(name), query(name), List.of(), Risk.NONE, "it is not there");
    }

    static Change.AcceptRules rules() {
        return new Change.AcceptRules(
                new Subject.OfRules(), "1", "2", field("mode", "observe", "apply"), Risk.DESTRUCTIVE, "gough.yaml");
    }

    static List<Change> everyChange() {
        var absent = new Change.Identity.Absent(
                new TreeSet<>(List.of(new MacAddress("52:54:00:00:00:01"), new MacAddress("52:54:00:00:00:02"))));
        return List.of(
                bringUp("alpha"),
                new Change.BringUp(
                        host("beta"),
                        DEFAULT,
                        absent,
                        "absent",
                        new HostGoal.Ready(),
                        Optional.empty(),
                        true,
                        List.of(),
                        Risk.DESTRUCTIVE,
                        "because"),
                new Change.BringUp(
                        host("lambda"),
                        DEFAULT,
                        new Change.Identity.Virtual("lambda", 7, "alpha"),
                        "absent",
                        new HostGoal.Ready(),
                        Optional.empty(),
                        false,
                        List.of(),
                        Risk.DISRUPTIVE,
                        "to be made"),
                amend("gamma", "zone", "a", "b", Risk.NOTICE),
                release("delta"),
                reinstall("epsilon"),
                new Change.Adopt(host("zeta"), DEFAULT, known(), "Deployed", List.of(), Risk.NOTICE, "adopt"),
                new Change.Restore(host("eta"), DEFAULT, known(), "Deployed", List.of(), Risk.DISRUPTIVE, "back"),
                new Change.Register(
                        host("iota"),
                        DEFAULT,
                        known(),
                        Optional.of(new Records.Deployment(2, "noble", "", "f00d")),
                        List.of(),
                        Risk.DISRUPTIVE,
                        "it runs"),
                new Change.Maintain(host("theta"), DEFAULT, known(), "Ready", List.of(), Risk.DISRUPTIVE, "goal"),
                new Change.Return(host("kappa"), DEFAULT, known(), "Ready", List.of(), Risk.DISRUPTIVE, "goal"),
                asked("lambda", "ada"),
                onRequest("mu", HostRequest.What.POWER_CYCLE),
                onRequest("nu", HostRequest.What.TEST),
                create("one"),
                create(policy("five")),
                create(label("six", new Label.Membership.Manual(Optional.of(new TreeSet<>(List.of("S1")))))),
                create(label(
                        "seven", new Label.Membership.HostVitals("custom_host_vital", "=", "x", OptionalLong.of(3)))),
                new Change.ReplaceLabel(
                        Subject.OfFleet.of(label("eight", new Label.Membership.Dynamic("SELECT 1", ""))),
                        9,
                        label("eight", new Label.Membership.Dynamic("SELECT 1", "")),
                        field("sql", "1", "2"),
                        Risk.DESTRUCTIVE,
                        "made anew"),
                new Change.UpdateInFleet(
                        subject("two"), 7, query("two"), true, field("sql", "1", "2"), Risk.NOTICE, "differs"),
                new Change.DeleteInFleet(subject("three"), 8, List.of(), Risk.DESTRUCTIVE, "prune"),
                new Change.OfThing(
                        new Subject.OfThing(Scene.DEFAULT, io.penguintech.gough.schema.ThingKind.ZONE, "rack-x"),
                        Change.Act.UPDATE,
                        java.util.Optional.of("7"),
                        field("description", "1", "2"),
                        Risk.NONE,
                        "differs"),
                rules());
    }

    static Plan plan(Change... changes) {
        return new Plan(List.of(changes), List.of(), List.of(), 0);
    }

    static RolloutRow rollout(RolloutState state) {
        return rollout(state, NOW);
    }

    /** One that changed last at that moment. */
    static RolloutRow rollout(RolloutState state, Instant changed) {
        return new RolloutRow(
                new RolloutId(1),
                Scene.REPOSITORY,
                REVISION,
                Optional.empty(),
                "Change something",
                "Ada <ada@example.org>",
                "push",
                Optional.empty(),
                state,
                Optional.empty(),
                0,
                List.of(),
                PathNeeds.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOW,
                changed);
    }
}

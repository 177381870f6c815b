package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.PolicyFields;
import io.penguintech.gough.simulators.fleet.Report;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** Queries, policies and labels of one repository, counted at the Fleet. */
class FleetObjectsTest {
    private static final int QUERIES = 5;
    private static final int POLICIES = 10;

    private static Scene full() {
        var scene = Scene.start();
        scene.fleet.createPolicy(FleetSettings.PERSON, PolicyFields.of("theirs", "SELECT 0"));
        var all = new StringBuilder(Scene.label("racks", "SELECT 1 FROM uptime"));
        for (int i = 0; i < QUERIES; i++) all.append("---\n").append(Scene.query("query-" + i, "SELECT " + i));
        for (int i = 1; i < POLICIES; i++) all.append("---\n").append(Scene.policy("policy-" + i, "SELECT " + i, ""));
        scene.write("queries/all.yaml", all.toString())
                .write("queries/p.yaml", Scene.policy("policy-0", "SELECT 0", ", labelsIncludeAny: [racks]"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        return scene;
    }

    @Test
    void aLabelIsMadeAnewOnlyWhenPeopleSaySoAndNothingIsForAllHostsMeanwhile() {
        try (var scene = full()) {
            int old = scene.fleet.label("racks").orElseThrow().id();
            var all = scene.files.get("queries/all.yaml");
            scene.write("queries/all.yaml", String.valueOf(all).replace("SELECT 1 FROM uptime", "SELECT 2 FROM uptime"))
                    .push()
                    .settle();
            assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
            assertThat(scene.fleet.label("racks").orElseThrow().id()).isEqualTo(old);

            scene.approve(Scene.ben);
            scene.approve(Scene.cyn);
            scene.settle();

            assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
            var label = scene.fleet.label("racks").orElseThrow();
            assertThat(label.id()).isNotEqualTo(old);
            assertThat(label.query()).isEqualTo("SELECT 2 FROM uptime");
            assertThat(scene.fleet.labels()).filteredOn(one -> !one.builtin()).hasSize(1);
            assertThat(scene.fleet
                            .policy("policy-0")
                            .orElseThrow()
                            .fields()
                            .scopes()
                            .includeAny())
                    .containsExactly("racks");
            assertThat(scene.database("select kind, object_id from fleet_records where kind = 'label'"))
                    .extracting(row -> row.get("object_id"))
                    .containsExactly((long) label.id());
        }
    }

    private static SortedSet<Integer> carriers(Scene scene) {
        return scene.fleet.label("canaries").orElseThrow().hosts();
    }

    /** As the lookout does from time to time; a look reads no hosts. */
    private static void readHosts(Scene scene) {
        scene.tick();
        while (!scene.world.callRoll(Scene.DEFAULT).equals(new Reading.Got<>(true)))
            assertThat(scene.world.rolls().get(Scene.DEFAULT).failure()).isEmpty();
    }

    @Test
    void aLabelIsCarriedByTheHostsItListsAsSoonAsTheyAreThereAndByNobodyElse() {
        try (var scene = Scene.start()) {
            int one = scene.fleet.enroll(FleetHost.ubuntu("hv-01", "SN-1", "52:54:00:00:09:01", "192.0.2.1"));
            int two = scene.fleet.enroll(FleetHost.ubuntu("hv-02", "SN-2", "52:54:00:00:09:02", "192.0.2.2"));
            scene.write("queries/l.yaml", """
                    apiVersion: gough.io/v1
                    kind: Label
                    metadata: {name: canaries}
                    spec: {hosts: [SN-1, hv-03]}
                    """).push();
            readHosts(scene);
            scene.settle();
            assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
            assertThat(scene.fleet.writes()).isEqualTo(1);
            assertThat(carriers(scene)).containsExactly(one);
            assertThat(scene.rollout().plan().orElseThrow().findings())
                    .extracting(Plan.Finding::kind)
                    .containsExactly("not-enrolled");

            int three = scene.fleet.enroll(FleetHost.ubuntu("hv-03", "SN-3", "52:54:00:00:09:03", "192.0.2.3"));
            readHosts(scene);
            scene.tick().settle();
            assertThat(carriers(scene)).containsExactly(one, three);
            assertThat(scene.fleet.writes()).isEqualTo(2);
            scene.tick().tick();
            assertThat(scene.fleet.writes()).isEqualTo(2);

            scene.write(
                            "queries/l.yaml",
                            String.valueOf(scene.files.get("queries/l.yaml")).replace("SN-1", "hv-02"))
                    .push()
                    .settle();
            assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
            assertThat(scene.fleet.writes()).isEqualTo(3);
            assertThat(carriers(scene)).containsExactly(two, three);
        }
    }

    @Test
    void whatIsPrunedTakesNothingOfOthersAlong() {
        try (var scene = full()) {
            scene.write("gough.yaml", Scene.RULES.replace("  mode: apply\n", "  mode: apply\n  prune: true\n"))
                    .push()
                    .settle();
            scene.approve(Scene.ben);
            scene.approve(Scene.cyn);
            scene.settle();
            scene.delete("queries/p.yaml").push().settle();
            assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
            scene.approve(Scene.ben);
            scene.approve(Scene.cyn);
            scene.settle();

            assertThat(scene.fleet.policy("policy-0")).isEmpty();
            assertThat(scene.fleet.policy("theirs")).isPresent();
            assertThat(scene.fleet.policies()).hasSize(POLICIES);
            assertThat(scene.fleet.reports()).extracting(Report::id).hasSize(QUERIES);
        }
    }
}

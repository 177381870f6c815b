package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.PolicyFields;
import io.penguintech.gough.simulators.fleet.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queries, policies and labels of one repository, counted at the Fleet. */
class FleetObjectsTest {
    private static final int QUERIES = 30;
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

    private static List<CallRecord> since(Scene scene, int before) {
        var calls = scene.fleet.calls();
        return calls.subList(before, calls.size());
    }

    @Test
    void eachIsMadeOnceAndAnEditIsOneWriteAndNothingIsNone() {
        try (var scene = full()) {
            assertThat(scene.fleet.reports()).hasSize(QUERIES);
            assertThat(scene.fleet.policies()).hasSize(POLICIES + 1);
            assertThat(scene.fleet.writes()).isEqualTo(1 + QUERIES + POLICIES);

            int before = scene.fleet.calls().size();
            scene.tick().tick();
            // Who answers is three; the teams, for a label may be used in any; one page of queries, the policies, the
            // labels.
            assertThat(since(scene, before))
                    .hasSize(14)
                    .allMatch(call -> call.method().equals("GET"));

            scene.write(
                            "queries/p.yaml",
                            Scene.policy("policy-0", "SELECT 0", ", labelsIncludeAny: [racks], resolution: x"))
                    .push()
                    .settle();
            assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
            assertThat(scene.fleet.writes()).isEqualTo(2 + QUERIES + POLICIES);
            assertThat(scene.fleet.policy("policy-0").orElseThrow().fields().resolution())
                    .isEqualTo("x");
            assertThat(scene.fleet.policy("theirs").orElseThrow().fields().query())
                    .isEqualTo("SELECT 0");
        }
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

package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.PolicyFields;
import io.penguintech.gough.simulators.fleet.ReportFields;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many queries and policies, counted at the Fleet. A hundred and thirty by default; {@code -Dgough.queries=1000
 * -Dgough.policies=300} takes a minute or two.
 */
class ManyQueriesTest {
    private static final int QUERIES = Integer.getInteger("gough.queries", 100);
    private static final int POLICIES = Integer.getInteger("gough.policies", 30);
    /** A label of ours, and what somebody else made. */
    private static final int ALL = QUERIES + POLICIES + 1;

    private static final int PAGE = 100;
    private static final String THEIRS = "SELECT 'theirs'";

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void declare() {
        scene.fleet.create(FleetSettings.PERSON, ReportFields.of("theirs", THEIRS));
        scene.fleet.createPolicy(FleetSettings.PERSON, PolicyFields.of("theirs", THEIRS));
        var all = new StringBuilder(Scene.label("racks", "SELECT 1 FROM uptime"));
        for (int i = 0; i < QUERIES; i++) all.append("---\n").append(Scene.query("query-" + i, "SELECT " + i));
        for (int i = 1; i < POLICIES; i++) all.append("---\n").append(Scene.policy("policy-" + i, "SELECT " + i, ""));
        scene.write("queries/all.yaml", all.toString())
                .write("queries/p.yaml", Scene.policy("policy-0", "SELECT 0", ", labelsIncludeAny: [racks]"))
                .push();
    }

    private void everythingIsThereOnce() {
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.fleet.writes()).isEqualTo(ALL);
        assertThat(scene.fleet.reports())
                .extracting(report -> report.fields().name())
                .doesNotHaveDuplicates()
                .hasSize(QUERIES + 1);
        assertThat(scene.fleet.policies())
                .extracting(policy -> policy.fields().name())
                .doesNotHaveDuplicates()
                .hasSize(POLICIES + 1);
        assertThat(scene.fleet.labels()).filteredOn(label -> !label.builtin()).hasSize(1);
        assertThat(scene.database("select distinct kind, object_id from fleet_records"))
                .hasSize(ALL);
        theirsIsUntouched();
    }

    private void theirsIsUntouched() {
        assertThat(scene.fleet.report("theirs").orElseThrow().fields().query()).isEqualTo(THEIRS);
        assertThat(scene.fleet.policy("theirs").orElseThrow().fields().query()).isEqualTo(THEIRS);
    }

    private void settle() {
        for (int kills = 0; kills < 10; kills++)
            try {
                scene.settle();
                return;
            } catch (Killed killed) {
                // Longer than a call without an answer may still happen: CrashTest waits for that.
                scene.time.advance(Duration.ofMinutes(16));
                scene.restart();
            }
        throw new AssertionError("killed too often");
    }

    @Test
    void aFirstApplyThatIsKilledInItsMiddleLosesNothingAndDoublesNothing() {
        var passed = new HashMap<String, Integer>();
        var deaths = new HashMap<>(Map.of(
                "intent-journalled create",
                ALL / 2,
                "called create-query",
                QUERIES / 2,
                "step-journalled create-policy",
                POLICIES / 2,
                "outcome-journalled create-policy",
                POLICIES / 3,
                "arrived create",
                ALL / 2));
        scene.crash = place -> {
            int times = passed.merge(place, 1, Integer::sum);
            if (!deaths.remove(place, times)) return;
            throw new Killed();
        };
        scene.restart();
        declare();

        settle();

        assertThat(deaths).as("places where it did not die").isEmpty();
        everythingIsThereOnce();
    }

    private List<CallRecord> since(int before) {
        var calls = scene.fleet.calls();
        return calls.subList(before, calls.size());
    }

    private void edit(String from, String to) {
        var all = String.valueOf(scene.files.get("queries/all.yaml"));
        assertThat(all).contains(from);
        scene.write("queries/all.yaml", all.replace(from, to)).push().settle();
    }

    @Test
    void anEditIsOneWriteNothingIsNoneAndWhatDeletesResultsIsAskedAbout() {
        declare();
        scene.settle();
        everythingIsThereOnce();

        int before = scene.fleet.calls().size();
        scene.tick().tick();
        // Who answers is three; the teams, for a label may be used in any; pages of queries, the policies, the labels.
        int pages = (QUERIES + 1 + PAGE - 1) / PAGE;
        assertThat(since(before))
                .hasSize(2 * (6 + pages))
                .allMatch(call -> call.method().equals("GET"));

        edit("{name: query-1}\nspec: {description: test", "{name: query-1}\nspec: {description: changed");
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.fleet.writes()).isEqualTo(ALL + 1);
        assertThat(scene.fleet.report("query-1").orElseThrow().fields().description())
                .isEqualTo("changed");

        edit(
                "\"SELECT 2\"}\n---\napiVersion: gough.io/v1\nkind: Query",
                "\"SELECT 2 + 2\"}\n---\napiVersion: gough.io/v1\nkind: Query");
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().plan().orElseThrow().changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
                    assertThat(change.because()).contains("deletes stored results");
                });
        assertThat(scene.fleet.writes()).isEqualTo(ALL + 1);
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.fleet.writes()).isEqualTo(ALL + 2);
        assertThat(scene.fleet.report("query-2").orElseThrow().fields().query()).isEqualTo("SELECT 2 + 2");
        theirsIsUntouched();
    }
}

package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Disks;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.RulesDigest;
import io.penguintech.gough.reconcile.Setup;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.Commissioning;
import io.penguintech.gough.schema.DeployOptions;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostStorage;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is stored is read back as it was. */
class JsonTest {
    static Stream<Change> everyChange() {
        return Samples.everyChange().stream();
    }

    @ParameterizedTest
    @MethodSource("everyChange")
    void aChangeKeepsEverythingAndItsDigest(Change change) {
        var back = Json.read(Json.write(change), Change.class);

        assertThat(back).isEqualTo(change);
        assertThat(back.digest()).isEqualTo(change.digest());
    }

    /** What later versions added to changes; an earlier one wrote none of it. */
    private static String withoutWhatIsNew(String json) {
        return withoutWhatIsNew(JsonMapper.shared().readTree(json)).toString();
    }

    private static JsonNode withoutWhatIsNew(JsonNode tree) {
        if (tree instanceof ObjectNode map) {
            if (map.path("kind").asString("").equals("query")) rename(map, "name");
            if (map.has("wanted")) rename(map, "wanted");
            map.remove(List.of(
                    "setup", "options", "lost", "asked", "team", "labelsIncludeAny", "labelsIncludeAll", "object"));
        }
        tree.values().forEach(JsonTest::withoutWhatIsNew);
        return tree;
    }

    /** There were queries only, and both the thing and its name were called so. */
    private static void rename(ObjectNode map, String field) {
        map.set("query", map.get(field));
        map.remove(field);
    }

    @ParameterizedTest
    @MethodSource("everyChange")
    void aChangeThatAnEarlierVersionWroteKeepsItsMeaningAndItsDigest(Change change) {
        assumeThat(change instanceof Change.OfHost host && !host.setup().isNothing())
                .as("an earlier version knew no setup")
                .isFalse();
        assumeThat(change instanceof Change.BringUp up && up.lost()).isFalse();
        assumeThat(change.asked()).as("an earlier version knew no requests").isEmpty();
        assumeThat(change.subject() instanceof Subject.OfFleet object && object.kind() != FleetKind.QUERY)
                .as("an earlier version knew queries only")
                .isFalse();

        var back = Json.read(withoutWhatIsNew(Json.write(change)), Change.class);

        assertThat(back).isEqualTo(change);
        assertThat(back.digest()).isEqualTo(change.digest());
    }

    @Test
    void howAHostIsCommissionedAndInstalledIsKept() {
        var how = new Commissioning(true, false, true, false, List.of("update-firmware"), Optional.of(List.of()));
        var options = new DeployOptions(
                true, true, Optional.of(new DeployOptions.Bridging(DeployOptions.Bridging.Type.OVS, true, 4)));
        var setup = new Setup(HostNetwork.NONE, HostStorage.NONE, new TreeMap<>(), how);
        var runs = new Records.Deployment(3, "noble", "", "f00d", options);

        assertThat(Json.read(Json.write(setup), Setup.class)).isEqualTo(setup);
        assertThat(Json.read(Json.write(runs), Records.Deployment.class)).isEqualTo(runs);
    }

    private static HostStorage storage(String spec) {
        var files = new TreeMap<String, RepoTree.Entry>();
        files.put("gough.yaml", new RepoTree.Entry.Blob(Scene.RULES.getBytes(StandardCharsets.UTF_8)));
        files.put(
                "hosts/a.yaml", new RepoTree.Entry.Blob(Scene.host("a", 1, spec).getBytes(StandardCharsets.UTF_8)));
        return switch (new InventoryLoader(Limits.DEFAULT).load(new RepoTree(Optional.empty(), files))) {
            case Loaded.Valid(var inventory, var _) ->
                inventory.hosts().firstEntry().getValue().storage();
            case Loaded.Invalid(var diagnostics) -> throw new AssertionError(diagnostics);
        };
    }

    @Test
    void disksOfOnesOwnDesignAreKept() {
        var storage = storage("""
                storage:
                  layout: custom
                  disks:
                    a: {boot: true, size: 1TB, partitions: {x: {size: 1GiB, bootable: true}, y: {size: rest}}}
                    b: {serial: B, idPath: B}
                    c: {serial: C}
                  raids: {m: {level: 1, devices: [b, c], filesystem: xfs, mount: /m, mountOptions: ro}}
                  volumeGroups: {v: {devices: [a.y], volumes: {r: {size: 50%, filesystem: ext4, mount: /}}}}
                """);
        var setup = new Setup(HostNetwork.NONE, storage, new TreeMap<>(), Commissioning.NONE);

        assertThat(storage.design()).isPresent();
        assertThat(Json.read(Json.write(setup), Setup.class)).isEqualTo(setup);
    }

    @Test
    void disksAndStorageOfAnEarlierVersionAreRead() {
        var disks = Json.read("""
                {"disks": [{"id": 1, "name": "sda", "physical": true, "size": 9, "serial": "S", "model": "", "tags": [],
                  "use": "", "mount": "", "partitions": [{"size": 5, "use": "ext4", "mount": "/"}]}],
                 "volumeGroups": ["vg0"], "raids": [], "bcaches": [], "bootDisk": 1}""", Disks.class);
        assertThat(disks.groups()).isEmpty();
        assertThat(disks.disks().getFirst().idPath()).isEmpty();
        assertThat(disks.disks().getFirst().partitions().getFirst().options()).isEmpty();

        var storage = Json.read("""
                {"layout": "FLAT", "names": {}, "sizes": {}, "cacheDisk": null, "cacheMode": null,
                 "rootDisk": {"name": "sda", "serial": null, "model": null, "tags": []}}""", HostStorage.class);
        assertThat(storage.design()).isEmpty();
        assertThat(storage.rootDisk().orElseThrow()).hasToString("name sda");
    }

    @Test
    void everyKindOfChangeIsAmongTheSamples() {
        var kinds =
                Samples.everyChange().stream().map(Object::getClass).distinct().toList();

        assertThat(kinds).hasSize((int) leaves(Change.class));
    }

    private static long leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .distinct()
                        .mapToLong(JsonTest::leaves)
                        .sum()
                : 1;
    }

    @Test
    void aPlanKeepsEverythingAndItsDigest() {
        var plan = new Plan(
                Samples.everyChange(),
                List.of(new Plan.Blocked(Samples.host("beta"), "busy", true)),
                List.of(new Plan.Finding(
                        new Subject.OfOrphan(Samples.DEFAULT, "x"), "orphan", "nobody declares it", "d")),
                4);
        var back = Json.read(Json.write(plan), Plan.class);

        assertThat(back).isEqualTo(plan);
        assertThat(back.digest()).isEqualTo(plan.digest());
    }

    @Test
    void aHostRecordOfAnEarlierVersionIsRead() {
        var record = Json.read("""
                {"host": "alpha", "region": "default", "systemId": "abc123", "macAddresses": ["52:54:00:00:00:01"],
                 "adopted": false, "deployment": null, "heldSince": null, "tags": [], "lost": false}""", Records.HostRecord.class);

        assertThat(record.maintainedFrom()).isEmpty();
        assertThat(record.locked()).isFalse();
        assertThat(record.living()).isFalse();
        assertThat(record.deployment()).isEmpty();
    }

    @Test
    void anOutcomeKeepsEverything() {
        var outcomes = List.<Outcome>of(
                new Outcome.Done(Optional.of("abc123")),
                new Outcome.Done(Optional.empty()),
                new Outcome.Running(Duration.ofSeconds(15)),
                new Outcome.Failed(new Failure.TryAgain("busy", Duration.ofMillis(1500))),
                new Outcome.Failed(new Failure.WorldChanged("it is Ready")),
                new Outcome.Failed(new Failure.NeedsHuman("no such zone")),
                new Outcome.Failed(new Failure.Unclear("no answer")));

        for (var outcome : outcomes)
            assertThat(Json.read(Json.write(outcome), Outcome.class)).isEqualTo(outcome);
    }

    @Test
    void limitsOfAVersionThatHadThreeNumbersOnlyAreRead() {
        var back = Json.read(
                "{\"maxParallel\": 7, \"stopAfterFailures\": 2, \"maxDestroyed\": 1}", Repository.RolloutLimits.class);
        assertThat(back).isEqualTo(new Repository.RolloutLimits(7, 2, 1));
    }

    @Test
    void rulesKeepTheirDigestSoThatTheSameFileIsNoChange() {
        var rules = Scene.rules(Scene.RULES.replace(
                        "maxDestroyed: 5",
                        "maxDestroyed: 5, maxDestroyedPercent: 9, waves: {by: 'label:a', order: [x], canary: 1, pause:"
                                + " 3m, stopAfterFailures: 1}, maxUnavailable: [{by: pool, most: 1}, {by: zone, percent:"
                                + " 5}], windows: [{days: [mon], from: 22:00, to: 24:00, zone: Europe/Stockholm}]")
                + "  values: {ntp: [a, b], n: 5, big: 12345678901234567890, f: 1.5, e: 1e10, t: true, none: null}\n");
        var back = Json.read(Json.write(rules), Repository.class);

        assertThat(RulesDigest.of(back)).isEqualTo(RulesDigest.of(rules));
        assertThat(back.people()).isEqualTo(rules.people());
        assertThat(back.rollout()).isEqualTo(rules.rollout());
    }

    @Test
    void anEventKeepsEverything() {
        var main = new RepositoryId("main");
        var events = List.<RolloutEvent>of(
                new RolloutEvent.RolloutChanged(main, new RolloutId(7)),
                new RolloutEvent.AlertRaised(main, "git", "warning", "down"),
                new RolloutEvent.AlertResolved(main, "git", "up"));

        for (var event : events)
            assertThat(Json.read(Json.write(event), RolloutEvent.class)).isEqualTo(event);
    }

    @Test
    void aDiagnosticKeepsEverything() {
        var diagnostics = List.of(Diagnostic.error("Unknown key", "\"x\" is none", new Place("a.yaml", 3, 4)));

        assertThat(Json.readList(Json.write(diagnostics), Diagnostic.class)).isEqualTo(diagnostics);
    }

    @Test
    void everyStateKeepsEverything() {
        var states = List.<RolloutState>of(
                new RolloutState.Requested(),
                new RolloutState.Rejected("why"),
                new RolloutState.InSync(),
                new RolloutState.AwaitingApproval(Instant.parse("2026-01-01T00:00:00Z")),
                new RolloutState.Applying(),
                new RolloutState.Done(),
                new RolloutState.Stalled("why"),
                new RolloutState.Declined("ben", "why"),
                new RolloutState.Expired(),
                new RolloutState.Superseded(new RolloutId(3)),
                new RolloutState.Cancelled("ada", "why"));

        assertThat(states).hasSize(RolloutState.class.getPermittedSubclasses().length);
        for (var state : states) {
            var columns = StateColumns.of(state);
            var back = new StateColumns(
                    columns.word(), Json.read(Json.write(columns.detail()), StateColumns.Detail.class));
            assertThat(back.state()).isEqualTo(state);
        }
    }

    @Test
    void namesAreStoredAsPlainText() {
        assertThat(Json.write(new Revision("a".repeat(40)))).isEqualTo("\"" + "a".repeat(40) + "\"");
        assertThat(Json.write(new RolloutId(12))).isEqualTo("\"r12\"");
    }

    @Test
    void aNulIsReplacedBecauseTheDatabaseRefusesItAndNothingElseIs() {
        assertThat(Json.write(new Outcome.Done(Optional.of("a\0b"))))
                .contains("a\\ufffdb")
                .doesNotContain("u0000");
        var sql = new Outcome.Done(Optional.of("SELECT '\\u0000'"));
        assertThat(Json.read(Json.write(sql), Outcome.class)).isEqualTo(sql);
    }

    @Test
    void aGoalKeepsItsErasing() {
        var goal = new HostGoal.Retired(HostGoal.Erase.SECURE, true);

        assertThat(Json.read(Json.write(goal), HostGoal.class)).isEqualTo(goal);
    }

    @Test
    void rulesForPathsAreKeptAndThoseOfAnEarlierVersionHaveNone() {
        var rules = Scene.rules(Scene.RULES + "  paths: [{glob: 'hosts/{a,b}/**', roles: [admin], people: [ben]}]\n");
        var json = Json.write(rules);

        assertThat(Json.read(json, Repository.class).paths()).isEqualTo(rules.paths());
        assertThat(RulesDigest.of(Json.read(json, Repository.class))).isEqualTo(RulesDigest.of(rules));
        var earlier = json.replaceAll(",\"paths\":\\[.*]", "");
        assertThat(earlier).doesNotContain("paths").isNotEqualTo(json);
        assertThat(Json.read(earlier, Repository.class).paths()).isEmpty();
    }
}

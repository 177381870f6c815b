package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Machine.Doing;
import io.penguintech.gough.reconcile.Machine.State;
import io.penguintech.gough.reconcile.Machine.Trouble;
import io.penguintech.gough.schema.MacAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads every machine that was recorded, and compares it with a second reading by other means. */
class RecordedMachinesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Recorded> answersWithOneMachine() {
        return Recorded.all().stream()
                .filter(recorded -> recorded.answer().ok()
                        && recorded.answer().body().startsWith("{")
                        && recorded.answer().body().contains("\"system_id\"")
                        && recorded.path().contains("/machines/"))
                .toList();
    }

    static List<Recorded> answersWithMachines() {
        return Recorded.all().stream()
                .filter(recorded -> recorded.answer().ok()
                        && recorded.answer().body().startsWith("[")
                        && (recorded.path().endsWith("/machines/")
                                || recorded.label().equals("tag-machines")))
                .toList();
    }

    private static Machine read(String label) throws IOException {
        return new MachineReader().read(Recorded.labelled(label).answer().body());
    }

    private static void assertSame(Machine machine, JsonNode json) {
        assertThat(machine.id().value()).isEqualTo(json.path("system_id").asString());
        assertThat(machine.hostname()).isEqualTo(json.path("hostname").asString());
        assertThat(machine.zone()).isEqualTo(json.path("zone").path("name").asString());
        assertThat(machine.pool()).isEqualTo(json.path("pool").path("name").asString());
        assertThat(machine.domain()).isEqualTo(json.path("domain").path("name").asString());
        assertThat(machine.description()).isEqualTo(json.path("description").asString(""));
        assertThat(machine.architecture()).isEqualTo(json.path("architecture").asString());
        assertThat(machine.powerType()).isEqualTo(json.path("power_type").asString());
        assertThat(machine.status()).isEqualTo(json.path("status_name").asString());
        assertThat(machine.locked()).isEqualTo(json.path("locked").asBoolean());
        assertThat(machine.owner().orElse("")).isEqualTo(json.path("owner").asString(""));
        assertThat(machine.tags())
                .containsExactlyInAnyOrderElementsOf(json.path("tag_names")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        assertThat(machine.macAddresses())
                .isEqualTo(json.path("interface_set")
                        .valueStream()
                        .map(nic -> new MacAddress(nic.path("mac_address").asString()))
                        .collect(Collectors.toSet()));
        assertThat(machine.annotations())
                .containsExactlyInAnyOrderEntriesOf(json.path("workload_annotations").properties().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().asString())));
    }

    @ParameterizedTest
    @MethodSource("answersWithOneMachine")
    void everyRecordedMachineIsReadWhole(Recorded recorded) throws IOException {
        assertSame(
                new MachineReader().read(recorded.answer().body()),
                JSON.readTree(recorded.answer().body()));
    }

    @ParameterizedTest
    @MethodSource("answersWithMachines")
    void everyRecordedListIsReadWhole(Recorded recorded) throws IOException {
        var machines = new ArrayList<Machine>();
        var body = recorded.answer().body();
        new MachineReader().readList(stream(body), machines::add);
        var json =
                StreamSupport.stream(JSON.readTree(body).spliterator(), false).toList();
        assertThat(machines).hasSameSizeAs(json);
        for (int i = 0; i < json.size(); i++) assertSame(machines.get(i), json.get(i));
    }

    @Test
    void theRecordingsHoldMachinesToRead() {
        assertThat(answersWithOneMachine()).hasSizeGreaterThan(40);
        assertThat(answersWithMachines()).hasSizeGreaterThan(2);
    }

    @Test
    void recordedStatesAreFolded() throws IOException {
        assertThat(read("create").state()).isEqualTo(new State.New());
        assertThat(read("commission").state()).isEqualTo(new State.Busy(Doing.COMMISSIONING));
        assertThat(read("read-ready").state()).isEqualTo(new State.Ready());
        assertThat(read("allocate").state()).isEqualTo(new State.Allocated());
        assertThat(read("allocate").owner()).contains("admin");
        assertThat(read("read-deploying").state()).isEqualTo(new State.Busy(Doing.DEPLOYING));
        assertThat(read("D9-read-Deployed").state()).isEqualTo(new State.Deployed("jammy", "ga-22.04"));
        assertThat(read("D41-read").state()).isEqualTo(new State.Deployed("", ""));
        assertThat(read("D25-read-locked").locked()).isTrue();
        assertThat(read("D9-read-Deployed").annotations())
                .containsEntry("gough-revision", "3f2a91c")
                .containsEntry("gough-user-data", "sha256-abc");
        assertThat(read("D9-read-Deployed").serial()).as("MAAS says Unknown").isEmpty();
    }

    @Test
    void everyStatusMeansSomethingAndAnUnknownOneIsBusy() {
        var kinds = IntStream.rangeClosed(0, 22)
                .boxed()
                .collect(Collectors.groupingBy(
                        status -> Statuses.fold(status, "noble", "ga-24.04", "")
                                .getClass()
                                .getSimpleName(),
                        Collectors.toSet()));
        assertThat(kinds)
                .isEqualTo(Map.of(
                        "New", Set.of(0),
                        "Ready", Set.of(4),
                        "Allocated", Set.of(5, 10),
                        "Deployed", Set.of(6),
                        "Busy", Set.of(1, 9, 12, 14, 17, 19, 21),
                        "Broken", Set.of(2, 3, 7, 8, 11, 13, 15, 16, 18, 20, 22)));
        assertThat(Statuses.fold(12, "", "", "")).isEqualTo(new State.Busy(Doing.RELEASING));
        assertThat(Statuses.fold(23, "", "", "")).isEqualTo(new State.Busy(Doing.UNKNOWN));
        assertThat(Statuses.fold(-1, "", "", "")).isEqualTo(new State.Busy(Doing.UNKNOWN));
    }

    @Test
    void whatALaterMaasAddsLeavesOutOrNullsDoesNoHarm() throws IOException {
        var machine = new MachineReader()
                .read("{\"system_id\":\"abc123\",\"status\":77,\"status_name\":\"Teleporting\",\"is_dpu\":{\"a\":[{}]},"
                        + "\"zone\":null,\"pool\":[1],\"tag_names\":null,\"owner\":null,\"interface_set\":["
                        + "{\"mac_address\":\"AA:BB:CC:DD:EE:FF\"},{\"mac_address\":null},{\"name\":\"x\"},"
                        + "{\"mac_address\":\"80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:0e:24:3d\"}]}");
        assertThat(machine.state()).isEqualTo(new State.Busy(Doing.UNKNOWN));
        assertThat(machine.macAddresses()).containsExactly(new MacAddress("aa:bb:cc:dd:ee:ff"));
        assertThat(machine.zone()).isEmpty();
        assertThat(machine.owner()).isEqualTo(Optional.empty());
    }

    @Test
    void theUuidOfAMachineIsReadOnceMaasKnowsIt() throws IOException {
        var json = "{\"system_id\":\"abc123\",\"hardware_uuid\":%s}";
        assertThat(new MachineReader().read(json.formatted("null")).uuid()).isEqualTo(Optional.empty());
        assertThat(new MachineReader().read(json.formatted("\"4C4C4544-0042\"")).uuid())
                .contains("4C4C4544-0042");
    }

    @Test
    void whatMaasSaysOfAFailureIsKeptInOneShortLine() throws IOException {
        var json =
                "{\"system_id\":\"abc123\",\"status\":2,\"status_name\":\"Failed commissioning\",\"status_message\":%s}";
        assertThat(new MachineReader()
                        .read(json.formatted("\"Failed commissioning - 1 of 3 scripts failed.\\nSee the log.\""))
                        .state())
                .isEqualTo(new State.Broken(Trouble.COMMISSIONING, "1 of 3 scripts failed. See the log."));
        for (var nothingMore : List.of("null", "\"\"", "\"Failed commissioning\"", "{\"a\":1}"))
            assertThat(new MachineReader().read(json.formatted(nothingMore)).state())
                    .isEqualTo(new State.Broken(Trouble.COMMISSIONING, ""));
        var endless = new MachineReader()
                .read(json.formatted("\"" + "x".repeat(9_000) + "\""))
                .state();
        assertThat(((State.Broken) endless).message()).hasSize(203).endsWith("x...");
    }

    @Test
    void everyTroubleHasAStatus() {
        assertThat(IntStream.rangeClosed(0, 22)
                        .mapToObj(status -> Statuses.fold(status, "", "", "boom"))
                        .flatMap(state -> state instanceof State.Broken(var trouble, var message)
                                ? Stream.of(trouble + " " + message)
                                : Stream.empty()))
                .containsExactlyInAnyOrder(
                        "COMMISSIONING boom",
                        "MISSING boom",
                        "RETIRED boom",
                        "MARKED_BROKEN boom",
                        "DEPLOYMENT boom",
                        "RELEASING boom",
                        "ERASING boom",
                        "RESCUE boom",
                        "ENTERING_RESCUE boom",
                        "EXITING_RESCUE boom",
                        "TESTING boom");
    }

    @Test
    void aSerialNumberIsReadAndUnknownIsNone() throws IOException {
        var json = "{\"system_id\":\"abc123\",\"hardware_info\":{\"a\":[1],\"system_serial\":\"%s\"}}";
        assertThat(new MachineReader().read(json.formatted("ABC 123")).serial()).contains("ABC 123");
        assertThat(new MachineReader().read(json.formatted("Unknown")).serial()).isEmpty();
        assertThat(new MachineReader().read(json.formatted(" ")).serial()).isEmpty();
    }

    @Test
    void aListIsNoMachineAndAMachineNoList() {
        assertThatThrownBy(() -> new MachineReader().read("[]")).hasMessageContaining("no START_OBJECT");
        assertThatThrownBy(() -> new MachineReader().readList(stream("{\"system_id\":\"abc123\"}"), machine -> {}))
                .hasMessageContaining("no START_ARRAY");
        assertThatThrownBy(() -> new MachineReader().readList(stream("[[]]"), machine -> {}))
                .hasMessageContaining("no START_OBJECT");
    }

    @Test
    void whatIsNoMachineIsSaidSoWithoutRepeatingIt() {
        for (var body : List.of(
                "<html>secret</html>",
                "{\"secret\": tru",
                "[1, \"secret\"]",
                "[{\"system_id\":\"abc123\"}, {\"sys",
                "{\"hostname\":\"secret\"}",
                "[{\"system_id\":\"../secret\"}]",
                ""))
            assertThatThrownBy(() -> new MachineReader().readList(stream(body), machine -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("this is not MAAS's JSON")
                    .hasMessageNotContaining("secret");
    }

    private static ByteArrayInputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }
}

package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.fault.StandInClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays the requests of the recordings, in order, to the stand-in and compares status, headers and bodies. System ids
 * of the recording are replaced by the stand-in's own as they are learned from the answers to create.
 */
class ReplayTest {
    private static final Duration STEP = Duration.ofMinutes(1);

    private final StandInClock clock = StandInClock.stoppedAt(Instant.parse("2026-11-22T19:40:00Z"));
    private final MaasStandIn maas = MaasStandIn.start(MaasStandInSettings.defaults()
            .withClock(clock)
            .withDurations(MaasDurations.all(STEP))
            .withImages(
                    new MaasImage("ubuntu", "focal", "amd64", List.of("ga-20.04")),
                    new MaasImage("ubuntu", "jammy", "amd64", List.of("ga-22.04")))
            .withoutRack());
    private final MaasClient admin = new MaasClient(maas, maas.apiKey());
    private final MaasClient alice = new MaasClient(maas, maas.otherAdminApiKey());
    private final MaasClient bob = new MaasClient(maas, maas.plainUserApiKey());
    private final Map<String, String> ids = new LinkedHashMap<>();

    @BeforeEach
    void prepareWhatTheRecordedRegionHad() {
        admin.post("zones/", "name", "rack-a");
        admin.post("account/prefs/sshkeys/", "key", "ssh-ed25519 AAAA user@example.org");
        admin.post("notifications/", "ident", "gough", "message", "hi", "admins", "true");
        admin.post("tags/", "name", "hyp", "comment", "hypervisor");
        admin.post("tags/", "name", "pod-console-logging", "kernel_opts", "console=tty1 console=ttyS0");
        // no real machine booted there: commissioning was ended by hand
        maas.plan(Mishap.COMMISSION_UNRECORDED, "golden1");
        maas.plan(Mishap.COMMISSION_UNRECORDED, "dep1");
    }

    @AfterEach
    void stop() {
        Stream.of(admin, alice, bob).forEach(MaasClient::close);
        maas.close();
    }

    @TestFactory
    Stream<DynamicTest> theFirstRecordingIsAnsweredAlike() {
        return replay("maas-3.4.10-transcript.jsonl");
    }

    @TestFactory
    Stream<DynamicTest> theRecordingOfDeployedMachinesIsAnsweredAlike() {
        return replay("maas-3.4.10-deployed.jsonl");
    }

    private Stream<DynamicTest> replay(String resource) {
        return Recording.load(resource).stream()
                .map(recording -> DynamicTest.dynamicTest(recording.label(), () -> compare(recording)));
    }

    private void compare(Recording recording) {
        prepare(recording.label());
        var answer = send(recording);
        learn(recording, answer);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(recording.status());
        compareHeaders(recording, answer);
        compareBodies(recording, answer.body());
    }

    private void prepare(String label) {
        switch (label) {
            case "read-ready", "D5-read-Ready", "D9-read-Deployed" -> clock.advance(STEP);
            case "D2-set-tags-in-New" -> admin.post("tags/", "name", "managed-by-x");
            // the recorded one was never reached, so that nothing was known of it
            case "list vm-hosts/" ->
                admin.post("vm-hosts/", "name", "hv1", "type", "virsh", "power_address", "qemu+ssh://192.0.2.8/system");
            default -> {}
        }
    }

    private HttpResponse<String> send(Recording recording) {
        var fields = new ArrayList<String>();
        recording
                .form()
                .forEach((name, values) -> values.forEach(value -> {
                    fields.add(name);
                    fields.add(own(value));
                }));
        var form = MaasClient.form(fields.toArray(String[]::new));
        boolean query = recording.method().equals("GET") && !form.isEmpty();
        var target = own(recording.path()) + (query ? "?" + form : "");
        return admin.send(recording.method(), target, query ? "" : form, authorization(recording.label()));
    }

    private String authorization(String label) {
        var key = admin.key();
        return switch (label) {
            case "version-anonymous", "whoami-noauth", "machines-noauth" -> "";
            case "bad-consumer" -> MaasClient.header("x", key[1], key[2], Instant.now(), "n1");
            case "bad-token" -> MaasClient.header(key[0], "x", key[2], Instant.now(), "n2");
            case "bad-secret-ECHOES-SECRET" -> MaasClient.header(key[0], key[1], "x", Instant.now(), "n3");
            case "old-timestamp" -> admin.header(Instant.now().minusSeconds(400), "n4");
            case "nonce-1", "nonce-replayed" -> admin.header(Instant.now(), "n-fixed");
            default -> caller(label).header();
        };
    }

    private MaasClient caller(String label) {
        if (label.contains("other-admin")) {
            return alice;
        }
        return label.contains("plain-user") ? bob : admin;
    }

    private void learn(Recording recording, HttpResponse<String> answer) {
        if (recording.status() == 200
                && answer.statusCode() == 200
                && recording.label().contains("create")
                && recording.path().endsWith("/machines/")) {
            ids.put(
                    MaasClient.JSON.readTree(recording.body()).path("system_id").asString(),
                    MaasClient.JSON.readTree(answer.body()).path("system_id").asString());
        }
    }

    /** A recorded text with the stand-in's ids in place of the recorded ones. */
    private String own(String text) {
        for (var id : ids.entrySet()) {
            text = text.replace(id.getKey(), id.getValue());
        }
        return text;
    }

    private static void compareHeaders(Recording recording, HttpResponse<String> answer) {
        for (var name : List.of("Content-Type", "Vary", "WWW-Authenticate", "Retry-After")) {
            assertThat(answer.headers().firstValue(name).orElse(""))
                    .as(name)
                    .isEqualTo(recording.headers().getOrDefault(name, ""));
        }
        if (!recording.label().matches("D\\d+-.*")) { // the second recording left the hash out
            assertThat(answer.headers().firstValue("X-Maas-Api-Hash").isPresent())
                    .isEqualTo(recording.headers().containsKey("X-Maas-Api-Hash"));
        }
    }

    private void compareBodies(Recording recording, String body) {
        boolean json = recording.headers().getOrDefault("Content-Type", "").startsWith("application/json");
        if (json && recording.status() == 200) {
            var values = recording.label().startsWith("list ") ? Likeness.Values.IGNORED : Likeness.Values.COMPARED;
            assertThat(Likeness.differences(
                            MaasClient.JSON.readTree(own(recording.body())), MaasClient.JSON.readTree(body), values))
                    .isEmpty();
            assertThat(indented(body)).isEqualTo(indented(recording.body()));
        } else {
            assertThat(withoutTime(body)).isEqualTo(withoutTime(expectedText(recording)));
        }
    }

    private static boolean indented(String body) {
        return body.startsWith("{\n    \"") || body.startsWith("[\n    {\n        \"");
    }

    private static String withoutTime(String text) {
        return text.replaceAll("\\d{10}", "TIME");
    }

    private String expectedText(Recording recording) {
        return switch (recording.label()) {
            case "bad-secret-ECHOES-SECRET" -> recording.body().replace("SECRET", admin.key()[2]);
            default -> own(recording.body());
        };
    }
}

package io.penguintech.gough.bot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hosts that run as Ansible reads them, over HTTP and by the script that it runs. */
class AnsibleInventoryTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    static Path dir;

    private static EdgeService service;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        service = EdgeService.start(new FakeRollouts(), dir);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        service.close();
    }

    private static JsonNode inventory() throws Exception {
        var request = HttpRequest.newBuilder(service.uri("/api/v1/inventory/ansible"))
                .header("Authorization", "Bearer " + EdgeService.LOOK)
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    @Test
    void theInventoryNamesWhatRunsAndHoldsNothingThatAnsibleWouldRun() throws Exception {
        var inventory = inventory();
        assertThat(texts(inventory.at("/gough_running/hosts")))
                .hasSize(249)
                .contains("hv-001")
                .doesNotContain("hv-004");
        assertThat(texts(inventory.at("/zone_rack_a/hosts"))).hasSize(249);
        assertThat(texts(inventory.at("/label_role_web/hosts"))).contains("hv-001");
        assertThat(texts(inventory.at("/health_unhealthy/hosts"))).containsExactly("hv-050");
        var first = inventory.at("/_meta/hostvars/hv-001");
        assertThat(first.path("ansible_host").asString()).isEqualTo("hv-001.maas");
        assertThat(first.path("gough_labels").path("role").asString()).isEqualTo("web");
        assertThat(inventory.at("/_meta/hostvars").propertyNames()).hasSize(249);
        assertThat(inventory.toString()).contains("label_note____lookup__pipe").doesNotContain("{{ ");
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    /** As Ansible runs it; skipped where there is no curl. */
    private static String script(String... words) throws Exception {
        var script = Path.of("../ansible/gough-inventory").toAbsolutePath();
        assumeThat(new ProcessBuilder("sh", "-c", "command -v curl").start().waitFor())
                .as("curl is missing")
                .isZero();
        var process = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(words))
                        .toList())
                .redirectErrorStream(true);
        process.environment().put("GOUGH_SERVER", service.uri("/").toString());
        process.environment()
                .put(
                        "GOUGH_TOKEN_FILE",
                        EdgeService.secret(dir, "ansible", EdgeService.LOOK).toString());
        process.environment().put("GOUGH_REPOSITORY", "main");
        var run = process.start();
        var said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void theScriptOfTheInventorySaysWhatTheServiceSays() throws Exception {
        assertThat(MAPPER.readTree(script("--list"))).isEqualTo(inventory());
        assertThat(script("--host", "hv-001").strip()).isEqualTo("{}");
    }
}

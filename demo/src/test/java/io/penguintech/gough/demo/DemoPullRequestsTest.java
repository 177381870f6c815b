package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.maas.MaasDurations;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a visitor does with pull requests on the demo's page, with each forge, without waiting for what Gough says to it. */
@ParameterizedClass
@EnumSource
class DemoPullRequestsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private static HttpClient http;
    private static Demo demo;

    @Parameter
    DemoForge forge;

    private record Answer(int status, String text) {}

    @BeforeParameterizedClassInvocation
    static void start(DemoForge forge) {
        http = HttpClient.newHttpClient();
        var silent = new Progress(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        var settings = new DemoSettings(0, folder, true, MaasDurations.all(Duration.ofMillis(100)), forge);
        demo = Demo.start(settings, new StandIns.Furniture(maas -> {}, files()), silent);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        demo.close();
        http.close();
    }

    /** The example without anything to bring about. */
    private static ArrayList<Edit> files() {
        var files = new ArrayList<>(ExampleRepository.files());
        files.removeIf(file -> file.path().startsWith("hosts/")
                || file.path().startsWith("queries/") && !file.path().equals("queries/security.yaml"));
        return files;
    }

    @Test
    void whatSomebodyPushesIsOfferedAndProposedOnce() throws Exception {
        var head = ada().push("by-hand", "Change something by hand", Edit.write("notes.txt", "changed"));

        assertThat(state().path("branches").valueStream())
                .anyMatch(branch -> branch.path("name").asString("").equals("by-hand")
                        && branch.path("subject").asString("").equals("Change something by hand"));
        assertThat(post("/demo/pulls", Map.of("branch", "by-hand")).text()).startsWith("Ada opened " + forge.request());
        assertThat(state().path("branches").valueStream())
                .noneMatch(branch -> branch.path("name").asString("").equals("by-hand"));
        assertThat(pull("by-hand").path("head").asString("")).isEqualTo(head);
        assertThat(post("/demo/pulls", Map.of("branch", "by-hand")).status()).isEqualTo(409);
        assertThat(post("/demo/pulls", Map.of("branch", "no-such")).status()).isEqualTo(409);
    }

    @Test
    void anExampleIsApprovedCommentedPushedAgainAndMergedOnce() throws Exception {
        var said = post("/demo/do/propose", Map.of()).text();
        var pull = pull("add-dk-10");
        assertThat(said).contains(forge.request(pull.path("number").asLong()));
        var place = "/demo/pulls/" + pull.path("number").asLong();

        assertThat(post(place + "/approve", by(Cast.ADA)).status()).isEqualTo(409);
        assertThat(post(place + "/approve", by(Cast.BEN)).status()).isEqualTo(200);
        assertThat(post(place + "/comment", Map.of("user", Cast.STRANGER.slack(), "text", "Why?"))
                        .status())
                .isEqualTo(200);
        assertThat(post(place + "/comment", Map.of("user", Cast.CHI.slack(), "text", " "))
                        .status())
                .isEqualTo(409);
        assertThat(pull("add-dk-10")
                        .path("said")
                        .valueStream()
                        .filter(one -> !one.path("gough").asBoolean()))
                .extracting(one -> one.path("kind").asString("") + " of "
                        + one.path("author").asString(""))
                .containsExactly("comment of mallory", "review of ben");

        assertThat(pull.path("versions").asBoolean()).isTrue();
        assertThat(post(place + "/push", Map.of()).status()).isEqualTo(200);
        assertThat(pull("add-dk-10").path("head")).isNotEqualTo(pull.path("head"));

        assertThat(post(place + "/merge", Map.of()).status()).isEqualTo(200);
        assertThat(pull("add-dk-10").path("state").asString("")).isEqualTo("merged");
        assertThat(GitLog.file(demo.standIns().repository(), "hosts/dk-10.yaml").orElse(""))
                .contains("pool: production");
        assertThat(post(place + "/merge", Map.of()).status()).isEqualTo(409);
        assertThat(post(place + "/push", Map.of()).status()).isEqualTo(409);
        assertThat(post(place + "/approve", by(Cast.BEN)).status()).isEqualTo(409);
    }

    @Test
    void whoeverApprovedMayDoSoAgainAtOnceOrAfterTakingItBackAsTheForgeHasIt() throws Exception {
        var pull = ada().propose("twice", "Approve this twice", Edit.write("twice.txt", "once"));
        var place = "/demo/pulls/" + pull.number();
        assertThat(post(place + "/approve", by(Cast.CHI)).status()).isEqualTo(200);
        boolean keeps = forge == DemoForge.GITLAB;
        ada().push("twice", "Approve this twice, again", Edit.write("twice.txt", "twice"));

        if (keeps) {
            assertThat(post(place + "/approve", by(Cast.CHI)).status()).isEqualTo(409);
            assertThat(post(place + "/revoke", by(Cast.CHI)).status()).isEqualTo(200);
        }
        assertThat(post(place + "/revoke", by(Cast.CHI)).status()).isEqualTo(409);
        assertThat(post(place + "/approve", by(Cast.CHI)).status()).isEqualTo(200);

        assertThat(pull("twice")
                        .path("said")
                        .valueStream()
                        .filter(said -> said.path("kind").asString("").equals("review")))
                .extracting(said -> said.path("takenBack").asBoolean())
                .containsExactly(keeps, false);
    }

    @Test
    void thePageCallsThingsAsTheForgeDoes() throws Exception {
        var state = state();

        assertThat(state.path("title").asString("")).isEqualTo(forge.title());
        assertThat(state.path("sign").asString("") + state.path("request").asString(""))
                .isEqualTo(forge == DemoForge.GITLAB ? "!merge request" : "#pull request");
        assertThat(state.path("pages").asString(""))
                .endsWith(
                        switch (forge) {
                            case GITHUB -> "/acme/infra/pull/";
                            case GITLAB -> "/acme/metal/infra/-/merge_requests/";
                            case GITEA -> "/acme/infra/pulls/";
                        });
    }

    @Test
    void aConflictIsRefusedInWordsAndAnUnknownNumberToo() throws Exception {
        var one = ada().propose("one", "One way", Edit.write("way.txt", "one"));
        var other = ada().propose("other", "The other way", Edit.write("way.txt", "other"));
        post("/demo/pulls/%d/merge".formatted(one.number()), Map.of());

        assertThat(post("/demo/pulls/%d/merge".formatted(other.number()), Map.of()))
                .isEqualTo(new Answer(409, "it conflicts with its base branch"));
        assertThat(post("/demo/pulls/4711/merge", Map.of()).status()).isEqualTo(404);
        assertThat(post("/demo/pulls/%d/approve".formatted(other.number()), Map.of("user", "U0NOBODY"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aPageOfAnotherSiteDoesNothing() throws Exception {
        var pull = ada().propose("quiet", "Nobody merges this", Edit.write("quiet.txt", ""));
        var request = HttpRequest.newBuilder(
                        URI.create(demo.addresses().service() + "/demo/pulls/" + pull.number() + "/merge"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(403);
        assertThat(pull("quiet").path("state").asString("")).isEqualTo("open");
    }

    private AdasClone ada() {
        return new AdasClone(demo.standIns(), demo.addresses().clone(ExampleRepository.NAME));
    }

    private static Map<String, String> by(Cast.Person person) {
        return Map.of("user", person.slack());
    }

    private JsonNode state() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(demo.addresses().page() + "/state"))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body()).path("forge");
    }

    private JsonNode pull(String branch) throws IOException, InterruptedException {
        return state().path("pulls")
                .valueStream()
                .filter(pull -> pull.path("branch").asString("").equals(branch))
                .findFirst()
                .orElseThrow();
    }

    private Answer post(String path, Map<String, String> body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(demo.addresses().service() + path))
                .header(LocalOnly.HEADER, "1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        var text = answer.body().startsWith("{")
                ? JSON.readTree(answer.body()).path("text").asString("")
                : "";
        return new Answer(answer.statusCode(), text);
    }
}

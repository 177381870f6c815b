package io.penguintech.gough.bot.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.edge.EdgeService;
import io.penguintech.gough.bot.edge.FakeRollouts;
import io.penguintech.gough.bot.edge.Samples;
import io.penguintech.gough.bot.rollout.RolloutState;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is written about the API is what is served. */
class ApiDescriptionTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Path DOCS = docs();
    private static final Pattern EXAMPLE =
            Pattern.compile("### `GET (?<path>[^`]+)`\n(?:[^`#][^\n]*\n|\n)*```json\n(?<json>.*?)```", Pattern.DOTALL);

    @TempDir
    static Path dir;

    private static EdgeService service;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        var rollouts = new FakeRollouts();
        rollouts.put(
                Samples.rollout(12, new RolloutState.AwaitingApproval(Samples.NOW.plusSeconds(3600)), Samples.plan()));
        service = EdgeService.start(rollouts, dir);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        service.close();
    }

    private static Path docs() {
        var here = Path.of("docs");
        return Files.isDirectory(here) ? here : Path.of("..", "docs");
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.uri(path))
                .header("Authorization", "Bearer " + EdgeService.LOOK)
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    @Test
    void theDescriptionNamesExactlyWhatIsServed() throws Exception {
        var described = new TreeSet<String>();
        for (var path : get("/api/openapi.json").get("paths").properties())
            path.getValue()
                    .propertyNames()
                    .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
        assertThat(described).containsExactlyInAnyOrderElementsOf(served());
    }

    private static TreeSet<String> served() {
        var served = new TreeSet<String>();
        service.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/v1/"))
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method + " " + path))));
        return served;
    }

    @Test
    void theDescriptionKnowsEveryField() throws Exception {
        var schemas = get("/api/openapi.json").at("/components/schemas");
        var records = Stream.concat(
                        Arrays.stream(Json.class.getDeclaredClasses()),
                        Stream.of(
                                        AlertController.class,
                                        ApiController.class,
                                        DecisionController.class,
                                        QuestionController.class)
                                .flatMap(type -> Arrays.stream(type.getDeclaredClasses())))
                .filter(Class::isRecord)
                .toList();
        for (var type : records) {
            var fields = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList();
            assertThat(schemas.at("/" + type.getSimpleName() + "/properties").propertyNames())
                    .as(type.getSimpleName())
                    .containsExactlyInAnyOrderElementsOf(fields);
        }
        assertThat(schemas.propertyNames()).hasSize(records.size() + 1); // and Problem
    }

    @Test
    void theExamplesAreAnswersAsTheyAre() throws Exception {
        var text = Files.readString(DOCS.resolve("api.md"), StandardCharsets.UTF_8);
        var examples = EXAMPLE.matcher(text);
        var shown = new TreeSet<String>();
        while (examples.find()) {
            var path = examples.group("path");
            shown.add("GET " + path.replaceFirst("\\?.*", ""));
            assertThat(get(path)).as(path).isEqualTo(MAPPER.readTree(examples.group("json")));
        }
        assertThat(shown).hasSize(13);
    }

    @Test
    void everyCallIsInTheDocumentation() throws Exception {
        var text = Files.readString(DOCS.resolve("api.md"), StandardCharsets.UTF_8);
        for (var call : served()) {
            var words = call.split(" ", 2);
            var pattern = words[1].replaceAll("\\{[a-z]+}", "[^/`]+");
            assertThat(Pattern.compile(words[0] + " " + pattern + "(\\?[^`]*)?`")
                            .matcher(text)
                            .find())
                    .as(call)
                    .isTrue();
        }
    }
}

package io.penguintech.gough.bot.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What GitHub publishes of its API in the form of OpenAPI 3.0: whether a call is described, and whether an answer can be its own. */
final class GitHubDescription {
    /** What to run where {@link #published} is empty. */
    static final String HOW = ".ci/unpack-github-api has fetched GitHub's description of its API";

    private static final Path FILE = Path.of("../target/github-api/api.github.com.json");
    /** Where a GitHub of one's own has its API. */
    private static final String BASE = "/api/v3";
    /** What may be answered anywhere: GitHub describes refusals with some operations only. */
    private static final Set<Integer> ANYWHERE = Set.of(304, 401, 403, 404, 422);

    private final JsonNode paths;
    private final JsonShapes shapes;

    private GitHubDescription(JsonNode all) {
        this.paths = all.path("paths");
        this.shapes = new JsonShapes(all);
    }

    private static final class Once {
        static final Optional<GitHubDescription> READ = read();

        private static Optional<GitHubDescription> read() {
            if (!Files.exists(FILE)) return Optional.empty();
            try {
                var all = (ObjectNode) ForgeCalls.tree(Files.readString(FILE));
                ((ObjectNode) all.path("components")).remove("examples");
                return Optional.of(new GitHubDescription(all));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Empty where it was not fetched: it is another project's, and not kept here. */
    static Optional<GitHubDescription> published() {
        return Once.READ;
    }

    /**
     * One thing that can be done.
     *
     * @param path with names in braces
     */
    private record Operation(String method, String path, JsonNode described) {}

    /** What a call does: its method and the described path, or what is wrong with it. */
    String operation(Call call) {
        return find(call)
                .map(operation -> operation.method() + " " + operation.path())
                .orElse("not described: " + call.method() + " " + call.path());
    }

    private Optional<Operation> find(Call call) {
        if (!call.path().startsWith(BASE)) return Optional.empty();
        var steps = call.path().substring(BASE.length()).split("/", -1);
        return paths.propertyStream()
                .filter(path -> isOf(path.getKey().split("/", -1), steps))
                .min(Comparator.comparing(
                        path -> path.getKey().chars().filter(c -> c == '{').count()))
                .filter(path -> path.getValue().has(verb(call)))
                .map(path -> new Operation(
                        call.method(), path.getKey(), path.getValue().path(verb(call))));
    }

    private static String verb(Call call) {
        return call.method().toLowerCase(Locale.ROOT);
    }

    private static boolean isOf(String[] described, String[] steps) {
        if (described.length != steps.length) return false;
        for (int at = 0; at < steps.length; at++)
            if (!described[at].startsWith("{") && !described[at].equals(steps[at])) return false;
        return true;
    }

    /** What is wrong with a call. */
    List<String> faults(Call call) {
        var operation = find(call);
        if (operation.isEmpty()) return List.of(operation(call));
        var faults = new ArrayList<String>();
        parameters(call, operation.get(), faults);
        body(call, shapes.resolved(operation.get().described().path("requestBody")), faults);
        return faults.stream()
                .map(fault ->
                        "%s %s: %s".formatted(call.method(), operation.get().path(), fault))
                .toList();
    }

    private void parameters(Call call, Operation operation, List<String> faults) {
        var names = operation.path().split("/", -1);
        var steps = call.path().substring(BASE.length()).split("/", -1);
        var known = operation
                .described()
                .path("parameters")
                .valueStream()
                .map(shapes::resolved)
                .toList();
        for (int at = 0; at < names.length; at++)
            if (names[at].startsWith("{")) {
                var name = names[at].substring(1, names[at].length() - 1);
                var step = steps[at];
                named(known, "path", name)
                        .ifPresentOrElse(
                                one -> shapes.text(step, one.path("schema"), name, faults),
                                () -> faults.add("no path parameter " + name));
            }
        for (var asked : call.query().entrySet())
            named(known, "query", asked.getKey())
                    .ifPresentOrElse(
                            one -> asked.getValue()
                                    .forEach(value -> shapes.text(value, one.path("schema"), asked.getKey(), faults)),
                            () -> faults.add("no query parameter " + asked.getKey()));
        known.stream()
                .filter(one -> one.path("in").asString("").equals("query"))
                .filter(one -> one.path("required").asBoolean(false))
                .map(one -> one.path("name").asString(""))
                .filter(name -> !call.query().containsKey(name))
                .forEach(name -> faults.add("query parameter " + name + " is missing"));
    }

    private static Optional<JsonNode> named(List<JsonNode> known, String in, String name) {
        return known.stream()
                .filter(one -> one.path("in").asString("").equals(in)
                        && one.path("name").asString("").equals(name))
                .findFirst();
    }

    private void body(Call call, JsonNode described, List<String> faults) {
        var text = call.body().text();
        if (text.isEmpty()) {
            if (described.path("required").asBoolean(false)) faults.add("a body is missing");
            return;
        }
        var type = call.header("Content-Type").orElse("");
        var content = described.path("content").path(type);
        if (content.isMissingNode()) faults.add("no body of type " + type);
        else shapes.check(ForgeCalls.tree(text), content.path("schema"), JsonShapes.Extent.WHOLE, faults);
    }

    /** What of an answer cannot be GitHub's own; that something is missing is nothing wrong. */
    List<String> faults(Call call, Answer answer) {
        var faults = new ArrayList<String>();
        var operation = find(call);
        if (operation.isEmpty()) return faults;
        var described = operation.get().described().path("responses").path(Integer.toString(answer.status()));
        if (described.isMissingNode() && !ANYWHERE.contains(answer.status()))
            faults.add("no answer " + answer.status());
        if (isBody(answer))
            shapes.check(ForgeCalls.tree(answer.body().text()), schema(described), JsonShapes.Extent.PART, faults);
        return faults.stream()
                .map(fault -> "%s %s: in the answer %s"
                        .formatted(call.method(), operation.get().path(), fault))
                .toList();
    }

    /** The same answer without anything that GitHub need not say, and with nothing where it may say that there is nothing. */
    Answer sparest(Call call, Answer answer) {
        if (!isBody(answer)) return answer;
        var described = find(call).orElseThrow().described().path("responses").path(Integer.toString(answer.status()));
        var body = shapes.sparest(ForgeCalls.tree(answer.body().text()), schema(described));
        var spare = Answer.json(answer.status(), ForgeCalls.JSON.writeValueAsString(body));
        for (var header : answer.headers().entrySet())
            if (!header.getKey().equals("Content-Type"))
                spare = spare.withHeader(header.getKey(), header.getValue().getFirst());
        return spare;
    }

    /** Whether there is something good to look at. */
    private static boolean isBody(Answer answer) {
        return answer.status() / 100 == 2 && answer.status() != 204;
    }

    private JsonNode schema(JsonNode response) {
        return shapes.resolved(response)
                .path("content")
                .path("application/json")
                .path("schema");
    }
}

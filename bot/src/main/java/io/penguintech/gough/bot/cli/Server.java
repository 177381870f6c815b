package io.penguintech.gough.bot.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service, seen from a terminal: its REST API with a bearer token from a file. */
final class Server {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 128 << 20;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The service (default: GOUGH_SERVER, else http://127.0.0.1:8080).")
    @Nullable
    String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with an API token (default: GOUGH_TOKEN_FILE).")
    @Nullable
    Path tokenFile;

    /** What the service answers to a question. */
    JsonNode get(Gough gough, String path) {
        return send(gough, request(gough, path).GET().build());
    }

    /** What the service answers to a question, as it stands. */
    String text(Gough gough, String path) {
        return send(gough, request(gough, path).GET().build(), (status, body) -> {
            if (status / 100 != 2) judged(status, body);
            return body;
        });
    }

    /** What the service answers to a deed; {@code body} is JSON. */
    JsonNode post(Gough gough, String path, Object body) {
        var json = JsonMapper.shared().writeValueAsString(body);
        return send(
                gough,
                request(gough, path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build());
    }

    private HttpRequest.Builder request(Gough gough, String path) {
        return HttpRequest.newBuilder(base(gough).resolve(path))
                .timeout(LIMIT)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token(gough));
    }

    private URI base(Gough gough) {
        var named = url != null ? url : gough.environment("GOUGH_SERVER");
        return URI.create(named == null ? "http://127.0.0.1:8080" : named);
    }

    private String token(Gough gough) {
        var file = tokenFile != null ? tokenFile.toString() : gough.environment("GOUGH_TOKEN_FILE");
        if (file == null)
            throw new CommandFailed(
                    Exit.USAGE,
                    "say where the API token is: --token-file FILE or GOUGH_TOKEN_FILE (docs/configuration.md)");
        try {
            return java.nio.file.Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, "the token file cannot be read: " + e.getMessage());
        }
    }

    private JsonNode send(Gough gough, HttpRequest request) {
        return send(gough, request, Server::judged);
    }

    /** Turns a status and a body into an answer. */
    private interface Judge<T> {
        T judge(int status, String body);
    }

    private <T> T send(Gough gough, HttpRequest request, Judge<T> judge) {
        try (var client = HttpClient.newBuilder()
                .connectTimeout(LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                return judge.judge(
                        answer.statusCode(), new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new CommandFailed(Exit.UNREACHABLE, "%s does not answer: %s".formatted(base(gough), reason(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(Exit.UNREACHABLE, "interrupted");
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static JsonNode judged(int status, String body) {
        var json = parsed(body);
        if (status / 100 == 2) return json;
        var why = json.path("detail").asString(json.path("title").asString("HTTP " + status));
        throw new CommandFailed(status >= 500 ? Exit.UNREACHABLE : Exit.INVALID, why);
    }

    private static JsonNode parsed(String body) {
        try {
            return JsonMapper.shared().readTree(body.isBlank() ? "{}" : body);
        } catch (JacksonException e) {
            throw new CommandFailed(Exit.UNREACHABLE, "what answers there is not Gough: its answer is no JSON");
        }
    }
}

package io.penguintech.gough.simulators.slack;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the Web API as an SDK does: forms with a bearer token. */
final class ApiClient implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final SlackStandIn slack;
    private final String token;

    ApiClient(SlackStandIn slack, String token) {
        this.slack = slack;
        this.token = token;
    }

    /** Calls a method with names and values in turn. */
    JsonNode call(String method, String... arguments) {
        return MAPPER.readTree(raw(method, arguments).body());
    }

    HttpResponse<String> raw(String method, String... arguments) {
        var form = IntStream.range(0, arguments.length / 2)
                .mapToObj(i -> encoded(arguments[2 * i]) + "=" + encoded(arguments[2 * i + 1]))
                .collect(Collectors.joining("&"));
        return post(slack.apiUrl() + method, "application/x-www-form-urlencoded", form);
    }

    HttpResponse<String> post(String url, String contentType, String body) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    JsonNode get(String url) {
        return MAPPER.readTree(
                send(HttpRequest.newBuilder(URI.create(url)).build()).body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}

package io.penguintech.gough.simulators.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP client that speaks as one user. */
final class FleetClient implements AutoCloseable {

    record Reply(int status, JsonNode json) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;

    FleetClient(FleetStandIn fleet, FleetUser user) {
        this.base = fleet.url();
        this.token = user.token();
    }

    Reply get(String path) {
        return call("GET", path, "");
    }

    Reply post(String path, String body) {
        return call("POST", path, body);
    }

    Reply patch(String path, String body) {
        return call("PATCH", path, body);
    }

    Reply delete(String path) {
        return call("DELETE", path, "");
    }

    Reply call(String method, String path, String body) {
        var target = path.startsWith("/") ? path : "/api/v1/fleet/" + path;
        var request = HttpRequest.newBuilder(URI.create(base + target))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            var isJson = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            var mapper = JsonMapper.builder().build();
            return new Reply(answer.statusCode(), isJson ? mapper.readTree(answer.body()) : mapper.createObjectNode());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

package io.penguintech.gough.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP, to the controls of the stand-ins and to Gough's API: what a person could do with curl. */
final class Controls implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** An answer that is no success. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String what, int status, String body) {
            super("%s was answered %d: %s"
                    .formatted(what, status, body.length() > 500 ? body.substring(0, 500) : body));
        }
    }

    JsonNode get(String url) {
        return read(send(request(url).GET().build()));
    }

    /** With a bearer token. */
    JsonNode get(String url, String token) {
        return read(send(
                request(url).header("Authorization", "Bearer " + token).GET().build()));
    }

    /** The body as it is. */
    String text(String url) {
        return send(request(url).GET().build());
    }

    JsonNode post(String url, Map<String, ?> body) {
        return write("POST", url, body);
    }

    JsonNode patch(String url, Map<String, ?> body) {
        return write("PATCH", url, body);
    }

    private JsonNode write(String method, String url, Map<String, ?> body) {
        return read(send(request(url)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build()));
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    }

    private String send(HttpRequest request) {
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2)
                throw new Refused(request.method() + " " + request.uri(), answer.statusCode(), answer.body());
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + request.uri(), e);
        }
    }

    private static JsonNode read(String body) {
        return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    }

    @Override
    public void close() {
        client.close();
    }
}

package io.penguintech.gough.simulators.maas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client as small as the tests need it, written from the facts and sharing no code with the stand-in. */
final class MaasClient implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String root;
    private final String[] key;

    MaasClient(MaasStandIn maas, String apiKey) {
        this.root = maas.url().substring(0, maas.url().length() - "/MAAS".length());
        this.key = apiKey.split(":");
    }

    /** A path below {@code api/2.0/}; form fields as name, value, name, value. */
    HttpResponse<String> post(String path, String... form) {
        return send("POST", "/MAAS/api/2.0/" + path, form(form), header());
    }

    HttpResponse<String> put(String path, String... form) {
        return send("PUT", "/MAAS/api/2.0/" + path, form(form), header());
    }

    HttpResponse<String> get(String path) {
        return send("GET", "/MAAS/api/2.0/" + path, "", header());
    }

    HttpResponse<String> delete(String path) {
        return send("DELETE", "/MAAS/api/2.0/" + path, "", header());
    }

    JsonNode json(String path) {
        var answer = get(path);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> send(String method, String target, String form, String authorization) {
        var request = HttpRequest.newBuilder(URI.create(root + target))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.ofString(form))
                .header("Content-Type", "application/x-www-form-urlencoded");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    String header() {
        return header(key[0], key[1], key[2], Instant.now(), UUID.randomUUID().toString());
    }

    String header(Instant at, String nonce) {
        return header(key[0], key[1], key[2], at, nonce);
    }

    static String header(String consumer, String token, String secret, Instant at, String nonce) {
        return "OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\", oauth_consumer_key=\"" + consumer
                + "\", oauth_token=\"" + token + "\", oauth_signature=\"%26" + secret + "\", oauth_nonce=\"" + nonce
                + "\", oauth_timestamp=\"" + at.getEpochSecond() + "\"";
    }

    String[] key() {
        return key.clone();
    }

    static String form(String... fields) {
        var pairs = new ArrayList<String>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
        }
        return String.join("&", pairs);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}

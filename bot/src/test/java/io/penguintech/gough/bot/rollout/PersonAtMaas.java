package io.penguintech.gough.bot.rollout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Somebody who works at MAAS over its API, signing each call as its command line does. */
final class PersonAtMaas {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;

    /** At the region with this address, which ends in {@code /MAAS}. */
    PersonAtMaas(String url) {
        this.url = url;
    }

    /** What MAAS answers to one call with an API key: its status, or 0 when the connection broke. */
    int call(String apiKey, String method, String target, Map<String, String> form) {
        return send(apiKey, method, target, form).map(HttpResponse::statusCode).orElse(0);
    }

    /** What MAAS shows to whoever has an API key; empty text when the connection broke. */
    String read(String apiKey, String target) {
        return send(apiKey, "GET", target, Map.of()).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> send(String apiKey, String method, String target, Map<String, String> form) {
        var body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create(url + "/api/2.0/" + target))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", signature(apiKey.split(":")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException broken) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static String signature(String[] key) {
        return ("OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\", oauth_consumer_key=\"%s\","
                        + " oauth_token=\"%s\", oauth_signature=\"%%26%s\", oauth_nonce=\"%s\", oauth_timestamp=\"%d\"")
                .formatted(
                        key[0], key[1], key[2], UUID.randomUUID(), Instant.now().getEpochSecond());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

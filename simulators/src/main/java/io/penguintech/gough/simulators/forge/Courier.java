package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs deliveries and brings them to the address of the hook, once, before whoever did something goes on. A Gitea's look
 * like a GitHub's too, as its own do. GitLab's signing tokens are those of Standard Webhooks
 * (github.com/standard-webhooks/standard-webhooks).
 */
final class Courier implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ForgeSettings settings;
    private final Payloads payloads;
    private final AtomicReference<Optional<URI>> hook = new AtomicReference<>(Optional.empty());
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final AtomicLong number = new AtomicLong();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Courier(ForgeSettings settings, Payloads payloads) {
        this.settings = settings;
        this.payloads = payloads;
    }

    void connect(URI address) {
        hook.set(Optional.of(address));
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    void tell(Happening happening) {
        if (hook.get().isEmpty()) return;
        var payload = payloads.of(happening);
        deliver(prepared(payload.event(), Json.text(payload.json()), settings.webhookSecret()));
    }

    /** A delivery as the forge would make it, signed with {@code secret}. */
    Delivery prepared(String event, String body, String secret) {
        var id = "00000000-0000-4000-8000-%012d".formatted(number.incrementAndGet());
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        switch (settings.dialect()) {
            case GITHUB -> hub(headers, "X-GitHub", event, id, bytes, secret);
            case GITEA -> {
                hub(headers, "X-GitHub", event, id, bytes, secret);
                headers.put("X-Gitea-Event", event);
                headers.put("X-Gitea-Delivery", id);
                headers.put("X-Gitea-Signature", hex(secret, bytes));
            }
            case GITLAB -> gitlab(headers, event, id, body, secret);
        }
        return new Delivery(event, headers, Bytes.of(bytes), 0);
    }

    private static void hub(
            Map<String, String> headers, String prefix, String event, String id, byte[] body, String secret) {
        headers.put(prefix + "-Event", event);
        headers.put(prefix + "-Delivery", id);
        headers.put("X-Hub-Signature-256", "sha256=" + hex(secret, body));
    }

    private void gitlab(Map<String, String> headers, String event, String id, String body, String secret) {
        headers.put("X-Gitlab-Event", event);
        headers.put("Idempotency-Key", id);
        if (!secret.startsWith("whsec_")) {
            headers.put("X-Gitlab-Token", secret);
            return;
        }
        var at = Long.toString(settings.clock().instant().getEpochSecond());
        var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", at);
        headers.put(
                "webhook-signature",
                "v1,"
                        + Base64.getEncoder()
                                .encodeToString(
                                        mac(key, (id + "." + at + "." + body).getBytes(StandardCharsets.UTF_8))));
    }

    private static String hex(String secret, byte[] body) {
        return HexFormat.of().formatHex(mac(secret.getBytes(StandardCharsets.UTF_8), body));
    }

    private static byte[] mac(byte[] key, byte[] bytes) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Sends exactly this. */
    Delivery deliver(Delivery delivery) {
        var to = hook.get().orElseThrow(() -> new IllegalStateException("no hook was connected"));
        var request = HttpRequest.newBuilder(to)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body().toByteArray()));
        delivery.headers().forEach(request::header);
        int status;
        try {
            status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            status = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = 0;
        }
        var answered = delivery.answered(status);
        deliveries.add(answered);
        return answered;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

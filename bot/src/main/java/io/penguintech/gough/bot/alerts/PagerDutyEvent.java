package io.penguintech.gough.bot.alerts;

import io.penguintech.gough.bot.rollout.Alert;
import io.penguintech.gough.bot.source.RepositoryId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One event of PagerDuty's Events API v2, without the key it is sent with. Limits are those of the facts: a summary of 1,024
 * characters, a deduplication key of 255, 512,000 bytes in all; what is longer is cut, or left out, rather than refused. Pure.
 *
 * @param action trigger, acknowledge or resolve
 * @param dedupKey the same for all events of one alert, whenever it is raised
 * @param payload what is wrong; empty where only the key counts
 */
record PagerDutyEvent(String action, String dedupKey, Map<String, Object> payload) {
    static final String TRIGGER = "trigger";
    static final String ACKNOWLEDGE = "acknowledge";
    static final String RESOLVE = "resolve";
    private static final int LONGEST_SUMMARY = 1024;
    private static final int LONGEST_KEY = 255;
    private static final int MOST_BYTES = 512_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static PagerDutyEvent trigger(Alert alert) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("summary", cut(alert.text()));
        payload.put("source", "gough " + alert.repository());
        payload.put("severity", alert.severity().word());
        payload.put("timestamp", alert.since().toString());
        payload.put("component", cut(alert.key()));
        payload.put(
                "custom_details",
                Map.of("alert", alert.id(), "key", alert.key(), "hosts", alert.hosts(), "text", alert.text()));
        return new PagerDutyEvent(TRIGGER, dedupKey(alert.repository(), alert.key()), payload);
    }

    static PagerDutyEvent of(String action, RepositoryId repository, String key) {
        return new PagerDutyEvent(action, dedupKey(repository, key), Map.of());
    }

    /** Made of what is wrong with what, never of an occurrence, so that sending twice is sending once. */
    private static String dedupKey(RepositoryId repository, String key) {
        var whole = "gough/%s/%s".formatted(repository, key);
        if (whole.length() <= LONGEST_KEY) return whole;
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return "gough/" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_SUMMARY
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_SUMMARY - 1)) + "…";
    }

    /** The body that is sent. */
    byte[] body(String routingKey) {
        var body = new LinkedHashMap<String, Object>();
        body.put("routing_key", routingKey);
        body.put("event_action", action);
        body.put("dedup_key", dedupKey);
        if (!payload.isEmpty()) {
            body.put("client", "Gough");
            body.put("payload", payload);
        }
        var bytes = JSON.writeValueAsBytes(body);
        if (bytes.length <= MOST_BYTES) return bytes;
        var less = new LinkedHashMap<>(payload);
        less.remove("custom_details");
        body.put("payload", less);
        return JSON.writeValueAsBytes(body);
    }
}

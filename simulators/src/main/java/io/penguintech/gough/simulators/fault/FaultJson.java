package io.penguintech.gough.simulators.fault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Fault rules and journal entries as JSON.
 *
 * <p>A rule reads {@code {"method":"POST","path":"op=deploy","times":1,"fault":{"kind":"doneThenTimeout","millis":60000}}};
 * instead of {@code times} a {@code probability}, or neither for every call. Kinds: {@code delay} and
 * {@code doneThenTimeout} with {@code millis}, {@code reset}, {@code status} with {@code code}, {@code headers} and
 * {@code body}, {@code rateLimited} with {@code retryAfterSeconds}.
 */
final class FaultJson {
    private FaultJson() {}

    static FaultRule read(JsonNode json) {
        var method = json.path("method").asString("*");
        var path = json.path("path").asString("");
        var fault = fault(json.path("fault"));
        if (json.has("times")) {
            return FaultRule.times(json.path("times").asInt(), method, path, fault);
        }
        return json.has("probability")
                ? FaultRule.chance(json.path("probability").asDouble(), method, path, fault)
                : FaultRule.always(method, path, fault);
    }

    private static Fault fault(JsonNode json) {
        var kind = json.path("kind").asString("");
        return switch (kind) {
            case "delay" ->
                new Fault.Delay(Duration.ofMillis(json.path("millis").asLong(1000)));
            case "reset" -> new Fault.Reset();
            case "status" -> status(json);
            case "rateLimited" ->
                new Fault.RateLimited(
                        Duration.ofSeconds(json.path("retryAfterSeconds").asLong(1)));
            case "doneThenTimeout" ->
                new Fault.DoneThenTimeout(Duration.ofMillis(json.path("millis").asLong(0)));
            default ->
                throw new IllegalArgumentException("unknown fault kind \"" + kind
                        + "\"; it is one of delay, reset, status, rateLimited, doneThenTimeout");
        };
    }

    private static Fault status(JsonNode json) {
        var headers = new LinkedHashMap<String, List<String>>();
        json.path("headers")
                .properties()
                .forEach(field ->
                        headers.put(field.getKey(), List.of(field.getValue().asString())));
        return new Fault.Status(
                json.path("code").asInt(500), headers, json.path("body").asString(""));
    }

    static Map<String, Object> write(Faults faults) {
        var rules = faults.rules().entrySet().stream()
                .map(entry -> write(entry.getKey(), entry.getValue()))
                .toList();
        var json = new LinkedHashMap<String, Object>();
        json.put("rules", rules);
        json.put("struck", faults.struck());
        return json;
    }

    private static Map<String, Object> write(long id, FaultRule rule) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", id);
        json.put("method", rule.method());
        json.put("path", rule.target().pattern());
        switch (rule.limit()) {
            case FaultRule.Times(int count) -> json.put("times", count);
            case FaultRule.Chance(double probability) -> json.put("probability", probability);
            case FaultRule.Always() -> json.put("times", "always");
        }
        json.put("fault", kind(rule.fault()));
        return json;
    }

    static Map<String, Object> write(CallRecord entry) {
        var json = new LinkedHashMap<String, Object>();
        json.put("number", entry.number());
        json.put("at", entry.at().toString());
        json.put("method", entry.method());
        json.put("path", entry.path());
        json.put("query", entry.query());
        json.put("status", entry.status());
        entry.fault().ifPresent(fault -> json.put("fault", kind(fault)));
        return json;
    }

    private static String kind(Fault fault) {
        return switch (fault) {
            case Fault.Delay any -> "delay";
            case Fault.Reset any -> "reset";
            case Fault.Status any -> "status";
            case Fault.RateLimited any -> "rateLimited";
            case Fault.DoneThenTimeout any -> "doneThenTimeout";
        };
    }
}

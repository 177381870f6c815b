package io.penguintech.gough.simulators.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON object of a request, read with Fleet's strictness: wrong types are bad requests, unknown keys are ignored,
 * null is as good as absent, and a new-generation server takes either name of a renamed key but not both (fleetdm/fleet
 * server/platform/endpointer, AliasConflictError).
 */
final class Body {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final Map<String, String> RENAMED =
            Map.of("team_id", "fleet_id", "query_id", "report_id", "team", "fleet", "team_ids", "fleet_ids");

    private final JsonNode object;
    private final Generation generation;

    private Body(JsonNode object, Generation generation) {
        this.object = object;
        this.generation = generation;
    }

    static Body parse(byte[] bytes, Generation generation) {
        try {
            return of(MAPPER.readTree(bytes), generation);
        } catch (JacksonException e) {
            throw Refusal.badRequest("Expected JSON Body");
        }
    }

    static Body of(JsonNode node, Generation generation) {
        if (!node.isObject()) {
            throw Refusal.badRequest("Expected JSON Body");
        }
        if (generation == Generation.NEW) {
            RENAMED.forEach((old, fresh) -> refuseBoth(node, old, fresh));
        }
        return new Body(node, generation);
    }

    private static void refuseBoth(JsonNode node, String old, String fresh) {
        if (node.has(old) && node.has(fresh)) {
            throw Refusal.badRequest(
                    "Conflicting field names: cannot specify both `%s` (deprecated) and `%s` in the same request"
                            .formatted(old, fresh));
        }
    }

    Optional<String> text(String key) {
        return value(key).map(node -> {
            if (!node.isString()) {
                throw wrongType(key, "string");
            }
            return node.stringValue();
        });
    }

    Optional<Boolean> flag(String key) {
        return value(key).map(node -> {
            if (!node.isBoolean()) {
                throw wrongType(key, "bool");
            }
            return node.booleanValue();
        });
    }

    Optional<Long> number(String key) {
        return value(key).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
                throw wrongType(key, "uint");
            }
            return node.longValue();
        });
    }

    Optional<List<String>> texts(String key) {
        return value(key).map(node -> {
            List<String> texts = new ArrayList<>();
            for (JsonNode item : array(key, node)) {
                if (!item.isString()) {
                    throw wrongType(key, "[]string");
                }
                texts.add(item.stringValue());
            }
            return texts;
        });
    }

    List<Integer> numbers(String key) {
        List<Integer> numbers = new ArrayList<>();
        value(key).ifPresent(node -> {
            for (JsonNode item : array(key, node)) {
                if (!item.canConvertToInt()) {
                    throw wrongType(key, "[]uint");
                }
                numbers.add(item.intValue());
            }
        });
        return numbers;
    }

    List<Body> objects(String key) {
        List<Body> objects = new ArrayList<>();
        value(key).ifPresent(node -> array(key, node).forEach(item -> objects.add(of(item, generation))));
        return objects;
    }

    JsonNode json() {
        return object;
    }

    private Optional<JsonNode> value(String key) {
        JsonNode node = object.get(key);
        if (node == null && generation == Generation.NEW && RENAMED.containsKey(key)) {
            node = object.get(RENAMED.get(key));
        }
        return Optional.ofNullable(node).filter(found -> !found.isNull());
    }

    private static JsonNode array(String key, JsonNode node) {
        if (!node.isArray()) {
            throw wrongType(key, "array");
        }
        return node;
    }

    private static Refusal wrongType(String key, String type) {
        return Refusal.badRequest("json: cannot decode field " + key + " as " + type);
    }

    /**
     * The policy this body leads to when it is laid over {@code base}: absent keys keep what is there, an empty list of
     * labels clears it. A server of the old generation knows nothing of {@code *_all}.
     */
    PolicyFields over(PolicyFields base, Generation speaking) {
        boolean old = speaking == Generation.OLD;
        var scopes = base.scopes();
        return new PolicyFields(
                text("name").orElse(base.name()),
                text("query").orElse(base.query()),
                text("description").orElse(base.description()),
                text("resolution").orElse(base.resolution()),
                text("platform").orElse(base.platform()),
                flag("critical").orElse(base.critical()),
                base.fleetId(),
                new LabelScopes(
                        texts("labels_include_any").orElse(scopes.includeAny()),
                        old ? List.of() : texts("labels_include_all").orElse(scopes.includeAll()),
                        texts("labels_exclude_any").orElse(scopes.excludeAny()),
                        old ? List.of() : texts("labels_exclude_all").orElse(scopes.excludeAll())),
                flag("calendar_events_enabled").orElse(base.calendarEventsEnabled()),
                flag("conditional_access_enabled").orElse(base.conditionalAccessEnabled()));
    }

    /** The fields this body leads to when it is laid over {@code base}: absent keys keep what is there. */
    ReportFields over(ReportFields base) {
        var any = texts("labels_include_any");
        var all = texts("labels_include_all");
        boolean scoped = any.isPresent() || all.isPresent();
        return new ReportFields(
                text("name").orElse(base.name()),
                text("description").orElse(base.description()),
                text("query").orElse(base.query()),
                base.fleetId(),
                number("interval").orElse(base.interval()),
                text("platform").orElse(base.platform()),
                text("min_osquery_version").orElse(base.minOsqueryVersion()),
                flag("automations_enabled").orElse(base.automationsEnabled()),
                text("logging")
                        .map(given -> given.isEmpty() ? "snapshot" : given)
                        .orElse(base.logging()),
                flag("observer_can_run").orElse(base.observerCanRun()),
                flag("discard_data").orElse(base.discardData()),
                scoped ? any.orElse(List.of()) : base.labelsIncludeAny(),
                scoped ? all.orElse(List.of()) : base.labelsIncludeAll());
    }
}

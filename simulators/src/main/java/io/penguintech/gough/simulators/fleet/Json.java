package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what Fleet writes: indented JSON, old and new names by generation. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Which of two names of one field an object carries. */
    enum Keys {
        OLD,
        NEW,
        BOTH
    }

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static Answer answer(int status, JsonNode body) {
        return Answer.json(status, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(body) + "\n");
    }

    static Answer ok(JsonNode body) {
        return answer(200, body);
    }

    static Answer error(Refusal refusal) {
        var body = object().put("message", refusal.message());
        body.putArray("errors").addObject().put("name", refusal.field()).put("reason", refusal.reason());
        return answer(refusal.status(), body);
    }

    static void put(ObjectNode node, Keys keys, String old, String fresh, @Nullable Integer value) {
        if (keys != Keys.NEW) {
            node.put(old, value);
        }
        if (keys != Keys.OLD) {
            node.put(fresh, value);
        }
    }

    static void put(ObjectNode node, Keys keys, String old, String fresh, @Nullable String value) {
        if (keys != Keys.NEW) {
            node.put(old, value);
        }
        if (keys != Keys.OLD) {
            node.put(fresh, value);
        }
    }

    static void list(ObjectNode node, String key, List<ObjectNode> items) {
        var array = node.putArray(key);
        items.forEach(array::add);
    }

    static void meta(ObjectNode node, Paging.Page page) {
        node.putObject("meta").put("has_next_results", page.next()).put("has_previous_results", page.previous());
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

package io.penguintech.gough.bot.cli;

import io.penguintech.gough.templates.view.PlanView;
import io.penguintech.gough.templates.view.Views;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** How a plan is printed. No form holds a time: the same plan is the same text. */
enum PlanFormat {
    /** For people. */
    TEXT {
        @Override
        String print(PlanView plan, Terminal terminal) {
            return new PlanText(terminal).of(plan);
        }
    },
    /** For programs: field names are a contract, the same as in the API. */
    JSON {
        @Override
        String print(PlanView plan, Terminal terminal) {
            return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(fields(plan)) + "\n";
        }
    },
    /** For a comment on a pull request. */
    MARKDOWN {
        @Override
        String print(PlanView plan, Terminal terminal) {
            return new Views().planMarkdown(plan);
        }
    };

    abstract String print(PlanView plan, Terminal terminal);

    private static Map<String, Object> fields(PlanView plan) {
        var map = new LinkedHashMap<String, Object>();
        map.put("repository", plan.repository());
        map.put("revision", plan.revision());
        map.put("digest", plan.digest());
        map.put("risk", plan.risk());
        map.put("inSync", plan.inSync());
        map.put("unchanged", plan.unchanged());
        map.put("changes", plan.changes().stream().map(PlanFormat::change).toList());
        map.put("blocked", plan.blocked());
        map.put("findings", plan.findings());
        return map;
    }

    private static Map<String, Object> change(PlanView.Change change) {
        var map = new LinkedHashMap<String, Object>();
        map.put("digest", change.digest());
        map.put("subject", change.subject());
        map.put("verb", change.verb());
        map.put("risk", change.risk());
        map.put("from", change.from());
        map.put("to", change.to());
        map.put("because", change.because());
        map.put("fields", change.fields().stream().map(PlanFormat::field).toList());
        return map;
    }

    private static Map<String, Object> field(PlanView.Field field) {
        var map = new LinkedHashMap<String, Object>();
        map.put("field", field.name());
        put(map, "before", field.before());
        put(map, "after", field.after());
        return map;
    }

    private static void put(Map<String, Object> map, String key, Optional<String> value) {
        value.ifPresent(text -> map.put(key, text));
    }
}

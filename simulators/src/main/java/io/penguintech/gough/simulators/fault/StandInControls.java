package io.penguintech.gough.simulators.fault;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The controls every stand-in has, for other processes and for the demo's page.
 *
 * <table>
 * <caption>Controls</caption>
 * <tr><td>{@code GET /standin/faults}</td><td>the rules in force, and how many faults struck</td></tr>
 * <tr><td>{@code POST /standin/faults}</td><td>adds a rule (JSON as {@link FaultJson} reads it); answers its id</td></tr>
 * <tr><td>{@code DELETE /standin/faults}</td><td>removes all rules; with {@code ?id=} one</td></tr>
 * <tr><td>{@code GET /standin/calls}</td><td>the newest calls, oldest first; {@code ?limit=} (default 1000),
 *     {@code ?method=}, {@code ?path=} a regular expression searched in path and query</td></tr>
 * <tr><td>{@code GET /standin/calls/count}</td><td>how many there are, same filters</td></tr>
 * </table>
 */
final class StandInControls {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Faults faults;
    private final CallJournal journal;

    StandInControls(Faults faults, CallJournal journal) {
        this.faults = faults;
        this.journal = journal;
    }

    /** The answer, or empty if the path is not one of the shell's own controls. */
    Optional<Answer> answer(Call call) {
        try {
            return switch (call.method() + " " + call.path()) {
                case "GET /standin/faults" -> Optional.of(json(200, FaultJson.write(faults)));
                case "POST /standin/faults" -> Optional.of(addFault(call));
                case "DELETE /standin/faults" -> Optional.of(removeFaults(call));
                case "GET /standin/calls" -> Optional.of(calls(call));
                case "GET /standin/calls/count" ->
                    Optional.of(json(200, Map.of("count", journal.count(wanted(call)), "total", journal.total())));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException | JacksonException wrong) {
            return Optional.of(Answer.text(400, "This control cannot be read: " + wrong.getMessage()));
        }
    }

    private Answer addFault(Call call) {
        var rule = FaultJson.read(JSON.readTree(call.body().toByteArray()));
        return json(201, Map.of("id", faults.add(rule)));
    }

    private Answer removeFaults(Call call) {
        var id = call.queryValue("id");
        if (id.isEmpty()) {
            faults.clear();
            return Answer.empty(204);
        }
        return Answer.empty(faults.remove(Long.parseLong(id.get())) ? 204 : 404);
    }

    private Answer calls(Call call) {
        int limit = call.queryValue("limit").map(Integer::parseInt).orElse(1000);
        var wanted = journal.calls().stream().filter(wanted(call)).toList();
        var newest = wanted.subList(Math.max(0, wanted.size() - limit), wanted.size());
        return json(200, newest.stream().map(FaultJson::write).toList());
    }

    private static Predicate<CallRecord> wanted(Call call) {
        var method = call.queryValue("method");
        var path = call.queryValue("path").map(StandInControls::pattern);
        return entry -> method.map(entry.method()::equals).orElse(true)
                && path.map(pattern -> pattern.matcher(entry.path() + "?" + entry.query())
                                .find())
                        .orElse(true);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("not a regular expression: " + text, wrong);
        }
    }

    private static Answer json(int status, Object body) {
        return Answer.json(status, JSON.writeValueAsString(body));
    }
}

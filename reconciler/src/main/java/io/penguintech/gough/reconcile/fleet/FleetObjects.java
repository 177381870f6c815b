package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetNames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Reads and writes queries, policies and labels by id. Never by the bulk calls that go by name: they overwrite what is a
 * stranger's.
 */
final class FleetObjects {
    private final FleetCalls calls;
    private final FleetTeams teams;
    private final FleetLists lists;

    FleetObjects(FleetCalls calls, FleetTeams teams) {
        this.calls = calls;
        this.teams = teams;
        this.lists = new FleetLists(calls);
    }

    /** All of a kind for all hosts, or of one team, by id. */
    SortedMap<Long, ObservedObject> all(FleetKind kind, String team) throws Refused {
        return read(kind, team, "", "list " + kind.plural());
    }

    private SortedMap<Long, ObservedObject> read(FleetKind kind, String team, String search, String doing)
            throws Refused {
        long teamId = teams.required(team, doing);
        var found = new TreeMap<Long, ObservedObject>();
        for (var item : lists.all(kind, teamId, search, doing))
            if (ObjectReader.team(item) == teamId)
                ObjectReader.read(kind, item, team).ifPresent(object -> found.put(object.id(), object));
        return found;
    }

    Outcome create(Step.CreateInFleet step) throws Refused {
        var name = step.fields().getOrDefault("name", "");
        var doing = "create %s %s".formatted(step.kind().word(), name);
        scopes(step.kind(), step.fields(), doing);
        var namesake = named(step, name);
        if (namesake.isPresent())
            throw new Refused(calls.failures()
                    .changed(
                            doing,
                            "it has a %s '%s' already (id %d)."
                                    .formatted(
                                            step.kind().word(),
                                            namesake.get().name(),
                                            namesake.get().id())));
        long teamId = teams.required(step.team(), doing);
        var body = new LinkedHashMap<String, Object>();
        for (var field : FleetField.of(step.kind())) {
            var value = step.fields().get(field.word());
            if (value != null && !field.goesWithoutSaying(step.kind(), value))
                body.put(field.wire(), field.told(value));
        }
        if (teamId != 0 && step.kind() != FleetKind.POLICY)
            body.put(calls.dialect().teamId(), teamId);
        var answer =
                calls.write(step.word(), "POST", Routes.collection(step.kind(), teamId, calls.dialect()), body, doing);
        // Whatever it did not take shows in the next plan; its id must be known first.
        return ObjectReader.read(step.kind(), Routes.one(step.kind(), answer), step.team())
                .<Outcome>map(made -> new Outcome.Done(Optional.of(Long.toString(made.id()))))
                .orElseThrow(() -> new Refused(calls.failures().unreadable(Effect.WRITE, doing)));
    }

    Outcome update(Step.UpdateInFleet step) throws Refused {
        var doing = "update %s %d".formatted(step.kind().word(), step.id());
        scopes(step.kind(), step.fields(), doing);
        var fields = fields(step, doing);
        var done = new Outcome.Done(Optional.of(Long.toString(step.id())));
        if (fields.isEmpty()) return done;
        long teamId = teams.required(step.team(), doing);
        var body = new LinkedHashMap<String, Object>();
        fields.forEach((field, value) -> body.put(field.wire(), field.told(value)));
        var answer = calls.write(
                "update-" + step.kind().word(),
                "PATCH",
                Routes.collection(step.kind(), teamId, calls.dialect()) + "/" + step.id(),
                body,
                doing);
        var untaken = untaken(fields, Routes.one(step.kind(), answer), doing);
        if (!untaken.isEmpty()) throw new Refused(calls.failures().untaken(doing, String.join("; ", untaken)));
        return done;
    }

    /** A Fleet that does not know a scope passes over it, and the object would be for every host. */
    private void scopes(FleetKind kind, Map<String, String> fields, String doing) throws Refused {
        if (calls.dialect().hasScopesOfAll()) return;
        for (var field : List.of(FleetField.INCLUDE_ALL, FleetField.EXCLUDE_ALL))
            if (FleetField.of(kind).contains(field)
                    && !fields.getOrDefault(field.word(), "").isEmpty())
                throw new Refused(calls.failures()
                        .human(
                                doing,
                                "Fleet %s has no %s yet (4.90 has), and would make it for every host."
                                        .formatted(calls.dialect().version(), field.word())));
    }

    private List<String> untaken(Map<FleetField, String> fields, JsonNode got, String doing) throws Refused {
        if (got.path("id").asLong(0) <= 0) throw new Refused(calls.failures().unreadable(Effect.WRITE, doing));
        var untaken = new ArrayList<String>();
        fields.forEach((field, sent) -> {
            if (field == FleetField.HOSTS) return; // the next look at who carries the label says it
            var now = field.shown(got).orElse("");
            if (!now.strip().equals(sent.strip())) untaken.add("%s is '%s'".formatted(field.word(), now));
        });
        return untaken;
    }

    Outcome delete(Step.DeleteInFleet step) throws Refused {
        var doing = "delete %s %d".formatted(step.kind().word(), step.id());
        long teamId = teams.required(step.team(), doing);
        var collection = Routes.collection(step.kind(), teamId, calls.dialect());
        try {
            // Policies go by a list of ids; the others by a path with the id, never with a name.
            if (step.kind() == FleetKind.POLICY)
                calls.write(step.word(), "POST", collection + "/delete", Map.of("ids", List.of(step.id())), doing);
            else calls.write(step.word(), "DELETE", collection + "/id/" + step.id(), Map.of(), doing);
        } catch (Refused refused) {
            if (!(refused.failure() instanceof Failure.WorldChanged) || refused.status() != 404) throw refused;
        }
        return new Outcome.Done(Optional.empty());
    }

    private Map<FleetField, String> fields(Step.UpdateInFleet step, String doing) throws Refused {
        var unknown = new TreeSet<String>();
        var fields = new TreeMap<FleetField, String>();
        step.fields()
                .forEach((word, value) -> FleetField.named(step.kind(), word)
                        .filter(field -> Routes.maySet(step.kind(), field))
                        .ifPresentOrElse(field -> fields.put(field, value), () -> unknown.add(word)));
        if (!unknown.isEmpty()) throw new Refused(calls.failures().human(doing, "Gough sets no " + unknown + "."));
        return fields;
    }

    /** The one that Fleet's database takes for the same name: it ignores case and accents (facts, inferred). */
    private Optional<ObservedObject> named(Step.CreateInFleet step, String name) throws Refused {
        var search = "query=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return read(
                        step.kind(),
                        step.team(),
                        search,
                        "look up %s %s".formatted(step.kind().word(), name))
                .values()
                .stream()
                .filter(object -> FleetNames.same(object.name(), name))
                .findFirst();
    }
}

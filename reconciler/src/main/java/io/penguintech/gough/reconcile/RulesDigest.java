package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Grouping;
import io.penguintech.gough.schema.PathRule;
import io.penguintech.gough.schema.Questions;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names what {@code gough.yaml} says by its meaning: not by its formatting, comments or place. */
public final class RulesDigest {
    private RulesDigest() {}

    /** SHA-256 over everything the file says; 64 hexadecimal digits. */
    public static String of(Repository rules) {
        var form = new Canonical("gough rules 1");
        flat(rules).forEach((field, value) -> form.text(field).text(value));
        return form.sha256();
    }

    /** What differs between two, field by field, sorted by field; secrets are shown as their references. */
    public static List<FieldChange> changes(Repository before, Repository after) {
        var old = flat(before);
        var fresh = flat(after);
        var names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        return names.stream()
                .map(name ->
                        new FieldChange(name, Optional.ofNullable(old.get(name)), Optional.ofNullable(fresh.get(name))))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
    }

    private static SortedMap<String, String> flat(Repository rules) {
        var fields = new TreeMap<String, String>();
        fields.put("name", rules.name());
        fields.put("mode", rules.mode().word());
        fields.put("approvals.validFor", rules.approvals().validFor().toString());
        fields.put("approvals.none", Integer.toString(rules.approvals().none()));
        fields.put("approvals.notice", Integer.toString(rules.approvals().notice()));
        fields.put("approvals.disruptive", Integer.toString(rules.approvals().disruptive()));
        fields.put("approvals.destructive", Integer.toString(rules.approvals().destructive()));
        fields.put("rollout.maxParallel", Integer.toString(rules.rollout().maxParallel()));
        fields.put("rollout.stopAfterFailures", Integer.toString(rules.rollout().stopAfterFailures()));
        fields.put("rollout.maxDestroyed", Integer.toString(rules.rollout().maxDestroyed()));
        rollout(fields, rules.rollout());
        fields.put("prune", Boolean.toString(rules.prune()));
        fields.put("retire.hold", rules.retireHold().toString());
        rules.people().forEach(person -> person(fields, person));
        questions(fields, rules.questions());
        paths(fields, rules.paths());
        tree(fields, "values", rules.values());
        return fields;
    }

    /** What is not said has no field, so that rules of an earlier version keep their digest. */
    private static void rollout(Map<String, String> fields, Repository.RolloutLimits limits) {
        limits.maxDestroyedPercent()
                .ifPresent(percent -> fields.put("rollout.maxDestroyedPercent", Integer.toString(percent)));
        limits.waves().ifPresent(waves -> {
            fields.put("rollout.waves.by", waves.by().map(Grouping::toString).orElse(""));
            fields.put("rollout.waves.order", waves.order().toString());
            fields.put("rollout.waves.canary", Integer.toString(waves.canary()));
            fields.put("rollout.waves.pause", waves.pause().toString());
            waves.stopAfterFailures()
                    .ifPresent(most -> fields.put("rollout.waves.stopAfterFailures", Integer.toString(most)));
            if (!waves.healthyWithin().equals(Repository.Waves.HEALTHY_WITHIN))
                fields.put("rollout.waves.healthyWithin", waves.healthyWithin().toString());
        });
        for (var limit : limits.maxUnavailable())
            fields.put("rollout.maxUnavailable[%s]".formatted(limit.by()), limit.words());
        for (int i = 0; i < limits.windows().size(); i++)
            fields.put(
                    "rollout.windows[%d]".formatted(i), limits.windows().get(i).words());
    }

    /** As long as nobody may ask, there is no field: rules of an earlier version keep their digest. */
    private static void questions(Map<String, String> fields, Questions questions) {
        if (questions.equals(Questions.NOBODY)) return;
        fields.put("questions.perPerson", Integer.toString(questions.perPerson()));
        fields.put("questions.inAll", Integer.toString(questions.inAll()));
        fields.put("questions.confirmAbove", Integer.toString(questions.confirmAbove()));
        questions.roles().forEach((role, grant) -> {
            var name = "questions.roles[" + role + "]";
            fields.put(name, "may ask");
            grant.people().forEach(person -> fields.put(name + ".people[" + person + "]", "has it"));
            grant.tables().forEach(table -> fields.put(name + ".tables[" + table + "]", "may be read"));
        });
    }

    /** Where there is no rule, there is no field: rules of an earlier version keep their digest. */
    private static void paths(Map<String, String> fields, List<PathRule> paths) {
        for (var rule : paths) {
            var name = "paths[" + rule.glob() + "]";
            int times = 1;
            while (fields.containsKey(times == 1 ? name : name + " " + times)) times++;
            var people = rule.people().stream().map(RulesDigest::quoted).toList();
            fields.put(times == 1 ? name : name + " " + times, "roles %s, people %s".formatted(rule.roles(), people));
        }
    }

    /** No two lists of names look alike. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static void person(Map<String, String> fields, Repository.Person person) {
        var name = "people[" + person.name() + "]";
        fields.put(name + ".roles", person.roles().toString());
        person.slack().ifPresent(slack -> fields.put(name + ".slack", slack));
        person.logins().forEach((forge, login) -> fields.put(name + ".logins." + forge, login));
        person.accounts().forEach((forge, id) -> fields.put(name + ".accounts." + forge, id.toString()));
        if (!person.emails().isEmpty())
            fields.put(name + ".emails", person.emails().toString());
    }

    private static void tree(Map<String, String> fields, String name, Tree tree) {
        switch (tree) {
            case Tree.Mapping mapping ->
                mapping.entries().forEach(entry -> tree(fields, name + "." + entry.key(), entry.value()));
            case Tree.Seq seq -> {
                fields.put(name + "[]", Integer.toString(seq.items().size()));
                for (int i = 0; i < seq.items().size(); i++)
                    tree(fields, name + "[" + i + "]", seq.items().get(i));
            }
            case Tree.Scalar scalar -> fields.put(name, scalar(scalar.value()));
            case Tree.SecretText text -> fields.put(name, "secret \"" + text.plain() + "\"");
        }
    }

    /** Texts in quotes, so that the text "1" is not the number 1. */
    private static String scalar(@Nullable Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }
}

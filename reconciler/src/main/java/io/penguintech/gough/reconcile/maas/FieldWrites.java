package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sets fields, tags and annotations, and compares what MAAS answers with what was sent: it ignores what it likes. */
final class FieldWrites {
    private static final Set<String> FIELDS = Set.of("hostname", "zone", "pool", "domain", "description");
    /** MAAS answers a bad annotation key with an uncaught error (facts). */
    private static final Pattern ANNOTATION = Pattern.compile("[\\w.-]{1,255}");

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private final MaasCalls calls;
    private final Reads reads;

    FieldWrites(MaasCalls calls, Reads reads) {
        this.calls = calls;
        this.reads = reads;
    }

    Outcome amend(Step.Amend step) throws Refused {
        var doing = "amend " + calls.named(step.id());
        var unknown = new TreeSet<>(step.fields().keySet());
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) throw new Refused(calls.failures().human(doing, "Gough sets no " + unknown + "."));
        if (step.fields().isEmpty()) return done(step.id());
        var form = Form.empty();
        step.fields().forEach(form::with);
        var body = calls.write("amend", "PUT", Lifecycle.path(step.id()), form, doing, List.of());
        var machine = machine(body, doing);
        refuseUntaken(doing, untaken(step.fields(), field -> value(machine, field)));
        return done(step.id());
    }

    Outcome tag(Step.Tag step) throws Refused {
        var doing = "tag " + calls.named(step.id());
        for (var tag : step.add()) checked(TAG, tag, doing, "a tag is made of letters, digits, _ and -, not ");
        for (var tag : step.add()) update(tag, "add", step.id(), doing, true);
        for (var tag : step.remove()) update(tag, "remove", step.id(), doing, false);
        return tagged(step, doing);
    }

    Outcome stamp(Step.Stamp step) throws Refused {
        var doing = "annotate " + calls.named(step.id());
        if (step.annotations().isEmpty()) return done(step.id());
        var form = Form.empty();
        for (var entry : step.annotations().entrySet()) {
            checked(
                    ANNOTATION,
                    entry.getKey(),
                    doing,
                    "an annotation's key is made of letters, digits, _ . and -, not ");
            form.with(entry.getKey(), entry.getValue());
        }
        var path = Lifecycle.path(step.id()) + "?op=set_workload_annotations";
        var machine = machine(calls.write("stamp", "POST", path, form, doing, List.of()), doing);
        refuseUntaken(
                doing, untaken(step.annotations(), key -> machine.annotations().getOrDefault(key, "")));
        return done(step.id());
    }

    private void update(String tag, String how, SystemId id, String doing, boolean create) throws Refused {
        var path = "tags/" + Form.encode(tag) + "/?op=update_nodes";
        try {
            calls.write("tag", "POST", path, Form.of(how, id.value()), doing, List.of());
        } catch (Refused refused) {
            if (refused.status() != 404) throw refused;
            // A tag that is not there is not on the machine either.
            if (!create) return;
            create(tag, doing);
            calls.write("tag", "POST", path, Form.of(how, id.value()), doing, List.of());
        }
    }

    private void create(String tag, String doing) throws Refused {
        var form = Form.of("name", tag).with("comment", ObservedThing.MADE_TAG);
        try {
            calls.write("create-tag", "POST", "tags/", form, doing, List.of());
        } catch (Refused refused) {
            // Somebody else made it in between.
            if (!refused.failure().why().contains("already exists")) throw refused;
        }
    }

    /** MAAS ignores unknown ids and overwrites tags that have a definition, without a word (facts): so look. */
    private Outcome tagged(Step.Tag step, String doing) throws Refused {
        var machine = reads.look(step.id())
                .orElseThrow(() -> new Refused(
                        calls.failures().changed(doing, "MAAS has no " + calls.named(step.id()) + " any more.")));
        var wrong = new ArrayList<String>();
        for (var tag : step.add()) if (!machine.tags().contains(tag)) wrong.add("%s is missing".formatted(tag));
        for (var tag : step.remove()) if (machine.tags().contains(tag)) wrong.add("%s is still there".formatted(tag));
        refuseUntaken(doing, wrong);
        return done(step.id());
    }

    private static List<String> untaken(SortedMap<String, String> sent, Function<String, String> got) {
        return new TreeMap<>(sent)
                .entrySet().stream()
                        .filter(entry -> !same(entry, got.apply(entry.getKey())))
                        .map(entry -> "%s is '%s', not '%s'"
                                .formatted(entry.getKey(), got.apply(entry.getKey()), entry.getValue()))
                        .toList();
    }

    /** MAAS strips texts, and keeps names in their own case. */
    private static boolean same(Map.Entry<String, String> sent, String got) {
        return sent.getKey().equals("hostname")
                ? sent.getValue().equalsIgnoreCase(got)
                : plain(sent.getValue()).equals(plain(got));
    }

    private static String plain(String text) {
        return text.replace("\r\n", "\n").strip();
    }

    private void refuseUntaken(String doing, List<String> wrong) throws Refused {
        if (wrong.isEmpty()) return;
        throw new Refused(new Failure.NeedsHuman("MAAS accepted to %s and did not do all of it: %s."
                .formatted(doing, wrong.stream().collect(Collectors.joining("; ")))));
    }

    private void checked(Pattern pattern, String text, String doing, String rule) throws Refused {
        if (!pattern.matcher(text).matches())
            throw new Refused(calls.failures().human(doing, rule + "'" + text + "'."));
    }

    private Machine machine(String body, String doing) throws Refused {
        try {
            return new MachineReader().read(body);
        } catch (IOException malformed) {
            throw calls.unreadable(doing, String.valueOf(malformed.getMessage()));
        }
    }

    private static String value(Machine machine, String field) {
        return switch (field) {
            case "hostname" -> machine.hostname();
            case "zone" -> machine.zone();
            case "pool" -> machine.pool();
            case "domain" -> machine.domain();
            case "description" -> machine.description();
            default -> throw new IllegalStateException("checked before: " + field);
        };
    }

    private static Outcome done(SystemId id) {
        return new Outcome.Done(Optional.of(id.value()));
    }
}

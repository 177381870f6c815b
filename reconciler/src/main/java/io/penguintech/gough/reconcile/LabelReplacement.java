package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetNames;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The next step of making a label anew. Nothing is ever for all hosts in between: the old label gives its name up, the
 * new one is made under it, queries and policies are moved over one by one, and only then is the old one deleted.
 */
final class LabelReplacement {
    private static final Pattern PARKED = Pattern.compile("(?s)(.*) \\(Gough replaces \\d+\\)");
    private static final int LONGEST = 220;

    private final Change.ReplaceLabel change;
    private final Observed.FleetServer server;
    private final Trail trail;

    LabelReplacement(Change.ReplaceLabel change, Observed.FleetServer server, Trail trail) {
        this.change = change;
        this.server = server;
        this.trail = trail;
    }

    /** What a label is called from the moment its successor is to be made. */
    static String parked(String name, long id) {
        var shorter = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        return "%s (Gough replaces %d)".formatted(shorter, id);
    }

    static boolean mentionsParked(String text) {
        return text.contains(" (Gough replaces ");
    }

    /** The name that a parked label had; the name itself of any other. */
    static String original(String name) {
        var match = PARKED.matcher(name);
        return match.matches() ? match.group(1) : name;
    }

    /** The new label, once it is there. */
    static Optional<ObservedObject> successor(Change.ReplaceLabel change, Observed.FleetServer server) {
        var key = FleetNames.key(change.label().title());
        return server.all(FleetKind.LABEL).values().stream()
                .filter(label -> label.id() != change.id())
                .filter(label -> FleetNames.key(label.name()).equals(key))
                .findFirst();
    }

    Next next() {
        var old = Optional.ofNullable(server.all(FleetKind.LABEL).get(change.id()));
        var fresh = successor(change, server);
        if (fresh.isPresent() && !FleetFields.sameButHosts(change.label(), fresh.get()))
            return new Next.Stuck(
                    "Fleet now has a label \"%s\" (id %d) that this change did not make: it is planned anew"
                            .formatted(fresh.get().name(), fresh.get().id()));
        if (fresh.isEmpty()) return old.map(this::makeRoom).orElseGet(this::create);
        boolean ours = isDone(trail)
                || old.map(ObservedObject::name)
                        .filter(LabelReplacement::mentionsParked)
                        .isPresent();
        if (!ours)
            return new Next.Stuck(
                    "Fleet now has a label \"%s\" (id %d) that this change did not make: it is planned anew"
                            .formatted(fresh.get().name(), fresh.get().id()));
        return old.isEmpty() ? new Next.Arrived() : moveOver(old.get(), fresh.get());
    }

    /** Whether this change may have made the new label, or deleted the old one. Only Gough parks a label under such a name. */
    static boolean isDone(Trail trail) {
        return trail.mayHaveHappened(Step.CreateInFleet.word(FleetKind.LABEL))
                || trail.mayHaveHappened(Step.DeleteInFleet.word(FleetKind.LABEL));
    }

    private Next makeRoom(ObservedObject old) {
        var altered = change.fields().stream()
                .filter(FleetFields::isMadeOf)
                .filter(field -> !field.before().equals(Optional.of(FleetFields.now(old, field.field()))))
                .findFirst();
        if (altered.isPresent())
            return new Next.Stuck("%s was another when this was approved: somebody changed it in Fleet"
                    .formatted(altered.get().field()));
        if (mentionsParked(old.name())) return create();
        return set("park-label", old, FleetFields.NAME, parked(old.name(), old.id()));
    }

    private Next create() {
        return trail.start(new Kind.Plain(Step.CreateInFleet.of(change.label())));
    }

    private Next moveOver(ObservedObject old, ObservedObject fresh) {
        for (var user : server.targeting(old.name())) {
            var subject = FleetLabels.subject(change.subject().fleet(), user).text();
            if (change.fields().stream().noneMatch(field -> field.field().equals(subject)))
                return new Next.Stuck(
                        "%s is for hosts of this label now and was not when this was approved: it is planned anew"
                                .formatted(subject));
            for (var scope : FleetFields.SCOPES) {
                var names = NameList.of(user.field(scope));
                if (!names.contains(old.name())) continue;
                var moved = names.stream()
                        .map(name -> name.equals(old.name()) ? fresh.name() : name)
                        .distinct()
                        .sorted()
                        .toList();
                return set("move-%s-%d".formatted(user.kind().word(), user.id()), user, scope, NameList.text(moved));
            }
        }
        return trail.start(new Kind.Plain(new Step.DeleteInFleet(FleetKind.LABEL, old.team(), old.id())));
    }

    private Next set(String word, ObservedObject object, String field, String value) {
        var fields = new TreeMap<String, String>();
        fields.put(field, value);
        return trail.start(
                new Kind.Plain(new Step.UpdateInFleet(word, object.kind(), object.team(), object.id(), fields)));
    }
}

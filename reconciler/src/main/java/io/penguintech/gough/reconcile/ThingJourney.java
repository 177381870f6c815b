package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.ThingKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The next step of one change of a region's thing, from one look at all things of its kind. */
final class ThingJourney {
    static final String CREATE = "create-thing";
    static final String UPDATE = "update-thing";
    static final String IMPORT = "import-images";
    private static final Set<String> SELECTING = Set.of(CREATE, UPDATE);

    private final Change.OfThing change;
    private final Seen<SortedMap<String, ObservedThing>> seen;
    private final Trail trail;
    private final Course course;

    ThingJourney(Change.OfThing change, Seen<SortedMap<String, ObservedThing>> seen, List<Taken> taken, Course course) {
        this.change = change;
        this.seen = seen;
        trail = new Trail(taken, course);
        this.course = course;
    }

    Next next() {
        return tooEarly().orElseGet(() -> switch (change.act()) {
            case CREATE -> create();
            case ADOPT, UPDATE -> update();
        });
    }

    /** Watches what was started; starts nothing. */
    Next settle() {
        return tooEarly().orElseGet(Next.Arrived::new);
    }

    /** The id of what the change made, holds or has taken over, as far as it is seen; empty when it is gone or not made yet. */
    Optional<String> made() {
        return switch (change.act()) {
            case CREATE -> named().filter(this::isMade).map(ObservedThing::id);
            case ADOPT, UPDATE -> held().map(ObservedThing::id);
        };
    }

    private Optional<Next> tooEarly() {
        var last = trail.last();
        if (last.isPresent() && seen.at().isBefore(last.get().startedAt()))
            return Optional.of(new Next.Wait(Duration.ZERO, "the last look is older than the last step; look again"));
        return trail.unsettled().filter(step -> !effectSeen()).flatMap(trail::unclearWait);
    }

    private boolean effectSeen() {
        return switch (change.act()) {
            case CREATE -> named().isPresent();
            case ADOPT, UPDATE -> false;
        };
    }

    /** What the fields lead to. */
    private SortedMap<String, String> values() {
        var values = new TreeMap<String, String>();
        change.fields().forEach(field -> field.after().ifPresent(after -> values.put(field.field(), after)));
        return values;
    }

    private Optional<ObservedThing> named() {
        var key = change.subject().kind().key(values());
        return seen.value().values().stream()
                .filter(thing -> thing.key().equals(key))
                .findFirst();
    }

    /** By its id; a tag has none but its name, which the change itself may have changed. */
    private Optional<ObservedThing> held() {
        return change.id()
                .flatMap(id -> Optional.ofNullable(seen.value().get(id)))
                .or(() -> trail.has(UPDATE) ? named() : Optional.empty());
    }

    private Next create() {
        var found = named();
        if (found.isEmpty()) return start(Optional.empty(), values());
        if (isMade(found.get())) return set(found.get());
        return new Next.Stuck("MAAS now has a %s %s that this change did not make: it is planned anew"
                .formatted(change.subject().kind().noun(), found.get().key()));
    }

    /** By the id MAAS answered with; without an answer, by being exactly what was sent. */
    private boolean isMade(ObservedThing found) {
        var id = trail.last(CREATE)
                .flatMap(Taken::outcome)
                .flatMap(outcome -> outcome instanceof Outcome.Done(var made) ? made : Optional.empty());
        if (id.isPresent()) return id.get().equals(found.id());
        return trail.has(CREATE) && ThingFields.same(values(), found);
    }

    private Next update() {
        return held().map(this::set)
                .orElseGet(() -> new Next.Stuck("MAAS does not have this %s any more: somebody deleted it"
                        .formatted(change.subject().kind().noun())));
    }

    /** Sets what the change names and the thing does not have yet. */
    private Next set(ObservedThing is) {
        var pending = new TreeMap<String, String>();
        for (var field : change.fields()) {
            var now = ThingFields.now(is, field);
            if (now.equals(field.after())) continue;
            if (change.act() != Change.Act.CREATE && !now.equals(field.before()))
                return new Next.Stuck("%s was %s when this was approved, and now it is %s: somebody changed it"
                        .formatted(field.field(), field.before().orElse("not set"), now.orElse("not set")));
            pending.put(field.field(), field.after().orElse(""));
        }
        if (pending.isEmpty()) return fetched(is);
        return start(Optional.of(is.id()), pending);
    }

    /** Images are selected; now they must come. Nothing waits for them but the next look. */
    private Next fetched(ObservedThing is) {
        if (is.kind() != ThingKind.IMAGE_SET) return new Next.Arrived();
        var architectures = is.fields().getOrDefault("architectures", "");
        var coming = Images.coming(is, architectures);
        // Of kernels and labels that were added nothing is seen: older images of the architecture are whole without
        // them.
        if (isWritten() && !trail.acceptedAfter(IMPORT, SELECTING))
            return importing(coming.orElse("The selection of %s changed.".formatted(is.key())));
        if (coming.isEmpty()) return new Next.Arrived();
        if (Images.isFetching(is, Images.missing(is, architectures)))
            return new Next.Wait(course.patience().look(), coming.get());
        // MAAS begins a moment after it is asked; what it offers no image for never comes.
        var asked = trail.last(IMPORT).filter(step -> trail.accepted(IMPORT));
        return asked.flatMap(step -> trail.waitUntil(
                        step.startedAt().plus(course.patience().unclear()),
                        course.patience().look(),
                        coming.get()))
                .orElseGet(() -> importing(coming.get()));
    }

    private boolean isWritten() {
        return SELECTING.stream().anyMatch(trail::has);
    }

    private Next importing(String coming) {
        return switch (trail.start(new Kind.Plain(new Step.ImportImages()))) {
            case Next.Stuck(var why) ->
                new Next.Stuck("%s %s: look in MAAS whether its boot source has that image and answers"
                        .formatted(coming, why));
            case Next other -> other;
        };
    }

    private Next start(Optional<String> id, SortedMap<String, String> fields) {
        return trail.start(new Kind.Plain(new Step.OnThing(change.subject().kind(), id, fields)));
    }
}

package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The next step of one change in a Fleet, from one look at it. */
final class FleetJourney {
    private final Change.OfFleet change;
    private final Seen<Observed.FleetServer> seen;
    private final Trail trail;

    FleetJourney(Change.OfFleet change, Seen<Observed.FleetServer> seen, List<Taken> taken, Course course) {
        this.change = change;
        this.seen = seen;
        trail = new Trail(taken, course);
    }

    Next next() {
        return tooEarly().orElseGet(() -> switch (change) {
            case Change.CreateInFleet create -> create(create);
            case Change.UpdateInFleet update -> update(update);
            case Change.DeleteInFleet delete -> delete(delete);
            case Change.ReplaceLabel replace -> new LabelReplacement(replace, seen.value(), trail).next();
        });
    }

    /** Watches what was started; starts nothing. */
    Next settle() {
        return tooEarly().orElseGet(Next.Arrived::new);
    }

    /** The id of what the change has made by now, as far as it is seen: ours even if the change gets stuck later. */
    OptionalLong ours() {
        return switch (change) {
            case Change.CreateInFleet create -> id(named(create, seen.value()).filter(found -> isMade(create, found)));
            case Change.ReplaceLabel replace ->
                all().containsKey(replace.id()) || !LabelReplacement.isDone(trail)
                        ? OptionalLong.empty()
                        : id(LabelReplacement.successor(replace, seen.value()));
            case Change.UpdateInFleet _, Change.DeleteInFleet _ -> OptionalLong.empty();
        };
    }

    /** The id of what an arrived change is about. */
    static OptionalLong made(Change.OfFleet change, Observed.FleetServer server) {
        return switch (change) {
            case Change.CreateInFleet create -> id(named(create, server));
            case Change.UpdateInFleet update -> OptionalLong.of(update.id());
            case Change.DeleteInFleet ignored -> OptionalLong.empty();
            case Change.ReplaceLabel replace -> id(LabelReplacement.successor(replace, server));
        };
    }

    private static OptionalLong id(Optional<ObservedObject> object) {
        return object.map(is -> OptionalLong.of(is.id())).orElseGet(OptionalLong::empty);
    }

    private SortedMap<Long, ObservedObject> all() {
        return seen.value().all(change.subject().kind());
    }

    private String noun() {
        return change.subject().kind().word();
    }

    private Optional<Next> tooEarly() {
        var last = trail.last();
        if (last.isPresent() && seen.at().isBefore(last.get().startedAt()))
            return Optional.of(new Next.Wait(Duration.ZERO, "the last look is older than the last step; look again"));
        return trail.unsettled().filter(step -> !effectSeen(step)).flatMap(trail::unclearWait);
    }

    private boolean effectSeen(Taken step) {
        return switch (change) {
            case Change.CreateInFleet create -> named(create, seen.value()).isPresent();
            case Change.UpdateInFleet ignored -> false;
            case Change.DeleteInFleet delete -> !all().containsKey(delete.id());
            case Change.ReplaceLabel replace ->
                step.word().equals(Step.DeleteInFleet.word(FleetKind.LABEL))
                        ? !all().containsKey(replace.id())
                        : LabelReplacement.successor(replace, seen.value()).isPresent();
        };
    }

    private static Optional<ObservedObject> named(Change.CreateInFleet create, Observed.FleetServer server) {
        var name = create.wanted().title();
        return server.all(create.subject().kind()).values().stream()
                .filter(is -> FleetNames.same(is.name(), name))
                .filter(is -> FleetPlanning.sameTeam(create.subject(), is))
                .findFirst();
    }

    private Next create(Change.CreateInFleet create) {
        var found = named(create, seen.value());
        if (found.isEmpty()) return trail.start(new Kind.Plain(Step.CreateInFleet.of(create.wanted())));
        if (isMade(create, found.get())) return new Next.Arrived();
        return new Next.Stuck("Fleet now has a %s \"%s\" (id %d) that this change did not make: it is planned anew"
                .formatted(noun(), found.get().name(), found.get().id()));
    }

    /** By the id Fleet answered with; without an answer, by being exactly what was sent. */
    private boolean isMade(Change.CreateInFleet create, ObservedObject found) {
        var word = Step.CreateInFleet.word(create.subject().kind());
        var id = trail.last(word)
                .flatMap(Taken::outcome)
                .flatMap(outcome -> outcome instanceof Outcome.Done(var made) ? made : Optional.empty());
        if (id.isPresent()) return id.get().equals(Long.toString(found.id()));
        return trail.mayHaveHappened(word) && FleetFields.sameButHosts(create.wanted(), found);
    }

    private Next update(Change.UpdateInFleet update) {
        var is = all().get(update.id());
        if (is == null)
            return new Next.Stuck(
                    "Fleet does not have %s %d any more: somebody deleted it".formatted(noun(), update.id()));
        boolean ofHosts = update.fields().stream().anyMatch(LabelHosts::isAbout);
        if (ofHosts && !is.fields().containsKey(FleetFields.HOSTS))
            return new Next.Wait(Trail.LOOK, "which hosts carry the label was not read yet");
        var declared = FleetFields.of(update.wanted());
        var pending = new TreeMap<String, String>();
        var hosts = new ArrayList<FieldChange>();
        var approved = new HashMap<String, FieldChange>();
        update.fields().forEach(field -> approved.put(LabelHosts.key(field), field));
        for (var difference : FleetFields.differences(update.wanted(), is)) {
            var line = approved.get(LabelHosts.key(difference));
            // What differs besides is news, and not covered: the next plan has it.
            if (line == null) continue;
            if (!line.before().equals(difference.before()))
                return new Next.Stuck("%s was another when this was approved: somebody changed it in Fleet"
                        .formatted(difference.field()));
            if (LabelHosts.isAbout(difference)) hosts.add(difference);
            else pending.put(difference.field(), declared.getOrDefault(difference.field(), ""));
        }
        // Fleet takes the whole list at once.
        if (!hosts.isEmpty())
            pending.put(
                    FleetFields.HOSTS,
                    LabelHosts.after(is.field(FleetFields.HOSTS), declared.getOrDefault(FleetFields.HOSTS, ""), hosts));
        if (pending.isEmpty()) return new Next.Arrived();
        return trail.start(
                new Kind.Plain(Step.UpdateInFleet.of(update.subject().kind(), is.team(), update.id(), pending)));
    }

    private Next delete(Change.DeleteInFleet delete) {
        var is = all().get(delete.id());
        if (is == null) return new Next.Arrived();
        if (!FleetFields.deleted(is).equals(delete.fields()))
            return new Next.Stuck("%s %d is another than when this was approved: somebody changed it in Fleet"
                    .formatted(noun(), delete.id()));
        var users = is.kind() == FleetKind.LABEL ? seen.value().targeting(is.name()) : List.<ObservedObject>of();
        // Before 4.82 Fleet would delete it, and all of these would be for every host.
        if (!users.isEmpty()) return new Next.Stuck("%s are for its hosts now".formatted(FleetLabels.named(users)));
        return trail.start(new Kind.Plain(new Step.DeleteInFleet(is.kind(), is.team(), delete.id())));
    }
}

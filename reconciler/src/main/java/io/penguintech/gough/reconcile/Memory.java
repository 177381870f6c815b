package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.reconcile.Machine.State;
import io.penguintech.gough.reconcile.Records.Deployment;
import io.penguintech.gough.reconcile.Records.HostRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is to be remembered of a host while its change goes on. Nothing is remembered of a machine without our marks. */
final class Memory {
    private final Change.OfHost change;
    private final Optional<Machine> machine;
    private final Trail trail;
    private final Course course;

    Memory(Change.OfHost change, Optional<Machine> machine, Trail trail, Course course) {
        this.change = change;
        this.machine = machine;
        this.trail = trail;
        this.course = course;
    }

    Optional<HostRecord> after(Optional<HostRecord> before) {
        if (machine.isEmpty()) return givenUp() ? Optional.empty() : before;
        var now = machine.get();
        boolean ours = Marks.of(now, course.ownTag()) == Marks.OURS
                && Surprise.in(change, now, trail, course).isEmpty();
        if (!ours) return before;
        // A record of another machine under this name says nothing about this one.
        var same = before.filter(record -> record.systemId().equals(now.id()));
        var deployment = deployment(now, same.flatMap(HostRecord::deployment));
        boolean adopted = adopted(now, same, deployment);
        return Optional.of(new HostRecord(
                        change.subject().host(),
                        change.region(),
                        now.id(),
                        now.macAddresses(),
                        adopted,
                        deployment,
                        heldSince(now, same.flatMap(HostRecord::heldSince)),
                        tags(now, same.map(HostRecord::tags).orElseGet(TreeSet::new)),
                        // The host was lost, whatever machine it gets: until something runs there, deploying it stays
                        // destructive.
                        before.filter(HostRecord::lost).isPresent() && deployment.isEmpty() && !adopted,
                        false,
                        maintainedFrom(same.flatMap(HostRecord::maintainedFrom)),
                        trail.locksAreOurs(same.filter(HostRecord::locked).isPresent()),
                        power(now, same.map(HostRecord::power).orElseGet(TreeMap::new)),
                        Told.kept(same, trail))
                .told(Told.with(change, trail))
                .asSeen(now));
    }

    private boolean givenUp() {
        return change instanceof Change.Release && (trail.has("release") || trail.has("delete"));
    }

    private Optional<Deployment> deployment(Machine now, Optional<Deployment> before) {
        return switch (change) {
            case Change.BringUp up ->
                up.deployment().filter(runs -> deployed(now, runs)).or(() -> before);
            case Change.Reinstall again -> {
                if (deployed(now, again.deployment())) yield Optional.of(again.deployment());
                yield emptied(now) ? Optional.empty() : before;
            }
            case Change.Release ignored -> emptied(now) ? Optional.empty() : before;
            case Change.Amend ignored -> before;
            // Whatever was deployed before is in doubt, else it would not be adopted.
            case Change.Adopt ignored -> Optional.empty();
            case Change.Restore ignored -> before;
            // It ran before MAAS knew it: what is remembered of it moves along, stamped already or not.
            case Change.Register register -> register.deployment();
            case Change.Maintain ignored -> before;
            case Change.Return ignored -> before;
            case Change.OnRequest ignored -> before;
        };
    }

    /** Rescue mode is Gough's doing when this change sent the machine there; what it is now says how long. */
    private Optional<String> maintainedFrom(Optional<String> before) {
        return change instanceof Change.Maintain maintain && trail.mayHaveHappened("rescue")
                ? Optional.of(maintain.before())
                : before;
    }

    /** A stamp alone says little: somebody else may have deployed what Gough had stamped to deploy it. */
    private boolean deployed(Machine now, Deployment runs) {
        return now.state() instanceof State.Deployed
                && trail.mayHaveHappened("deploy")
                && Stamp.says(now, runs, course.repositoryId());
    }

    /** Whether our release has taken effect. */
    private boolean emptied(Machine now) {
        if (!trail.has("release")) return false;
        return switch (now.state()) {
            case State.New _, State.Ready _, State.Busy _ -> true;
            // Releasing failed, or erasing did: whatever ran there does not run any more.
            case State.Broken _ -> true;
            case State.Allocated() -> trail.has("allocate");
            case State.Deployed _ -> false;
        };
    }

    private boolean adopted(Machine now, Optional<HostRecord> before, Optional<Deployment> deployment) {
        if (deployment.isPresent()) return false;
        if (change instanceof Change.Adopt || change instanceof Change.Register)
            return now.state() instanceof State.Deployed;
        return before.filter(HostRecord::adopted).isPresent();
    }

    private Optional<Instant> heldSince(Machine now, Optional<Instant> before) {
        return switch (change) {
            case Change.Release release -> {
                if (release.hold().isZero() || !(now.state() instanceof State.Deployed)) yield Optional.empty();
                yield trail.accepted("power-off") ? trail.last("power-off").map(Taken::startedAt) : before;
            }
            case Change.Restore ignored -> trail.accepted("power-on") ? Optional.empty() : before;
            case Change.BringUp ignored -> Optional.empty();
            case Change.Reinstall ignored -> Optional.empty();
            case Change.Adopt ignored -> Optional.empty();
            case Change.Register ignored -> Optional.empty();
            case Change.Amend ignored -> before;
            case Change.Maintain ignored -> before;
            case Change.Return ignored -> before;
            case Change.OnRequest ignored -> before;
        };
    }

    /** What MAAS took is told, whether the machine answers to it or not. */
    private SortedMap<String, String> power(Machine now, SortedMap<String, String> before) {
        if (!PowerFields.among(change.fields())) return before;
        boolean told = Stream.of(Step.SetPower.WORD, "enlist", "register").anyMatch(trail::accepted);
        if (told) return PowerFields.after(before, change.fields(), now.powerType());
        return trail.mayHaveHappened(Step.SetPower.WORD)
                ? PowerFields.perhaps(before, change.fields(), now.powerType())
                : before;
    }

    private SortedSet<String> tags(Machine now, SortedSet<String> before) {
        var tags = new TreeSet<>(before);
        for (var field : change.fields())
            MachineFields.tag(field).filter(tag -> !Marks.reserved(tag)).ifPresent(tag -> {
                if (field.after().isPresent()) tags.add(tag);
                else if (!now.tags().contains(tag)) tags.remove(tag);
            });
        tags.retainAll(now.tags());
        return tags;
    }
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The last question before every write: may this process write for this repository, to this server, now? */
final class WriteGate {
    /** A server does not turn into another one between two steps of a tick. */
    private static final Duration IDENTITY_HOLDS = Duration.ofSeconds(5);

    private final Stores stores;
    private final EngineLock lock;
    private final World world;
    private final Revisions revisions;
    private final Writer writer;
    private final Map<String, Instant> checked = new ConcurrentHashMap<>();

    /** Which Gough writes, and when. */
    record Writer(String instance, Clock clock) {}

    WriteGate(Stores stores, EngineLock lock, World world, Revisions revisions, Writer writer) {
        this.stores = stores;
        this.lock = lock;
        this.world = world;
        this.revisions = revisions;
        this.writer = writer;
    }

    /** Why nothing is written for this repository; empty when it may be. Asks the database, the file and the lock. */
    Optional<String> closed(ServedRepository served) {
        var row = stores.repositories().get(served.id());
        return row.guard()
                .or(() -> stores.stops().reason(served.id()))
                .or(() -> observing(served, row))
                .or(this::lockLost);
    }

    /** The same, and whether {@code backend} is the server we mean and nobody else writes to it. */
    Optional<String> closed(ServedRepository served, String backend) {
        return closed(served).or(() -> backend.equals("gough") ? Optional.empty() : wrongServer(served.id(), backend));
    }

    /** Why what {@code backend} does not show may be there all the same: a guard says so, or it is not the server we mean. */
    Optional<String> doubts(ServedRepository served, String backend) {
        if (backend.equals("gough")) return Optional.empty();
        return stores.repositories().get(served.id()).guard().or(() -> wrongServer(served.id(), backend));
    }

    /** What stops of a part of the repository hold back now. */
    Bars bars(ServedRepository served) {
        return new Bars(
                stores.stops().of(served.id()),
                world,
                (revision, change) -> declared(served, revision, change),
                stores.repositories().get(served.id()).current());
    }

    private Optional<Host> declared(ServedRepository served, Revision revision, Change.OfHost change) {
        try {
            return switch (revisions.declared(served, revision)) {
                case Declarations.Declared.Invalid _ -> Optional.empty();
                case Declarations.Declared.Valid valid ->
                    Optional.ofNullable(
                            valid.inventory().hosts().get(change.subject().host()));
            };
        } catch (RevisionUnavailable e) {
            return Optional.empty(); // the remote is away; whoever asks takes that for a host that may be meant
        }
    }

    private static Optional<String> observing(ServedRepository served, RepositoryRow row) {
        return InForce.of(served, row).mode(served.ceiling()) == Repository.Mode.OBSERVE
                ? Optional.of("The mode is observe: nothing is written.")
                : Optional.empty();
    }

    private Optional<String> lockLost() {
        return lock.isHeld() ? Optional.empty() : Optional.of("This process is not the active engine any more.");
    }

    private Optional<String> wrongServer(RepositoryId repository, String backend) {
        var key = repository + " " + backend;
        var now = writer.clock().instant();
        var last = checked.get(key);
        if (last != null && now.isBefore(last.plus(IDENTITY_HOLDS))) return Optional.empty();
        var problem = switch (identity(backend)) {
            case Reading.Missed<BackendIdentity>(var failure) -> Optional.of(failure.why());
            case Reading.Got<BackendIdentity>(var seen) -> otherServer(repository, backend, seen, now);
        };
        if (problem.isEmpty()) checked.put(key, now);
        else checked.remove(key);
        return problem;
    }

    private Optional<String> otherServer(RepositoryId repository, String backend, BackendIdentity seen, Instant now) {
        var pinned = stores.backends().pins(repository).get(backend);
        if (pinned == null) stores.backends().pin(repository, backend, seen);
        else if (!pinned.sameAs(seen))
            return Optional.of("%s is another server or another user than the one it is pinned to.".formatted(backend));
        var owner = stores.backends().claim(repository, seen.fingerprint(), writer.instance(), now);
        return owner.equals(writer.instance())
                ? Optional.empty()
                : Optional.of(("Another Gough (instance %s) writes to %s. Stop that one, then let an admin say gough"
                                + " resume here.")
                        .formatted(owner, backend));
    }

    private Reading<BackendIdentity> identity(String backend) {
        var name = new BackendName(backend.substring(backend.indexOf(' ') + 1));
        if (backend.startsWith("maas ") && world.regionNames().contains(name)) return world.identity(name);
        if (backend.startsWith("fleet ") && world.fleetNames().contains(name)) return world.fleetIdentity(name);
        return new Reading.Missed<>(new Failure.NeedsHuman("The server settings know no backend " + backend + "."));
    }
}

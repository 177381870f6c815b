package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Desired;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Journey;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.UserData;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the one backend call of a step, with what the step needs from outside: the host's document, user data, secrets. */
final class Caller {
    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

    private final World world;
    private final Revisions revisions;

    Caller(World world, Revisions revisions) {
        this.world = world;
        this.revisions = revisions;
    }

    /** What a step became once everything it needs is there. */
    private sealed interface Ready {
        record Go(Step step) implements Ready {}

        record Not(Failure failure) implements Ready {}
    }

    /** Calls the backend. Never throws: what nobody foresaw is unclear, because the call may have arrived. */
    Outcome call(ServedRepository served, Intent intent, Journey.Kind kind) {
        try {
            return switch (ready(served, intent, kind)) {
                case Ready.Not(var failure) -> new Outcome.Failed(failure);
                case Ready.Go(Step.OnMachine step) -> onMachine(intent, step);
                case Ready.Go(Step.OnFleet step) -> onFleet(intent, step);
                case Ready.Go(Step.OnRegion step) -> onRegion(intent, step);
            };
        } catch (SecretSource.SecretUnavailable e) {
            return new Outcome.Failed(new Failure.NeedsHuman(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error(
                    "step {} of {} ended unforeseen",
                    kind.word(),
                    intent.change().subject().text(),
                    e);
            return new Outcome.Failed(new Failure.Unclear("Gough itself failed during %s (%s); the log says more."
                    .formatted(kind.word(), e.getClass().getSimpleName())));
        }
    }

    /**
     * What would come of sending what a change installs; nothing is sent. Empty when all of it is there: the document, the
     * user data as it was approved, and every secret in it.
     */
    Optional<Failure> undeliverable(ServedRepository served, Intent intent) {
        if (!(intent.change() instanceof Change.OfHost change)
                || !(change.machine() instanceof Change.Identity.Known(var id))) return Optional.empty();
        try {
            return switch (deploy(served, intent, id)) {
                case Ready.Not(var failure) -> Optional.of(failure);
                case Ready.Go(Step.Deploy step) -> {
                    step.userData().ifPresent(data -> data.reveal(step.secrets()));
                    yield Optional.empty();
                }
                case Ready.Go _ -> Optional.empty();
            };
        } catch (SecretSource.SecretUnavailable | RevisionUnavailable e) {
            return Optional.of(new Failure.TryAgain(String.valueOf(e.getMessage()), Flights.NOT_NOW));
        }
    }

    /** What {@code revision} declares; empty when it is invalid. */
    Optional<Desired> desired(ServedRepository served, Revision revision) {
        return switch (revisions.declared(served, revision)) {
            case Declarations.Declared.Invalid invalid -> Optional.empty();
            case Declarations.Declared.Valid valid ->
                Optional.of(new Desired(
                        valid.inventory(),
                        valid.userData(),
                        new TreeSet<>(),
                        served.id().value()));
        };
    }

    /** Whether what a change deploys is to enrol in Fleet; false when its revision cannot be read any more. */
    boolean enrols(ServedRepository served, Intent intent) {
        try {
            return intent.change() instanceof Change.OfHost change
                    && revisions.declared(served, intent.revision()) instanceof Declarations.Declared.Valid valid
                    && valid.enrolling().contains(hostName(change));
        } catch (RevisionUnavailable gone) {
            return false;
        }
    }

    /** Whether a change installs a machine. */
    static boolean installs(Change change) {
        return deployment(change).isPresent();
    }

    private Outcome onMachine(Intent intent, Step.OnMachine step) {
        return world.regionNames().contains(name(intent))
                ? world.maas(name(intent)).start(step)
                : unknown(intent);
    }

    private Outcome onRegion(Intent intent, Step.OnRegion step) {
        return world.regionNames().contains(name(intent))
                ? world.maas(name(intent)).start(step)
                : unknown(intent);
    }

    private Outcome onFleet(Intent intent, Step.OnFleet step) {
        return world.fleetNames().contains(name(intent))
                ? world.fleet(name(intent)).start(step)
                : unknown(intent);
    }

    private Ready ready(ServedRepository served, Intent intent, Journey.Kind kind) {
        return switch (kind) {
            case Journey.Kind.Plain(Step.Stamp(var id, var annotations)) -> {
                var stamped = new TreeMap<>(annotations);
                stamped.put(Guards.JOURNAL, Long.toString(intent.id()));
                yield new Ready.Go(new Step.Stamp(id, stamped));
            }
            case Journey.Kind.Plain(var step) -> new Ready.Go(step);
            case Journey.Kind.Enlist() ->
                declared(
                        served,
                        intent,
                        host -> new Step.Enlist(host, served.secrets().of(host)));
            case Journey.Kind.Register() ->
                declared(
                        served,
                        intent,
                        host -> new Step.Register(host, served.secrets().of(host)));
            case Journey.Kind.Power(var id, var cleared) ->
                declared(
                        served,
                        intent,
                        host -> new Step.SetPower(
                                id, host, cleared, served.secrets().of(host)));
            case Journey.Kind.Compose(var number) -> declared(served, intent, host -> new Step.Compose(host, number));
            case Journey.Kind.RegisterVmHost(var id) ->
                declared(
                        served,
                        intent,
                        host -> new Step.RegisterVmHost(
                                id, host, served.secrets().of(host)));
            case Journey.Kind.TellVmHost(var id) ->
                declared(
                        served,
                        intent,
                        host -> new Step.TellVmHost(id, host, served.secrets().of(host)));
            case Journey.Kind.Deploy(var id) -> deploy(served, intent, id);
        };
    }

    private Ready declared(ServedRepository served, Intent intent, Function<Host, Step> step) {
        return switch (revisions.declared(served, intent.revision())) {
            case Declarations.Declared.Invalid invalid -> gone(intent);
            case Declarations.Declared.Valid valid ->
                host(intent, valid)
                        .<Ready>map(host -> new Ready.Go(step.apply(host)))
                        .orElseGet(() -> gone(intent));
        };
    }

    private Ready deploy(ServedRepository served, Intent intent, SystemId id) {
        var deployment = deployment(intent.change());
        if (deployment.isEmpty()) return gone(intent);
        return switch (revisions.declared(served, intent.revision())) {
            case Declarations.Declared.Invalid invalid -> gone(intent);
            case Declarations.Declared.Valid valid ->
                host(intent, valid)
                        .map(host -> deploy(served.secrets().of(host), id, deployment.get(), rendered(host, valid)))
                        .orElseGet(() -> gone(intent));
        };
    }

    private static Ready deploy(
            SecretSource secrets, SystemId id, Records.Deployment what, Optional<UserData> userData) {
        var digest = userData.map(UserData::digest).orElse("");
        if (!digest.equals(what.userData()))
            return new Ready.Not(new Failure.NeedsHuman(
                    "The user data rendered now is not the one that was approved (Gough was upgraded in between?)."
                            + " Retry to be asked again."));
        return new Ready.Go(new Step.Deploy(
                id,
                what.release(),
                Optional.of(what.kernel()).filter(k -> !k.isEmpty()),
                what.options(),
                userData,
                secrets));
    }

    private Optional<UserData> rendered(Host host, Declarations.Declared.Valid valid) {
        return revisions.declarations().userData(host, valid.inventory());
    }

    /** What a change installs. */
    static Optional<Records.Deployment> deployment(Change change) {
        return switch (change) {
            case Change.BringUp up -> up.deployment();
            case Change.Reinstall again -> Optional.of(again.deployment());
            case Change.Amend ignored -> Optional.empty();
            case Change.Release ignored -> Optional.empty();
            case Change.Adopt ignored -> Optional.empty();
            case Change.Restore ignored -> Optional.empty();
            case Change.Register ignored -> Optional.empty();
            case Change.Maintain ignored -> Optional.empty();
            case Change.Return ignored -> Optional.empty();
            case Change.OnRequest ignored -> Optional.empty();
            case Change.OfFleet ignored -> Optional.empty();
            case Change.OfThing ignored -> Optional.empty();
            case Change.AcceptRules ignored -> Optional.empty();
        };
    }

    private static Optional<Host> host(Intent intent, Declarations.Declared.Valid valid) {
        return intent.change() instanceof Change.OfHost change
                ? Optional.ofNullable(valid.inventory().hosts().get(hostName(change)))
                : Optional.empty();
    }

    private static HostName hostName(Change.OfHost change) {
        return change.subject().host();
    }

    private static BackendName name(Intent intent) {
        return new BackendName(intent.backend().substring(intent.backend().indexOf(' ') + 1));
    }

    private static Ready gone(Intent intent) {
        return new Ready.Not(new Failure.NeedsHuman("Revision %s, which this change was approved with, cannot be read"
                        .formatted(intent.revision().brief())
                + " any more. Retry to be asked again by the newest revision."));
    }

    private static Outcome unknown(Intent intent) {
        return new Outcome.Failed(
                new Failure.NeedsHuman("The server settings know no backend " + intent.backend() + " any more."));
    }
}

package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.backends.Backends;
import io.penguintech.gough.bot.rollout.Accounts;
import io.penguintech.gough.bot.rollout.CrashPoint;
import io.penguintech.gough.bot.rollout.EngineSettings;
import io.penguintech.gough.bot.rollout.RolloutService;
import io.penguintech.gough.bot.rollout.ServedRepository;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.reconcile.Journey;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.schema.Revision;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The service's own engine with nothing around it: no web, no chat, no poller. Whoever has it ticks it. */
final class Workplace implements AutoCloseable {
    /** How often a machine under way is looked at, in ticks. */
    private static final int TICKS_A_LOOK = 5;

    private final State state;
    private final Backends backends;
    private final RolloutService service;
    private final OneRevision source;
    private final Begun begun;
    private final Thread hook;

    /**
     * What it is made of.
     *
     * @param instance id of this Gough; empty means the data folder's own
     */
    record Parts(BackendSettings backends, ServedRepository repository, Optional<String> instance, Duration tick) {}

    Workplace(State state, DataFolder folder, Parts parts) {
        this.state = state;
        this.source = new OneRevision(parts.repository().source());
        this.begun = new Begun(folder);
        this.backends = new Backends(parts.backends(), CallListener.NONE, Clock.systemUTC(), new SecureRandom());
        var settings = new EngineSettings(
                parts.instance().orElseGet(folder::instanceId),
                folder.path(),
                parts.tick(),
                patience(parts.tick()),
                Accounts.NONE);
        this.service = new RolloutService(
                new RolloutService.Needs(
                        state.database(),
                        backends.world(),
                        Checked.declarations(),
                        settings,
                        Clock.systemUTC(),
                        CrashPoint.NONE,
                        new SecureRandom()),
                List.of(new ServedRepository(
                        source,
                        parts.repository().ceiling(),
                        parts.repository().initialRules(),
                        parts.repository().secrets())));
        // An interrupted command must not leave its database running.
        this.hook = new Thread(this::release, "release");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static Journey.Patience patience(Duration tick) {
        var usual = Journey.Patience.DEFAULT;
        return new Journey.Patience(
                usual.unclear(),
                usual.commissioning(),
                usual.deploying(),
                usual.releasing(),
                usual.tries(),
                tick.multipliedBy(TICKS_A_LOOK));
    }

    RolloutService service() {
        return service;
    }

    World world() {
        return backends.world();
    }

    RepositoryId id() {
        return source.id();
    }

    /** Which plan was begun here last. */
    Begun begun() {
        return begun;
    }

    /** The revision that is worked with, however the branch moves; empty before it was fetched. */
    Optional<Revision> revision() {
        return source.revision();
    }

    /** Why the branch is not where it was fetched any more: what was pushed while a person read is another plan. */
    Optional<String> moved() {
        return switch (source.head()) {
            case InfraRepo.Head.At(var tip) when revision().equals(Optional.of(tip)) -> Optional.empty();
            case InfraRepo.Head.At(var tip) ->
                Optional.of("the branch is at %s now, and this is the plan of %s: look at it again with `gough plan`"
                        .formatted(tip.brief(), revision().map(Revision::brief).orElse("nothing")));
            case InfraRepo.Head.NoBranch() -> Optional.of("the branch is not there any more");
            case InfraRepo.Head.Unreachable(var why) -> throw new CommandFailed(Exit.UNREACHABLE, why);
        };
    }

    private void release() {
        service.close();
        backends.close();
        state.close();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process ends already, and the hook does it
        }
        release();
    }
}

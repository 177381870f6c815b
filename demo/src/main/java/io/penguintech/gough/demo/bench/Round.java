package io.penguintech.gough.demo.bench;

import io.penguintech.gough.bot.backends.Backends;
import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.Remembered;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.bot.rollout.Snapshot;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** All measurements at one size. */
final class Round {
    /** A plan is quick: it is repeated more often. */
    private static final int PLANS = 5;

    /** A fresh process is started so often. */
    private static final int COLD = 3;

    private static final BackendName DEFAULT = new BackendName("default");
    private static final RepositoryId REPOSITORY = new RepositoryId(Site.REPOSITORY);

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** The first looks of a service that just started are over by then. */
    static final Duration SETTLING = Duration.ofSeconds(15);

    private final SampleInfra infra;
    private final Path folder;
    private final Duration watch;
    private final int repeats;
    private final Consumer<String> says;
    private final Declarations declarations =
            new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));

    /**
     * Prepares a round.
     *
     * @param watch how long the service is watched
     * @param repeats how often a warm measurement is made
     */
    Round(SampleInfra infra, Path folder, Duration watch, int repeats, Consumer<String> says) {
        this.infra = infra;
        this.folder = folder;
        this.watch = watch;
        this.repeats = repeats;
        this.says = says;
    }

    Numbers run() throws IOException, InterruptedException {
        says.accept("validate and render");
        var cold = cold();
        var tree = infra.tree();
        var warm = Numbers.Took.median(repeats, () -> declarations.declare(tree, SecretPrefixes.ANY));
        var declared = declared(declarations.declare(tree, SecretPrefixes.ANY));
        says.accept("the stand-ins");
        try (var site = new Site(infra, folder);
                var memory = new Memory(folder.resolve("database"));
                var backends = new Backends(site.backends(), CallListener.NONE, Clock.systemUTC(), new Random(1))) {
            memory.remember(site, declared.inventory(), declared.userData());
            says.accept("sweep and plan");
            long bytesBefore = site.maas().bytesSent();
            var sweep = sweep(backends.world());
            var again = Budget.hourly(infra.hosts(), (site.maas().bytesSent() - bytesBefore) / infra.hosts());
            var here = new Snapshot(
                    REPOSITORY,
                    backends.world().snapshot(),
                    Remembered.read(source(memory), REPOSITORY)
                            .judgedAtFirstBy(declared.inventory().repository()));
            mustBeInSync(here.plan(declared));
            var inSync = Numbers.Took.median(repeats * PLANS, () -> here.plan(declared));
            var nothing = nothingYet(here);
            var allNew = Numbers.Took.median(
                    repeats * PLANS, () -> nothing.plan(declared).digest());
            says.accept("the service, watched for " + watch.toSeconds() + " s");
            var service = service(site, memory);
            return new Numbers(infra.hosts(), infra.queries(), cold, warm, inSync, allNew, sweep, again, service);
        }
    }

    private Duration cold() throws IOException, InterruptedException {
        var written = folder.resolve("infra");
        for (var file : infra.files().entrySet()) {
            var target = written.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
        var times = new long[COLD];
        for (int i = 0; i < COLD; i++) times[i] = validated(written).toNanos();
        Arrays.sort(times);
        return Duration.ofNanos(times[COLD / 2]);
    }

    private Duration validated(Path written) throws IOException, InterruptedException {
        var log = folder.resolve("validate.log");
        long begun = System.nanoTime();
        int exit = Program.start(Program.Kind.SHORT, log, List.of("validate", written.toString()))
                .waitFor();
        var took = Duration.ofNanos(System.nanoTime() - begun);
        if (exit != 0)
            throw new IllegalStateException("gough validate ended with %d: %s".formatted(exit, Files.readString(log)));
        return took;
    }

    static Declarations.Declared.Valid declared(Declarations.Declared declared) {
        return switch (declared) {
            case Declarations.Declared.Valid valid -> valid;
            case Declarations.Declared.Invalid(var diagnostics) ->
                throw new IllegalStateException("the sample repository is invalid: " + diagnostics.getFirst());
        };
    }

    private static Duration sweep(World world) {
        long begun = System.nanoTime();
        answered(world.sweep(DEFAULT));
        var took = Duration.ofNanos(System.nanoTime() - begun);
        answered(world.look(DEFAULT));
        return took;
    }

    private static void answered(Reading<?> reading) {
        if (reading instanceof Reading.Missed<?>(var failure)) throw new IllegalStateException(failure.why());
    }

    private static DataSource source(Memory memory) {
        var database = memory.database();
        return new DriverManagerDataSource(database.url(), database.user(), database.password());
    }

    static void mustBeInSync(Plan plan) {
        if (plan.inSync() && plan.findings().isEmpty()) return;
        var first = new StringBuilder();
        plan.changes().stream().limit(2).forEach(change -> first.append(change).append("; "));
        plan.blocked().stream()
                .limit(2)
                .forEach(blocked -> first.append(blocked).append("; "));
        plan.findings().stream()
                .limit(2)
                .forEach(finding -> first.append(finding).append("; "));
        throw new IllegalStateException("the sample site is not as declared: " + first);
    }

    /** The same servers before anything was made there. */
    private static Snapshot nothingYet(Snapshot here) {
        var regions = new TreeMap<BackendName, Observed.Region>();
        for (Map.Entry<BackendName, Observed.Region> entry :
                here.observed().regions().entrySet()) {
            var seen = entry.getValue();
            regions.put(
                    entry.getKey(),
                    new Observed.Region(
                            seen.identity(),
                            new TreeMap<>(),
                            true,
                            seen.sweptAt(),
                            seen.zones(),
                            seen.pools(),
                            seen.domains(),
                            seen.releases()));
        }
        var fleets = new TreeMap<BackendName, Observed.FleetServer>();
        here.observed()
                .fleets()
                .forEach((name, seen) -> fleets.put(
                        name,
                        new Observed.FleetServer(
                                seen.identity(), seen.licence(), new TreeMap<>(), seen.teams(), seen.at())));
        var rules = here.remembered().rules().orElseThrow();
        return new Snapshot(
                here.repository(), new Observed(regions, fleets), Remembered.NOTHING.judgedAtFirstBy(rules));
    }

    private Numbers.Running service(Site site, Memory memory) throws IOException, InterruptedException {
        try (var service = new RunningService(site, memory, folder)) {
            service.inSync(PATIENCE);
            Thread.sleep(SETTLING);
            var ticksBefore = service.ticks();
            var before = site.received();
            Thread.sleep(watch);
            var after = site.received();
            var ticksAfter = service.ticks();
            long ticks = ticksAfter.count() - ticksBefore.count();
            double seconds = ticksAfter.seconds() - ticksBefore.seconds();
            return new Numbers.Running(
                    ticks,
                    Duration.ofNanos((long) (seconds / Math.max(1, ticks) * 1e9)),
                    service.rssMib(),
                    memory.mib(),
                    calls(before, after));
        }
    }

    private Numbers.Calls calls(Site.Received before, Site.Received after) {
        double minutes = watch.toMillis() / 60_000.0;
        return new Numbers.Calls(
                (after.lookups() - before.lookups()) / minutes,
                (after.fetches() - before.fetches()) / minutes,
                (after.maas() - before.maas()) / minutes,
                (after.lists() - before.lists()) / minutes,
                (after.fleet() - before.fleet()) / minutes);
    }
}

package io.penguintech.gough.demo.bench;

import io.penguintech.gough.bot.backends.Pace;
import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.maas.MaasHttp;
import io.penguintech.gough.reconcile.maas.MaasSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * A service at its default pace beside a region whose lists take what a real one's do: 29 ms a machine. Its first list of
 * 10,000 takes five minutes, and a change that MAAS notes nowhere up to an hour.
 */
final class RealCost {
    private static final Duration WATCH = Duration.ofMinutes(2);
    private static final Duration SLACK = Duration.ofMinutes(10);
    private static final String ZONE = "moved-by-hand";

    private final SampleInfra infra;
    private final Path folder;
    private final Consumer<String> says;

    RealCost(SampleInfra infra, Path folder, Consumer<String> says) {
        this.infra = infra;
        this.folder = folder;
        this.says = says;
    }

    /**
     * How it went.
     *
     * @param machines how many there are
     * @param first until its first rollout had found all as declared: the complete list, and the start of the service
     * @param callsATick calls to MAAS for each tick, while nothing changed
     * @param lists complete lists of machines in that time
     * @param release how long until a machine that somebody released in MAAS was shown so
     * @param who whose deed it was, as Gough said
     * @param move how long until a machine was shown in the zone it was moved to, which MAAS notes nowhere
     * @param rssMib most memory the service's process ever had (VmHWM), all of this included
     */
    record Watched(
            int machines,
            Duration first,
            double callsATick,
            long lists,
            Duration release,
            String who,
            Duration move,
            long rssMib) {
        @Override
        public String toString() {
            return """
                    %,d machines in a region that takes 29 ms to list each
                    first rollout in sync   %d s, the complete list included
                    while nothing changed   %.1f calls to MAAS a tick, %d complete lists
                    a release by hand       shown after %.1f s, as a deed of %s
                    a zone moved by hand    shown after %.1f min
                    memory (max RSS)        %d MiB""".formatted(
                            machines,
                            first.toSeconds(),
                            callsATick,
                            lists,
                            release.toMillis() / 1e3,
                            who,
                            move.toMillis() / 6e4,
                            rssMib);
        }
    }

    Watched run() throws IOException, InterruptedException {
        var real = MaasStandInSettings.defaults().withCostPerListedMachine(Pace.RECORDED);
        try (var site = new Site(infra, folder, real);
                var memory = new Memory(folder.resolve("database"))) {
            var declarations =
                    new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
            var declared = (Declarations.Declared.Valid) declarations.declare(infra.tree(), SecretPrefixes.ANY);
            memory.remember(site, declared.inventory(), declared.userData());
            says.accept("the complete list");
            var list = Pace.RECORDED.multipliedBy(infra.hosts());
            long begun = System.nanoTime();
            try (var service = new RunningService(site, memory, folder)) {
                service.inSync(list.plus(SLACK));
                var first = since(begun);
                Thread.sleep(Round.SETTLING);
                says.accept("in sync after %d s, %d MiB; watched for %d s"
                        .formatted(first.toSeconds(), service.rssMib(), WATCH.toSeconds()));
                var before = site.received();
                var ticksBefore = service.ticks();
                Thread.sleep(WATCH);
                var after = site.received();
                long ticks = Math.max(1, service.ticks().count() - ticksBefore.count());
                var moved = System.nanoTime();
                site.maas().edit(SampleInfra.name(infra.hosts() / 2)).zone(ZONE);
                var released = SampleInfra.name(1);
                says.accept("somebody releases a machine");
                var release = released(site, service, released);
                var who = service.host(released).path("deed").path("who").asString("nobody");
                says.accept("shown after %.1f s; somebody moved a machine to another zone"
                        .formatted(release.toMillis() / 1e3));
                var move = shown(
                        service,
                        SampleInfra.name(infra.hosts() / 2),
                        list.multipliedBy(12).plus(SLACK),
                        moved,
                        host -> host.path("zone").asString("").equals(ZONE));
                return new Watched(
                        infra.hosts(),
                        first,
                        (double) (after.maas() - before.maas()) / ticks,
                        after.lists() - before.lists(),
                        release,
                        who,
                        move,
                        service.rssMib());
            }
        }
    }

    /** Another administrator does it, with a key of their own. */
    private static Duration released(Site site, RunningService service, String host)
            throws IOException, InterruptedException {
        var settings = MaasSettings.of(
                URI.create(site.maas().url()), new Credential(site.maas().administrator("mallory")));
        try (var mallory = new MaasHttp(
                new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new Random(4))) {
            var machine = new SystemId(Objects.requireNonNull(site.machines().get(host)));
            var outcome = mallory.start(new Step.Release(machine, HostGoal.Erase.NONE));
            if (outcome instanceof Outcome.Failed(var failure)) throw new IllegalStateException(failure.why());
        }
        return shown(
                service,
                host,
                SLACK,
                System.nanoTime(),
                shown -> !shown.path("status").asString("").equals("Deployed"));
    }

    private interface Expected {
        boolean holds(JsonNode host);
    }

    private static Duration shown(RunningService service, String host, Duration patience, long begun, Expected expected)
            throws IOException, InterruptedException {
        while (!expected.holds(service.host(host))) {
            if (since(begun).compareTo(patience) > 0)
                throw new IllegalStateException("%s is shown as before for %s".formatted(host, patience));
            Thread.sleep(500);
        }
        return since(begun);
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}

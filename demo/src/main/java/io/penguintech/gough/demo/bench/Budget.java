package io.penguintech.gough.demo.bench;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.backends.Backends;
import io.penguintech.gough.bot.backends.Lookout;
import io.penguintech.gough.bot.backends.Pace;
import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What reading machines again costs a real region by the default settings, and how soon it finds a change that MAAS notes
 * nowhere: reckoned for a size, and tried out at one where that takes no hours.
 */
final class Budget {
    private static final BackendName DEFAULT = new BackendName("default");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Budget() {}

    /**
     * What an hour costs at one size.
     *
     * @param regionTime how long a worker of the region works for it at 29 ms a machine
     * @param bytes length of its answers
     * @param unseen how long a change can stay unseen that MAAS notes nowhere
     */
    record Hourly(Duration regionTime, long bytes, Duration unseen) {}

    /** By the default settings, when one machine is answered with so many bytes. */
    static Hourly hourly(int machines, long bytesEach) {
        var usual = BackendSettings.MaasRegion.usual(null, null, null);
        var pace = new Pace(usual.budget() / 100.0, usual.list());
        var pass = pace.pass(machines, usual.sweep());
        double read = machines * (ratio(HOUR, pass) + ratio(HOUR, pace.list(machines)));
        return new Hourly(
                Duration.ofNanos(Math.round(read * Pace.RECORDED.toNanos())), Math.round(read * bytesEach), pass);
    }

    private static double ratio(Duration whole, Duration part) {
        return (double) whole.toNanos() / part.toNanos();
    }

    /**
     * How it went at a stand-in that takes 29 ms for each machine.
     *
     * @param machines how many it has
     * @param changes how many tags were changed behind everybody's back, one after the other
     * @param slowest how long it took until the last of them was seen that was seen last
     * @param reckoned how long it may take
     * @param share of one worker's time, as the stand-in counts machines
     */
    record Tried(int machines, int changes, Duration slowest, Duration reckoned, double share) {}

    /** Tries it out with the default budget and no pause but what the budget asks for. */
    static Tried tried(Path folder, int machines, int changes) throws IOException, InterruptedException {
        var cost = MaasStandInSettings.defaults().withCostPerListedMachine(Pace.RECORDED);
        try (var maas = MaasStandIn.start(cost)) {
            var ids = new ArrayList<String>();
            for (int i = 0; i < machines; i++)
                ids.add(maas.addMachine(NewMachine.named("b-%05d".formatted(i)).deployed("noble", "admin")));
            var key = new SecretFile(Files.writeString(folder.resolve("budget-key"), maas.apiKey()));
            var region = BackendSettings.MaasRegion.usual(URI.create(maas.url()), key, null);
            var settings = new BackendSettings(
                    Map.of(DEFAULT.value(), region.sweeping(Duration.ofSeconds(1), region.budget())), Map.of());
            try (var backends = new Backends(settings, CallListener.NONE, Clock.systemUTC(), new Random(1));
                    var jobs = new Jobs(new Random(2), failure -> false)) {
                new Lookout(backends.world(), settings, jobs, Clock.systemUTC()).start();
                var pace = new Pace(region.budget() / 100.0, region.list());
                return watched(maas, backends.world(), ids, changes, pace);
            }
        }
    }

    private static Tried watched(MaasStandIn maas, World world, List<String> ids, int changes, Pace pace)
            throws InterruptedException {
        until(() -> world.snapshot().regions().containsKey(DEFAULT));
        var random = new Random(3);
        var slowest = Duration.ZERO;
        long begun = System.nanoTime();
        long before = maas.machinesListed(); // the first list is before the budget
        for (int i = 0; i < changes; i++) {
            var id = ids.get(random.nextInt(ids.size()));
            var tag = "changed-" + i;
            long edited = System.nanoTime();
            maas.edit(id).tags(List.of(tag));
            until(() -> isSeen(world, new SystemId(id), tag));
            var took = Duration.ofNanos(System.nanoTime() - edited);
            if (took.compareTo(slowest) > 0) slowest = took;
        }
        var worked = Pace.RECORDED.multipliedBy(maas.machinesListed() - before);
        var elapsed = Duration.ofNanos(System.nanoTime() - begun);
        return new Tried(ids.size(), changes, slowest, pace.pass(ids.size(), Duration.ZERO), ratio(worked, elapsed));
    }

    private static boolean isSeen(World world, SystemId id, String tag) {
        return Optional.ofNullable(world.snapshot().regions().get(DEFAULT))
                .flatMap(region -> Optional.ofNullable(region.machines().get(id)))
                .filter(seen -> seen.value().tags().contains(tag))
                .isPresent();
    }

    private interface Question {
        boolean yes();
    }

    private static void until(Question question) throws InterruptedException {
        long latest = System.nanoTime() + PATIENCE.toNanos();
        while (!question.yes()) {
            if (System.nanoTime() > latest) throw new IllegalStateException("nothing was seen for " + PATIENCE);
            Thread.sleep(20);
        }
    }
}

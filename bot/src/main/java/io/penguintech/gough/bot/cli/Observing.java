package io.penguintech.gough.bot.cli;

import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.World;
import java.util.stream.Collectors;

/** One complete look at all backends. */
final class Observing {
    private Observing() {}

    /** Everything there is; a backend that does not answer ends the command, each of them named. */
    static Observed everything(World world) {
        if (world.regionNames().isEmpty() && world.fleetNames().isEmpty())
            throw new CommandFailed(
                    Exit.USAGE,
                    "name the backends: --maas-url with --maas-api-key-file, --fleet-url with --fleet-token-file");
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            world.regionNames().forEach(name -> threads.execute(() -> world.sweep(name)));
            world.followAll();
            world.fleetNames().forEach(name -> threads.execute(() -> world.look(name)));
        }
        var failures = world.failures();
        if (!failures.isEmpty())
            throw new CommandFailed(
                    Exit.UNREACHABLE,
                    failures.entrySet().stream()
                            .map(failure ->
                                    failure.getKey() + ": " + failure.getValue().why())
                            .collect(Collectors.joining("\n  ")));
        return world.snapshot();
    }
}

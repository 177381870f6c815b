package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/** A program that sweeps one region and prints how many machines it saw and how long it took. */
final class SweepInSmallHeap {
    private SweepInSmallHeap() {}

    /** {@code URL API-KEY}. */
    public static void main(String[] arguments) {
        var settings = MaasSettings.of(URI.create(arguments[0]), new Credential(arguments[1]));
        try (var maas = new MaasHttp(
                new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new Random())) {
            var started = System.nanoTime();
            var region = MaasContract.got(maas.sweep());
            var took = Duration.ofNanos(System.nanoTime() - started);
            System.gc();
            var heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            System.out.printf(
                    "machines=%d millis=%d keptBytes=%d%n", region.machines().size(), took.toMillis(), heap);
        }
    }
}

package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.maas.MaasDurations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the demo runs.
 *
 * @param port of the page and the service; 0 picks a free one
 * @param folder of the database and of everything the demo writes
 * @param keep whether the folder outlives the demo, so that the next start finds PostgreSQL unpacked
 * @param pace how long machines take
 * @param forge with which forge
 */
record DemoSettings(int port, Path folder, boolean keep, MaasDurations pace, DemoForge forge) {
    /** For a person: slow enough to watch. */
    static DemoSettings interactive(int port, DemoForge forge) {
        var folder = Path.of(System.getProperty("java.io.tmpdir"), "gough-demo-" + System.getProperty("user.name"));
        return new DemoSettings(port, folder, true, pace(5000, 2000, 7000), forge);
    }

    /** For the story that plays itself: brisk, and leaving nothing behind. */
    static DemoSettings automatic(int port, DemoForge forge) {
        try {
            return new DemoSettings(
                    port, Files.createTempDirectory("gough-demo-"), false, pace(1200, 300, 1800), forge);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    /** The same in another folder, which is kept. */
    DemoSettings in(Path other) {
        return new DemoSettings(port, other, true, pace, forge);
    }

    private static MaasDurations pace(long commissioning, long testing, long deploying) {
        return new MaasDurations(
                Duration.ofMillis(commissioning),
                Duration.ofMillis(testing),
                Duration.ofMillis(deploying),
                Duration.ofMillis(testing),
                Duration.ofMillis(deploying),
                Duration.ofMillis(testing),
                Duration.ofMillis(testing));
    }
}

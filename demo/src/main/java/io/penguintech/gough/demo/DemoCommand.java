package io.penguintech.gough.demo;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gough demo}: everything embedded, for a person in a browser or, with {@code --auto}, by itself. */
@Command(
        name = "gough demo",
        mixinStandardHelpOptions = true,
        description = "Play with Gough: database, MAAS, Fleet, Slack and git are stand-ins inside this one process.")
final class DemoCommand implements Callable<Integer> {
    private static final int STORY_FAILED = 1;

    @Option(
            names = "--port",
            description = "Port of the page, 8080 by default; 0 picks a free one, as --auto does by default.")
    @Nullable
    Integer port;

    @Option(
            names = "--data",
            description = "Folder of the database; by default one below the system's temporary folder.")
    @Nullable
    Path data;

    @Option(names = "--auto", description = "Play the whole story, compare how it ended, and exit 0 or 1.")
    boolean auto;

    @Override
    public Integer call() throws InterruptedException {
        var progress = new Progress(System.out);
        try {
            return auto ? play(progress) : serve(progress);
        } catch (PortTaken e) {
            System.err.println("gough: " + e.getMessage());
            return STORY_FAILED;
        }
    }

    private int play(Progress progress) {
        var settings = DemoSettings.automatic(port == null ? 0 : port);
        try (var demo = Demo.start(data == null ? settings : settings.in(data), progress)) {
            return new Story(demo, progress).play() ? 0 : STORY_FAILED;
        }
    }

    private int serve(Progress progress) throws InterruptedException {
        var settings = DemoSettings.interactive(port == null ? 8080 : port);
        var demo = Demo.start(data == null ? settings : settings.in(data), progress);
        var end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            demo.close();
            end.countDown();
        }));
        Welcome.print(demo, progress);
        end.await();
        return 0;
    }
}

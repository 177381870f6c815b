package io.penguintech.gough.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gough demo}: everything embedded, for a person in a browser or, with {@code --auto}, by itself. */
@Command(
        name = "./gough demo",
        mixinStandardHelpOptions = true,
        description =
                "Play with Gough: the whole service with a sample repository, and stand-ins for MAAS, Fleet, Slack and"
                        + " a forge, in this one process. Nothing outside this machine is touched.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended as it should",
            "1:it cannot start here, or the story of --auto ended otherwise than it is written",
            "2:wrong usage"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the page, 8080 by default; 0 picks a free one, as --auto does by default.")
    @Nullable
    Integer port;

    @Option(
            names = "--auto",
            description =
                    "Play the whole story without a person (pull requests, approvals, rollouts, drift, a fault that is survived),"
                            + " print each step, compare how it ended with what is written by hand, and exit 0 or 1.")
    boolean auto;

    @Option(
            names = "--forge",
            paramLabel = "FORGE",
            defaultValue = "github",
            description = "Which forge the stand-in is: github, which is the default, gitlab or gitea.")
    String forge = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the database; by default one below the system's temporary folder, which makes the"
                    + " next start quicker.")
    @Nullable
    Path data;

    /** How the launcher learns what a start needs: start, look at the pages once, end. */
    @Option(names = "--rehearsal", hidden = true)
    boolean rehearsal;

    @Override
    public Integer call() throws InterruptedException {
        var progress = new Progress(System.out);
        if (port != null && (port < 0 || port > HIGHEST_PORT)) {
            System.err.println("gough: --port goes from 0 to " + HIGHEST_PORT);
            return USAGE;
        }
        var kind = DemoForge.of(forge);
        if (kind.isEmpty()) {
            System.err.println("gough: --forge takes %s, not \"%s\"".formatted(DemoForge.all(), forge));
            return USAGE;
        }
        try {
            if (rehearsal) return rehearse(kind.get(), progress);
            return auto ? play(kind.get(), progress) : serve(kind.get(), progress);
        } catch (DemoRefused e) {
            System.err.println("gough: " + e.getMessage());
            return FAILED;
        }
    }

    private int play(DemoForge kind, Progress progress) {
        var settings = DemoSettings.automatic(port == null ? 0 : port, kind);
        try (var demo = Demo.start(data == null ? settings : settings.in(data), progress)) {
            return new Story(demo, progress).play() ? 0 : FAILED;
        }
    }

    private int serve(DemoForge kind, Progress progress) throws InterruptedException {
        var settings = DemoSettings.interactive(port == null ? 8080 : port, kind);
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

    private int rehearse(DemoForge kind, Progress progress) throws InterruptedException {
        var settings = DemoSettings.interactive(port == null ? 0 : port, kind);
        try (var demo = Demo.start(data == null ? settings : settings.in(data), progress);
                var http = HttpClient.newHttpClient()) {
            for (var page : List.of("/demo", "/demo/state", "/", "/sign-in", "/git/infra.git/info/refs"))
                http.send(
                        HttpRequest.newBuilder(demo.addresses().service().resolve(page))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("the demo does not answer", e);
        }
    }
}

package io.penguintech.gough.demo.bench;

import io.penguintech.gough.bot.storage.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service in a process of its own, at its default pace, seen from outside. */
final class RunningService implements AutoCloseable {
    private static final String TOKEN = "bench-token-0123456789abcdef0123456789";
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;
    private final Path log;

    /** With {@code more} settings than usual. */
    RunningService(Site site, Memory memory, Path folder, String... more) throws IOException {
        int port = FreePort.find();
        url = "http://127.0.0.1:" + port;
        log = folder.resolve("service.log");
        var key = "--gough.repositories." + Site.REPOSITORY;
        var words = new ArrayList<>(List.of(
                "serve",
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--gough.data-dir=" + folder.resolve("service"),
                key + ".url=" + site.cloneUrl(),
                key + ".initial-rules=" + Files.writeString(folder.resolve("rules.yaml"), SampleInfra.RULES),
                key + ".secret-prefixes[0]=bmc/",
                "--gough.maas.default.url=" + site.maas().url(),
                "--gough.maas.default.api-key-file=" + site.maasKey(),
                "--gough.fleet.default.url=" + site.fleet().url(),
                "--gough.fleet.default.token-file=" + site.fleetToken(),
                "--gough.api.tokens[0].name=bench",
                "--gough.api.tokens[0].role=viewer",
                "--gough.api.tokens[0].file=" + site.secret("api-token", TOKEN)));
        words.addAll(memory.settings());
        words.addAll(List.of(more));
        process = Program.start(Program.Kind.SERVICE, log, words);
        // An interrupted bench leaves nothing running.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /** Waits so long at most until its first rollout has found everything as declared. */
    void inSync(Duration patience) throws InterruptedException {
        var deadline = Instant.now().plus(patience);
        while (!state().equals("in-sync")) {
            if (!process.isAlive() || Instant.now().isAfter(deadline))
                throw new IllegalStateException(
                        "the service is not in sync: %s; its log is %s".formatted(state(), log));
            Thread.sleep(500);
        }
    }

    private String state() throws InterruptedException {
        try {
            return JsonMapper.shared()
                    .readTree(get("/api/v1/rollouts"))
                    .path("rollouts")
                    .path(0)
                    .path("state")
                    .asString("");
        } catch (IOException e) {
            return "it does not answer yet";
        }
    }

    /** What it says of a host, as {@code docs/api.md} describes. */
    JsonNode host(String name) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(get("/api/v1/hosts/" + name));
    }

    /** How many ticks there were, and how long all of them took. */
    record Ticks(long count, double seconds) {}

    Ticks ticks() throws IOException, InterruptedException {
        var metrics = get("/actuator/prometheus");
        return new Ticks((long) metric(metrics, "gough_tick_seconds_count"), metric(metrics, "gough_tick_seconds_sum"));
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(request(path), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** What it answers to a question, body and all; 0 for no answer. */
    int status(String path) throws InterruptedException {
        try {
            return http.send(request(path), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException noAnswer) {
            return 0;
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    URI uri(String path) {
        return URI.create(url + path);
    }

    Path log() {
        return log;
    }

    /** So many lines it has said so far. */
    long logLines() throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.count();
        }
    }

    /** The most memory it ever had, in MiB. */
    long rssMib() {
        return Memory.kib(process.pid(), "status", "VmHWM:") / 1024;
    }

    /** The memory it has now, in MiB. */
    long rssNowMib() {
        return Memory.kib(process.pid(), "status", "VmRSS:") / 1024;
    }

    @Override
    public void close() {
        http.close();
        try {
            Program.stop(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

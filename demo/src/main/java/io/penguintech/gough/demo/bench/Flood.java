package io.penguintech.gough.demo.bench;

import io.penguintech.gough.simulators.forge.Delivery;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deliveries at a steady rate: half of them signed by somebody who does not know the secret, a quarter a copy of one that was
 * taken before, a quarter new and about nothing that Gough looks at.
 */
final class Flood {
    /** So many of them wait for an answer at most: where answers are slow, the rate falls. */
    private static final int AT_ONCE = 256;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** About as long as what GitHub says of a push. */
    private static final String PUSH =
            "{\"ref\":\"refs/heads/topic-%d\",\"after\":\"%s\",\"head_commit\":{\"message\":\"%s\"}}";

    private static final int MESSAGE = 6_000;

    private final int aSecond;
    private final List<HttpRequest> forged = new ArrayList<>();
    private final List<HttpRequest> genuine = new ArrayList<>();

    /**
     * Makes everything ready, so that signing takes no time afterwards.
     *
     * @param aSecond the rate
     * @param seconds how long
     * @param taken one that was taken before
     */
    Flood(ForgeStandIn forge, URI hook, int aSecond, int seconds, Delivery taken) {
        this.aSecond = aSecond;
        var message = "m".repeat(MESSAGE);
        for (int i = 0; i < aSecond * seconds; i += 4) {
            forged.add(request(hook, forge.forged("push", PUSH.formatted(i, "%040x".formatted(i), message))));
            genuine.add(request(hook, taken));
            forged.add(request(hook, forge.forged("push", PUSH.formatted(i + 1, "%040x".formatted(i), message))));
            genuine.add(request(hook, forge.prepared("push", PUSH.formatted(i, "%040x".formatted(i), message))));
        }
    }

    private static HttpRequest request(URI hook, Delivery delivery) {
        var request = HttpRequest.newBuilder(hook)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body().toByteArray()));
        delivery.headers().forEach(request::header);
        return request.build();
    }

    /**
     * What was sent and answered.
     *
     * @param sent how many
     * @param took from the first until the last was answered
     * @param forged how often which status answered one whose signature does not hold; 0 for no answer
     * @param genuine how often which status answered one whose signature holds
     */
    record Went(int sent, Duration took, SortedMap<Integer, Integer> forged, SortedMap<Integer, Integer> genuine) {
        /** How many were sent and answered in a second. */
        double rate() {
            return sent / (took.toNanos() / 1e9);
        }

        /** What was answered otherwise than it may be: what is forged is never taken, what is not is, or may come later. */
        List<String> wrong() {
            var wrong = new ArrayList<String>();
            among("forged", forged, List.of(0, 401, 429, 503), wrong);
            among("genuine", genuine, List.of(0, 202, 429, 503), wrong);
            return wrong;
        }

        private static void among(
                String what, Map<Integer, Integer> answers, List<Integer> expected, List<String> wrong) {
            answers.forEach((status, times) -> {
                if (!expected.contains(status))
                    wrong.add("%d %s deliveries were answered %d".formatted(times, what, status));
            });
        }
    }

    Went run() throws InterruptedException {
        var next = new AtomicInteger();
        var badly = new ConcurrentSkipListMap<Integer, Integer>();
        var well = new ConcurrentSkipListMap<Integer, Integer>();
        int all = forged.size() + genuine.size();
        long begun = System.nanoTime();
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var senders = new ArrayList<Thread>();
            for (int sender = 0; sender < AT_ONCE; sender++)
                senders.add(Thread.ofVirtual().start(() -> {
                    try {
                        for (int i = next.getAndIncrement(); i < all; i = next.getAndIncrement()) {
                            long due = begun + i * 1_000_000_000L / aSecond;
                            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                            boolean bad = i % 2 == 0;
                            int status = status(http, (bad ? forged : genuine).get(i / 2));
                            (bad ? badly : well).merge(status, 1, Integer::sum);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            for (var sender : senders) sender.join();
        }
        return new Went(all, Duration.ofNanos(System.nanoTime() - begun), new TreeMap<>(badly), new TreeMap<>(well));
    }

    private static int status(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException noAnswer) {
            return 0;
        }
    }
}

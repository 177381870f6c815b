package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.edge.EdgeService;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.simulators.slack.Delivery;
import io.penguintech.gough.simulators.slack.Message;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import io.penguintech.gough.simulators.slack.SlackUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Scene} with its edges: the real Slack endpoint, pages and API over HTTP around the real engine, and a
 * workspace with the people of {@link Scene#RULES}. One clock for all of them.
 */
final class ChatScene implements AutoCloseable {
    static final SlackUser ADA = new SlackUser("UADA", "ada", "Ada");
    static final SlackUser BEN = new SlackUser("UBEN", "ben", "Ben");
    static final SlackUser CYN = new SlackUser("UCYN", "cyn", "Cyn");
    static final SlackUser DAN = new SlackUser("UDAN", "dan", "Dan");
    static final SlackUser NOBODY = new SlackUser("UNOBODY", "ada", "Ada");
    /** Belongs to the person ada and may approve. */
    static final String ADAS_TOKEN = "adas-token-0123456789abcdef";

    static final String APPROVE = "rollout-approve";
    static final String REJECT = "rollout-reject";

    final Scene scene = Scene.start();
    final SlackStandIn slack = SlackStandIn.start(SlackSettings.defaults().withClock(scene.time));
    private final EdgeService edges;
    private final HttpClient http = HttpClient.newHttpClient();

    ChatScene(Path dir) {
        this(dir, Scene.RULES);
    }

    ChatScene(Path dir, String rules) {
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.write("gough.yaml", rules);
        scene.accounts = new Accounts(Map.of("ada-cli", new Accounts.Token(Optional.of("ada"), Role.APPROVER)));
        scene.restart();
        List.of(ADA, BEN, CYN, DAN, NOBODY).forEach(slack::put);
        edges = EdgeService.start(
                slack,
                scene.service,
                scene.time,
                dir,
                "gough.api.tokens[2].name=ada-cli",
                "gough.api.tokens[2].person=ada",
                "gough.api.tokens[2].role=approver",
                "gough.api.tokens[2].file=" + EdgeService.secret(dir, "ada-cli", ADAS_TOKEN));
    }

    /** An address of the service. */
    java.net.URI uri(String path) {
        return edges.uri(path);
    }

    /** Slack hears everything that happened since. */
    ChatScene tell() {
        for (var listener : edges.consumers())
            scene.service.feed(List.of(listener)).deliver(listener);
        return this;
    }

    /** Ticks until nothing moves any more, and Slack has heard of it. */
    ChatScene settle() {
        scene.settle();
        return tell();
    }

    /** The newest message of the channel that has buttons. */
    Message question() {
        return slack.messages(EdgeService.CHANNEL).stream()
                .filter(message -> !message.buttons().isEmpty())
                .toList()
                .getLast();
    }

    /** Presses a button of the newest question. */
    Delivery click(SlackUser user, String button) {
        return slack.click(user.id(), EdgeService.CHANNEL, question().ts(), button);
    }

    /** Presses a button of the newest question; what the person is told about it. */
    String told(SlackUser user, String button) {
        return told(user, () -> click(user, button));
    }

    /** What {@code user} alone is told after {@code deed}. */
    String told(SlackUser user, Runnable deed) {
        int seen = slack.ephemerals(user.id()).size();
        deed.run();
        var deadline = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(deadline)) {
            var all = slack.ephemerals(user.id());
            if (all.size() > seen) return all.getLast().text();
            Thread.onSpinWait();
        }
        throw new AssertionError(user.name() + " is told nothing");
    }

    /** Says yes over the API with a token. */
    HttpResponse<String> approveByToken(String token) {
        return post(
                token,
                "/api/v1/rollouts/%s/approve".formatted(scene.rollout().id()),
                "{\"digest\": \"%s\"}".formatted(scene.digest()));
    }

    /** Does something over the API with a token. */
    HttpResponse<String> post(String token, String path, String body) {
        var request = HttpRequest.newBuilder(edges.uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return sent(request);
    }

    /** Reads something over the API with a token. */
    HttpResponse<String> get(String token, String path) {
        return sent(HttpRequest.newBuilder(edges.uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private HttpResponse<String> sent(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What a refused click must leave as it is: writes at the stand-ins, state, plan and approvals. */
    record Standing(long writes, RolloutState state, String digest, List<Approval> approvals) {}

    Standing standing() {
        var rollout = scene.rollout();
        return new Standing(scene.writes(), rollout.state(), scene.digest(), rollout.approvals());
    }

    /** Nothing changed, also after the engine looked again. */
    void unchangedSince(Standing before) {
        assertThat(standing()).isEqualTo(before);
        scene.tick().tick();
        assertThat(standing()).isEqualTo(before);
    }

    @Override
    public void close() {
        http.close();
        edges.close();
        scene.close();
        slack.close();
    }
}

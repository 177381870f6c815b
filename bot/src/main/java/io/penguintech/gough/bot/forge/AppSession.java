package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * An installation of a GitHub App: its token lasts an hour, is kept until five minutes before its end, and may do no more
 * than Gough needs in one repository (docs.github.com, <i>Generating an installation access token</i>).
 */
final class AppSession implements Session {
    private static final Duration BEFORE_THE_END = Duration.ofMinutes(5);
    private static final Map<String, String> PERMISSIONS =
            Map.of("metadata", "read", "pull_requests", "write", "statuses", "write");
    private static final Map<String, String> WITH_CHECKS =
            Map.of("metadata", "read", "pull_requests", "write", "statuses", "write", "checks", "write");
    /** Asking for what the installation was not given. */
    private static final int NOT_GRANTED = 422;

    private final ForgeAccess.Login.App app;
    private final URI api;
    private final String repository;
    private final ForgeFailures failures;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Kept> kept = Optional.empty();
    /** Whether the newest token may make check runs. */
    private volatile boolean checks;

    private record Kept(String token, Instant until) {
        /** Prints no token. */
        @Override
        public String toString() {
            return "a token until " + until;
        }
    }

    AppSession(ForgeAccess.Login.App app, URI api, String project, ForgeFailures failures, Clock clock) {
        this.app = app;
        this.api = api;
        this.repository = project.substring(project.indexOf('/') + 1);
        this.failures = failures;
        this.clock = clock;
    }

    @Override
    public String header() {
        return "Bearer " + kept.map(Kept::token).orElse("");
    }

    @Override
    public Stream<String> secrets() {
        return kept.map(Kept::token).stream();
    }

    @Override
    public void ready(Calls calls) throws Refused {
        if (isGood()) return;
        lock.lock();
        try {
            if (!isGood()) kept = Optional.of(fresh(calls));
        } finally {
            lock.unlock();
        }
    }

    /** Somebody may have taken the installation's tokens back. */
    @Override
    public boolean renewable() {
        kept = Optional.empty();
        return true;
    }

    @Override
    public boolean mayMakeCheckRuns() {
        return checks;
    }

    private boolean isGood() {
        return kept.filter(one -> clock.instant().isBefore(one.until())).isPresent();
    }

    /** An app that may make no check runs does without: comments on lines are taken of everybody. */
    private Kept fresh(Calls calls) throws Refused {
        try {
            return fresh(calls, WITH_CHECKS);
        } catch (Refused refused) {
            if (refused.status() != NOT_GRANTED) throw refused;
            return fresh(calls, PERMISSIONS);
        }
    }

    private Kept fresh(Calls calls, Map<String, String> permissions) throws Refused {
        var doing = "give us a token for its installation " + app.installation();
        var asked = ForgeCalls.JSON.writeValueAsString(
                Map.of("repositories", List.of(repository), "permissions", permissions));
        // One more token that nobody uses does no harm: asked again like a read.
        var request = new Request(
                "token",
                Request.Effect.READ,
                "POST",
                api.resolve("app/installations/%d/access_tokens".formatted(app.installation())),
                new Request.Body("application/json", asked.getBytes(StandardCharsets.UTF_8)),
                Map.of());
        var answer = answered(calls, request, doing);
        checks = permissions.containsKey("checks");
        return new Kept(
                Fields.text(answer, "token"), Fields.time(answer, "expires_at").minus(BEFORE_THE_END));
    }

    /** The name of the account that the app's comments are by: no person can have one with brackets. */
    String login(Calls calls) throws Refused {
        var answer = answered(calls, Request.get("self", api.resolve("app")), "say who we are");
        return Fields.text(answer, "slug") + "[bot]";
    }

    private JsonNode answered(Calls calls, Request request, String doing) throws Refused {
        var token = token(doing);
        var exchange = calls.exchange(request, () -> "Bearer " + token, doing);
        if (exchange instanceof Exchange.Answered answer && answer.ok()) return ForgeCalls.tree(answer.body());
        throw failures.refused(request.effect(), doing, exchange, Redaction.of(Stream.of(token)), clock.instant());
    }

    private String token(String doing) throws Refused {
        try {
            return AppKey.of(app.key().get().reveal()).token(app.issuer(), clock.instant());
        } catch (UncheckedIOException e) {
            throw failures.human(doing, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw failures.human(doing, "the app's key " + e.getMessage());
        }
    }
}

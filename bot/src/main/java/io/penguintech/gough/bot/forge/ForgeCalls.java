package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Authorization;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.HttpCalls;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request;
import io.penguintech.gough.reconcile.http.Request.Effect;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the API of one forge: no address out of an answer is followed; reads asked conditionally; writes one after the other, at a pace; no call before a pause is over that the forge asked for.
 */
final class ForgeCalls implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI api;
    private final WritePace.Turns turns;
    private final HttpCalls http;
    private final Session session;
    private final ForgeFailures failures;
    private final Clock clock;
    private final Remembered remembered = new Remembered();
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);
    private final AtomicReference<Optional<Self>> self = new AtomicReference<>(Optional.empty());
    private final ReentrantLock writing = new ReentrantLock(true);

    /** Whose account the credentials are. */
    private record Self(String credentials, String login) {
        /** Prints no credentials. */
        @Override
        public String toString() {
            return login;
        }
    }

    ForgeCalls(
            ForgeAccess access,
            Session session,
            ForgeFailures failures,
            CallListener listener,
            Clock clock,
            RandomGenerator random) {
        this.api = access.kind().api(access.web());
        this.turns = access.pace().turns();
        this.http =
                new HttpCalls(access.kind().word() + " " + access.project(), access.http(), session, listener, random);
        this.session = session;
        this.failures = failures;
        this.clock = clock;
    }

    /** Something that asks the forge. */
    interface Work<T> {
        T run() throws Refused;
    }

    ForgeFailures failures() {
        return failures;
    }

    /** What comes of reading. */
    <T> Answer<T> reading(String doing, Work<T> work) {
        return settled(Effect.READ, doing, work);
    }

    /** What comes of writing. */
    <T> Answer<T> writing(String doing, Work<T> work) {
        return settled(Effect.WRITE, doing, work);
    }

    private <T> Answer<T> settled(Effect effect, String doing, Work<T> work) {
        try {
            return new Answer.Given<>(work.run());
        } catch (Refused refused) {
            return new Answer.Failed<>(refused.failure());
        } catch (Fields.Malformed malformed) {
            return new Answer.Failed<>(failures.unreadable(effect, doing, String.valueOf(malformed.getMessage()))
                    .failure());
        }
    }

    /** One thing. */
    JsonNode read(String operation, String path, String doing) throws Refused {
        return tree(get(operation, path, doing).body());
    }

    private Exchange.Answered get(String operation, String path, String doing) throws Refused {
        var read = withVersion(Request.get(operation, api.resolve(path)));
        return good(read, doing, got(read, doing));
    }

    /** An answer; empty when it is longer than is read. */
    Optional<Exchange.Answered> fitting(String operation, String path, String doing) throws Refused {
        var read = withVersion(Request.get(operation, api.resolve(path)));
        var exchange = got(read, doing);
        return exchange instanceof Exchange.TooLong ? Optional.empty() : Optional.of(good(read, doing, exchange));
    }

    private Exchange got(Request read, String doing) throws Refused {
        return exchanged(doing, () -> remembered.settled(read, http.exchange(remembered.conditional(read))));
    }

    /** Writes something; the answer is its new form. */
    JsonNode write(String operation, String method, String path, Map<String, Object> fields, String doing)
            throws Refused {
        var json = new Request.Body(
                "application/json", JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8));
        var request = withVersion(Request.write(operation, method, api.resolve(path), json));
        return tree(good(request, doing, exchanged(doing, () -> paced(request))).body());
    }

    /** Deletes something; that it is gone already is as good. */
    void delete(String operation, String path, String doing) throws Refused {
        var request = withVersion(Request.write(operation, "DELETE", api.resolve(path), Request.Body.NONE));
        var exchange = exchanged(doing, () -> paced(request));
        if (exchange instanceof Exchange.Answered answer && answer.status() == 404) return;
        good(request, doing, exchange);
    }

    /** Whether the forge takes check runs of us. */
    boolean mayMakeCheckRuns() throws Refused {
        session.ready(this::beside);
        return session.mayMakeCheckRuns();
    }

    /** The version these calls are written for; other forges do not know the header (docs.github.com, <i>API versions</i>). */
    private static Request withVersion(Request request) {
        return request.with("X-GitHub-Api-Version", "2022-11-28");
    }

    private Exchange paced(Request write) {
        writing.lock();
        try {
            var left = turns.next(System.nanoTime());
            if (left.isPositive()) Thread.sleep(left);
            return http.exchange(write);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Exchange.NotSent("interrupted before it was its turn");
        } finally {
            writing.unlock();
        }
    }

    private interface Try {
        Exchange exchange();
    }

    private Exchange exchanged(String doing, Try once) throws Refused {
        leaveAlone(doing);
        session.ready(this::beside);
        var exchange = heeded(once.exchange());
        if (exchange instanceof Exchange.Answered answer && answer.status() == 401 && session.renewable()) {
            session.ready(this::beside);
            exchange = heeded(once.exchange());
        }
        return exchange;
    }

    private Exchange.Answered good(Request request, String doing, Exchange exchange) throws Refused {
        if (exchange instanceof Exchange.Answered good && good.ok()) return good;
        throw failures.refused(request.effect(), doing, exchange, Redaction.of(session.secrets()), clock.instant());
    }

    private Exchange beside(Request request, Authorization as, String doing) throws Refused {
        leaveAlone(doing);
        return heeded(http.beside(as).exchange(request));
    }

    private void leaveAlone(String doing) throws Refused {
        var left = Duration.between(clock.instant(), quietUntil.get());
        if (left.isPositive()) throw failures.quiet(doing, left);
    }

    /** Whoever asks for a pause gets it; a longer one that was asked for before stays. */
    private Exchange heeded(Exchange exchange) {
        var now = clock.instant();
        if (exchange instanceof Exchange.Answered answer)
            Quota.pause(answer, now)
                    .map(now::plus)
                    .ifPresent(until ->
                            quietUntil.accumulateAndGet(until, (one, other) -> one.isAfter(other) ? one : other));
        return exchange;
    }

    Instant now() {
        return clock.instant();
    }

    /** The name of our own account; asked once for each credentials. */
    String self() throws Refused {
        session.ready(this::beside);
        var credentials = session.header();
        var known = self.get().filter(one -> one.credentials().equals(credentials));
        if (known.isPresent()) return known.get().login();
        var login = session instanceof AppSession app ? app.login(this::beside) : ownName();
        self.set(Optional.of(new Self(credentials, login)));
        return login;
    }

    /** GitLab calls it the username. */
    private String ownName() throws Refused {
        var user = read("self", "user", "say who we are");
        var login = Fields.words(user, "login");
        return login.isEmpty() ? Fields.text(user, "username") : login;
    }

    static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException notJson) {
            throw new Fields.Malformed("JSON");
        }
    }

    /** A piece of a path, whatever is in it. */
    static String piece(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** {@code text} with no more than so many code points, the last a sign that something is missing. */
    static String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) return text;
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    @Override
    public void close() {
        http.close();
    }
}

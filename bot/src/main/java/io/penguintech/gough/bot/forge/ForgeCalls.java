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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the API of one forge: pages followed by number, never by an address out of an answer; reads asked conditionally;
 * writes one after the other, at a pace; no call before a pause is over that the forge asked for.
 */
final class ForgeCalls implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_PAGES = 100;
    /** So much of a list is in memory at once, in characters. */
    private static final int LONGEST_LIST = 16 << 20;

    private final URI api;
    private final Duration pace;
    private final HttpCalls http;
    private final Session session;
    private final ForgeFailures failures;
    private final Clock clock;
    private final Remembered remembered = new Remembered();
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);
    private final AtomicReference<Optional<Self>> self = new AtomicReference<>(Optional.empty());
    private final ReentrantLock writing = new ReentrantLock(true);
    private long lastWrite;

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
        this.pace = access.pace();
        this.http =
                new HttpCalls(access.kind().word() + " " + access.project(), access.http(), session, listener, random);
        this.session = session;
        this.failures = failures;
        this.clock = clock;
        this.lastWrite = System.nanoTime() - pace.toNanos();
    }

    /** Something that asks the forge. */
    interface Work<T> {
        T run() throws Refused;
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

    /**
     * All things of a list.
     *
     * @param path with a query
     * @param full how many things fill a page, after which another is asked for whatever the answer says of it: GitLab answers
     *     that nothing changed (304) when a full page is followed by another since
     * @param in finds the things in an answer
     */
    List<JsonNode> list(String operation, String path, int full, String doing, Function<JsonNode, JsonNode> in)
            throws Refused {
        var all = new ArrayList<JsonNode>();
        int length = 0;
        for (int page = 1; page <= MOST_PAGES; page++) {
            var answer = get(operation, path + "&page=" + page, doing);
            length += answer.body().length();
            if (length > LONGEST_LIST)
                throw failures.human(doing, "they are longer than %d MiB together".formatted(LONGEST_LIST >> 20));
            var things = in.apply(tree(answer.body()));
            if (!things.isArray() && !things.isNull()) throw new Fields.Malformed("list");
            things.forEach(all::add);
            if (things.isEmpty() || (things.size() < full && !isMore(answer, all.size()))) return all;
        }
        throw failures.human(doing, "there are more than %d pages of them".formatted(MOST_PAGES));
    }

    /** All three name the next page; Gitea says of some lists only how long they are. */
    private static boolean isMore(Exchange.Answered answer, int soFar) {
        var links = answer.header("Link");
        if (links.isPresent()) return links.get().contains("rel=\"next\"");
        return answer.header("X-Total-Count")
                .filter(text -> text.matches("\\d{1,9}"))
                .filter(text -> Integer.parseInt(text) > soFar)
                .isPresent();
    }

    private Exchange.Answered get(String operation, String path, String doing) throws Refused {
        var read = withVersion(Request.get(operation, api.resolve(path)));
        return exchanged(read, doing, () -> remembered.settled(read, http.exchange(remembered.conditional(read))));
    }

    /** Writes something; the answer is its new form. */
    JsonNode write(String operation, String method, String path, Map<String, Object> fields, String doing)
            throws Refused {
        var json = new Request.Body(
                "application/json", JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8));
        var request = withVersion(Request.write(operation, method, api.resolve(path), json));
        return tree(exchanged(request, doing, () -> paced(request)).body());
    }

    /** The version these calls are written for; other forges do not know the header (docs.github.com, <i>API versions</i>). */
    private static Request withVersion(Request request) {
        return request.with("X-GitHub-Api-Version", "2022-11-28");
    }

    private Exchange paced(Request write) {
        writing.lock();
        try {
            var left = pace.toNanos() - (System.nanoTime() - lastWrite);
            if (left > 0) Thread.sleep(Duration.ofNanos(left));
            var exchange = http.exchange(write);
            lastWrite = System.nanoTime();
            return exchange;
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

    private Exchange.Answered exchanged(Request request, String doing, Try once) throws Refused {
        leaveAlone(doing);
        session.ready(this::beside);
        var exchange = heeded(once.exchange());
        if (exchange instanceof Exchange.Answered answer && answer.status() == 401 && session.renewable()) {
            session.ready(this::beside);
            exchange = heeded(once.exchange());
        }
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

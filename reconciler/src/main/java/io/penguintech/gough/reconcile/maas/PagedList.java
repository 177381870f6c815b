package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Authorization;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.HttpCalls;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request;
import io.penguintech.gough.reconcile.http.Request.Effect;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The paged list of machines of MAAS's API v3 (3.6 and later, facts): cheap, but thin, and with a login of its own, as the
 * API key is not taken there. Tokens last ten minutes and are renewed after five. Safe for many threads, one at a time.
 */
final class PagedList {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** MAAS's own most. */
    private static final int PAGE = 1000;

    private static final int MOST_PAGES = 200;
    private static final Duration RENEWED_AFTER = Duration.ofMinutes(5);
    private static final String READING = "list machines page by page (API v3)";

    private final URI api;
    private final MaasSettings.Login login;
    private final HttpCalls anonymous;
    private final HttpCalls known;
    private final MaasFailures failures;
    private final Clock clock;
    private final Bearer bearer = new Bearer();

    /** Whoever logged in last. */
    private static final class Bearer implements Authorization {
        private volatile String token = "";
        private volatile Instant since = Instant.EPOCH;

        private void is(String newest, Instant now) {
            token = newest;
            since = now;
        }

        @Override
        public String header() {
            return token.isEmpty() ? "" : "Bearer " + token;
        }
    }

    /** Shares what the region's other calls keep to. */
    PagedList(MaasSettings settings, MaasSettings.Login login, HttpCalls calls, MaasFailures failures, Clock clock) {
        this.api = settings.apiV3();
        this.login = login;
        this.anonymous = calls.beside(() -> "");
        this.known = calls.beside(bearer);
        this.failures = failures;
        this.clock = clock;
    }

    /** Each machine with a mark that differs when anything differs that the list shows of it. */
    synchronized Map<SystemId, Integer> read() throws Refused {
        authorize();
        var marks = new TreeMap<SystemId, Integer>();
        long seen = 0;
        for (int page = 1; page <= MOST_PAGES; page++) {
            var answer = page(page);
            var items = answer.path("items");
            if (!items.isArray()) throw new Refused(failures.unreadable(Effect.READ, READING, "no items"));
            for (var item : items) {
                var id = item.path("system_id").asString("");
                if (id.matches("[A-Za-z0-9]{1,41}"))
                    marks.put(new SystemId(id), item.toString().hashCode());
            }
            seen += items.size();
            if (items.isEmpty() || seen >= answer.path("total").asLong(0)) return marks;
        }
        throw new Refused(failures.unreadable(Effect.READ, READING, "pages without an end"));
    }

    private JsonNode page(int number) throws Refused {
        var request = Request.get("list-v3", api.resolve("machines?page=%d&size=%d".formatted(number, PAGE)));
        var answer = known.exchange(request);
        if (answer instanceof Exchange.Answered answered && answered.status() == 401) {
            logIn(); // the token ended before its time, as after a restart of the region
            answer = known.exchange(request);
        }
        return json(READING, answer);
    }

    private void authorize() throws Refused {
        if (clock.instant().isBefore(bearer.since.plus(RENEWED_AFTER))) return;
        if (bearer.token.isEmpty() || !renewed()) logIn();
    }

    private boolean renewed() {
        var answer = known.exchange(Request.get("renew-v3", api.resolve("auth/access_token")));
        if (!(answer instanceof Exchange.Answered answered) || !answered.ok()) return false;
        try {
            return taken(JSON.readTree(answered.body()));
        } catch (JacksonException e) {
            return false;
        }
    }

    private void logIn() throws Refused {
        var form = Form.of("username", login.username())
                .with("password", login.password().reveal());
        var doing = "log in to its API v3 as " + login.username();
        var answer = anonymous.exchange(Request.write("login-v3", "POST", api.resolve("auth/login"), form.body()));
        if (!taken(json(doing, answer))) throw new Refused(failures.unreadable(Effect.READ, doing, "no token"));
    }

    private boolean taken(JsonNode answer) {
        var token = answer.path("access_token").asString("");
        if (!token.matches("[!-~]+")) return false;
        bearer.is(token, clock.instant());
        return true;
    }

    private JsonNode json(String doing, Exchange exchange) throws Refused {
        if (exchange instanceof Exchange.Answered answered) {
            if (answered.status() == 401 || answered.status() == 404) throw new Refused(refusal(answered.status()));
            if (answered.ok()) return tree(doing, answered.body());
        }
        // Our password went to this server: nothing of such an answer is shown.
        throw new Refused(failures.of(Effect.READ, doing, exchange, hiding()));
    }

    private Failure refusal(int status) {
        return failures.human(
                READING,
                status == 401
                        ? "it does not take the user and password of v3-username and v3-password-file (HTTP 401)"
                        : "this version has no such list (HTTP 404); MAAS 3.6 and later have");
    }

    private JsonNode tree(String doing, String body) throws Refused {
        try {
            return JSON.readTree(body);
        } catch (JacksonException malformed) {
            throw new Refused(failures.unreadable(Effect.READ, doing, "no JSON"));
        }
    }

    private Redaction hiding() {
        return Redaction.of(Stream.of(login.password().reveal(), bearer.token).filter(text -> !text.isEmpty()));
    }
}

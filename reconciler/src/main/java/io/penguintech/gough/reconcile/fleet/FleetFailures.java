package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.schema.BackendName;
import java.time.Duration;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names a refusal of Fleet by who must act. The only place that knows Fleet's statuses and error bodies (facts). */
final class FleetFailures {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LATER = Duration.ofSeconds(60);
    private static final int LONGEST = 600;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String fleet;

    FleetFailures(BackendName name) {
        this.fleet = "Fleet " + name;
    }

    /**
     * The failure behind {@code exchange}, which is no success.
     *
     * @param doing what was asked, as in {@code create query os-version}
     */
    Failure of(Effect effect, String doing, Exchange exchange, Redaction redaction) {
        return switch (exchange) {
            case Exchange.NotSent(var why) ->
                new Failure.TryAgain("%s cannot be reached to %s: %s".formatted(fleet, doing, why), SOON);
            case Exchange.Untrusted(var why) ->
                new Failure.NeedsHuman(("%s cannot prove who it is (%s). Give Gough its authority's certificate in the"
                                + " server settings, or correct the address.")
                        .formatted(fleet, why));
            case Exchange.Lost(var why) -> lost(effect, doing, why);
            case Exchange.TooLong(var limit) -> tooLong(effect, doing, limit);
            case Exchange.Answered answered -> answered(effect, doing, answered, redaction);
        };
    }

    /** A success whose body is not what Fleet sends. */
    Failure unreadable(Effect effect, String doing) {
        return switch (effect) {
            case READ ->
                new Failure.NeedsHuman("%s answered something unexpected when asked to %s. Is the address right?"
                        .formatted(fleet, doing));
            case WRITE -> lost(effect, doing, "the answer is not Fleet's JSON");
        };
    }

    /** A failure that is no answer of Fleet. */
    Failure human(String doing, String why) {
        return new Failure.NeedsHuman("%s cannot be asked to %s: %s".formatted(fleet, doing, why));
    }

    /** Fleet took the call and not all of what it said. */
    Failure untaken(String doing, String what) {
        return new Failure.NeedsHuman("%s accepted to %s and did not do all of it: %s.".formatted(fleet, doing, what));
    }

    /** Fleet is not as the step supposes. */
    Failure changed(String doing, String why) {
        return new Failure.WorldChanged("%s was not asked to %s: %s".formatted(fleet, doing, why));
    }

    private Failure lost(Effect effect, String doing, String why) {
        return switch (effect) {
            case READ ->
                new Failure.TryAgain("%s did not answer when asked to %s: %s".formatted(fleet, doing, why), SOON);
            case WRITE ->
                new Failure.Unclear(("%s was asked to %s and gave no usable answer (%s). It may have happened: nothing"
                                + " more is written until the effect is seen.")
                        .formatted(fleet, doing, why));
        };
    }

    private Failure tooLong(Effect effect, String doing, long limit) {
        var why = "the answer is longer than %d bytes".formatted(limit);
        return switch (effect) {
            case READ ->
                new Failure.NeedsHuman(
                        "%s was asked to %s: %s. Raise the limit in the server settings.".formatted(fleet, doing, why));
            case WRITE -> lost(effect, doing, why);
        };
    }

    private Failure answered(Effect effect, String doing, Exchange.Answered answer, Redaction redaction) {
        int status = answer.status();
        // What a 401 says is nobody's business and may hold the token.
        if (status == 401)
            return new Failure.NeedsHuman(
                    ("%s refuses our token (HTTP 401). Make a new one for Gough's user in Fleet and"
                                    + " put it into the token file of the server settings.")
                            .formatted(fleet));
        if (status >= 300 && status < 400)
            return new Failure.NeedsHuman(("%s sends us elsewhere (HTTP %d to %s). Gough follows no redirects: put the"
                            + " right address into the server settings.")
                    .formatted(fleet, status, redaction.clean(answer.location().orElse("nowhere"))));
        var said = words(answer, redaction);
        return switch (status) {
            case 402 -> new Failure.NeedsHuman(refused(doing, status, said) + " It needs Fleet Premium.");
            case 403 -> new Failure.NeedsHuman(refused(doing, status, said) + " Give Gough's user a role that may.");
            case 404 -> new Failure.WorldChanged(refused(doing, status, said));
            case 409 ->
                answer.retryAfter()
                        .<Failure>map(after -> new Failure.TryAgain(refused(doing, status, said), after))
                        .orElseGet(() -> new Failure.WorldChanged(refused(doing, status, said)));
            case 408, 499, 502, 504 -> lost(effect, doing, "HTTP " + status + said(said));
            case 429 ->
                new Failure.TryAgain(
                        refused(doing, status, said), answer.retryAfter().orElse(SOON));
            case 500 ->
                new Failure.TryAgain(
                        refused(doing, status, said), answer.retryAfter().orElse(LATER));
            case 503 ->
                new Failure.TryAgain(
                        refused(doing, status, said), answer.retryAfter().orElse(SOON));
            default -> new Failure.NeedsHuman(refused(doing, status, said));
        };
    }

    private String refused(String doing, int status, String said) {
        return "%s refused to %s (HTTP %d)%s".formatted(fleet, doing, status, said(said));
    }

    private static String said(String said) {
        if (said.isEmpty()) return "";
        return ": " + (said.matches(".*[.!?…]") ? said : said + ".");
    }

    /** Fleet's message with the reasons behind it, one line, without secrets; empty when there is none. */
    private static String words(Exchange.Answered answer, Redaction redaction) {
        var body = answer.body().strip();
        if (answer.contentType().startsWith("text/html") && body.startsWith("<")) return "";
        var line = redaction
                .clean(body.startsWith("{") ? reasons(body) : body)
                .replaceAll("\\s+", " ")
                .strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    private static String reasons(String body) {
        try {
            var json = JSON.readTree(body);
            var reasons = json.path("errors")
                    .valueStream()
                    .map(FleetFailures::reason)
                    .filter(reason -> !reason.isEmpty())
                    .collect(Collectors.joining("; "));
            var message = json.path("message").asString("");
            return reasons.isEmpty() || reasons.equals(message) ? message : message + ": " + reasons;
        } catch (JacksonException notJson) {
            return body;
        }
    }

    private static String reason(JsonNode error) {
        var name = error.path("name").asString("base");
        var reason = error.path("reason").asString("");
        return name.equals("base") ? reason : name + ": " + reason;
    }
}

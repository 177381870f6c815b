package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.schema.BackendName;
import java.time.Duration;

/** Names a refusal of MAAS by who must act. The only place that knows MAAS's statuses and what they mean (facts). */
final class MaasFailures {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** MAAS's 403 of a locked machine has no words (recorded). */
    private static final String NO_WORD = "the machine is locked, or Gough's user may not do this";

    private static final Duration LATER = Duration.ofSeconds(60);

    private final String maas;

    MaasFailures(BackendName region) {
        this.maas = "MAAS " + region;
    }

    /**
     * The failure behind {@code exchange}, which is no success.
     *
     * @param doing what was asked, as in {@code deploy machine wagqdr (hv-01)}
     */
    Failure of(Effect effect, String doing, Exchange exchange, Redaction redaction) {
        return switch (exchange) {
            case Exchange.NotSent(var why) ->
                new Failure.TryAgain("%s cannot be reached to %s: %s".formatted(maas, doing, why), SOON);
            case Exchange.Untrusted(var why) ->
                new Failure.NeedsHuman(("%s cannot prove who it is (%s). Give Gough its authority's certificate in the"
                                + " server settings, or correct the address.")
                        .formatted(maas, why));
            case Exchange.Lost(var why) -> lost(effect, doing, why);
            case Exchange.TooLong(var limit) -> tooLong(effect, doing, limit);
            case Exchange.Answered answered -> answered(effect, doing, answered, redaction);
        };
    }

    /** A success whose body is not what MAAS sends. */
    Failure unreadable(Effect effect, String doing, String why) {
        return switch (effect) {
            case READ ->
                new Failure.NeedsHuman("%s answered something unexpected when asked to %s: %s. Is the address right?"
                        .formatted(maas, doing, why));
            case WRITE -> lost(effect, doing, why);
        };
    }

    /** A failure that is no answer of MAAS. */
    Failure human(String doing, String why) {
        return new Failure.NeedsHuman("%s cannot be asked to %s: %s".formatted(maas, doing, why));
    }

    /** MAAS is not as the step supposes. */
    Failure changed(String doing, String why) {
        return new Failure.WorldChanged("%s was not asked to %s, or refused: %s".formatted(maas, doing, why));
    }

    private Failure lost(Effect effect, String doing, String why) {
        return switch (effect) {
            case READ ->
                new Failure.TryAgain("%s did not answer when asked to %s: %s".formatted(maas, doing, why), SOON);
            case WRITE ->
                new Failure.Unclear(("%s was asked to %s and gave no usable answer (%s). It may have happened: nothing"
                                + " more is written until the effect is seen.")
                        .formatted(maas, doing, why));
        };
    }

    private Failure tooLong(Effect effect, String doing, long limit) {
        var why = "the answer is longer than %d bytes".formatted(limit);
        return switch (effect) {
            case READ ->
                new Failure.NeedsHuman(
                        "%s was asked to %s: %s. Raise the limit in the server settings.".formatted(maas, doing, why));
            case WRITE -> lost(effect, doing, why);
        };
    }

    private Failure answered(Effect effect, String doing, Exchange.Answered answer, Redaction redaction) {
        int status = answer.status();
        // The body of a 401 can hold our own secret (recorded): it is never even looked at for a message.
        if (status == 401) return unauthorized(effect, doing, answer.body());
        if (status >= 300 && status < 400) return redirected(answer, redaction);
        var said = MaasWords.of(answer, redaction);
        return switch (status) {
            case 403 -> new Failure.NeedsHuman(refused(doing, 403, said.isEmpty() ? NO_WORD : said));
            case 404 -> missing(doing, said);
            case 408, 502, 504 -> lost(effect, doing, "HTTP " + status + (said.isEmpty() ? "" : said(said)));
            case 409 ->
                answer.retryAfter()
                        .<Failure>map(after -> later(doing, 409, "its database was busy", after))
                        .orElseGet(() -> new Failure.WorldChanged(refused(doing, 409, said)));
            case 413 ->
                new Failure.NeedsHuman(refusal(
                        doing,
                        413,
                        "what was sent is too long for the proxy before MAAS (10 MB): shorten the user data"));
            case 429 -> later(doing, 429, "too many calls", answer.retryAfter().orElse(SOON));
            case 500 -> new Failure.TryAgain(refused(doing, 500, "an error of its own: " + said), LATER);
            case 503 -> unavailable(effect, doing, answer, said);
            default -> new Failure.NeedsHuman(refused(doing, status, said));
        };
    }

    private Failure unauthorized(Effect effect, String doing, String body) {
        // Somebody between us and MAAS sent the call twice: the first one may have been taken.
        if (body.contains("Nonce already used")) return lost(effect, doing, "HTTP 401, it saw the call twice");
        if (body.contains("Expired timestamp"))
            return new Failure.NeedsHuman(
                    "%s refuses our time stamp (HTTP 401): Gough's clock is more than 300 s behind MAAS's. Set it right."
                            .formatted(maas));
        return new Failure.NeedsHuman(
                ("%s refuses our API key (HTTP 401). Make a new one for Gough's user in MAAS and put it into the key file"
                                + " of the server settings.")
                        .formatted(maas));
    }

    private Failure redirected(Exchange.Answered answer, Redaction redaction) {
        return new Failure.NeedsHuman(
                "%s sends us elsewhere (HTTP %d to %s). Gough follows no redirects: put the right address into the server settings."
                        .formatted(
                                maas,
                                answer.status(),
                                redaction.clean(answer.location().orElse("nowhere"))));
    }

    private Failure missing(String doing, String said) {
        boolean noApi = said.startsWith("Unknown API endpoint") || said.isEmpty();
        var why = refused(doing, 404, said);
        return noApi ? new Failure.NeedsHuman(why) : new Failure.WorldChanged(why);
    }

    /**
     * MAAS sends Retry-After when a rack or BMC did not answer; without it, as text, it names what a person must mend
     * (no free address, wrong power parameters). HTML comes from a proxy whose MAAS is away.
     */
    private Failure unavailable(Effect effect, String doing, Exchange.Answered answer, String said) {
        if (answer.retryAfter().isPresent() || effect == Effect.READ || said.isEmpty())
            return later(doing, 503, said, answer.retryAfter().orElse(SOON));
        return new Failure.NeedsHuman(refused(doing, 503, said));
    }

    private Failure later(String doing, int status, String said, Duration after) {
        return new Failure.TryAgain(refusal(doing, status, said) + " " + WayOut.later(status), after);
    }

    /** Who was asked for what, MAAS's own words, and what to do. */
    private String refused(String doing, int status, String said) {
        return refusal(doing, status, said) + " " + WayOut.of(status, said);
    }

    private String refusal(String doing, int status, String said) {
        return "%s refused to %s (HTTP %d)%s".formatted(maas, doing, status, said(said));
    }

    private static String said(String said) {
        if (said.isEmpty()) return ".";
        return ": " + (said.matches(".*[.!?…]") ? said : said + ".");
    }
}

package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Names a refusal of a forge by who must act. The only place that knows the statuses and error bodies of all three. */
final class ForgeFailures {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LATER = Duration.ofSeconds(60);
    private static final int LONGEST = 400;

    private final String forge;

    /** Calls it by this name, such as {@code GitHub (acme/infra)}. */
    ForgeFailures(String forge) {
        this.forge = forge;
    }

    /**
     * The failure behind {@code exchange}, which is no success.
     *
     * @param doing what was asked, as in {@code list the open pull requests}
     * @param redaction knows what must not be repeated
     */
    Refused refused(Effect effect, String doing, Exchange exchange, Redaction redaction, Instant now) {
        return switch (exchange) {
            case Exchange.NotSent(var why) ->
                new Refused(new Failure.TryAgain("%s cannot be reached to %s: %s".formatted(forge, doing, why), SOON));
            case Exchange.Untrusted(var why) ->
                human(
                        "%s cannot prove who it is (%s). Name its authority's certificate in gough.forge.*.ca-file, or correct the address."
                                .formatted(forge, why));
            case Exchange.Lost(var why) -> lost(effect, doing, why);
            case Exchange.TooLong(var limit) -> tooLong(effect, doing, limit);
            case Exchange.Answered answer -> answered(effect, doing, answer, redaction, now);
        };
    }

    /** A success whose body is not what such a forge sends. */
    Refused unreadable(Effect effect, String doing, String why) {
        return switch (effect) {
            case READ ->
                human("%s was asked to %s: %s. Is gough.forge.*.kind right, and the address?"
                        .formatted(forge, doing, why));
            case WRITE -> lost(effect, doing, why);
        };
    }

    /** It cannot even be asked. */
    Refused human(String doing, String why) {
        return human("%s cannot be asked to %s: %s.".formatted(forge, doing, why));
    }

    /** It asked to be left alone, and that is not over. */
    Refused quiet(String doing, Duration left) {
        return new Refused(new Failure.TryAgain(
                "%s was not asked to %s: it wants no calls for another %d s"
                        .formatted(forge, doing, Math.max(1, left.toSeconds())),
                left));
    }

    private static Refused human(String why) {
        return new Refused(new Failure.NeedsHuman(why));
    }

    private Refused lost(Effect effect, String doing, String why) {
        return new Refused(
                switch (effect) {
                    case READ ->
                        new Failure.TryAgain(
                                "%s did not answer when asked to %s: %s".formatted(forge, doing, why), SOON);
                    case WRITE ->
                        new Failure.Unclear("%s was asked to %s and gave no usable answer (%s). It may have happened."
                                .formatted(forge, doing, why));
                });
    }

    private Refused tooLong(Effect effect, String doing, long limit) {
        var why = "the answer is longer than %d bytes".formatted(limit);
        return effect == Effect.WRITE
                ? lost(effect, doing, why)
                : human("%s was asked to %s: %s.".formatted(forge, doing, why));
    }

    private Refused answered(Effect effect, String doing, Exchange.Answered answer, Redaction redaction, Instant now) {
        int status = answer.status();
        // What a 401 says is nobody's business and may hold the token.
        if (status == 401)
            return new Refused(
                    new Failure.NeedsHuman(
                            "%s refuses our credentials (HTTP 401). Make new ones and put them into the file of the server settings (gough.forge.*)."
                                    .formatted(forge)),
                    status);
        if (status >= 300 && status < 400)
            return new Refused(
                    new Failure.NeedsHuman(
                            "%s sends us elsewhere (HTTP %d to %s). Gough follows no redirects: a repository that was renamed or moved needs its new name in gough.forge.*.project."
                                    .formatted(
                                            forge,
                                            status,
                                            redaction.clean(answer.location().orElse("nowhere")))),
                    status);
        var said = "%s refused to %s (HTTP %d)%s".formatted(forge, doing, status, words(answer, redaction));
        var pause = Quota.pause(answer, now);
        if (pause.isPresent()) return new Refused(new Failure.TryAgain(said, pause.get()), status);
        return new Refused(failure(effect, doing, answer, said), status);
    }

    private Failure failure(Effect effect, String doing, Exchange.Answered answer, String said) {
        return switch (answer.status()) {
            case 403 -> new Failure.Forbidden(said + " Give Gough's account or app the rights of docs/forge-setup.md.");
            case 404, 410 ->
                new Failure.WorldChanged(said
                        + " Forges also say so to whoever may not look: check gough.forge.*.project and our rights.");
            case 400, 409, 422 -> new Failure.WorldChanged(said);
            case 408, 499, 500, 502, 504 ->
                lost(effect, doing, "HTTP " + answer.status()).failure();
            case 503 -> new Failure.TryAgain(said, answer.retryAfter().orElse(LATER));
            default -> new Failure.NeedsHuman(said);
        };
    }

    /** What the forge said, one line, without secrets; empty when it said nothing. */
    private static String words(Exchange.Answered answer, Redaction redaction) {
        if (answer.contentType().startsWith("text/html")) return ".";
        var line = redaction
                .clean(reasons(answer.body().strip()))
                .replaceAll("\\s+", " ")
                .strip();
        if (line.isEmpty()) return ".";
        var cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return ": " + (cut.matches(".*[.!?…]") ? cut : cut + ".");
    }

    private static String reasons(String body) {
        try {
            var json = ForgeCalls.JSON.readTree(body.startsWith("{") ? body : "{}");
            var reasons = Stream.concat(
                            Stream.of("message", "error", "error_description")
                                    .map(json::path)
                                    .flatMap(ForgeFailures::texts),
                            json.path("errors").valueStream().flatMap(ForgeFailures::reason))
                    .distinct()
                    .collect(Collectors.joining("; "));
            return reasons.isEmpty() && !body.startsWith("{") ? body : reasons;
        } catch (JacksonException notJson) {
            return body;
        }
    }

    /** GitHub's errors are objects with a message or a field and a code; sometimes texts. */
    private static Stream<String> reason(JsonNode error) {
        if (!error.isObject()) return texts(error);
        var message = Fields.words(error, "message");
        return Stream.of(
                message.isEmpty()
                        ? (Fields.words(error, "field") + " " + Fields.words(error, "code")).strip()
                        : message);
    }

    /** GitLab's message is a text, a list, or an object of lists. */
    private static Stream<String> texts(JsonNode node) {
        if (node.isString()) return Stream.of(node.asString());
        if (node.isObject())
            return node.propertyStream()
                    .flatMap(entry -> texts(entry.getValue()).map(text -> entry.getKey() + " " + text));
        return node.isArray() ? node.valueStream().flatMap(ForgeFailures::texts) : Stream.empty();
    }
}

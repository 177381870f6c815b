package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What stands before the API: who is it, has it calls left, and does it know the answer already. GitHub counts calls by the
 * hour, tells how many are left with each, and does not count an answer 304 (docs.github.com, <i>Rate limits for the REST
 * API</i>); GitLab answers 429 in plain text (docs.gitlab.com, <i>Rate limits</i>); Gitea counts nothing and tags nothing.
 */
final class Gate {
    private static final Duration WINDOW = Duration.ofHours(1);

    private final Project project;
    private final Apps apps;
    private final Face face;
    private Instant until;
    private int used;

    Gate(Project project, Apps apps, Face face) {
        this.project = project;
        this.apps = apps;
        this.face = face;
        this.until = project.now().plus(WINDOW);
    }

    Answer answer(Call call) {
        return project.alone(() -> {
            try {
                return limited(call);
            } catch (Refusal refusal) {
                return refusal.answer();
            }
        });
    }

    private Answer limited(Call call) {
        var settings = project.settings();
        var segments = call.segments();
        var path = segments.subList(2, segments.size());
        if (path.getFirst().equals("app")) return apps.answer(call, path);
        var who = who(call);
        if (who.isEmpty()) return unknown();
        if (!project.now().isBefore(until)) {
            until = project.now().plus(WINDOW);
            used = 0;
        }
        if (settings.quota() > 0 && used >= settings.quota()) return tooMany();
        var answer = tagged(call, face.answer(call, who.get(), path));
        if (answer.status() != 304 || settings.dialect() == ForgeDialect.GITLAB) used++;
        return settings.dialect() == ForgeDialect.GITHUB && settings.quota() > 0 ? counted(answer) : answer;
    }

    private Optional<Member> who(Call call) {
        var header = call.header("Authorization").orElse("");
        var token = header.replaceFirst("^(Bearer|token) ", "");
        if (apps.hasIssued(token)) return Optional.of(apps.bot());
        var settings = project.settings();
        return token.equals(settings.token()) && !token.equals(header)
                ? project.member(ForgeSettings.BOT.login())
                : Optional.empty();
    }

    private Answer unknown() {
        return project.settings().dialect() == ForgeDialect.GITLAB
                ? Answer.json(401, Json.text(Json.object().put("message", "401 Unauthorized")))
                : new HubWords(project.settings().dialect() == ForgeDialect.GITHUB).unknown();
    }

    private Answer tooMany() {
        if (project.settings().dialect() == ForgeDialect.GITLAB)
            return Answer.text(429, "Retry later\n")
                    .withHeader(
                            "Retry-After",
                            Long.toString(Duration.between(project.now(), until).toSeconds()))
                    .withHeader("RateLimit-Remaining", "0")
                    .withHeader("RateLimit-Reset", Long.toString(until.getEpochSecond()));
        var body = Json.object().put("message", "API rate limit exceeded for user ID 1.");
        return counted(Answer.json(403, Json.text(body)));
    }

    private Answer counted(Answer answer) {
        int quota = project.settings().quota();
        return answer.withHeader("x-ratelimit-limit", Integer.toString(quota))
                .withHeader("x-ratelimit-remaining", Integer.toString(Math.max(0, quota - used)))
                .withHeader("x-ratelimit-reset", Long.toString(until.getEpochSecond()))
                .withHeader("x-ratelimit-resource", "core");
    }

    private Answer tagged(Call call, Answer answer) {
        if (project.settings().dialect() == ForgeDialect.GITEA
                || !call.method().equals("GET")
                || answer.status() != 200) return answer;
        var tag = "W/\"" + digest(answer) + "\"";
        return call.header("If-None-Match").equals(Optional.of(tag))
                ? Answer.empty(304).withHeader("ETag", tag)
                : answer.withHeader("ETag", tag);
    }

    /** Over the body alone, on GitHub too (app-sre/github-mirror#113): a page does not change when another follows it. */
    private static String digest(Answer answer) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(answer.body().toByteArray());
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

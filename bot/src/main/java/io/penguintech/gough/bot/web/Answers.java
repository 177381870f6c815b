package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.server.ResponseStatusException;

/** What every call of the API needs: which repository, who asks, and the engine's verdict as an answer. */
final class Answers {
    private Answers() {}

    /** The repository that was named, or the only one there is. */
    static RepositoryId chosen(Rollouts rollouts, Optional<String> name) {
        var known = rollouts.status().stream().map(RepositoryStatus::repository).toList();
        if (name.isEmpty() && known.size() == 1) return known.getFirst();
        return known.stream()
                .filter(id -> name.isPresent() && id.value().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> missing("Name one of the repositories of this service: repository=" + known));
    }

    static Actor actor(Authentication who) {
        return new Actor.ApiToken(who.getName());
    }

    static Json.Said said(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var text) -> new Json.Said(text);
            case Verdict.Refused(var text) -> throw new ResponseStatusException(HttpStatus.CONFLICT, text);
        };
    }

    /** A text that must be there; {@code hint} says what it is. */
    static String needed(@Nullable String given, String hint) {
        if (given == null || given.isBlank()) throw new ResponseStatusException(HttpStatus.BAD_REQUEST, hint);
        return given;
    }

    static ResponseStatusException missing(String why) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, why);
    }
}

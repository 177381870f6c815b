package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Questions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How many questions were asked in the last hour, since the service was started. Thread-safe. */
final class QuestionRates {
    private static final Duration HOUR = Duration.ofHours(1);

    private record Asked(RepositoryId repository, String person, Instant at) {}

    private final Deque<Asked> asked = new ArrayDeque<>();

    /** Counts one more, unless it would be too many: then why. */
    synchronized Optional<String> take(RepositoryId repository, String person, Questions limits, Instant now) {
        while (!asked.isEmpty() && !asked.getFirst().at().plus(HOUR).isAfter(now)) asked.removeFirst();
        var all = asked.stream()
                .filter(one -> one.repository().equals(repository))
                .toList();
        var theirs = all.stream().filter(one -> one.person().equals(person)).toList();
        if (theirs.size() >= limits.perPerson())
            return Optional.of("%s asked %d questions within an hour, and more are not allowed. Ask again at %s."
                    .formatted(person, theirs.size(), theirs.getFirst().at().plus(HOUR)));
        if (all.size() >= limits.inAll())
            return Optional.of("%d questions were asked within an hour, and more are not allowed. Ask again at %s."
                    .formatted(all.size(), all.getFirst().at().plus(HOUR)));
        asked.addLast(new Asked(repository, person, now));
        return Optional.empty();
    }
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.schema.HostName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A question to hosts as it stands.
 *
 * @param id by which it is read
 * @param repository of which repository the hosts are
 * @param by who asked
 * @param sql what is asked
 * @param at when
 * @param asked every host it is meant for
 * @param answers of those heard so far, also why they say nothing
 * @param notes what went wrong on the way, for people
 * @param ended when it was over; empty while hosts are waited for
 */
public record HostQuestion(
        String id,
        RepositoryId repository,
        String by,
        String sql,
        Instant at,
        SortedSet<HostName> asked,
        SortedMap<HostName, LiveAnswer> answers,
        List<String> notes,
        Optional<Instant> ended) {
    /** Keeps unmodifiable copies. */
    public HostQuestion {
        asked = Collections.unmodifiableSortedSet(new TreeSet<>(asked));
        answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
        notes = List.copyOf(notes);
    }

    private Stream<LiveAnswer.Rows> rows() {
        return answers.values().stream()
                .filter(LiveAnswer.Rows.class::isInstance)
                .map(LiveAnswer.Rows.class::cast);
    }

    /** How many hosts answered, also those on which nothing matches. */
    public int answered() {
        return (int) rows().count();
    }

    /** How many rows they said. */
    public long said() {
        return rows().mapToLong(LiveAnswer.Rows::count).sum();
    }

    /** How many of these rows are kept. */
    public long kept() {
        return rows().mapToLong(rows -> rows.first().size()).sum();
    }

    /** How many characters of them are kept. */
    long characters() {
        return rows().flatMap(rows -> rows.first().stream())
                .flatMap(row -> row.entrySet().stream())
                .mapToLong(cell -> cell.getKey().length() + cell.getValue().length())
                .sum();
    }

    /** The hosts that did not answer, and why. */
    public SortedMap<HostName, LiveAnswer.Silent> silent() {
        var silent = new TreeMap<HostName, LiveAnswer.Silent>();
        answers.forEach((host, answer) -> {
            if (answer instanceof LiveAnswer.Silent one) silent.put(host, one);
        });
        return silent;
    }

    /** In one sentence how far it is: {@code 17 of 20 hosts answered, 34 rows}. */
    public String words() {
        return "%d of %d %s answered, %d %s%s"
                .formatted(
                        answered(),
                        asked.size(),
                        asked.size() == 1 ? "host" : "hosts",
                        said(),
                        said() == 1 ? "row" : "rows",
                        kept() < said() ? ", of which %d are shown".formatted(kept()) : "");
    }

    /** Prints no answer. */
    @Override
    public String toString() {
        return "HostQuestion[id=%s, by=%s, %s]".formatted(id, by, words());
    }
}

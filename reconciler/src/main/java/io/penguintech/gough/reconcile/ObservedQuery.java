package io.penguintech.gough.reconcile;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A query as Fleet has it, in our words.
 *
 * @param id Fleet's id
 * @param name its name
 * @param description for people
 * @param sql the SQL
 * @param platforms darwin, linux, windows, chrome; empty means all
 * @param interval how often it runs
 * @param logging Fleet's word: snapshot, differential, differential_ignore_removals
 * @param minOsqueryVersion lowest version that runs it, or empty text
 * @param automationsEnabled whether results go to the log destination
 * @param observerCanRun whether observers may run it live
 * @param discardData whether Fleet throws results away
 */
public record ObservedQuery(
        long id,
        String name,
        String description,
        String sql,
        SortedSet<String> platforms,
        Duration interval,
        String logging,
        String minOsqueryVersion,
        boolean automationsEnabled,
        boolean observerCanRun,
        boolean discardData) {
    /** Keeps an unmodifiable sorted copy. */
    public ObservedQuery {
        platforms = Collections.unmodifiableSortedSet(new TreeSet<>(platforms));
    }
}

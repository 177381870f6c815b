package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.HostName;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A question of a person to hosts of one Fleet.
 *
 * @param sql what is asked
 * @param hosts who is asked, by the names they are declared with
 * @param within how long answers are waited for
 * @param mostRows how many rows are kept of all answers together; the others are counted
 * @param mostCharacters how much of them is kept, in characters
 */
public record LiveQuestion(
        String sql, SortedMap<HostName, HostIdentity> hosts, Duration within, int mostRows, long mostCharacters) {
    /** Keeps an unmodifiable copy. */
    public LiveQuestion {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    }
}

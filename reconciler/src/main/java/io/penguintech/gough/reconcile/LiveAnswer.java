package io.penguintech.gough.reconcile;

import java.util.List;
import java.util.SortedMap;

/** What one host answered to a live question. */
public sealed interface LiveAnswer {
    /**
     * It answered.
     *
     * @param count how many rows; 0 when nothing on it matches
     * @param first what the first few of them say, column by column
     */
    record Rows(int count, List<SortedMap<String, String>> first) implements LiveAnswer {
        /** Keeps a copy. */
        public Rows {
            first = List.copyOf(first);
        }
    }

    /**
     * Fleet answered, and the host did not: it is offline, failed at the question, gave no answer in time, is unknown to
     * Fleet, or cannot be told apart from another.
     *
     * @param why one sentence for people, with what Fleet said; no secrets, but characters may be in it that cannot be seen
     */
    record Silent(String why) implements LiveAnswer {}
}

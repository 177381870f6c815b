package io.penguintech.gough.reconcile;

import java.util.List;
import java.util.SortedMap;

/** What one host answered to a live question. */
public sealed interface LiveAnswer {
    /**
     * It answered.
     *
     * @param rows what it said, column by column; empty when nothing on it matches
     */
    record Rows(List<SortedMap<String, String>> rows) implements LiveAnswer {
        /** Keeps a copy. */
        public Rows {
            rows = List.copyOf(rows);
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

package io.penguintech.gough.reconcile;

import java.util.List;
import java.util.SortedMap;

/** What one host answered to a live question. */
public sealed interface LiveAnswer {
    /**
     * It answered.
     *
     * @param count how many rows; 0 when nothing on it matches
     * @param first what the first of them say, column by column, as many as whoever asked wants to keep
     */
    record Rows(int count, List<SortedMap<String, String>> first) implements LiveAnswer {
        /** Keeps a copy. */
        public Rows {
            first = List.copyOf(first);
        }
    }

    /**
     * The host did not answer.
     *
     * @param cause what kept it
     * @param why one sentence for people, with what Fleet said; no secrets, but characters may be in it that cannot be seen
     */
    record Silent(Cause cause, String why) implements LiveAnswer {}

    /** What kept a host from answering. */
    enum Cause {
        /** Fleet does not know it, or cannot tell it apart from another. */
        NOT_FOUND,
        /** It does not talk to Fleet. */
        OFFLINE,
        /** Its osquery failed at the question. */
        FAILED,
        /** No answer came in time, or the way of the answers was cut. */
        NO_ANSWER
    }
}

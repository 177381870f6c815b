package io.penguintech.gough.reconcile.http;

/** What comes out of a WebSocket. */
public sealed interface Frame {
    /**
     * A whole text message, put together of its parts.
     *
     * @param text as it was sent
     */
    record Text(String text) implements Frame {
        /** Prints nothing of it: it may be anything. */
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /**
     * A message longer than is read; it is gone, and the next one can be read.
     *
     * @param limit in characters
     */
    record TooLong(int limit) implements Frame {}

    /** Nothing came in time. */
    record Nothing() implements Frame {}

    /**
     * Nothing more will come: it could not be opened, was closed by the server, or broke.
     *
     * @param why for people
     */
    record Closed(String why) implements Frame {}
}

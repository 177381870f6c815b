package io.penguintech.gough.bot.rollout;

/** Somebody who wants to know what happened: chat, alerts, pages. */
public interface EventConsumer {
    /** A fixed word under which its position is kept. */
    String name();

    /** Not now: the other side is away for a while. Whoever throws it tells people itself; no line of the log is due. */
    class NotNow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Because of this. */
        public NotNow(String why) {
            super(why);
        }
    }

    /**
     * Takes one event. Called in order, one at a time, at least once; throwing means the same event again later.
     *
     * @param sequence the event's number, growing; use it to notice a repeat
     */
    void on(long sequence, RolloutEvent event);
}

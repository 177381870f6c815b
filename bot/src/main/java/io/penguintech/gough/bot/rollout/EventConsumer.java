package io.penguintech.gough.bot.rollout;

/** Somebody who wants to know what happened: chat, alerts, pages. */
public interface EventConsumer {
    /** A fixed word under which its position is kept. */
    String name();

    /**
     * Takes one event. Called in order, one at a time, at least once; throwing means the same event again later.
     *
     * @param sequence the event's number, growing; use it to notice a repeat
     */
    void on(long sequence, RolloutEvent event);
}

package io.penguintech.gough.bot.rollout;

/** What came of something a person asked for. Both say it in words for that person. */
public sealed interface Verdict {
    /** For the person who asked. */
    String text();

    /** It was done and recorded. */
    record Accepted(String text) implements Verdict {}

    /** Nothing changed; {@code text} says why and what would help. */
    record Refused(String text) implements Verdict {}
}

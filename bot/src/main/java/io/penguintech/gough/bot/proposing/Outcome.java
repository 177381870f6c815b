package io.penguintech.gough.bot.proposing;

import java.net.URI;

/** What came of proposing something. */
public sealed interface Outcome {
    /** There is a pull request. */
    record Opened(long number, URI page) implements Outcome {}

    /** There is none; says why and whose turn it is. */
    record Impossible(String why) implements Outcome {}
}

package io.penguintech.gough.bot.chat;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What Gough says to words at once, and what it still owes.
 *
 * @param words in Slack's mrkdwn
 * @param question the question to hosts whose answers are told when they are there
 * @param later words that take longer than Slack waits
 */
record Reply(String words, Optional<String> question, Optional<Supplier<String>> later) {
    static Reply of(String words) {
        return new Reply(words, Optional.empty(), Optional.empty());
    }

    /** The answers of hosts follow. */
    static Reply asking(String words, String question) {
        return new Reply(words, Optional.of(question), Optional.empty());
    }

    /** More words follow. */
    static Reply then(String words, Supplier<String> later) {
        return new Reply(words, Optional.empty(), Optional.of(later));
    }
}

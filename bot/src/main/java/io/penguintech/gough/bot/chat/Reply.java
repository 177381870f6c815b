package io.penguintech.gough.bot.chat;

import java.util.Optional;

/**
 * What Gough says to words at once, and what it still owes.
 *
 * @param words in Slack's mrkdwn
 * @param question the question to hosts whose answers are told when they are there
 */
record Reply(String words, Optional<String> question) {
    static Reply of(String words) {
        return new Reply(words, Optional.empty());
    }
}

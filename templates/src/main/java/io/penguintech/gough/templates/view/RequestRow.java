package io.penguintech.gough.templates.view;

import java.util.Optional;

/**
 * What somebody asked for about a host.
 *
 * @param number its number
 * @param what what was asked for, one word
 * @param host the host
 * @param by who asked
 * @param reason why
 * @param at when
 * @param state open, or how it ended
 * @param detail what it waits for, what is under way, or how it ended; may be empty text
 * @param expires until when it may begin; empty once it ended
 */
public record RequestRow(
        long number,
        String what,
        String host,
        String by,
        String reason,
        Moment at,
        String state,
        String detail,
        Optional<Moment> expires) {}

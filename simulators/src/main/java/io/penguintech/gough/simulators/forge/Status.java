package io.penguintech.gough.simulators.forge;

import java.time.Instant;

/**
 * A status of a commit. Newer ones with the same context take its place.
 *
 * @param id its number
 * @param commit of which
 * @param context its name
 * @param state as the dialect spells it
 * @param description what it says
 * @param target where it leads; empty when nowhere
 * @param author the login of who set it
 * @param at when
 */
public record Status(
        long id,
        String commit,
        String context,
        String state,
        String description,
        String target,
        String author,
        Instant at) {}

package io.penguintech.gough.bot.intake;

import java.util.List;

/**
 * Every repository's watch.
 *
 * @param all in the order of their ids
 */
record Watches(List<Watch> all) {
    /** Keeps a copy. */
    Watches {
        all = List.copyOf(all);
    }
}

package io.penguintech.gough.bot.rollout;

/** How much a random history draws from. What an earlier kind of seed lives through stays as it was. */
enum Breadth {
    /** As at first. */
    PLAIN(0),
    /** More is pushed through that destroys something. */
    BOLD(10_000),
    /**
     * Besides, people ask for what is done once, machines have BMCs whose passwords change, disks and cards are set up,
     * hypervisors have guests, and rollouts have waves and limits.
     */
    WIDE(20_000);

    /** The first seed of this kind. */
    final long from;

    Breadth(long from) {
        this.from = from;
    }

    static Breadth of(long seed) {
        return seed >= WIDE.from ? WIDE : seed >= BOLD.from ? BOLD : PLAIN;
    }

    boolean isBold() {
        return this != PLAIN;
    }

    boolean isWide() {
        return this == WIDE;
    }
}

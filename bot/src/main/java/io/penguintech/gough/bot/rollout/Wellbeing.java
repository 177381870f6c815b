package io.penguintech.gough.bot.rollout;

/** How the host of a change that arrived is seen to be since. */
sealed interface Wellbeing {
    /** Well, or nobody expects it to be. */
    record Well() implements Wellbeing {}

    /**
     * Not well, or not seen to be.
     *
     * @param why in words that stay the same while it is so
     */
    record Unwell(String why) implements Wellbeing {}

    /**
     * Its Fleet can never tell: later waves do not wait for it, and that is said.
     *
     * @param why in words that stay the same while it is so
     */
    record Unjudged(String why) implements Wellbeing {}
}

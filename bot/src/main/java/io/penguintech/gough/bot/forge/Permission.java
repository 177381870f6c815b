package io.penguintech.gough.bot.forge;

/** What an account may do in the repository, from nothing upwards. */
public enum Permission {
    /** Nothing, or no more than everybody. */
    NONE,
    /** Read. */
    READ,
    /** Push. */
    WRITE,
    /** Everything. */
    ADMIN
}

package io.penguintech.gough.bot.settings;

/**
 * A record of settings of one package. Its defaults are safe, its values are parsed; what no type can say it tells in
 * {@link #check}. A record never holds a secret, only the file it stands in.
 */
public interface Settings {
    /** Adds everything that is wrong, and what deserves a warning. Reads files; never the network. */
    void check(Problems problems);
}

package io.penguintech.gough.bot.settings;

/**
 * Something wrong with a setting.
 *
 * @param severity whether the service can start with it
 * @param key the setting, as written in {@code application.yaml}
 * @param text what is wrong and how to mend it; never the value of a secret
 */
public record Problem(Severity severity, String key, String text) {
    /** Whether the service can start with it. */
    public enum Severity {
        /** It cannot. */
        ERROR,
        /** It can, but somebody should know. */
        WARNING
    }

    @Override
    public String toString() {
        return key + ": " + text;
    }
}

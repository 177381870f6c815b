package io.penguintech.gough.bot.forge;

/**
 * Something that is shown beside a line of what a pull request proposes.
 *
 * @param file path in the repository, with forward slashes
 * @param line from 1, as the pull request's newest commit has it
 * @param changed whether the pull request adds or changes that line: comments are taken on no others
 * @param level how bad it is
 * @param title a few fixed words
 * @param text the rest, for forges that show it as it is
 * @param markdown all of it, for forges that render it; everything foreign in it is escaped
 */
public record Annotation(
        String file, int line, boolean changed, Level level, String title, String text, String markdown) {
    /** How bad it is, the worst first. */
    public enum Level {
        /** The head cannot be used because of it. */
        FAILURE,
        /** Probably a mistake. */
        WARNING,
        /** Worth knowing. */
        NOTICE
    }
}

package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.schema.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a comment tells Gough to do. */
sealed interface Command {
    /**
     * Something Gough knows.
     *
     * @param words what follows on the same line
     */
    record Known(CommandWord word, List<String> words) implements Command {
        /** Keeps a copy. */
        public Known {
            words = List.copyOf(words);
        }
    }

    /**
     * Most probably something that was mistyped.
     *
     * @param meant what it may have been, as people type it
     */
    record Mistyped(String meant) implements Command {}

    /**
     * Reads a comment. It is for Gough when its very first word is {@code gough}, with or without {@code @} or {@code /};
     * only the first line counts, so that neither a quotation nor a code block says anything. Empty for what is not, also
     * for a sentence that begins with Gough's name.
     */
    static Optional<Command> of(String body) {
        // A comment that begins with a blank is a code block, or was written to look like nothing.
        if (body.isEmpty() || Character.isWhitespace(body.charAt(0))) return Optional.empty();
        var words = Arrays.stream(body.lines().findFirst().orElse("").split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty() || !isName(words.getFirst())) return Optional.empty();
        if (words.size() == 1) return Optional.of(new Known(CommandWord.HELP, List.of()));
        var said = words.get(1);
        return CommandWord.of(said)
                .<Command>map(word -> new Known(word, words.subList(2, words.size())))
                .or(() -> Suggestion.among(said.toLowerCase(Locale.ROOT), CommandWord.texts())
                        .map(Mistyped::new));
    }

    private static boolean isName(String word) {
        return word.toLowerCase(Locale.ROOT).matches("[@/]?gough[:,]?");
    }
}

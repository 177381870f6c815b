package io.penguintech.gough.schema;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The platforms whose tables are known. Of chrome only Fleet's own extension knows tables. */
enum OsqueryPlatform {
    /** Linux. */
    LINUX("linux", 'l'),
    /** macOS. */
    DARWIN("darwin", 'd'),
    /** Windows. */
    WINDOWS("windows", 'w');

    private final String word;
    private final char letter;

    OsqueryPlatform(String word, char letter) {
        this.word = word;
        this.letter = letter;
    }

    /** The platform as files spell it. */
    String word() {
        return word;
    }

    /** Those of the words that are such platforms. */
    static Set<OsqueryPlatform> of(Collection<String> words) {
        return Stream.of(values())
                .filter(platform -> words.contains(platform.word))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(OsqueryPlatform.class)));
    }

    /** Those whose letters the list of tables gives. */
    static Set<OsqueryPlatform> ofLetters(String letters) {
        return Stream.of(values())
                .filter(platform -> letters.indexOf(platform.letter) >= 0)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(OsqueryPlatform.class)));
    }

    /** For messages: {@code linux, darwin and windows}. */
    static String words(Collection<OsqueryPlatform> platforms) {
        var words = platforms.stream().sorted().map(OsqueryPlatform::word).toList();
        int last = words.size() - 1;
        if (last < 1) return String.join("", words);
        return String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}

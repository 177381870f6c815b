package io.penguintech.gough.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who wrote a name that does not exist. */
public final class Suggestion {
    /** Longer names are not compared: nobody mistypes them by hand. */
    private static final int LONGEST = 200;

    private Suggestion() {}

    /**
     * The nearest of {@code names} by edit distance (neighbouring letters swapped count once), when it is near enough:
     * a third of the letters may differ, at least one, at most three.
     */
    public static Optional<String> among(String written, Collection<String> names) {
        int most = Math.clamp(written.length() / 3, 1, 3);
        record Near(String name, int distance) {}
        return names.stream()
                .filter(name -> Math.abs(name.length() - written.length()) <= most && written.length() <= LONGEST)
                .map(name -> new Near(name, distance(written, name)))
                .filter(near -> near.distance() <= most && !near.name().equals(written))
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .map(Near::name);
    }

    /** As a clause for a message: {@code ; did you mean "x"?}, or a full stop when nothing is near. */
    public static String clause(String written, Collection<String> names) {
        return among(written, names).map("; did you mean \"%s\"?"::formatted).orElse(".");
    }

    /** Optimal string alignment distance, capitals equal to small letters. */
    static int distance(String a, String b) {
        var s = a.toLowerCase(Locale.ROOT);
        var t = b.toLowerCase(Locale.ROOT);
        var rows = new int[s.length() + 1][t.length() + 1];
        for (int i = 0; i <= s.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= t.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= s.length(); i++) for (int j = 1; j <= t.length(); j++) rows[i][j] = cell(rows, s, t, i, j);
        return rows[s.length()][t.length()];
    }

    private static int cell(int[][] rows, String s, String t, int i, int j) {
        int swap = s.charAt(i - 1) == t.charAt(j - 1) ? 0 : 1;
        int least = Math.min(rows[i - 1][j - 1] + swap, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        boolean crossed = i > 1 && j > 1 && s.charAt(i - 1) == t.charAt(j - 2) && s.charAt(i - 2) == t.charAt(j - 1);
        return crossed ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}

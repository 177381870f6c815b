package io.penguintech.gough.reconcile;

import java.util.Collection;
import java.util.Comparator;

/** Says which known name was probably meant. */
final class Nearest {
    private static final int LISTED = 12;

    private Nearest() {}

    /** One sentence: the name that was probably meant, else what there is. */
    static String hint(String wrong, Collection<String> known) {
        var nearest = known.stream()
                .filter(name -> Math.abs(name.length() - wrong.length()) <= 2)
                .min(Comparator.comparingInt((String name) -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance(wrong, name) <= Math.max(1, Math.min(3, wrong.length() / 2)));
        if (nearest.isPresent()) return "Did you mean \"%s\"?".formatted(nearest.get());
        if (known.isEmpty()) return "There is none.";
        var some = known.stream().sorted().limit(LISTED).toList();
        return "There is: %s%s.".formatted(String.join(", ", some), known.size() > LISTED ? " and more" : "");
    }

    /** How many letters must be added, dropped or replaced. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) row[j] = j;
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}

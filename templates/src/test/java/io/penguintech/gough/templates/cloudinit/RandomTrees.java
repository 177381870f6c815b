package io.penguintech.gough.templates.cloudinit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Trees that a hostile colleague would write, the same ones for the same seed. */
final class RandomTrees {
    private static final List<String> PIECES = List.of(
            "a", "yes", "no", "on", "null", "~", "1", "0", "_", ":", " ", "\n", "#", "-", "é", "😀", "\"", "'", "\\",
            "\t", "{", "}", "[", "]", ",", "&", "*", "!", "|", ">", "%", "@", "`", "=", "<<", ".", "inf", "e", "+",
            "\u0085", "\u2028", "\r", "--- ", "...", "word", "0x", "T", "Z", "?", "\u0007", "\uFEFF", "$");

    private RandomTrees() {}

    static Map<String, @Nullable Object> map(Random random, int depth) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = random.nextInt(5); i > 0; i--) map.put(text(random), value(random, depth - 1));
        return map;
    }

    private static @Nullable Object value(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) == 0) return map(random, depth);
        if (depth > 0 && random.nextInt(3) == 0) return list(random, depth);
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> (double) random.nextInt(1000) / 8;
            case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(60) - 30);
            case 3 -> random.nextBoolean();
            case 4 -> null;
            default -> text(random);
        };
    }

    private static List<@Nullable Object> list(Random random, int depth) {
        var list = new ArrayList<@Nullable Object>();
        for (int i = random.nextInt(4); i > 0; i--) list.add(value(random, depth - 1));
        return list;
    }

    static String text(Random random) {
        var out = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) out.append(PIECES.get(random.nextInt(PIECES.size())));
        return out.toString();
    }
}

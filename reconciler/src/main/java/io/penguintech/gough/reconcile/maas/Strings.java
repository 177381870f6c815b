package io.penguintech.gough.reconcile.maas;

import java.util.HashMap;
import java.util.Map;

/** Keeps one copy of texts that ten thousand machines repeat. Lives as long as one list is read. */
final class Strings {
    private final Map<String, String> known = new HashMap<>();

    String one(String text) {
        return known.computeIfAbsent(text, same -> same);
    }
}

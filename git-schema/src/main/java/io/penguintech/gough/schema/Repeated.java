package io.penguintech.gough.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what is wrong with hosts, and says once what a shared profile or template makes wrong for all of them.
 */
final class Repeated {
    private final Problems problems;
    private final Map<Diagnostic, Diagnostic> first = new LinkedHashMap<>();
    private final Map<Diagnostic, Integer> more = new LinkedHashMap<>();

    /** Leaves out what {@code problems} says already at the same place. */
    Repeated(Problems problems) {
        this.problems = problems;
    }

    void addAll(String host, List<Diagnostic> diagnostics) {
        for (var diagnostic : diagnostics) {
            if (problems.has(diagnostic.summary(), diagnostic.place())) continue;
            var key = new Diagnostic(
                    diagnostic.severity(),
                    diagnostic.summary(),
                    diagnostic.detail().replace("ost " + host, "ost *"),
                    diagnostic.place());
            if (first.putIfAbsent(key, diagnostic) != null) more.merge(key, 1, Integer::sum);
        }
    }

    /** Says everything, each once. */
    void flush() {
        first.forEach((key, diagnostic) -> {
            int others = more.getOrDefault(key, 0);
            problems.add(
                    others == 0
                            ? diagnostic
                            : new Diagnostic(
                                    diagnostic.severity(),
                                    diagnostic.summary(),
                                    "%s The same for %,d other %s."
                                            .formatted(diagnostic.detail(), others, others == 1 ? "host" : "hosts"),
                                    diagnostic.place()));
        });
    }
}

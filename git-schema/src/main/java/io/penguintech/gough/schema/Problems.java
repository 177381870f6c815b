package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects diagnostics: each once, and no more per file than a person would read. */
final class Problems {
    /** A file of garbage must not bury the problems of the others. */
    static final int MOST_PER_FILE = 500;

    private final Set<Diagnostic> found = new LinkedHashSet<>();
    private final Map<String, Integer> perFile = new HashMap<>();
    private final Set<Said> places = new HashSet<>();

    private record Said(String summary, Place place) {}

    void error(String summary, String detail, Place place) {
        add(Diagnostic.error(summary, detail, place));
    }

    void warning(String summary, String detail, Place place) {
        add(Diagnostic.warning(summary, detail, place));
    }

    void notice(String summary, String detail, Place place) {
        add(new Diagnostic(Diagnostic.Severity.NOTICE, summary, detail, place));
    }

    void addAll(List<Diagnostic> diagnostics) {
        diagnostics.forEach(this::add);
    }

    void add(Diagnostic diagnostic) {
        var file = diagnostic.place().file();
        if (perFile.getOrDefault(file, 0) >= MOST_PER_FILE) {
            found.add(tooMany(file));
            return;
        }
        if (found.add(diagnostic)) perFile.merge(file, 1, Integer::sum);
        places.add(new Said(diagnostic.summary(), diagnostic.place()));
    }

    /** Whether this was said of this place. */
    boolean has(String summary, Place place) {
        return places.contains(new Said(summary, place));
    }

    boolean anyError() {
        return found.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    boolean anyErrorIn(String file) {
        return found.stream()
                .anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR
                        && d.place().file().equals(file));
    }

    /** Everything found, sorted by place. */
    List<Diagnostic> sorted() {
        var all = new ArrayList<>(found);
        all.sort(null);
        return all;
    }

    private static Diagnostic tooMany(String file) {
        return Diagnostic.error(
                "Too many problems in one file",
                "The first %d are listed; mend them to see the others.".formatted(MOST_PER_FILE),
                Place.ofFile(file));
    }
}

package io.penguintech.gough.bot.importing;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sentences being collected: equal ones are said once, with everything they are about. */
final class Remarks {
    private final TreeMap<String, SortedSet<String>> all = new TreeMap<>();

    void add(String about, String what) {
        all.computeIfAbsent(what, ignored -> new TreeSet<>()).add(about);
    }

    /** Takes over what others collected, as far as it is about these. */
    void addAbout(Set<String> names, Remarks others) {
        others.all.forEach(
                (what, about) -> about.stream().filter(names::contains).forEach(name -> add(name, what)));
    }

    /** Sorted by what is said. */
    List<Imported.Remark> list() {
        return all.entrySet().stream()
                .map(entry -> new Imported.Remark(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }
}

package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Problems of many hosts: a mistake in a template that a thousand hosts use is told once, with some of the hosts. */
final class SharedProblems {
    private static final int HOSTS_NAMED = 3;

    private final Map<Kind, Seen> seen = new LinkedHashMap<>();

    /** The same mistake: same phrase, same place, and the n-th such of its host. */
    private record Kind(Diagnostic.Severity severity, String summary, Place place, int number) {}

    private static final class Seen {
        private final Diagnostic first;
        private final List<HostName> others = new ArrayList<>(HOSTS_NAMED);
        private int count;

        Seen(Diagnostic first) {
            this.first = first;
        }

        void again(HostName host) {
            if (others.size() < HOSTS_NAMED) others.add(host);
            count++;
        }

        Diagnostic told() {
            if (count == 0) return first;
            var names = others.stream().map(HostName::value).collect(Collectors.joining(", "));
            var rest = count > others.size() ? String.format(Locale.ROOT, " and %,d more", count - others.size()) : "";
            return new Diagnostic(
                    first.severity(),
                    first.summary(),
                    "%s The same for %s%s.".formatted(first.detail(), names, rest),
                    first.place());
        }
    }

    void add(HostName host, List<Diagnostic> problems) {
        if (problems.isEmpty()) return;
        var numbers = new HashMap<Kind, Integer>();
        for (var problem : problems) {
            var kind = new Kind(problem.severity(), problem.summary(), problem.place(), 0);
            int number = numbers.merge(kind, 1, Integer::sum);
            var key = new Kind(problem.severity(), problem.summary(), problem.place(), number);
            var known = seen.get(key);
            if (known == null) seen.put(key, new Seen(problem));
            else known.again(host);
        }
    }

    List<Diagnostic> all() {
        return seen.values().stream().map(Seen::told).toList();
    }
}

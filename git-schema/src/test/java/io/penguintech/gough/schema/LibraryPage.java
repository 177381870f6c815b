package io.penguintech.gough.schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The page of docs that lists the library. */
final class LibraryPage {
    private static final String HEAD = """
            # The library of queries and policies

            What the example repository has below [queries](examples/infra/queries), for Ubuntu 24.04: copy the files that you want. This page
            is written from them (`mvn -pl git-schema test -Dtest=LibraryTest -Dgough.library.write=true`), and the build fails when it is stale.
            Each is [tested](testing.md#the-library) with a host that it must name and one that it must leave alone.
            What they need of osquery, and what osquery cannot tell: [queries](queries.md#the-library), [policies](policies.md#the-library).
            """;

    private LibraryPage() {}

    static String of(List<LibraryItem> items) {
        var text = new StringBuilder(HEAD);
        packs(items, FleetKind.QUERY).forEach((pack, queries) -> {
            text.append("\n## Queries: ").append(pack).append("\n| name | what it finds | every |\n|---|---|---|\n");
            for (var query : queries)
                text.append("| %s | %s | %s |\n".formatted(query.name(), query.description(), words(query.interval())));
        });
        packs(items, FleetKind.POLICY).forEach((pack, policies) -> {
            text.append("\n## Policies: ").append(pack).append("\n| name | why |\n|---|---|\n");
            for (var policy : policies) text.append("| %s | %s |\n".formatted(policy.name(), policy.description()));
        });
        text.append("\n## Labels\n| name | hosts |\n|---|---|\n");
        for (var label : items)
            if (label.kind() == FleetKind.LABEL)
                text.append("| %s | %s |\n".formatted(label.name(), label.description()));
        return text.toString();
    }

    private static Map<String, List<LibraryItem>> packs(List<LibraryItem> items, FleetKind kind) {
        var packs = new TreeMap<String, List<LibraryItem>>();
        for (var item : items)
            if (item.kind() == kind)
                packs.computeIfAbsent(item.pack(), _ -> new ArrayList<>()).add(item);
        return packs;
    }

    private static String words(Duration interval) {
        long minutes = interval.toMinutes();
        return minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
    }
}

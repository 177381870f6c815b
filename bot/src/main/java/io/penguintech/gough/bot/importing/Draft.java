package io.penguintech.gough.bot.importing;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.RepoTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of an import, as long as it is not certain that Gough takes them all.
 *
 * @param hosts the hosts, by name
 * @param queries what a Fleet has: labels, queries and policies, by name
 * @param things what machines stand on, each after what it refers to
 */
record Draft(List<Sheet> hosts, List<FleetSheets.Sheet> queries, List<ThingSheets.Sheet> things) {
    /** So many documents a file stay far below the largest file that is read. */
    private static final int MOST_IN_A_FILE = 500;

    private static final String NEXT = "---\n";

    Draft {
        hosts = List.copyOf(hosts);
        queries = List.copyOf(queries);
        things = List.copyOf(things);
    }

    int size() {
        return hosts.size() + queries.size() + things.size();
    }

    SortedMap<String, String> files() {
        return written().files();
    }

    RepoTree tree() {
        var entries = new TreeMap<String, RepoTree.Entry>();
        files().forEach((path, text) ->
                entries.put(path, new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8))));
        return new RepoTree(Optional.empty(), entries);
    }

    /** Where the document of a sheet stands. Several may have one name, so it is the sheet that says which one it is. */
    private record Span(String path, int from, int to, String name, Record sheet) {
        boolean holds(Diagnostic problem) {
            var line = problem.place().line();
            return problem.place().file().equals(path) && from <= line && line <= to;
        }
    }

    private record Written(SortedMap<String, String> files, List<Span> spans) {}

    private Written written() {
        var files = new TreeMap<String, String>();
        var spans = new ArrayList<Span>();
        files.put("gough.yaml", RepositoryFile.TEXT);
        var profiles = Profiles.of(hosts);
        for (var profile : profiles.all())
            files.put("profiles/" + profile.name() + ".yaml", Documents.profile(profile));
        byFile().forEach((path, sheets) -> {
            var text = new StringBuilder();
            for (var sheet : sheets) {
                if (!text.isEmpty()) text.append(NEXT);
                int from = lines(text) + 1;
                text.append(Documents.host(sheet, profiles.of(sheet)));
                spans.add(new Span(path, from, lines(text), sheet.name(), sheet));
            }
            files.put(path, text.toString());
        });
        for (var query : queries) {
            var path = "queries/%s.yaml".formatted(Profiles.free(Profiles.slug(query.name()), taken(files)));
            files.put(path, query.document());
            spans.add(new Span(path, 0, Integer.MAX_VALUE, query.name(), query));
        }
        region(files, spans);
        return new Written(files, spans);
    }

    /** A file for each kind; one of very many gets several. */
    private void region(SortedMap<String, String> files, List<Span> spans) {
        var kinds = new LinkedHashMap<String, List<ThingSheets.Sheet>>();
        for (var thing : things)
            kinds.computeIfAbsent(thing.file(), any -> new ArrayList<>()).add(thing);
        kinds.forEach((file, sheets) -> {
            for (int from = 0; from < sheets.size(); from += MOST_IN_A_FILE) {
                var path = "region/%s%s.yaml".formatted(file, from == 0 ? "" : "-" + (from / MOST_IN_A_FILE + 1));
                var text = new StringBuilder();
                for (var sheet : sheets.subList(from, Math.min(sheets.size(), from + MOST_IN_A_FILE))) {
                    if (!text.isEmpty()) text.append(NEXT);
                    int first = lines(text) + 1;
                    text.append(sheet.document());
                    spans.add(new Span(path, first, lines(text), sheet.name(), sheet));
                }
                files.put(path, text.toString());
            }
        });
    }

    private static Set<String> taken(SortedMap<String, String> files) {
        var names = new HashSet<String>();
        for (var path : files.keySet())
            if (path.startsWith("queries/"))
                names.add(path.substring("queries/".length(), path.length() - ".yaml".length()));
        return names;
    }

    /** Hosts by zone, a file for each; a zone of very many gets several. */
    private SortedMap<String, List<Sheet>> byFile() {
        var zones = new TreeMap<String, List<Sheet>>();
        for (var sheet : hosts)
            zones.computeIfAbsent(sheet.zone(), any -> new ArrayList<>()).add(sheet);
        var files = new TreeMap<String, List<Sheet>>();
        var names = new HashSet<String>();
        zones.forEach((zone, sheets) -> {
            for (int from = 0; from < sheets.size(); from += MOST_IN_A_FILE) {
                var name = Profiles.free(Profiles.slug(zone), names);
                names.add(name);
                files.put(
                        "hosts/" + name + ".yaml",
                        sheets.subList(from, Math.min(sheets.size(), from + MOST_IN_A_FILE)));
            }
        });
        return files;
    }

    private static int lines(CharSequence text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    /** The same without the documents that have errors, each with what is wrong with it. */
    Draft without(List<Diagnostic> errors, Remarks leftOut) {
        var refused = new HashSet<Record>();
        for (var span : written().spans())
            errors.stream().filter(span::holds).findFirst().ifPresent(problem -> {
                refused.add(span.sheet());
                leftOut.add(
                        span.name(),
                        "A document of it would be refused: %s. %s".formatted(problem.summary(), problem.detail()));
            });
        return new Draft(
                hosts.stream().filter(sheet -> !refused.contains(sheet)).toList(),
                queries.stream().filter(query -> !refused.contains(query)).toList(),
                things.stream().filter(thing -> !refused.contains(thing)).toList());
    }
}

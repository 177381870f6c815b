package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.importing.Imported;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What an import wrote, what it left out, and why. */
final class ImportReport {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int MOST_NAMED = 8;

    private ImportReport() {}

    static String text(Path folder, Imported imported) {
        var out = new StringBuilder();
        out.append(
                "%,d of %,d machines, %,d of %,d queries, policies and labels and %,d documents of the region are written to %s, in %,d files%n"
                        .formatted(
                                imported.hosts(),
                                imported.machines(),
                                imported.queries(),
                                imported.allQueries(),
                                imported.things(),
                                folder,
                                imported.files().size()));
        remarks(out, "left out", imported.leftOut());
        remarks(out, "to be known", imported.remarks());
        return out.toString();
    }

    private static void remarks(StringBuilder out, String heading, List<Imported.Remark> remarks) {
        if (remarks.isEmpty()) return;
        out.append("%n%s%n".formatted(heading));
        for (var remark : remarks)
            out.append("  %s%n      %s%n".formatted(names(remark.about()), Terminal.plain(remark.what())));
    }

    private static String names(List<String> about) {
        var named = about.stream().limit(MOST_NAMED).map(Terminal::plain).collect(Collectors.joining(", "));
        return about.size() > MOST_NAMED ? "%s and %,d more".formatted(named, about.size() - MOST_NAMED) : named;
    }

    /** Stable: see docs/command-line.md. */
    static String json(Imported imported) {
        var report = new LinkedHashMap<String, Object>();
        report.put("files", List.copyOf(imported.files().keySet()));
        report.put("hosts", imported.hosts());
        report.put("machines", imported.machines());
        report.put("queries", imported.queries());
        report.put("allQueries", imported.allQueries());
        report.put("things", imported.things());
        report.put(
                "leftOut", imported.leftOut().stream().map(ImportReport::json).toList());
        report.put(
                "remarks", imported.remarks().stream().map(ImportReport::json).toList());
        return JSON.writeValueAsString(report) + "\n";
    }

    private static Map<String, Object> json(Imported.Remark remark) {
        var one = new LinkedHashMap<String, Object>();
        one.put("what", remark.what());
        one.put("about", remark.about());
        return one;
    }
}

package io.penguintech.gough.bot.cli;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Diagnostic.Severity;
import io.penguintech.gough.schema.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** How diagnostics are printed. The JSON forms are contracts. */
enum DiagnosticFormat {
    /** One line each, for people. */
    TEXT {
        @Override
        String print(List<Diagnostic> diagnostics, Terminal terminal) {
            var out = new StringBuilder();
            for (var d : diagnostics)
                out.append("%s: %s: %s. %s%n"
                        .formatted(
                                terminal.paint(
                                        Terminal.Paint.BOLD,
                                        Terminal.plain(d.place().toString())),
                                terminal.paint(paint(d.severity()), word(d)),
                                d.summary(),
                                VisibleText.of(d.detail())));
            return out.toString();
        }
    },
    /** {@code {"diagnostics":[{severity,summary,detail,file,line,column}]}}. */
    JSON {
        @Override
        String print(List<Diagnostic> diagnostics, Terminal terminal) {
            return json(Map.of(
                    "diagnostics",
                    diagnostics.stream().map(DiagnosticFormat::fields).toList()));
        }
    },
    /** SARIF 2.1.0, for code scanning (docs.oasis-open.org/sarif). */
    SARIF {
        @Override
        String print(List<Diagnostic> diagnostics, Terminal terminal) {
            var driver = Map.of("name", "gough", "informationUri", "https://github.com/penguintechinc/gough");
            var run = new LinkedHashMap<String, Object>();
            run.put("tool", Map.of("driver", driver));
            run.put("results", diagnostics.stream().map(DiagnosticFormat::sarif).toList());
            var log = new LinkedHashMap<String, Object>();
            log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            log.put("version", "2.1.0");
            log.put("runs", List.of(run));
            return json(log);
        }
    },
    /** Workflow commands that GitHub shows beside the lines. */
    GITHUB {
        @Override
        String print(List<Diagnostic> diagnostics, Terminal terminal) {
            var out = new StringBuilder();
            for (var d : diagnostics)
                out.append("::%s file=%s,line=%d,col=%d,title=%s::%s%n"
                        .formatted(
                                d.severity() == Severity.NOTICE ? "notice" : word(d),
                                property(d.place().file()),
                                Math.max(1, d.place().line()),
                                Math.max(1, d.place().column()),
                                property(d.summary()),
                                data(d.detail())));
            return out.toString();
        }
    };

    abstract String print(List<Diagnostic> diagnostics, Terminal terminal);

    private static Terminal.Paint paint(Severity severity) {
        return switch (severity) {
            case ERROR -> Terminal.Paint.RED;
            case WARNING -> Terminal.Paint.YELLOW;
            case NOTICE -> Terminal.Paint.DIM;
        };
    }

    private static String word(Diagnostic diagnostic) {
        return diagnostic.severity().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> fields(Diagnostic d) {
        var map = new LinkedHashMap<String, Object>();
        map.put("severity", word(d));
        map.put("summary", d.summary());
        map.put("detail", d.detail());
        map.put("file", d.place().file());
        map.put("line", d.place().line());
        map.put("column", d.place().column());
        return map;
    }

    private static Map<String, Object> sarif(Diagnostic d) {
        var physical = new LinkedHashMap<String, Object>();
        physical.put("artifactLocation", Map.of("uri", d.place().file()));
        if (d.place().line() > 0)
            physical.put(
                    "region",
                    Map.of(
                            "startLine",
                            d.place().line(),
                            "startColumn",
                            d.place().column()));
        var level = switch (d.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTICE -> "note";
        };
        var result = new LinkedHashMap<String, Object>();
        result.put("ruleId", d.summary());
        result.put("level", level);
        result.put("message", Map.of("text", d.summary() + ". " + d.detail()));
        result.put("locations", List.of(Map.of("physicalLocation", physical)));
        return result;
    }

    private static String json(Object value) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    }

    private static String data(String text) {
        return VisibleText.of(text).replace("%", "%25").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}

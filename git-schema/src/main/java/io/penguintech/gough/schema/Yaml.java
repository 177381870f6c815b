package io.penguintech.gough.schema;

import java.util.List;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML as data with places. Promises: every input, however broken or hostile, ends in a result within the given
 * limits; nothing is executed or constructed but {@link Tree}s; every problem has its place. Anchors, aliases and
 * merge keys ({@code <<}) are resolved; keys are text and unique; the meaning of unquoted scalars is that of YAML 1.2,
 * except that whole numbers with a leading zero stay text.
 */
public final class Yaml {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE) // bytes are counted before parsing
            .setParseComments(false)
            .build();

    /** After so many syntax errors a file is not worth going on with. */
    private static final int MOST_RESTARTS = 20;

    private Yaml() {}

    /** Which words mean true and false without quotes. */
    public enum Dialect {
        /** YAML 1.2: only {@code true} and {@code false}. */
        CORE,
        /** Also {@code yes, no, on, off}, as cloud-init reads them (it uses PyYAML, which is YAML 1.1). */
        CLOUD_CONFIG
    }

    /**
     * What a file holds.
     *
     * @param documents its documents but those with a syntax error; empty documents are left out
     * @param diagnostics everything that is wrong with it, sorted by place
     */
    public record Read(List<Tree> documents, List<Diagnostic> diagnostics) {
        /** Keeps copies. */
        public Read {
            documents = List.copyOf(documents);
            diagnostics = List.copyOf(diagnostics);
        }

        /** Whether something was wrong that is more than a warning. */
        public boolean failed() {
            return diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        }
    }

    /** Reads a file of any number of documents, in YAML 1.2. */
    public static Read read(String path, byte[] bytes, Limits limits) {
        return read(path, bytes, limits, Dialect.CORE);
    }

    /** Reads a file of any number of documents. */
    public static Read read(String path, byte[] bytes, Limits limits, Dialect dialect) {
        var problems = new Problems();
        var documents = SourceText.decode(path, bytes, limits.blobBytes(), problems)
                .map(source -> compose(path, source, limits, dialect, problems))
                .orElse(List.of());
        return new Read(documents, problems.sorted());
    }

    /** After a syntax error reading goes on with the next document, so that its problems are not found one by one. */
    private static List<Tree> compose(
            String path, SourceText source, Limits limits, Dialect dialect, Problems problems) {
        var composer = new TreeComposer(path, source, limits, dialect, problems);
        var begin = OptionalInt.of(0);
        for (int i = 0; i < MOST_RESTARTS && begin.isPresent(); i++) {
            var broken = parse(path, source, begin.getAsInt(), composer, problems);
            int after = begin.getAsInt();
            begin = broken.isPresent()
                    ? source.nextDocument(Math.max(broken.getAsInt(), after + 1))
                    : OptionalInt.empty();
            composer.dropOpen();
        }
        return composer.documents();
    }

    /** Reads from a line on, counted from 0, and gives the line of a syntax error. */
    private static OptionalInt parse(
            String path, SourceText source, int begin, TreeComposer composer, Problems problems) {
        try {
            for (var event : new Parse(SETTINGS).parseString(source.from(begin))) if (!composer.accept(event)) break;
            return OptionalInt.empty();
        } catch (MarkedYamlEngineException e) {
            problems.add(syntaxError(path, source, e));
            return e.getProblemMark()
                    .map(mark -> OptionalInt.of(mark.getLine()))
                    .orElse(OptionalInt.empty());
        } catch (YamlEngineException e) {
            problems.error("YAML syntax error", String.valueOf(e.getMessage()), Place.ofFile(path));
            return OptionalInt.empty();
        }
    }

    private static Diagnostic syntaxError(String path, SourceText source, MarkedYamlEngineException e) {
        var problem = String.valueOf(e.getProblem());
        var context = e.getContextMark().map(mark -> place(path, mark));
        // The parser notices a missing colon or quote only later; the mistake is where the key or the quote begins.
        boolean noticedLate = "while scanning a simple key".equals(e.getContext())
                || "while scanning a quoted scalar".equals(e.getContext());
        var noticed = e.getProblemMark().map(mark -> place(path, mark)).orElse(Place.ofFile(path));
        var place = noticedLate ? context.orElse(noticed) : noticed;
        var during = e.getContext() == null ? "" : ", " + e.getContext();
        var began = context.filter(begin -> begin.line() != place.line())
                .map(begin -> " that begins in line " + begin.line())
                .orElse("");
        return Diagnostic.error(
                "YAML syntax error",
                "%s%s%s. %s".formatted(problem, during, began, hint(problem, source, place)),
                place);
    }

    private static String hint(String problem, SourceText source, Place place) {
        if (source.line(place.line()).contains(Placeholders.OPENING))
            return "Inside [ ] and { } a placeholder must stand in quotes.";
        if (problem.contains("\\t")) return "Indent with spaces, never with tabs.";
        if (problem.contains("mapping values are not allowed"))
            return "Put a text that holds a colon and a space in quotes, or mend the indentation.";
        if (problem.contains("could not find expected ':'")) return "A key needs a colon and a space after it.";
        if (problem.contains("unexpected end of stream")) return "A quote or bracket is not closed.";
        return "Check the indentation and the quotes here and in the line above.";
    }

    static Place place(String path, Mark mark) {
        return new Place(path, mark.getLine() + 1, mark.getColumn() + 1);
    }
}

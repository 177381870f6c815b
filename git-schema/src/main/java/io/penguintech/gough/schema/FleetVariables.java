package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of {@code $NAME} and {@code ${NAME}} in Fleet's own YAML. Fleet takes them from the environment of whoever
 * runs it; Gough takes only those that its server settings name, and never its own environment.
 *
 * @param values what each name stands for
 * @param known whether these are all there are; else a name may stand for something that only a server knows
 */
public record FleetVariables(SortedMap<String, String> values, boolean known) {
    /** For looking at a repository without a server: any name may have a value. */
    public static final FleetVariables ANY = new FleetVariables(new TreeMap<>(), false);

    /** The summary of the notice about a name whose value only a server knows. */
    static final String NOT_HERE = "Variable is not known here";

    private static final Pattern USE =
            Pattern.compile("(\\\\?)\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");

    /** Keeps an unmodifiable copy. */
    public FleetVariables {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Exactly these names have values. */
    public static FleetVariables only(Map<String, String> values) {
        return new FleetVariables(new TreeMap<>(values), true);
    }

    /** The same with every name replaced in its texts; a name without a value is an error at its text. */
    Tree expand(Tree tree, Problems problems) {
        return switch (tree) {
            case Tree.Scalar scalar
            when scalar.value() instanceof String text && text.indexOf('$') >= 0 ->
                new Tree.Scalar(expand(text, scalar.place(), problems), scalar.place());
            case Tree.Seq seq ->
                new Tree.Seq(
                        seq.items().stream().map(item -> expand(item, problems)).toList(), seq.place());
            case Tree.Mapping map ->
                new Tree.Mapping(
                        map.entries().stream()
                                .map(entry ->
                                        new Tree.Entry(entry.key(), entry.keyPlace(), expand(entry.value(), problems)))
                                .toList(),
                        map.place());
            case Tree.Scalar scalar -> scalar;
            case Tree.SecretText secret -> secret;
        };
    }

    private String expand(String text, Place place, Problems problems) {
        return USE.matcher(text)
                .replaceAll(use -> Matcher.quoteReplacement(
                        use.group(1).isEmpty()
                                ? value(
                                        Optional.ofNullable(use.group(2)).orElse(use.group(3)),
                                        use.group(),
                                        place,
                                        problems)
                                : use.group().substring(1)));
    }

    private String value(String name, String use, Place place, Problems problems) {
        if (name.startsWith("FLEET_VAR_")) return use; // Fleet's server fills it in
        if (name.startsWith("FLEET_SECRET_")) {
            problems.error(
                    "Variable in the wrong place",
                    "Fleet fills in $%s in scripts and profiles only. Write the value itself.".formatted(name),
                    place);
            return use;
        }
        var value = values.get(name);
        if (value != null) return value;
        if (known)
            problems.error(
                    "Unknown variable",
                    "Nothing gives $%s a value%s Name it in the server settings (gough.fleet-variables), or write \\$%s for the text itself."
                            .formatted(name, Suggestion.clause(name, values.keySet()), name),
                    place);
        else
            problems.notice(
                    NOT_HERE,
                    "Only a server's settings give $%s a value; what holds it is not checked.".formatted(name),
                    place);
        return use;
    }
}

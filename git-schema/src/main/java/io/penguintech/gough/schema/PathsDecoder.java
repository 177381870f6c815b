package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@code paths} of {@code gough.yaml}. */
final class PathsDecoder {
    /** What {@code paths} may hold. */
    static final Shape.ListOf SHAPE = new Shape.ListOf(struct(
            required(
                    "glob",
                    text(TextRule.GLOB),
                    "Which files, from the repository's root: * and ? within a folder, ** over folders, [a-z], {a,b}."),
            field(
                    "roles",
                    new Shape.ListOf(words("approver", "admin")),
                    "Whoever has one of these roles, or one above it, may say yes to what comes from there."),
            field("people", listOf(TextRule.LINE), "And so may these, by their names.")));

    private PathsDecoder() {}

    /** A pattern that is none was refused by {@link PathChecks}, and with it the whole revision. */
    static List<PathRule> decode(List<Tree> rules) {
        return rules.stream()
                .filter(Tree.Mapping.class::isInstance)
                .map(rule -> new Fields((Tree.Mapping) rule))
                .flatMap(rule -> rule.text("glob").flatMap(PathGlob::of).map(glob -> rule(glob, rule)).stream())
                .toList();
    }

    private static PathRule rule(PathGlob glob, Fields rule) {
        return new PathRule(
                glob,
                rule.texts("roles").stream()
                        .map(word -> Repository.Role.valueOf(word.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(rule.texts("people")));
    }
}

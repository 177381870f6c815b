package io.penguintech.gough.schema;

import org.jspecify.annotations.Nullable;

/** Compares a tree with a shape and names every difference with its place. */
final class ShapeCheck {
    /** The summary of the error for a key that must be there. */
    static final String MISSING_KEY = "Missing key";

    private final Stage stage;
    private final Problems problems;

    /** When a document is looked at. */
    enum Stage {
        /** As somebody wrote it: keys may carry {@code +} or {@code =}, nothing removes, placeholders stand for anything. */
        WRITTEN,
        /** After profiles were merged and placeholders replaced, or in kinds that have neither. */
        FINAL
    }

    ShapeCheck(Stage stage, Problems problems) {
        this.stage = stage;
        this.problems = problems;
    }

    /** The way from the document to a value, for messages. */
    record Path(@Nullable Path parent, String step) {
        /** The document itself. */
        static final Path ROOT = new Path(null, "");

        Path key(String key) {
            return new Path(this, "." + key);
        }

        Path item(int index) {
            return new Path(this, "[" + index + "]");
        }

        @Override
        public String toString() {
            if (parent == null) return "the document";
            return parent.parent() == null ? step.substring(1) : parent + step;
        }
    }

    void check(Tree tree, Shape shape, Path path) {
        if (isOpen(tree)) return;
        switch (shape) {
            case Shape.Text(var rule) -> text(tree, rule, path);
            case Shape.Words words -> word(tree, words, path);
            case Shape.Whole whole -> whole(tree, whole, path);
            case Shape.Flag() -> {
                if (!(tree instanceof Tree.Scalar s && s.value() instanceof Boolean))
                    wrong(tree, "true or false", path);
            }
            case Shape.Period() -> period(tree, path);
            case Shape.ListOf(var item) -> list(tree, item, path);
            case Shape.MapOf map -> map(tree, map, path);
            case Shape.Anything() -> {}
            case Shape.SecretOrScalar() -> secretOrScalar(tree, path);
            case Shape.Later() -> later(path.toString(), tree.place());
            case Shape.Struct struct -> struct(tree, struct, path);
        }
    }

    /** A placeholder that is not replaced yet, or could not be, which was said already. */
    private static boolean isOpen(Tree tree) {
        return tree instanceof Tree.Scalar scalar
                && scalar.value() instanceof String text
                && text.contains(Placeholders.OPENING)
                && !scalar.spelling().openings().isEmpty();
    }

    private void text(Tree tree, TextRule rule, Path path) {
        if (!(tree instanceof Tree.Scalar scalar && scalar.value() instanceof String text)) {
            wrong(tree, "text", path);
            return;
        }
        rule.objection(text)
                .ifPresent(why -> problems.error(
                        "Value not allowed", "%s: %s %s.".formatted(path, quoted(text), why), tree.place()));
    }

    private void word(Tree tree, Shape.Words words, Path path) {
        if (!(tree instanceof Tree.Scalar scalar && scalar.value() instanceof String text)) {
            wrong(tree, "one of " + String.join(", ", words.words()), path);
            return;
        }
        if (words.words().contains(text)) return;
        if (words.later().contains(text)) {
            later("%s: %s".formatted(path, text), tree.place());
            return;
        }
        problems.error(
                "Unknown word",
                "%s: %s is none of %s%s"
                        .formatted(
                                path,
                                quoted(text),
                                String.join(", ", words.words()),
                                Suggestion.clause(text, words.words())),
                tree.place());
    }

    private void whole(Tree tree, Shape.Whole shape, Path path) {
        if (!(tree instanceof Tree.Scalar scalar && scalar.value() instanceof Long number)) {
            wrong(tree, "a whole number", path);
            return;
        }
        if (number < shape.least() || number > shape.most())
            problems.error(
                    "Value not allowed",
                    "%s: %d is not between %d and %d.".formatted(path, number, shape.least(), shape.most()),
                    tree.place());
    }

    private void period(Tree tree, Path path) {
        if (tree instanceof Tree.Scalar scalar && scalar.value() instanceof Long number) {
            if (number != 0)
                problems.error(
                        "Value not allowed",
                        "%s: %d has no unit; write %ds for seconds.".formatted(path, number, number),
                        tree.place());
            return;
        }
        text(tree, TextRule.PERIOD, path);
    }

    private void list(Tree tree, Shape item, Path path) {
        if (!(tree instanceof Tree.Seq seq)) {
            wrong(tree, "a list", path);
            return;
        }
        for (int i = 0; i < seq.items().size(); i++) check(seq.items().get(i), item, path.item(i));
    }

    private void map(Tree tree, Shape.MapOf shape, Path path) {
        if (!(tree instanceof Tree.Mapping map)) {
            wrong(tree, "a map", path);
            return;
        }
        for (var entry : map.entries()) {
            var key = mergeKey(entry, map);
            shape.key()
                    .objection(key.name())
                    .ifPresent(why -> problems.error(
                            "Value not allowed",
                            "%s: %s %s.".formatted(path, quoted(key.name()), why),
                            entry.keyPlace()));
            value(entry, key, shape.value(), path.key(key.name()));
        }
    }

    private void secretOrScalar(Tree tree, Path path) {
        if (tree instanceof Tree.SecretText || tree instanceof Tree.Scalar) {
            if (tree instanceof Tree.Scalar scalar && scalar.value() == null) wrong(tree, "a value", path);
            return;
        }
        if (!SecretForm.isForm(tree)) wrong(tree, "text, a number, true, false or {secret: path#key}", path);
    }

    private void struct(Tree tree, Shape.Struct shape, Path path) {
        if (!(tree instanceof Tree.Mapping map)) {
            wrong(tree, "a map", path);
            return;
        }
        for (var entry : map.entries()) entry(entry, map, shape, path);
        for (var field : shape.fields())
            if (field.required() && map.entry(field.name()).isEmpty())
                problems.error(
                        MISSING_KEY,
                        "%s must be given: %s".formatted(path.key(field.name()), field.meaning()),
                        tree.place());
    }

    /** The key without the operator that profiles and hosts may put before it. */
    private MergeKey mergeKey(Tree.Entry entry, Tree.Mapping map) {
        var key =
                stage == Stage.WRITTEN ? MergeKey.of(entry.key()) : new MergeKey(MergeKey.Operator.MERGE, entry.key());
        if (key.operator() != MergeKey.Operator.MERGE && map.entry(key.name()).isPresent())
            problems.error(
                    "Duplicate key",
                    "\"%s\" and \"%s\" stand in one map; keep one of the two.".formatted(key.name(), entry.key()),
                    entry.keyPlace());
        return key;
    }

    private void entry(Tree.Entry entry, Tree.Mapping map, Shape.Struct shape, Path path) {
        var key = mergeKey(entry, map);
        var field = shape.field(key.name()).map(Shape.Field::shape).or(shape::others);
        if (field.isEmpty()) unknownKey(entry, key, shape, path);
        else value(entry, key, field.get(), path.key(key.name()));
    }

    private static boolean isList(Shape shape) {
        return shape instanceof Shape.ListOf || shape instanceof Shape.Anything;
    }

    private void value(Tree.Entry entry, MergeKey key, Shape shape, Path path) {
        if (key.operator() == MergeKey.Operator.APPEND && !isList(shape))
            problems.error(
                    "Nothing to append to",
                    "%s is not a list; write \"%s\" or \"=%s\".".formatted(path, key.name(), key.name()),
                    entry.keyPlace());
        else if (shape instanceof Shape.Later) later(path.toString(), entry.keyPlace());
        else if (!(stage == Stage.WRITTEN && removes(entry.value()))) check(entry.value(), shape, path);
    }

    private static boolean removes(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.value() == null;
    }

    private void unknownKey(Tree.Entry entry, MergeKey key, Shape.Struct shape, Path path) {
        var near = Suggestion.among(key.name(), shape.names());
        var help = near.map("; did you mean \"%s\"?"::formatted)
                .orElseGet(
                        () -> shape.names().isEmpty() ? "." : "; known are " + String.join(", ", shape.names()) + ".");
        problems.error(
                "Unknown key", "%s is no key of %s%s".formatted(quoted(entry.key()), path, help), entry.keyPlace());
    }

    private void later(String what, Place place) {
        problems.error(
                "Not supported by this version",
                "%s is not read by this version of Gough; remove it until then.".formatted(what),
                place);
    }

    private void wrong(Tree tree, String expected, Path path) {
        problems.error(
                "Wrong type",
                "%s must be %s, but is %s.".formatted(path, expected, described(tree, expected)),
                tree.place());
    }

    /** What a tree is. A value itself is named only when it cannot be a secret: when it is a number, true or false. */
    private static String described(Tree tree, String expected) {
        return switch (tree) {
            case Tree.Seq _ -> "a list";
            case Tree.Mapping _ -> "a map";
            case Tree.SecretText _ -> "a secret";
            case Tree.Scalar scalar ->
                switch (scalar.value()) {
                    case null -> "empty";
                    case String text -> "the text " + quoted(text) + unquoteHint(text, expected);
                    case Boolean _ -> "true or false" + quoteHint(scalar, expected);
                    case Object _ -> "the number " + scalar.text() + quoteHint(scalar, expected);
                };
        };
    }

    private static String quoteHint(Tree.Scalar scalar, String expected) {
        return expected.equals("text") ? "; write \"%s\" in quotes".formatted(scalar.text()) : "";
    }

    private static String unquoteHint(String text, String expected) {
        if (!expected.equals("true or false")) return "";
        return switch (text) {
            case "yes", "on", "Yes", "On", "YES", "ON" -> "; write true";
            case "no", "off", "No", "Off", "NO", "OFF" -> "; write false";
            default -> "";
        };
    }

    private static String quoted(String text) {
        var line = text.lines().findFirst().orElse("");
        boolean cut = line.length() > 60 || line.length() < text.length();
        return "\"" + (cut ? line.substring(0, Math.min(60, line.length())) + "…" : line) + "\"";
    }
}

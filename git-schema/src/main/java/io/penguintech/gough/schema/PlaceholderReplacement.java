package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replaces placeholders for one host; subtrees without placeholders are shared, not copied. */
@SuppressWarnings("ReferenceEquality") // "the same object" means "nothing was replaced in it"
record PlaceholderReplacement(Placeholders.Scope scope, Placeholders.Filter filter, Budget budget, Problems problems) {
    Tree tree(Tree tree) {
        return switch (tree) {
            case Tree.Scalar scalar -> scalar(scalar);
            case Tree.SecretText secret -> secret;
            case Tree.Seq seq -> seq(seq);
            case Tree.Mapping map -> map(map);
        };
    }

    private Tree seq(Tree.Seq seq) {
        List<Tree> changed = null;
        for (int i = 0; i < seq.items().size(); i++) {
            var old = seq.items().get(i);
            var now = tree(old);
            if (now != old && changed == null) changed = new ArrayList<>(seq.items());
            if (changed != null) changed.set(i, now);
        }
        return changed == null ? seq : new Tree.Seq(changed, seq.place());
    }

    private Tree map(Tree.Mapping map) {
        List<Tree.Entry> changed = null;
        for (int i = 0; i < map.entries().size(); i++) {
            var entry = map.entries().get(i);
            if (entry.key().contains(Placeholders.OPENING)) problems.add(Placeholders.inKey(entry));
            var now = tree(entry.value());
            if (now == entry.value()) continue;
            if (changed == null) changed = new ArrayList<>(map.entries());
            changed.set(i, new Tree.Entry(entry.key(), entry.keyPlace(), now));
        }
        return changed == null ? map : new Tree.Mapping(changed, map.place());
    }

    private Tree scalar(Tree.Scalar scalar) {
        if (!(scalar.value() instanceof String text) || !text.contains(Placeholders.OPENING)) return scalar;
        if (budget.isExhausted()) {
            tooMuch(scalar.place());
            return scalar;
        }
        var parsed = PlaceholderText.parse(scalar, text);
        if (parsed.pieces().size() == 1 && parsed.pieces().getFirst() instanceof PlaceholderText.Name name)
            return whole(scalar, name);
        return joined(parsed, scalar);
    }

    private Tree whole(Tree.Scalar scalar, PlaceholderText.Name name) {
        return Placeholders.lookUp(name.name(), scope, name.place(), problems)
                .map(value -> switch (value) {
                    case Tree.Scalar found -> {
                        checkForShell(name, found.text());
                        yield new Tree.Scalar(
                                found.value(),
                                scalar.place(),
                                new Tree.Spelling(found.spelling().written(), List.of()));
                    }
                    case Tree.SecretText found -> new Tree.SecretText(parts(name, found), scalar.place());
                    case Tree.Seq found -> fits(found, name) ? new Tree.Seq(found.items(), scalar.place()) : scalar;
                    case Tree.Mapping found ->
                        fits(found, name) ? new Tree.Mapping(found.entries(), scalar.place()) : scalar;
                })
                .orElse(scalar);
    }

    /** The parts of a value that holds secrets. Its literals are part of the value: a shell must not read them either. */
    private List<Tree.Part> parts(PlaceholderText.Name name, Tree.SecretText found) {
        for (var part : found.parts()) if (part instanceof Tree.Part.Literal(var text)) checkForShell(name, text);
        return found.parts().stream().map(this::forFilter).toList();
    }

    private boolean fits(Tree found, PlaceholderText.Name name) {
        boolean fits = budget.take(found);
        if (!fits) tooMuch(name.place());
        return fits;
    }

    private boolean fits(List<Tree.Part> parts, Place place) {
        long length = 0;
        for (var part : parts) length += part instanceof Tree.Part.Literal(var text) ? text.length() : 0;
        boolean fits = budget.takeText(length);
        if (!fits) tooMuch(place);
        return fits;
    }

    private void tooMuch(Place place) {
        problems.error(
                "Placeholders make too much",
                "With its placeholders replaced this becomes larger than Gough reads. Use smaller values, or fewer times.",
                place);
    }

    private Tree joined(PlaceholderText text, Tree.Scalar scalar) {
        return joined(text, scalar.place()).orElse(scalar);
    }

    /** A text put together from its pieces; empty when one of them was wrong. */
    Optional<Tree> joined(PlaceholderText text, Place place) {
        var parts = new ArrayList<Tree.Part>();
        boolean wrong = false;
        for (var piece : text.pieces()) {
            var more = parts(piece);
            wrong |= more.isEmpty();
            more.ifPresent(parts::addAll);
        }
        if (wrong || !fits(parts, place)) return Optional.empty();
        var whole = new Tree.SecretText(parts, place);
        boolean secret = parts.stream().anyMatch(part -> !(part instanceof Tree.Part.Literal));
        return Optional.of(secret ? whole : new Tree.Scalar(whole.plain(), place));
    }

    private Optional<List<Tree.Part>> parts(PlaceholderText.Piece piece) {
        return switch (piece) {
            case PlaceholderText.Literal(var text) -> Optional.of(List.of(new Tree.Part.Literal(text)));
            case PlaceholderText.Secret secret -> Optional.of(List.of(forFilter(new Tree.Part.Secret(secret.ref()))));
            case PlaceholderText.Wrong wrong -> {
                problems.add(Placeholders.malformed(wrong));
                yield Optional.empty();
            }
            case PlaceholderText.Name name ->
                Placeholders.lookUp(name.name(), scope, name.place(), problems).flatMap(value -> inText(name, value));
        };
    }

    private Optional<List<Tree.Part>> inText(PlaceholderText.Name name, Tree value) {
        return switch (value) {
            case Tree.SecretText found -> Optional.of(parts(name, found));
            case Tree.Scalar found
            when found.value() != null -> {
                checkForShell(name, found.text());
                yield Optional.of(List.of(new Tree.Part.Literal(found.text())));
            }
            case Tree.Scalar _ -> notText(name, "nothing");
            case Tree.Seq _ -> notText(name, "a list");
            case Tree.Mapping _ -> notText(name, "a map");
        };
    }

    private Optional<List<Tree.Part>> notText(PlaceholderText.Name name, String what) {
        problems.error(
                "Placeholder does not fit into text",
                "\"%s\" is %s for host %s; only text, a number or true/false can stand inside text."
                        .formatted(name.name(), what, scope.host()),
                name.place());
        return Optional.empty();
    }

    private Tree.Part forFilter(Tree.Part part) {
        return switch (filter) {
            case NONE -> part;
            case SHELL -> part instanceof Tree.Part.Secret(var ref) ? new Tree.Part.ShellSecret(ref) : part;
        };
    }

    private void checkForShell(PlaceholderText.Name name, String text) {
        if (filter == Placeholders.Filter.NONE
                || text == null
                || Placeholders.SHELL_SAFE.matcher(text).matches()) return;
        problems.error(
                "Value is not safe in a shell",
                ("\"%s\" of host %s holds characters other than A-Z a-z 0-9 _ @ %% + = : , . / -. Pass it as an entry of"
                                + " a list command, or write it to a file and read it there.")
                        .formatted(name.name(), scope.host()),
                name.place());
    }
}

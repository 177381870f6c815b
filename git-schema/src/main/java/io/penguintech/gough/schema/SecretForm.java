package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The form <code>{secret: path#key}</code> of a reference to a secret, and what holds such references. */
final class SecretForm {
    private static final String KEY = "secret";

    private SecretForm() {}

    /** Whether a tree is such a form, well spelled or not. */
    static boolean isForm(Tree tree) {
        return tree instanceof Tree.Mapping map
                && map.entries().size() == 1
                && map.entries().getFirst().key().equals(KEY);
    }

    /** The tree with every form in it read. Shares what holds none. */
    @SuppressWarnings("ReferenceEquality") // "the same object" means "nothing was read in it"
    static Tree read(Tree tree, Problems problems) {
        return switch (tree) {
            case Tree.Scalar scalar -> scalar;
            case Tree.SecretText secret -> secret;
            case Tree.Seq seq -> {
                var items =
                        seq.items().stream().map(item -> read(item, problems)).toList();
                boolean same = true;
                for (int i = 0; i < items.size(); i++)
                    same &= items.get(i) == seq.items().get(i);
                yield same ? seq : new Tree.Seq(items, seq.place());
            }
            case Tree.Mapping map when isForm(map) -> reference(map, problems);
            case Tree.Mapping map -> {
                var entries = new ArrayList<Tree.Entry>(map.entries().size());
                boolean same = true;
                for (var entry : map.entries()) {
                    var value = read(entry.value(), problems);
                    same &= value == entry.value();
                    entries.add(new Tree.Entry(entry.key(), entry.keyPlace(), value));
                }
                yield same ? map : new Tree.Mapping(entries, map.place());
            }
        };
    }

    private static Tree reference(Tree.Mapping form, Problems problems) {
        var value = form.entries().getFirst().value();
        if (value instanceof Tree.Scalar scalar && scalar.value() instanceof String text) {
            if (!scalar.spelling().openings().isEmpty()) return form; // a placeholder that was refused already
            try {
                return new Tree.SecretText(List.of(new Tree.Part.Secret(SecretRef.parse(text))), form.place());
            } catch (IllegalArgumentException _) {
                malformed(value.place(), problems); // never what is written: it may be the secret itself
                return form;
            }
        }
        malformed(value.place(), problems);
        return form;
    }

    private static void malformed(Place place, Problems problems) {
        problems.error(
                "Malformed secret reference",
                "After secret: stands path#key, such as bmc/hv-01#password; letters, digits and _ @ . + - only.",
                place);
    }

    /** Gives every reference in {@code tree} with its place. */
    static void each(Tree tree, BiConsumer<SecretRef, Place> action) {
        switch (tree) {
            case Tree.Scalar _ -> {}
            case Tree.SecretText text ->
                text.parts().forEach(part -> {
                    switch (part) {
                        case Tree.Part.Literal _ -> {}
                        case Tree.Part.Secret(var ref) -> action.accept(ref, text.place());
                        case Tree.Part.ShellSecret(var ref) -> action.accept(ref, text.place());
                    }
                });
            case Tree.Seq seq -> seq.items().forEach(item -> each(item, action));
            case Tree.Mapping map -> map.entries().forEach(entry -> each(entry.value(), action));
        }
    }
}

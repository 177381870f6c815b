package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.List;

/** Finds placeholders without replacing them. */
final class PlaceholderSearch {
    private final List<Placeholders.Use> uses = new ArrayList<>();
    private final Problems problems = new Problems();

    Placeholders.Found found() {
        return new Placeholders.Found(uses, problems.sorted());
    }

    void tree(Tree tree) {
        switch (tree) {
            case Tree.Scalar scalar -> {
                if (scalar.value() instanceof String text && text.contains(Placeholders.OPENING))
                    text(PlaceholderText.parse(scalar, text));
            }
            case Tree.SecretText _ -> {}
            case Tree.Seq seq -> seq.items().forEach(this::tree);
            case Tree.Mapping map -> map.entries().forEach(this::entry);
        }
    }

    private void entry(Tree.Entry entry) {
        if (entry.key().contains(Placeholders.OPENING)) problems.add(Placeholders.inKey(entry));
        tree(entry.value());
    }

    void text(PlaceholderText text) {
        for (var piece : text.pieces())
            switch (piece) {
                case PlaceholderText.Literal _ -> {}
                case PlaceholderText.Name(var name, var place) -> uses.add(new Placeholders.Use.Name(name, place));
                case PlaceholderText.Secret(var ref, var place) -> uses.add(new Placeholders.Use.Secret(ref, place));
                case PlaceholderText.Wrong wrong -> problems.add(Placeholders.malformed(wrong));
            }
    }
}

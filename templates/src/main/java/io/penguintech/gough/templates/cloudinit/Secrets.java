package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.Tree;

/** Puts secrets into a tree at the moment it is sent; the emitter then quotes them like any other text. */
final class Secrets {
    private Secrets() {}

    static Tree reveal(Tree tree, SecretSource source) {
        return switch (tree) {
            case Tree.Mapping map -> reveal(map, source);
            case Tree.Seq seq ->
                new Tree.Seq(
                        seq.items().stream().map(item -> reveal(item, source)).toList(), seq.place());
            case Tree.SecretText text -> new Tree.Scalar(text.reveal(source), text.place());
            case Tree.Scalar scalar -> scalar;
        };
    }

    static Tree.Mapping reveal(Tree.Mapping map, SecretSource source) {
        var entries = map.entries().stream()
                .map(entry -> new Tree.Entry(entry.key(), entry.keyPlace(), reveal(entry.value(), source)))
                .toList();
        return new Tree.Mapping(entries, map.place());
    }
}

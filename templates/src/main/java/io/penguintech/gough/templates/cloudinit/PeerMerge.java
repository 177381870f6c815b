package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Combines templates as peers: maps merge, lists append in order, and two different scalars for one key are a problem.
 * {@code +key} appends, {@code =key} replaces, {@code key: null} removes. Signs count only in maps that are merged, not
 * in the items of a list. Parts that no other template touches are passed on as they are, not copied.
 */
final class PeerMerge {
    private final Consumer<Diagnostic> problems;

    PeerMerge(Consumer<Diagnostic> problems) {
        this.problems = problems;
    }

    /** All of {@code peers}, in order, as one map. */
    Tree.Mapping combine(List<Tree.Mapping> peers) {
        var nothing = new Tree.Mapping(List.of(), peers.getFirst().place());
        var whole = nothing;
        for (var peer : peers) whole = maps(whole, peer, "");
        return whole;
    }

    private Tree.Mapping maps(Tree.Mapping before, Tree.Mapping next, String path) {
        if (before.entries().isEmpty() && isSettled(next)) return next;
        var merged = new LinkedHashMap<String, Tree.Entry>();
        for (var entry : before.entries()) merged.put(entry.key(), entry);
        for (var entry : next.entries()) put(entry, merged, path);
        var place = before.entries().isEmpty() ? next.place() : before.place();
        return new Tree.Mapping(new ArrayList<>(merged.values()), place);
    }

    private void put(Tree.Entry entry, Map<String, Tree.Entry> merged, String path) {
        var key = SignedKey.of(entry.key());
        if (isNull(entry.value())) {
            merged.remove(key.name());
            return;
        }
        var before = key.sign() == SignedKey.Sign.REPLACE ? null : merged.get(key.name());
        var inside = path.isEmpty() ? key.name() : path + "." + key.name();
        var value = before == null ? settled(entry.value(), inside) : both(before, entry, key, inside);
        merged.put(key.name(), new Tree.Entry(key.name(), entry.keyPlace(), value));
    }

    private Tree both(Tree.Entry before, Tree.Entry entry, SignedKey key, String path) {
        return switch (entry.value()) {
            case Tree.Mapping next when before.value() instanceof Tree.Mapping map -> maps(map, next, path);
            case Tree.Seq next when before.value() instanceof Tree.Seq list -> appended(list, next);
            case Tree next -> same(before.value(), next, key, path);
        };
    }

    private static Tree.Seq appended(Tree.Seq before, Tree.Seq next) {
        var items = new ArrayList<Tree>(before.items().size() + next.items().size());
        items.addAll(before.items());
        items.addAll(next.items());
        return new Tree.Seq(items, before.place());
    }

    private Tree same(Tree before, Tree next, SignedKey key, String path) {
        if (!isSame(before, next)) problems.accept(disagreement(before, next, key, path));
        return next;
    }

    private static boolean isSame(Tree before, Tree next) {
        if (before instanceof Tree.Scalar a && next instanceof Tree.Scalar b)
            return Objects.equals(a.value(), b.value());
        return before instanceof Tree.SecretText a
                && next instanceof Tree.SecretText b
                && a.parts().equals(b.parts());
    }

    private static Diagnostic disagreement(Tree before, Tree next, SignedKey key, String path) {
        return Diagnostic.error(
                "Templates disagree",
                "\"%s\" is %s here and %s at %s. Templates are peers: keep it in one of them, or write \"=%s:\" here to replace it, or \"%s: null\" before to remove it."
                        .formatted(path, shown(next), shown(before), before.place(), key.name(), key.name()),
                next.place());
    }

    private static String shown(Tree tree) {
        return switch (tree) {
            case Tree.Mapping _ -> "a map";
            case Tree.Seq _ -> "a list";
            case Tree.SecretText text -> "\"" + text.plain() + "\"";
            case Tree.Scalar scalar
            when scalar.value() instanceof String text ->
                "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
            case Tree.Scalar scalar -> String.valueOf(scalar.value());
        };
    }

    /** A value nothing stood before: its inner signs are obeyed all the same. */
    private Tree settled(Tree tree, String path) {
        if (!(tree instanceof Tree.Mapping map) || isSettled(map)) return tree;
        return maps(new Tree.Mapping(List.of(), map.place()), map, path);
    }

    /** Whether a map can be passed on as it is: no sign and nothing to remove. */
    private static boolean isSettled(Tree.Mapping map) {
        for (var entry : map.entries()) {
            if (SignedKey.isSigned(entry.key()) || isNull(entry.value())) return false;
            if (entry.value() instanceof Tree.Mapping inner && !isSettled(inner)) return false;
        }
        return true;
    }

    private static boolean isNull(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.value() == null;
    }
}

package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * One text per meaning, for digests: the order of keys does not count, the order of lists does, and a secret is its
 * reference. Every piece carries its type and length, so that no two trees share a text.
 */
final class Canonical {
    private final StringBuilder out = new StringBuilder(4096);

    Canonical tree(Tree tree) {
        switch (tree) {
            case Tree.Mapping map -> entries(map.entries());
            case Tree.Seq seq -> {
                mark('[', seq.items().size());
                seq.items().forEach(this::tree);
            }
            case Tree.SecretText text -> parts(text.parts());
            case Tree.Scalar scalar -> scalar(scalar);
        }
        return this;
    }

    Canonical text(String text) {
        mark('s', text.length());
        out.append(text);
        return this;
    }

    /** SHA-256 of all that was added, as 64 hexadecimal digits. */
    String digest() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(out.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void entries(List<Tree.Entry> entries) {
        mark('{', entries.size());
        var sorted =
                entries.stream().sorted(Comparator.comparing(Tree.Entry::key)).toList();
        for (var entry : sorted) text(entry.key()).tree(entry.value());
    }

    /** Neighbouring literals count as one: where a text was cut says nothing about it. */
    private void parts(List<Tree.Part> parts) {
        out.append('x');
        var literal = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Tree.Part.Literal(var text) -> literal.append(text);
                case Tree.Part.Secret(var ref) -> reference(literal, ref);
                case Tree.Part.ShellSecret(var ref) -> reference(literal, ref);
            }
        }
        text(literal.toString());
        out.append('.');
    }

    private void reference(StringBuilder literal, SecretRef ref) {
        text(literal.toString());
        literal.setLength(0);
        out.append('r');
        text(ref.path()).text(ref.key());
    }

    private void scalar(Tree.Scalar scalar) {
        switch (scalar.value()) {
            case String text -> text(text);
            case Double number -> out.append('d').append(number).append(';');
            case Boolean truth -> out.append(truth ? "t;" : "f;");
            case null -> out.append("n;");
            case Number number -> out.append('i').append(number).append(';');
            default ->
                throw new IllegalStateException(
                        "no YAML scalar: " + scalar.value().getClass());
        }
    }

    private void mark(char type, int length) {
        out.append(type).append(length).append(':');
    }
}

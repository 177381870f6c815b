package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Placeholders;
import io.penguintech.gough.schema.Tree;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Replaces placeholders in {@code runcmd} and {@code bootcmd}. A text among their entries is read by a shell, so what is
 * put into it must mean nothing to a shell. An entry that is a list is handed over word for word and may hold anything.
 */
final class Commands {
    private static final Set<String> KEYS = Set.of("runcmd", "bootcmd");
    private static final Pattern SHELL_SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]*");

    private final Placeholders.Scope scope;
    private final Consumer<Diagnostic> problems;

    Commands(Placeholders.Scope scope, Consumer<Diagnostic> problems) {
        this.scope = scope;
        this.problems = problems;
    }

    /** Whether the value under a top-level {@code key}, with or without sign, is a list of commands. */
    static boolean standUnder(String key) {
        return KEYS.contains(SignedKey.of(key).name());
    }

    /** The commands with their placeholders replaced. */
    Tree replace(Tree commands) {
        return commands instanceof Tree.Seq list ? written(list) : supplied(commands);
    }

    /** Commands that stand in the template, with placeholders inside. */
    private Tree written(Tree.Seq list) {
        return new Tree.Seq(list.items().stream().map(this::entry).toList(), list.place());
    }

    private Tree entry(Tree item) {
        var filter = item instanceof Tree.Seq ? Placeholders.Filter.NONE : Placeholders.Filter.SHELL;
        return replaced(item, filter);
    }

    /** Commands that come from a value as a whole: each text among them is all value. */
    private Tree supplied(Tree placeholder) {
        var commands = replaced(placeholder, Placeholders.Filter.NONE);
        if (!(commands instanceof Tree.Seq list)) return commands;
        return new Tree.Seq(list.items().stream().map(this::checked).toList(), list.place());
    }

    private Tree checked(Tree item) {
        return switch (item) {
            case Tree.Scalar scalar -> {
                if (!SHELL_SAFE.matcher(scalar.text()).matches()) problems.accept(unsafe(item));
                yield scalar;
            }
            case Tree.SecretText text ->
                new Tree.SecretText(
                        text.parts().stream().map(part -> checked(part, item)).toList(), text.place());
            case Tree.Seq seq -> seq;
            case Tree.Mapping map -> map;
        };
    }

    private Tree.Part checked(Tree.Part part, Tree item) {
        return switch (part) {
            case Tree.Part.Literal literal -> {
                if (!SHELL_SAFE.matcher(literal.text()).matches()) problems.accept(unsafe(item));
                yield literal;
            }
            case Tree.Part.Secret(var ref) -> new Tree.Part.ShellSecret(ref);
            case Tree.Part.ShellSecret secret -> secret;
        };
    }

    private static Diagnostic unsafe(Tree item) {
        return Diagnostic.error(
                "Value is not safe in a shell",
                "This text becomes a command of runcmd or bootcmd and holds characters other than A-Z a-z 0-9 _ @ % + = : , . / -. Write the command as a list of words, or put it into a script.",
                item.place());
    }

    private Tree replaced(Tree tree, Placeholders.Filter filter) {
        var replaced = Placeholders.replace(tree, scope, filter);
        replaced.diagnostics().forEach(problems);
        return replaced.tree();
    }
}

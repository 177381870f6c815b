package io.penguintech.gough.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Replaces <code>${{ name }}</code> in trees and scripts. Names are {@code host.name}, {@code host.labels.x},
 * {@code values.x}, {@code repository.x} (both into nested maps by dots) and {@code secret('path#key')}. A placeholder
 * that is the whole scalar keeps the type of what it stands for; one inside text becomes text. There are no operators
 * and no recursion: what was put in is never searched again. <code>$${{</code> is a literal <code>${{</code>.
 */
public final class Placeholders {
    /** What begins a placeholder. */
    public static final String OPENING = PlaceholderText.OPENING;

    /** The summary of the error for a name that nothing is called. */
    static final String UNKNOWN_NAME = "Unknown placeholder name";

    /** What a shell takes as itself. */
    static final Pattern SHELL_SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]*");

    private Placeholders() {}

    /** What may be put in. */
    public enum Filter {
        /** Anything. */
        NONE,
        /** Only what a shell takes as itself: {@code [A-Za-z0-9_@%+=:,./-]*}. Secrets are checked when revealed. */
        SHELL
    }

    /**
     * What the names stand for, for one host.
     *
     * @param host {@code host.name}
     * @param labels {@code host.labels.x}
     * @param values {@code values.x}
     * @param repository {@code repository.x}
     */
    public record Scope(String host, Map<String, String> labels, Tree.Mapping values, Tree.Mapping repository) {
        /** The names as a template of {@code host} sees them. */
        public static Scope of(Host host, Repository repository) {
            return new Scope(host.name().value(), host.labels(), host.values(), repository.values());
        }
    }

    /**
     * A tree with its placeholders replaced.
     *
     * @param tree the tree; where a placeholder was wrong its text stands as it was
     * @param diagnostics what was wrong, each at the place of its placeholder
     */
    public record Replaced(Tree tree, List<Diagnostic> diagnostics) {
        /** Keeps a copy. */
        public Replaced {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** A placeholder as somebody wrote it. */
    public sealed interface Use {
        /** Where it stands. */
        Place place();

        /**
         * A name, such as {@code values.timezone}.
         *
         * @param name the name
         * @param place where it stands
         */
        record Name(String name, Place place) implements Use {}

        /**
         * A secret.
         *
         * @param ref the reference
         * @param place where it stands
         */
        record Secret(SecretRef ref, Place place) implements Use {}
    }

    /**
     * All placeholders of something, whoever may use it.
     *
     * @param uses those that are well formed, in order
     * @param diagnostics an error for each of the others
     */
    public record Found(List<Use> uses, List<Diagnostic> diagnostics) {
        /** Keeps copies. */
        public Found {
            uses = List.copyOf(uses);
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** Replaces every placeholder in {@code tree}. Keys of maps hold none. */
    public static Replaced replace(Tree tree, Scope scope) {
        return replace(tree, scope, Filter.NONE);
    }

    /** Replaces every placeholder in {@code tree} by what passes {@code filter}. Lists and maps always pass. */
    public static Replaced replace(Tree tree, Scope scope, Filter filter) {
        return replace(tree, scope, filter, Budget.ofOneTree());
    }

    /** The same within a budget that several trees share. */
    static Replaced replace(Tree tree, Scope scope, Filter filter, Budget budget) {
        var problems = new Problems();
        var result = new PlaceholderReplacement(scope, filter, budget, problems).tree(tree);
        return new Replaced(result, problems.sorted());
    }

    /**
     * Replaces every placeholder in the text of a script by what passes {@link Filter#SHELL}.
     *
     * @param begin where the text begins; its lines are the file's lines
     * @return a {@link Tree.Scalar} or a {@link Tree.SecretText}
     */
    public static Replaced replaceScript(String text, Place begin, Scope scope) {
        var problems = new Problems();
        var result = new PlaceholderReplacement(scope, Filter.SHELL, Budget.ofOneTree(), problems)
                .joined(PlaceholderText.parse(text, begin), begin)
                .orElseGet(() -> new Tree.Scalar(text, begin));
        return new Replaced(result, problems.sorted());
    }

    /** Every placeholder in {@code tree}. */
    public static Found find(Tree tree) {
        var search = new PlaceholderSearch();
        search.tree(tree);
        return search.found();
    }

    /** Every placeholder in the text of a script that begins at {@code begin}. */
    public static Found findInScript(String text, Place begin) {
        var search = new PlaceholderSearch();
        search.text(PlaceholderText.parse(text, begin));
        return search.found();
    }

    /** What {@code name} stands for, or an error at {@code place}. */
    static Optional<Tree> lookUp(String name, Scope scope, Place place, Problems problems) {
        var found = ScopeNames.lookUp(name, scope);
        if (found.isEmpty())
            problems.error(
                    UNKNOWN_NAME,
                    "Nothing is called \"%s\" for host %s%s"
                            .formatted(name, scope.host(), Suggestion.clause(name, ScopeNames.all(scope))),
                    place);
        return found;
    }

    static Diagnostic malformed(PlaceholderText.Wrong wrong) {
        return Diagnostic.error("Malformed placeholder", wrong.why(), wrong.place());
    }

    static Diagnostic inKey(Tree.Entry entry) {
        return Diagnostic.error(
                "Placeholder in a key",
                "\"%s\": placeholders are replaced in values, never in keys.".formatted(entry.key()),
                entry.keyPlace());
    }
}

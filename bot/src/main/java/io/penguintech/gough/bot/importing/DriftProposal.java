package io.penguintech.gough.bot.importing;

import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.proposing.Outcome;
import io.penguintech.gough.bot.proposing.OwnPullRequest;
import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.Rollouts.InFleet;
import io.penguintech.gough.bot.rollout.Rollouts.There;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.NewBranch;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.Policy;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.VisibleText;
import io.penguintech.gough.templates.view.Markdown;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Opens the pull request that accepts what somebody changed in a Fleet: its branch says in the documents what is there, and
 * everything else of the repository declares what it declared before, or there is none. Twice is once. Nothing is accepted by it;
 * people merge it or not.
 */
public final class DriftProposal {
    private static final int MOST_NAMED = 5;

    private final InfraRepo source;
    private final Forge forge;
    private final Declarations declarations;

    /** Proposes to {@code source}, whose pull requests {@code forge} has. */
    public DriftProposal(InfraRepo source, Forge forge, Declarations declarations) {
        this.source = source;
        this.forge = forge;
        this.declarations = declarations;
    }

    /** The documents cannot say it by themselves. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why);
        }
    }

    /**
     * Proposes what {@code found} says is there. Calls git and the forge, so it takes seconds.
     *
     * @param rollout whose plan would change it back
     * @param by who wants it
     */
    public Outcome open(Rollout rollout, List<InFleet> found, String by) {
        try {
            var files = files(source.tree(rollout.revision()), found);
            var cause = "accept-%s-%s"
                    .formatted(
                            rollout.id(), rollout.plan().orElseThrow().digest().substring(0, 12));
            var message =
                    "%s\n\nAsked for by %s, for %s.\n".formatted(title(found), VisibleText.line(by), rollout.id());
            return new OwnPullRequest(source, forge)
                    .open(
                            new OwnPullRequest.Wanted(
                                    cause, rollout.revision(), message, title(found), body(rollout, found, by)),
                            branch -> source.push(
                                    new NewBranch(branch, rollout.revision(), files, message, rollout.createdAt())));
        } catch (Unfit | RevisionUnavailable e) {
            return new Outcome.Impossible(Objects.requireNonNull(e.getMessage()));
        }
    }

    private static String title(List<InFleet> found) {
        return found.size() == 1
                ? "Accept " + VisibleText.line(found.getFirst().subject().text()) + " as it is in Fleet"
                : "Accept %d changes made in Fleet".formatted(found.size());
    }

    private static String body(Rollout rollout, List<InFleet> found, String by) {
        return "%s asked for this because of %s: the documents say what is in Fleet now. Once it is merged there is nothing to change back; until then nothing is decided.\n\n%s\n"
                .formatted(
                        Markdown.text(by),
                        rollout.id(),
                        found.stream()
                                .map(one -> "- " + Markdown.code(one.subject().text()))
                                .collect(Collectors.joining("\n")));
    }

    private SortedMap<String, Optional<byte[]>> files(RepoTree tree, List<InFleet> found) throws Unfit {
        if (!(declarations.declare(tree, SecretPrefixes.ANY) instanceof Declarations.Declared.Valid declared))
            throw new Unfit("The files of that revision have problems.");
        var before = new DeclaredThings(declared);
        var texts = new TreeMap<String, DocumentText>();
        // From the end of each file on, so that no place moves before its turn.
        for (var one : found.stream()
                .sorted(Comparator.comparing(InFleet::place).reversed())
                .toList()) {
            if (one.there() instanceof There.NeverMade) continue;
            var file = one.place().file();
            var text = texts.containsKey(file) ? texts.get(file) : DocumentText.of(read(tree, file));
            texts.put(file, edited(text, one, declared(one, before)));
        }
        var files = new TreeMap<String, Optional<byte[]>>();
        texts.forEach((file, text) -> files.put(
                file,
                text.isEmpty() ? Optional.empty() : Optional.of(text.text().getBytes(StandardCharsets.UTF_8))));
        mustSayJustThat(found, before, new DeclaredThings(loaded(tree, files)));
        return files;
    }

    private static String read(RepoTree tree, String file) throws Unfit {
        if (tree.entries().get(file) instanceof RepoTree.Entry.Blob(var bytes))
            return new String(bytes, StandardCharsets.UTF_8);
        throw new Unfit("There is no file %s in that revision.".formatted(file));
    }

    private static FleetObject declared(InFleet one, DeclaredThings before) throws Unfit {
        return before.find(one.subject())
                .filter(object -> object.place().equals(one.place()))
                .orElseThrow(() -> new Unfit("No document at %s declares %s in that revision."
                        .formatted(one.place(), one.subject().text())));
    }

    private static DocumentText edited(DocumentText text, InFleet one, FleetObject declared) throws Unfit {
        int line = one.place().line();
        return switch (one.there()) {
            case There.Is(var is) -> {
                if (!declared.title().equals(is.name()))
                    throw new Unfit("%s was renamed in Fleet, which a person must say in its document."
                            .formatted(one.subject().text()));
                if (AsItIs.listsHosts(is))
                    throw new Unfit("Which hosts %s lists a person must say in its document."
                            .formatted(one.subject().text()));
                yield text.withSpec(line, AsItIs.spec(is, declared))
                        .orElseThrow(
                                () -> new Unfit("The document at %s is in Fleet's own format, or written on one line."
                                        .formatted(one.place())));
            }
            case There.Deleted() -> text.without(line);
            case There.NeverMade() -> text;
            case There.Unread() -> throw new IllegalStateException("was looked for before");
        };
    }

    /** What a person could not merge is not proposed. */
    private Declarations.Declared.Valid loaded(RepoTree tree, SortedMap<String, Optional<byte[]>> files) throws Unfit {
        var entries = new TreeMap<>(tree.entries());
        files.forEach((path, bytes) -> {
            if (bytes.isPresent()) entries.put(path, new RepoTree.Entry.Blob(bytes.get()));
            else entries.remove(path);
        });
        return switch (declarations.declare(new RepoTree(Optional.empty(), entries), SecretPrefixes.ANY)) {
            case Declarations.Declared.Valid after -> after;
            case Declarations.Declared.Invalid(var diagnostics) ->
                throw new Unfit("The files would have a problem: %s"
                        .formatted(diagnostics.stream()
                                .filter(it -> it.severity() == Diagnostic.Severity.ERROR)
                                .findFirst()
                                .orElseThrow()));
        };
    }

    /** The text of one document may matter to others: what a guard asks, what an anchor stands for, what Fleet's own files share. */
    private static void mustSayJustThat(List<InFleet> found, DeclaredThings before, DeclaredThings after) throws Unfit {
        var named = new HashSet<String>();
        for (var one : found) {
            if (one.there() instanceof There.NeverMade) continue;
            named.add(one.subject().text());
            if (!says(one, before, after))
                throw new Unfit("The documents would not say of %s what is in Fleet, which a person must do at %s."
                        .formatted(one.subject().text(), one.place()));
        }
        var others = before.otherwiseIn(after).stream()
                .filter(name -> !named.contains(name))
                .toList();
        if (!others.isEmpty())
            throw new Unfit("It would change more than what is in Fleet, which a person must decide: %s."
                    .formatted(some(others)));
    }

    private static boolean says(InFleet one, DeclaredThings before, DeclaredThings after) {
        var was = before.find(one.subject());
        var is = after.find(one.subject());
        return switch (one.there()) {
            case There.Is(var there) ->
                is.filter(there::isAs).isPresent()
                        && was.map(DriftProposal::ours).equals(is.map(DriftProposal::ours));
            case There.Deleted() -> is.isEmpty();
            case There.NeverMade() -> true;
            case There.Unread() -> throw new IllegalStateException("was looked for before");
        };
    }

    /** What a document says of something in a Fleet that nobody can change there. */
    private static List<Object> ours(FleetObject object) {
        var labels = switch (object) {
            case Query query -> query.labels();
            case Policy policy -> policy.labels();
            case Label label -> label.labels();
        };
        return List.of(object.fleet(), object.team(), object.earlier(), object.adopt(), labels);
    }

    private static String some(List<String> names) {
        var few = names.stream().limit(MOST_NAMED).map(VisibleText::line).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMED ? "%s and %d more".formatted(few, names.size() - MOST_NAMED) : few;
    }
}

package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.DigestName;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Explainer;
import io.penguintech.gough.schema.Explanation;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.Markdown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Does what a comment says and tells what is to be answered, as Markdown; nothing where the reaction, the comment
 * with the plan and the statuses say it all. What somebody wrote, such as the reason of a no, is repeated escaped.
 */
final class CommandAnswers {
    private static final int MOST_LINES = 40;
    private static final int LONGEST_VALUE = 80;

    private final RepositoryId repository;
    private final Proposals proposals;
    private final Function<Actor, Optional<Repository.Person>> people;
    private final InfraRepo source;
    private final Planning planning;
    private final AfterMerge after;

    /** Has pull requests planned again. */
    @FunctionalInterface
    interface Planning {
        /** The pull request is planned again soon, also if it is a draft. */
        void again(RepositoryId repository, long number);
    }

    /**
     * Answers for the repository of {@code source}.
     *
     * @param people who is behind an account, by the rules in force
     */
    CommandAnswers(
            Proposals proposals,
            Function<Actor, Optional<Repository.Person>> people,
            InfraRepo source,
            Planning planning,
            AfterMerge after) {
        this.repository = source.id();
        this.proposals = proposals;
        this.people = people;
        this.source = source;
        this.planning = planning;
        this.after = after;
    }

    /**
     * Somebody's comment on a pull request.
     *
     * @param head its newest commit
     * @param at when it was written, by the forge's clock
     */
    record Remark(long number, Revision head, Actor actor, Instant at) {}

    /** What is to be answered to a comment. */
    Optional<String> say(Remark remark, Command command) {
        return switch (command) {
            case Command.Mistyped(var meant) ->
                Optional.of("I do not know that. Did you mean %s? %s lists what may be said here."
                        .formatted(Markdown.code("gough " + meant), Markdown.code("gough help")));
            case Command.Known(var word, var words) ->
                refusal(remark.actor(), word).or(() -> switch (word) {
                    case PLAN -> plan(remark.number());
                    case APPROVE -> approve(remark, words);
                    case REJECT -> reject(remark, words);
                    case EXPLAIN -> Optional.of(explain(remark.head(), words));
                    case RETRY -> after.retry(remark.number(), remark.actor(), words);
                    case REVERT -> Optional.of(after.revert(remark.number(), remark.actor()));
                    case UNLOCK ->
                        Optional.of(
                                "Nothing is locked: pull requests about the same hosts do not wait for one another. The comment with the plan names them, and each is planned again when another is merged.");
                    case HELP -> Optional.of(help());
                });
        };
    }

    private Optional<String> refusal(Actor actor, CommandWord word) {
        if (word.role().isEmpty()) return Optional.empty();
        var role = word.role().get();
        var person = person(actor);
        if (person.filter(known -> known.may(role)).isPresent()) return Optional.empty();
        return Optional.of(
                person.isEmpty()
                        ? "The gough.yaml in force does not know this account: put its number, %s, beside a person there."
                                .formatted(Markdown.code(actor.account()))
                        : "That takes the role %s in the gough.yaml in force.".formatted(low(role)));
    }

    private Optional<String> plan(long number) {
        planning.again(repository, number);
        return Optional.empty();
    }

    private Optional<String> approve(Remark remark, List<String> words) {
        if (words.isEmpty()
                || words.size() > 2
                || (words.size() == 2 && !words.get(1).matches("[0-9]{1,9}")))
            return Optional.of(usage(CommandWord.APPROVE));
        var destroys = words.size() == 2 ? OptionalInt.of(Integer.parseInt(words.get(1))) : OptionalInt.empty();
        // What its author saw of the head is not known; that the plan stood there already is.
        var yes = new Proposals.Yes(words.getFirst(), Optional.empty(), Optional.of(remark.at()), destroys, "comment");
        return worthSaying(proposals.approve(repository, remark.number(), remark.actor(), yes));
    }

    /**
     * Whether {@code command} is a yes to a plan that is in the comment, as its author knows its digest, but not known to be:
     * that was not written down yet.
     */
    boolean isTooEarly(long number, Revision head, Actor actor, Command command) {
        return command instanceof Command.Known(var word, var words)
                && word == CommandWord.APPROVE
                && refusal(actor, word).isEmpty()
                && !words.isEmpty()
                && DigestName.is(words.getFirst())
                && proposals
                        .find(repository, number)
                        .filter(proposal -> proposal.head().equals(head)
                                && proposal.shownAt().isEmpty()
                                && proposal.digest().startsWith(words.getFirst().toLowerCase(Locale.ROOT)))
                        .isPresent();
    }

    private Optional<String> reject(Remark remark, List<String> words) {
        if (words.isEmpty()) return Optional.of(usage(CommandWord.REJECT));
        var why = String.join(" ", words.subList(1, words.size()));
        return worthSaying(proposals.reject(
                repository,
                remark.number(),
                remark.actor(),
                words.getFirst(),
                why.isEmpty() ? "no reason given" : why,
                "comment"));
    }

    /** A yes or no that counts wholly is seen in the comment with the plan. */
    static Optional<String> worthSaying(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var text) ->
                text.contains(" It does not count for ") || text.contains(" The server lets ")
                        ? Optional.of(Markdown.text(text))
                        : Optional.empty();
            case Verdict.Refused(var text) -> Optional.of(Markdown.text(text));
        };
    }

    private static String usage(CommandWord word) {
        return "%s: the first twelve digits, or more, of the digest that the comment with the plan names."
                .formatted(Markdown.code(word.usage()));
    }

    private String explain(Revision head, List<String> words) {
        if (words.isEmpty() || words.size() > 2) return Markdown.code(CommandWord.EXPLAIN.usage());
        try {
            var host = new HostName(words.getFirst());
            var field = Optional.of(words).filter(all -> all.size() == 2).map(all -> all.get(1));
            return source.proposed(head)
                    .map(tree -> explained(head, new Explainer(Limits.DEFAULT).explain(tree, host, field)))
                    .orElseGet(() -> "%s is not here yet; ask again when it is planned.".formatted(head.brief()));
        } catch (IllegalArgumentException notAName) {
            return Markdown.text(String.valueOf(notAName.getMessage()));
        }
    }

    private static String explained(Revision head, Explanation explanation) {
        return switch (explanation) {
            case Explanation.Missing(var why) -> Markdown.text(why);
            case Explanation.Found(var lines) -> table(head, lines);
        };
    }

    private static String table(Revision head, List<Explanation.Line> lines) {
        var rows = new ArrayList<String>();
        rows.add("As of %s:".formatted(head.brief()));
        rows.add("");
        rows.add("| field | value | from |");
        rows.add("|---|---|---|");
        lines.stream()
                .limit(MOST_LINES)
                .map(line -> "| %s | %s | %s |"
                        .formatted(
                                brief(line.field()),
                                brief(line.value()),
                                brief(line.place().map(Place::toString).orElse(line.origin()))))
                .forEach(rows::add);
        if (lines.size() > MOST_LINES)
            rows.add("\n%d more: %s".formatted(lines.size() - MOST_LINES, Markdown.code("gough explain HOST FIELD")));
        return String.join("\n", rows);
    }

    /** So that the longest answer fits into a comment of every forge. */
    private static String brief(String text) {
        return Markdown.text(text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text);
    }

    private static String help() {
        var words = Arrays.stream(CommandWord.values())
                .map(word -> "- %s: %s".formatted(Markdown.code(word.usage()), Markdown.text(word.what())))
                .collect(Collectors.joining("\n"));
        return "The first words of a comment tell Gough what to do:\n\n" + words
                + "\n\nAn edited comment tells nothing; write a new one.";
    }

    /** The person behind an account. */
    Optional<Repository.Person> person(Actor actor) {
        return people.apply(actor);
    }

    private static String low(Repository.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}

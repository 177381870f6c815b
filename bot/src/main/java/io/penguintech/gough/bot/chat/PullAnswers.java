package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Proposals.Yes;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words and buttons about pull requests: pulls, and approve and reject of one. */
final class PullAnswers {
    private static final int ANSWER = 2900;
    private static final String REPOSITORY = "(?<repository>[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)";
    private static final String NUMBER = "(?<number>[1-9][0-9]{0,17})";

    /** As people name one: {@code pr-12}, or {@code main/pr-12} where several repositories speak in a channel. */
    private static final Pattern NAMED =
            Pattern.compile("(?:%s/)?pr-?%s".formatted(REPOSITORY, NUMBER), Pattern.CASE_INSENSITIVE);

    private static final Pattern VALUE = Pattern.compile(
            "%s %s (?<digest>[0-9a-f]{64}) (?<head>[0-9a-f]{40}|[0-9a-f]{64})".formatted(REPOSITORY, NUMBER));

    private final Proposals proposals;
    private final Rollouts rollouts;
    private final Map<RepositoryId, String> channels;

    /** @param channels each repository's channel */
    PullAnswers(Proposals proposals, Rollouts rollouts, Map<RepositoryId, String> channels) {
        this.proposals = proposals;
        this.rollouts = rollouts;
        this.channels = Map.copyOf(channels);
    }

    /** Whether {@code word} names a pull request. */
    static boolean isNamedBy(String word) {
        return NAMED.matcher(word).matches();
    }

    /** What came of a click: it is about exactly the plan and the head on the button. */
    Verdict clicked(String action, String value, Actor actor) {
        var button = VALUE.matcher(value);
        if (!button.matches()) return new Verdict.Refused("This button is not one of Gough's.");
        var repository = new RepositoryId(button.group("repository"));
        long number = Long.parseLong(button.group("number"));
        var digest = button.group("digest");
        return switch (action) {
            case PullCard.APPROVE ->
                proposals.approve(
                        repository,
                        number,
                        actor,
                        new Yes(
                                digest,
                                Optional.of(new Revision(button.group("head"))),
                                Optional.empty(),
                                OptionalInt.empty(),
                                "slack"));
            // A no is to changes, whatever head brings them.
            case PullCard.REJECT -> proposals.reject(repository, number, actor, digest, "rejected in Slack", "slack");
            default -> new Verdict.Refused("This Gough does not know that button.");
        };
    }

    /**
     * Says yes. Which head was seen is not known, so the moment must do: the plan of the newest head stood in the comment then.
     *
     * @param here whose channel it was said in
     * @param named see {@link #isNamedBy}
     * @param at when it was said
     */
    Verdict approve(RepositoryId here, String named, Actor actor, String digest, OptionalInt destroys, Instant at) {
        return on(
                here,
                named,
                proposal -> proposals.approve(
                        proposal.repository(),
                        proposal.number(),
                        actor,
                        new Yes(digest, Optional.empty(), Optional.of(at), destroys, "slack")));
    }

    /** Says no. */
    Verdict reject(RepositoryId here, String named, Actor actor, String digest, String why) {
        return on(
                here,
                named,
                proposal -> proposals.reject(proposal.repository(), proposal.number(), actor, digest, why, "slack"));
    }

    private Verdict on(RepositoryId here, String named, Function<Proposal, Verdict> deed) {
        return on(here, named, new Named<>(deed, Verdict.Refused::new));
    }

    /**
     * What comes of naming a pull request.
     *
     * @param found when there is exactly one
     * @param not why there is not
     */
    private record Named<T>(Function<Proposal, T> found, Function<String, T> not) {}

    private <T> T on(RepositoryId here, String named, Named<T> deed) {
        var name = NAMED.matcher(named);
        if (!name.matches()) return deed.not().apply("Pull requests are called pr-1, pr-2, …");
        long number = Long.parseLong(name.group("number"));
        var repositories = meant(here, named);
        var found = repositories.stream()
                .flatMap(repository -> proposals.find(repository, number).stream())
                .toList();
        if (found.isEmpty())
            return deed.not()
                    .apply("Gough has planned no pull request %d of %s."
                            .formatted(number, names(repositories, RepositoryId::value)));
        if (found.size() > 1)
            return deed.not()
                    .apply("There is a pull request %d in several repositories. Say which one: %s."
                            .formatted(number, names(found, PullAnswers::fullName)));
        return deed.found().apply(found.getFirst());
    }

    private static <T> String names(List<T> all, Function<T, String> name) {
        return all.stream().map(name).collect(Collectors.joining(" or "));
    }

    private static String fullName(Proposal proposal) {
        return "%s/pr-%d".formatted(proposal.repository(), proposal.number());
    }

    /** Whose pull request may be meant; see {@link #isNamedBy}. */
    List<RepositoryId> meant(RepositoryId here, String named) {
        var name = NAMED.matcher(named);
        return Optional.of(name)
                .filter(Matcher::matches)
                .flatMap(found -> Optional.ofNullable(found.group("repository")))
                .map(id -> List.of(new RepositoryId(id.toLowerCase(Locale.ROOT))))
                .orElseGet(() -> together(here));
    }

    /** The repositories that speak where {@code here} does. */
    List<RepositoryId> together(RepositoryId here) {
        var channel = channels.get(here);
        if (channel == null) return List.of(here);
        return channels.keySet().stream()
                .filter(other -> channel.equals(channels.get(other)))
                .sorted()
                .toList();
    }

    /** What one would do, and how far people are with it. */
    String plan(RepositoryId here, String named) {
        return on(here, named, new Named<>(PullAnswers::planned, why -> ":no_entry: " + Mrkdwn.words(why)));
    }

    private static String planned(Proposal proposal) {
        var plan = new PlanBlocks(proposal.plan());
        var lines = new ArrayList<String>();
        lines.add("*%s*".formatted(PullCard.verdict(proposal)));
        lines.add(line(proposal, false));
        lines.add(Mrkdwn.words(PullCard.title(proposal)) + ".");
        lines.addAll(plan.lines());
        return Mrkdwn.lines(lines, ANSWER);
    }

    /** Those that wait for people, of the repositories that speak here and let this person see them. */
    String waiting(RepositoryId here, Actor actor) {
        var repositories = together(here).stream()
                .filter(repository -> rollouts.person(repository, actor)
                        .filter(person -> person.may(Role.VIEWER))
                        .isPresent())
                .toList();
        var lines = new ArrayList<String>();
        for (var repository : repositories)
            proposals.waiting(repository).forEach(proposal -> lines.add(line(proposal, repositories.size() > 1)));
        return lines.isEmpty() ? "No pull request waits for people." : Mrkdwn.lines(lines, ANSWER);
    }

    private static String line(Proposal proposal, boolean amongOthers) {
        var name = amongOthers ? fullName(proposal) : "pr-" + proposal.number();
        return "• *%s* %s — %s: %s, plan %s%s"
                .formatted(
                        proposal.page().map(page -> Mrkdwn.link(page, name)).orElse(name),
                        Mrkdwn.line(Mrkdwn.cut(proposal.title(), 60)),
                        Mrkdwn.line(Mrkdwn.cut(proposal.author(), 40)),
                        PullCard.verdict(proposal),
                        Mrkdwn.code(new PlanBlocks(proposal.plan()).digest()),
                        missing(proposal));
    }

    private static String missing(Proposal proposal) {
        return proposal.standing() instanceof Standing.Asked asked
                ? ", needs %d more until %s: %s%s"
                        .formatted(
                                asked.missing(),
                                Mrkdwn.moment(proposal.expires()),
                                PullCard.eligible(asked),
                                PullCard.paths(asked.paths()).map("; "::concat).orElse(""))
                : "";
    }
}

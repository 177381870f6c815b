package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.HostDecisions;
import io.penguintech.gough.bot.rollout.HostSelection;
import io.penguintech.gough.bot.rollout.RequestStatus;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.HostRequest.What;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words by which people ask for something to be done to hosts: power, test, reinstall, withdraw, maintenance. */
final class Requesting {
    private static final String LABEL =
            "\nHOST is a name, `label:KEY=VALUE` for all that are declared with it, or `finding:DIGEST` for all that it is about.";

    private final Rollouts rollouts;
    private final HostDecisions decisions;

    Requesting(Rollouts rollouts, HostDecisions decisions) {
        this.rollouts = rollouts;
        this.decisions = decisions;
    }

    String say(RepositoryId repository, Actor actor, Word word, List<String> rest) {
        return switch (word) {
            case POWER -> power(repository, actor, rest);
            case TEST -> ask(repository, actor, word, What.TEST, rest);
            case REINSTALL -> ask(repository, actor, word, What.REINSTALL, rest);
            case WITHDRAW -> withdraw(repository, actor, rest);
            case MAINTENANCE -> rest.isEmpty() ? word.usage() : maintenance(repository, rest.getFirst());
            default -> word.usage();
        };
    }

    private String power(RepositoryId repository, Actor actor, List<String> rest) {
        var what = rest.isEmpty()
                ? Optional.<What>empty()
                : What.of("power-" + rest.getFirst().toLowerCase(Locale.ROOT));
        if (what.isEmpty()) return Word.POWER.usage() + LABEL;
        return ask(repository, actor, Word.POWER, what.get(), rest.subList(1, rest.size()));
    }

    private String ask(RepositoryId repository, Actor actor, Word word, What what, List<String> rest) {
        if (rest.isEmpty()) return word.usage() + LABEL;
        try {
            var hosts = HostSelection.parse(rest.getFirst());
            return Conversation.spoken(decisions.ask(repository, what, hosts, actor, why(rest)));
        } catch (IllegalArgumentException e) {
            return Conversation.spoken(new Verdict.Refused(String.valueOf(e.getMessage())));
        }
    }

    private String withdraw(RepositoryId repository, Actor actor, List<String> rest) {
        if (rest.isEmpty()) return Word.WITHDRAW.usage() + LABEL;
        try {
            var hosts = HostSelection.parse(rest.getFirst());
            return Conversation.spoken(decisions.withdraw(repository, hosts, actor, why(rest)));
        } catch (IllegalArgumentException e) {
            return Conversation.spoken(new Verdict.Refused(String.valueOf(e.getMessage())));
        }
    }

    private static String why(List<String> rest) {
        return String.join(" ", rest.subList(1, rest.size()));
    }

    /** Maintenance lasts until somebody ends it, so it is declared: the file says who is away, and for how long. */
    private String maintenance(RepositoryId repository, String name) {
        return rollouts.hosts(repository).stream()
                .filter(host -> host.name().value().equals(name))
                .findFirst()
                .map(host ->
                        "Maintenance is declared: set `goal: maintenance` below `spec` of %s at %s and merge that. Its goal is %s now; setting that again brings the host back."
                                .formatted(Mrkdwn.code(name), Mrkdwn.code(host.place()), Mrkdwn.words(host.goal())))
                .orElseGet(() -> "No host %s is declared.".formatted(Mrkdwn.code(Mrkdwn.cut(name, 64))));
    }

    /** A request in one line. */
    static String line(RequestStatus request) {
        return (request.ended().isEmpty() ? ":raised_hand: " : ":ballot_box_with_check: ")
                + Mrkdwn.line(Mrkdwn.cut(request.words(), 400));
    }
}

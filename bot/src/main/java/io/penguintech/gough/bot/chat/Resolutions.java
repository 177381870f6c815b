package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.AcceptedFinding;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.DigestName;
import io.penguintech.gough.bot.rollout.HostDecisions;
import io.penguintech.gough.bot.rollout.HostDecisions.Which;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words by which people end what no plan can end: accept, reopen, confirm-lost, confirm. */
final class Resolutions {

    private final Rollouts rollouts;
    private final HostDecisions decisions;

    Resolutions(Rollouts rollouts, HostDecisions decisions) {
        this.rollouts = rollouts;
        this.decisions = decisions;
    }

    String say(RepositoryId repository, Actor actor, Word word, List<String> rest) {
        return switch (word) {
            case CONFIRM ->
                rest.size() < 2
                        ? word.usage() + "\nThe digest is in the guard's message, and in `/gough status`."
                        : Conversation.spoken(rollouts.confirm(repository, actor, rest.getFirst(), from(rest, 1)));
            case ACCEPT ->
                rest.size() < 3
                        ? word.usage() + "\nFINDING is its word or its digest: `/gough host NAME` says them."
                        : Conversation.spoken(decisions.accept(repository, which(rest), actor, from(rest, 2)));
            case REOPEN ->
                rest.size() < 3
                        ? word.usage()
                        : Conversation.spoken(decisions.reopen(repository, which(rest), actor, from(rest, 2)));
            case CONFIRM_LOST -> rest.isEmpty() ? word.usage() : confirmLost(repository, actor, rest);
            default -> word.usage();
        };
    }

    private static Which which(List<String> rest) {
        var finding = rest.get(1);
        if (rest.getFirst().equals("all")) return new Which(Optional.empty(), Optional.empty(), Optional.of(finding));
        return DigestName.is(finding)
                ? new Which(Optional.of("host " + rest.getFirst()), Optional.empty(), Optional.of(finding))
                : new Which(
                        Optional.of("host " + rest.getFirst()),
                        Optional.of(finding.toLowerCase(Locale.ROOT)),
                        Optional.empty());
    }

    /** In two steps: first what was found and how it is named, then the yes that names it. */
    private String confirmLost(RepositoryId repository, Actor actor, List<String> rest) {
        var name = rest.getFirst();
        if (rest.size() > 2 && DigestName.is(rest.get(1))) {
            var host = hostName(name);
            return host.isEmpty()
                    ? noHost(name)
                    : Conversation.spoken(
                            decisions.confirmLost(repository, host.get(), rest.get(1), actor, from(rest, 2)));
        }
        return lost(repository, name)
                .map(finding -> "%s\nIf that is right, say so for this host alone: `/gough confirm-lost %s %s WHY`"
                        .formatted(
                                Mrkdwn.words(finding.what()),
                                name.replace("`", "'"),
                                finding.digest().substring(0, 12)))
                .orElseGet(() -> noHost(name));
    }

    private static String noHost(String name) {
        return "No host %s is lost.".formatted(Mrkdwn.code(Mrkdwn.cut(name, 64)));
    }

    private Optional<Plan.Finding> lost(RepositoryId repository, String name) {
        return rollouts.hosts(repository).stream()
                .filter(host -> host.name().value().equals(name))
                .flatMap(host -> host.findings().stream())
                .filter(finding -> finding.kind().equals("lost"))
                .findFirst();
    }

    private static Optional<HostName> hostName(String text) {
        try {
            return Optional.of(new HostName(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String from(List<String> rest, int first) {
        return String.join(" ", rest.subList(first, rest.size()));
    }

    /** An accepted difference in one line. */
    static String line(AcceptedFinding accepted) {
        var finding = accepted.finding();
        return ":ballot_box_with_check: %s (%s) — accepted by %s: %s"
                .formatted(
                        Mrkdwn.code(finding.subject().text()),
                        finding.kind(),
                        Mrkdwn.words(accepted.by()),
                        Mrkdwn.words(Mrkdwn.cut(accepted.reason(), 200)));
    }
}

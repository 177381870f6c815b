package io.penguintech.gough.bot.edge;

import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Proposal.Voided;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Proposals as an engine would tell of them. */
final class PullSamples {
    static final Instant UNTIL = Samples.NOW.plusSeconds(86_400);
    static final Revision BASE = new Revision("ba5e".repeat(10));

    private PullSamples() {}

    /** The commit of a pull request that was pushed to it as the nth. */
    static Revision head(int nth) {
        return new Revision("%010x".formatted(0xfe_ed00_0000L + nth).repeat(4));
    }

    /** A pull request that two people are asked about. */
    static Proposal asked(long number, Plan plan) {
        return new Proposal(
                Samples.MAIN,
                number,
                "Add a host",
                "alice",
                Optional.of(URI.create("https://forge.example/infra/pull/" + number)),
                head(1),
                BASE,
                plan,
                Samples.NOW,
                UNTIL,
                Optional.of(Samples.NOW),
                new Standing.Asked(2, 2, List.of("bob", "carol")),
                List.of(),
                List.of(),
                false,
                new TreeMap<>());
    }

    static Proposal standing(Proposal p, Standing standing) {
        return with(p, p.head(), p.plan(), standing, p.approvals(), p.voided());
    }

    /** The same with these yeses, of two that it takes. */
    static Proposal approved(Proposal p, List<Approval> yeses) {
        var standing = yeses.size() < 2
                ? new Standing.Asked(2, 2 - yeses.size(), List.of("carol"))
                : new Standing.Approved(UNTIL);
        return with(p, p.head(), p.plan(), standing, yeses, p.voided());
    }

    /** Something newer was pushed, which takes every yes away. */
    static Proposal pushed(Proposal p, int nth, Plan plan) {
        var voided = p.approvals().stream()
                .map(yes -> new Voided(yes.by(), p.plan().changes().size(), "There is a newer head.", Samples.NOW))
                .toList();
        return with(p, head(nth), plan, new Standing.Asked(2, 2, List.of("bob", "carol")), List.of(), voided);
    }

    /** The same with another title. */
    static Proposal titled(Proposal p, String title) {
        return new Proposal(
                p.repository(),
                p.number(),
                title,
                p.author(),
                p.page(),
                p.head(),
                p.base(),
                p.plan(),
                p.plannedAt(),
                p.expires(),
                p.shownAt(),
                p.standing(),
                p.approvals(),
                p.voided(),
                p.typed(),
                p.replaced());
    }

    /** The same, whose plan stands in the comment since then, or does not. */
    static Proposal shown(Proposal p, Optional<Instant> at) {
        return new Proposal(
                p.repository(),
                p.number(),
                p.title(),
                p.author(),
                p.page(),
                p.head(),
                p.base(),
                p.plan(),
                p.plannedAt(),
                p.expires(),
                at,
                p.standing(),
                p.approvals(),
                p.voided(),
                p.typed(),
                p.replaced());
    }

    static Proposal in(RepositoryId repository, Proposal p) {
        return new Proposal(
                repository,
                p.number(),
                p.title(),
                p.author(),
                p.page(),
                p.head(),
                p.base(),
                p.plan(),
                p.plannedAt(),
                p.expires(),
                p.shownAt(),
                p.standing(),
                p.approvals(),
                p.voided(),
                p.typed(),
                p.replaced());
    }

    /** The same, written by somebody who wishes harm. */
    static Proposal hostile(Proposal p, SortedMap<String, Rollout.Approved> replaced) {
        var bad = Samples.HOSTILE;
        return new Proposal(
                p.repository(),
                p.number(),
                bad,
                bad,
                Optional.of(URI.create("https://forge.example/\u202e/pull?a=1&b=2")),
                p.head(),
                p.base(),
                p.plan(),
                p.plannedAt(),
                p.expires(),
                p.shownAt(),
                p.standing(),
                List.of(new Approval(bad, p.digest(), p.head(), Samples.NOW, UNTIL, "slack")),
                Collections.nCopies(50, new Voided(bad, 7, bad, Samples.NOW)),
                p.typed(),
                replaced);
    }

    /** The same, destroying so much that a number must be typed. */
    static Proposal typed(Proposal p, boolean typed, SortedMap<String, Rollout.Approved> replaced) {
        return new Proposal(
                p.repository(),
                p.number(),
                p.title(),
                p.author(),
                p.page(),
                p.head(),
                p.base(),
                p.plan(),
                p.plannedAt(),
                p.expires(),
                p.shownAt(),
                p.standing(),
                p.approvals(),
                p.voided(),
                typed,
                replaced);
    }

    private static Proposal with(
            Proposal p, Revision head, Plan plan, Standing standing, List<Approval> approvals, List<Voided> voided) {
        return new Proposal(
                p.repository(),
                p.number(),
                p.title(),
                p.author(),
                p.page(),
                head,
                p.base(),
                plan,
                p.plannedAt(),
                p.expires(),
                p.shownAt(),
                standing,
                approvals,
                voided,
                p.typed(),
                p.replaced());
    }
}

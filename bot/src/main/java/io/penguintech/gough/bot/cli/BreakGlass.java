package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** One person at the command line stands in for all who would have to approve, for exactly what they looked at. */
final class BreakGlass {
    private final Workplace workplace;
    private final Terminal terminal;
    private final String reason;

    BreakGlass(Workplace workplace, Terminal terminal, String reason) {
        this.workplace = workplace;
        this.terminal = terminal;
        this.reason = reason;
    }

    /**
     * Breaks it, and says why it did not; empty when it did or did not have to.
     *
     * @param typed the hosts that were typed before anything began
     */
    Optional<String> refusal(Actor.LocalUser who, Rollout rollout, Previewed seen, SortedSet<HostName> typed) {
        if (!(rollout.state() instanceof RolloutState.AwaitingApproval)) return unheard(rollout, seen.plan());
        var question = rollout.plan().orElseThrow();
        if (!seen.meant().covers(question)) {
            workplace.begun().forget();
            return Optional.of("the plan changed meanwhile: look at it again with `gough plan`");
        }
        // What is left of a plan is known only now: an earlier run may have begun some of it.
        var hosts = seen.resumed() ? Consent.typed(terminal, waiting(rollout, question)) : typed;
        return workplace.moved().or(() -> broken(who, rollout.id(), question, hosts));
    }

    private Optional<String> broken(Actor.LocalUser who, RolloutId rollout, Plan question, SortedSet<HostName> hosts) {
        var verdict = workplace.service().rollouts().breakGlass(rollout, who, question.digest(), hosts, reason);
        return switch (verdict) {
            case Verdict.Refused(var why) -> Optional.of(why);
            case Verdict.Accepted(var text) -> {
                terminal.note(Terminal.plain(text));
                yield Optional.empty();
            }
        };
    }

    /** What people would have to be asked about and are not: somebody said no before, and the glass is no answer to that. */
    private Optional<String> unheard(Rollout rollout, Plan plan) {
        var known = rollout.progress().values().stream()
                .map(Rollout.Progress::subject)
                .collect(Collectors.toSet());
        var unheard = plan.changes().stream()
                .filter(change -> change.risk().compareTo(Risk.NOTICE) > 0)
                .filter(change -> !known.contains(change.subject().text()))
                .toList();
        if (unheard.isEmpty()) return Optional.empty();
        var silenced = workplace.service().silenced(workplace.id());
        return Optional.of(WhatIsLeft.words(new Plan(unheard, List.of(), List.of(), 0), silenced));
    }

    private static Plan waiting(Rollout rollout, Plan question) {
        var begun = rollout.progress().entrySet().stream()
                .filter(one -> one.getValue().stage() == Rollout.Stage.RUNNING
                        || one.getValue().stage() == Rollout.Stage.DONE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new Plan(
                question.changes().stream()
                        .filter(change -> !begun.contains(change.digest()))
                        .toList(),
                List.of(),
                List.of(),
                0);
    }
}

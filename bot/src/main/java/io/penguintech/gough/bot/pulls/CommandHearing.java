package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.reconcile.Failure;
import java.time.Clock;
import java.util.Optional;

/** What people say to Gough on the pull requests of one repository. */
final class CommandHearing {
    private final CommandDesk desk;

    private CommandHearing(CommandDesk desk) {
        this.desk = desk;
    }

    /** What pull requests are about, and who is behind accounts. */
    record Parties(Proposals proposals, Rollouts rollouts) {}

    /** Hears on {@code forge} what is about {@code source}. */
    static CommandHearing on(
            Forge forge,
            InfraRepo source,
            Parties parties,
            CommandStore store,
            CommandAnswers.Planning planning,
            Clock clock) {
        var answers = new CommandAnswers(
                parties.proposals(), actor -> parties.rollouts().person(source.id(), actor), source, planning);
        return new CommandHearing(new CommandDesk(source.id(), forge, store, answers, clock));
    }

    /** Hears what was said on {@code pull} and not heard yet; why not all of it, if so. May be repeated. */
    Optional<Failure> hear(PullRequest pull) {
        return desk.hear(pull);
    }
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Risk;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a person's yes or no to a question means. Pure; every refusal says why and what would help. */
final class Decisions {

    private Decisions() {}

    /** What came of a yes or a no. */
    sealed interface Decision {
        /** It does not count. */
        record Refused(String why) implements Decision {}

        /**
         * It counts for these changes.
         *
         * @param changes what it counts for
         * @param note what it does not count for, for the person; may be empty text
         */
        record Counts(List<Change> changes, String note) implements Decision {}
    }

    /** The open question of a rollout that {@code digest} names, or why there is none. */
    static Optional<String> wrongQuestion(RolloutRow rollout, String digest, Instant now) {
        if (!(rollout.state() instanceof RolloutState.AwaitingApproval(var expires)))
            return Optional.of("%s asks nothing now: it is %s.".formatted(rollout.id(), state(rollout.state())));
        if (!now.isBefore(expires))
            return Optional.of("The question of %s expired at %s. Ask for a new look: reconcile."
                    .formatted(rollout.id(), expires));
        return wrongPlan(rollout, digest);
    }

    /** Why {@code digest} is not the plan of a rollout now; empty when it is. */
    static Optional<String> wrongPlan(RolloutRow rollout, String digest) {
        var plan = rollout.plan().map(Plan::digest).orElse("");
        var named = digest.toLowerCase(Locale.ROOT);
        if (!DigestName.is(named))
            return Optional.of(
                    "A plan is named by at least 12 hexadecimal digits of its digest, here %s.".formatted(brief(plan)));
        if (!plan.startsWith(named))
            return Optional.of("%s has plan %s now, not %s. Look at the newest message."
                    .formatted(rollout.id(), brief(plan), brief(named)));
        return Optional.empty();
    }

    /** What {@code person}'s yes to the question of {@code situation} counts for. */
    static Decision yes(Situation situation, Repository.Person person, OptionalInt destroys) {
        var asked = asked(situation);
        var counting = asked.stream()
                .filter(change -> situation.rules().objection(person, change).isEmpty())
                .toList();
        if (counting.isEmpty())
            return new Decision.Refused(asked.stream()
                    .flatMap(change -> situation.rules().objection(person, change).stream())
                    .findFirst()
                    .orElse("Everything this plan needs was approved already."));
        var number = wrongNumber(situation, asked, destroys);
        if (number.isPresent()) return new Decision.Refused(number.get());
        if (counting.stream().allMatch(change -> said(situation, person, change, destroys)))
            return new Decision.Refused(
                    "%s said yes to this plan already; it waits for somebody else.".formatted(person.name()));
        return new Decision.Counts(counting, note(situation, person, asked, counting));
    }

    /** Why what was typed is not the number of hosts this destroys; says how to find it, never what it is. */
    private static Optional<String> wrongNumber(Situation situation, List<Change> asked, OptionalInt destroys) {
        boolean needed = situation.toll().needsNumber(asked);
        if (!needed && destroys.isEmpty()) return Optional.empty();
        if (destroys.isPresent()
                && destroys.getAsInt() == Toll.destroying(asked).size()) return Optional.empty();
        var plan = brief(situation.rollout().plan().map(Plan::digest).orElse(""));
        var id = situation.rollout().id();
        var why = needed
                ? "This plan destroys more hosts than rollout.maxDestroyed or maxDestroyedPercent of gough.yaml or the"
                        + " server's limit for 24 hours allows."
                : "That is not how many hosts this plan destroys.";
        return Optional.of(
                "%s Count in the plan the hosts that are released, reinstalled or deployed after they were lost, and type how many: gough approve %s --digest %s --destroys NUMBER, or /gough approve %s %s NUMBER."
                        .formatted(why, id, plan, id, plan));
    }

    /** The changes of the question that people were asked about and that were not begun. */
    static List<Change> asked(Situation situation) {
        var question = situation.rollout().plan().map(Plan::changes).orElse(List.of());
        var begun = situation.begun().stream().map(Intent::digest).toList();
        return question.stream()
                .filter(change -> !begun.contains(change.digest()) || isOpen(situation, change))
                .filter(change -> situation.rules().needed(change) > 0)
                .toList();
    }

    /** It failed, and somebody said since that it shall be tried again. */
    private static boolean isOpen(Situation situation, Change change) {
        var failures = situation.failures();
        return situation.begun().stream()
                .filter(intent -> intent.digest().equals(change.digest()))
                .allMatch(intent -> intent.failed() && !failures.contains(intent));
    }

    private static boolean said(Situation situation, Repository.Person person, Change change, OptionalInt destroys) {
        return situation.yeses().stream()
                .anyMatch(yes -> yes.person().equals(person.name())
                        && yes.digest().equals(change.digest())
                        && (destroys.isEmpty() || yes.counted(destroys.getAsInt()))
                        && situation.now().isBefore(yes.expires()));
    }

    private static String note(
            Situation situation, Repository.Person person, List<Change> asked, List<Change> counting) {
        var later = situation.toll().exceedsDay(asked)
                ? " The server lets a backend lose %d hosts in 24 hours; the rest follows by itself as that time passes."
                        .formatted(situation.rules().ceiling().maxDestroyedPerDay())
                : "";
        if (counting.size() == asked.size()) return later;
        return asked.stream()
                        .filter(change -> !counting.contains(change))
                        .findFirst()
                        .flatMap(change -> situation
                                .rules()
                                .objection(person, change)
                                .map(why -> " It does not count for %d of %d changes, such as %s %s: %s"
                                        .formatted(
                                                asked.size() - counting.size(),
                                                asked.size(),
                                                change.verb(),
                                                change.subject().text(),
                                                why)))
                        .orElse("")
                + later;
    }

    /** Why {@code typed} is not exactly the hosts that are disturbed or destroyed; empty when it is. */
    static Optional<String> wronglyTyped(List<Change> asked, SortedSet<HostName> typed) {
        var needed = new TreeSet<HostName>();
        for (var change : asked)
            if (change instanceof Change.OfHost host && host.risk().compareTo(Risk.DISRUPTIVE) >= 0)
                needed.add(host.subject().host());
        return needed.equals(typed)
                ? Optional.empty()
                : Optional.of("Type exactly the hosts this disturbs or destroys: " + needed + ".");
    }

    static String brief(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    private static String state(RolloutState state) {
        return switch (state) {
            case RolloutState.Rejected(var why) -> "rejected: " + why;
            case RolloutState.Stalled(var why) -> "stalled: " + why;
            case RolloutState.Declined(var by, var why) -> "declined by " + by;
            case RolloutState.Superseded(var by) -> "superseded by " + by;
            case RolloutState.Cancelled(var by, var why) -> "cancelled by " + by;
            case RolloutState.Requested r -> r.word();
            case RolloutState.InSync r -> r.word();
            case RolloutState.AwaitingApproval r -> r.word();
            case RolloutState.Applying r -> r.word();
            case RolloutState.Done r -> r.word();
            case RolloutState.Expired r -> r.word();
        };
    }
}

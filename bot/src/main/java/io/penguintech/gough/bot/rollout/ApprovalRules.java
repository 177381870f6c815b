package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who must say yes to a change, and whether they did. Pure: the rules and people are those of the last accepted
 * revision, the floor is the server's, and nothing of the revision judged enters.
 *
 * @param rules {@code gough.yaml} of the last accepted revision
 * @param ceiling what the server does not let a repository raise
 * @param authors who is behind what is judged
 * @param restless subjects of which a field was mended too often today: they are asked about
 * @param claims which rules for paths the changes are under
 */
record ApprovalRules(Repository rules, Ceiling ceiling, Authors authors, Set<String> restless, Claims claims) {
    /** Whatever the files that changes come from. */
    ApprovalRules(Repository rules, Ceiling ceiling, Authors authors, Set<String> restless) {
        this(rules, ceiling, authors, restless, Claims.NONE);
    }

    /** Keeps a copy. */
    ApprovalRules {
        restless = Set.copyOf(restless);
    }

    /** What the rules say about starting a change now. */
    sealed interface Answer {
        /** Nobody needs to be asked. */
        record Free() implements Answer {}

        /** Enough people said yes. */
        record Covered(List<String> by) implements Answer {}

        /** People must be asked; {@code by} said yes already. */
        record Asked(int needed, List<String> by) implements Answer {}

        /** It is not done in this mode. */
        record Never(String why) implements Answer {}
    }

    /** How far Gough may go: the lower of the rules' mode and the server's. */
    Repository.Mode mode() {
        return rules.mode().compareTo(ceiling.mode()) <= 0 ? rules.mode() : ceiling.mode();
    }

    /** How long an approval, and a question, holds. */
    Duration validFor() {
        var ours = rules.approvals().validFor();
        var most = ceiling.approvals().validFor();
        return ours.compareTo(most) <= 0 ? ours : most;
    }

    /** How many people {@code change} needs. */
    int needed(Change change) {
        var risk = change.risk();
        int people =
                Math.max(rules.approvals().needed(risk), ceiling.approvals().needed(risk));
        if (risk == Risk.DISRUPTIVE && !authors.certain()) people = Math.max(people, 2);
        if (restless.contains(change.subject().text()) || claims.of(change).asks()) people = Math.max(people, 1);
        return mode() == Repository.Mode.PROPOSE ? Math.max(people, 1) : people;
    }

    /** Why {@code person}'s yes to a change of this risk does not count; empty when it does. */
    Optional<String> objection(Repository.Person person, Risk risk) {
        if (!person.may(Repository.Role.APPROVER))
            return Optional.of("%s does not have the role approver.".formatted(person.name()));
        if (risk == Risk.DESTRUCTIVE && authors.persons().contains(person.name()))
            return Optional.of("%s wrote, committed or asked for what is judged; a destructive change needs others."
                    .formatted(person.name()));
        return Optional.empty();
    }

    /**
     * The same for {@code person}'s yes to this change: whoever asked for what it destroys is not one of its approvers, and
     * every rule for the files it comes from must admit them.
     */
    Optional<String> objection(Repository.Person person, Change change) {
        return objection(person, change.risk())
                .or(() -> change.asked()
                        .filter(request -> change.risk() == Risk.DESTRUCTIVE)
                        .filter(request -> request.by().equals(person.name()))
                        .map(request ->
                                "%s asked for this; a destructive change needs others.".formatted(person.name())))
                .or(() -> claims.of(change).rules().stream()
                        .filter(rule -> !rule.admits(person))
                        .findFirst()
                        .map(rule -> "%s may not say yes to what comes from %s; gough.yaml admits %s."
                                .formatted(person.name(), rule.glob(), rule.words())));
    }

    /** Names of the people whose yes to this change would count. */
    List<String> eligible(Change change) {
        return rules.people().stream()
                .filter(person -> objection(person, change).isEmpty())
                .map(Repository.Person::name)
                .sorted()
                .toList();
    }

    /** Judges {@code change} by the yeses to it that are not used up. An expired one does not count. */
    Answer judge(Change change, Collection<ApprovalStore.Yes> yeses, Instant now) {
        if (mode() == Repository.Mode.OBSERVE)
            return new Answer.Never("The mode is observe: this is what Gough would do; nothing is written.");
        var mine = yeses.stream().filter(yes -> now.isBefore(yes.expires())).toList();
        var by = mine.stream()
                .filter(yes -> counts(yes, change))
                .map(ApprovalStore.Yes::person)
                .distinct()
                .sorted()
                .toList();
        int needed = needed(change);
        if (needed == 0) return new Answer.Free();
        if (by.size() >= needed || mine.stream().anyMatch(ApprovalStore.Yes::breakGlass)) return new Answer.Covered(by);
        return new Answer.Asked(needed, by);
    }

    /** Whether everybody who covers {@code change} typed that {@code destroyed} hosts are destroyed, or more. */
    boolean typed(Change change, Collection<ApprovalStore.Yes> yeses, int destroyed, Instant now) {
        var numbered = yeses.stream().filter(yes -> yes.counted(destroyed)).toList();
        return judge(change, numbered, now) instanceof Answer.Covered;
    }

    private boolean counts(ApprovalStore.Yes yes, Change change) {
        return yes.breakGlass()
                || person(yes.person())
                        .filter(person -> objection(person, change).isEmpty())
                        .isPresent();
    }

    private Optional<Repository.Person> person(String name) {
        return rules.people().stream()
                .filter(person -> person.name().equals(name))
                .findFirst();
    }
}

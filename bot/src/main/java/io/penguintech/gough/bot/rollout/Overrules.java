package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Guard;
import io.penguintech.gough.schema.Repository;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets one change destroy what runs on its machine although its guards do not pass. */
final class Overrules {
    private final Registrar registrar;
    private final Stores stores;
    private final Judgement judgement;
    private final LiveGuards guards;
    private final Revisions revisions;

    Overrules(Registrar registrar, Stores stores, Judgement judgement, LiveGuards guards, Revisions revisions) {
        this.registrar = registrar;
        this.stores = stores;
        this.judgement = judgement;
        this.guards = guards;
        this.revisions = revisions;
    }

    /** A change that may be held by guards; begun already, or still to begin. */
    private record Guarded(Change change, String digest, Optional<Intent> intent) {
        String words() {
            return "%s %s (%s)".formatted(change.verb(), change.subject().text(), Decisions.brief(digest));
        }
    }

    /** Somebody said yes to these changes: they begin under the guards of this moment, whatever comes later. */
    void approved(ServedRepository served, RolloutRow rollout, List<Change> changes) {
        changes.forEach(change -> approved(served, rollout, change, List.of()));
    }

    /** The same of a yes that was said before, when {@code then} were accepted. */
    void approved(ServedRepository served, RolloutRow rollout, Change change, List<Guard> then) {
        if (!LiveGuards.isGuarded(change)) return;
        var guards = LiveGuards.all(Stream.of(then, inForce(served, rollout, change)));
        stores.guards().approved(served.id(), change.digest(), guards);
    }

    private List<Guard> inForce(ServedRepository served, RolloutRow rollout, Change change) {
        try {
            return switch (revisions.declared(served, rollout.revision())) {
                case Declarations.Declared.Valid valid -> guards.inForce(rollout, change, valid);
                case Declarations.Declared.Invalid _ -> guards.accepted(served.id(), change);
            };
        } catch (RevisionUnavailable e) {
            return guards.accepted(served.id(), change); // nothing of it begins now, but the word may carry over
        }
    }

    /** Records it, when {@code actor} may say so of exactly one change. */
    Verdict overrule(RolloutRow rollout, Actor actor, String digest, String reason) {
        var served = registrar.served(rollout.repository()).orElseThrow();
        var objection = registrar.objection(served, actor, Repository.Role.ADMIN);
        if (objection.isPresent()) return objection.get();
        if (reason.isBlank()) return new Verdict.Refused("Say why what the guards say does not matter.");
        var named = digest.toLowerCase(Locale.ROOT);
        var all = guarded(served, rollout);
        var meant = all.stream().filter(one -> one.digest().startsWith(named)).toList();
        if (!DigestName.is(named) || meant.size() != 1) return unclear(rollout, named, all);
        var person = registrar.person(served, actor).orElseThrow();
        return judgement
                .rules(served, rollout)
                .objection(person, meant.getFirst().change())
                .<Verdict>map(Verdict.Refused::new)
                .orElseGet(() -> letGo(served, rollout, meant.getFirst(), person.name(), reason));
    }

    private List<Guarded> guarded(ServedRepository served, RolloutRow rollout) {
        var flying = stores.journal().inFlight(served.id()).stream()
                .filter(intent -> intent.rollout().equals(rollout.id()) && LiveGuards.isGuarded(intent.change()))
                .map(intent -> new Guarded(intent.change(), intent.digest(), Optional.of(intent)))
                .toList();
        if (rollout.state().isFinal()) return flying;
        var begun = flying.stream().map(Guarded::digest).toList();
        var toCome = rollout.plan().map(Plan::changes).orElse(List.of()).stream()
                .filter(LiveGuards::isGuarded)
                .map(change -> new Guarded(change, change.digest(), Optional.empty()))
                .filter(one -> !begun.contains(one.digest()));
        return Stream.concat(flying.stream(), toCome).toList();
    }

    private static Verdict unclear(RolloutRow rollout, String named, List<Guarded> all) {
        if (all.isEmpty())
            return new Verdict.Refused("%s has no change that guards could hold.".formatted(rollout.id()));
        return new Verdict.Refused(
                "\"%s\" names no change of %s. A change is named by at least 12 hexadecimal digits of its own digest: %s."
                        .formatted(
                                named,
                                rollout.id(),
                                all.stream().limit(10).map(Guarded::words).collect(Collectors.joining(", "))));
    }

    private Verdict letGo(ServedRepository served, RolloutRow rollout, Guarded meant, String by, String reason) {
        var names = names(served, rollout, meant);
        if (names.isEmpty()) return new Verdict.Refused("No guard is in force for %s.".formatted(meant.words()));
        var now = registrar.now();
        var until = now.plus(judgement.rules(served, rollout).validFor());
        stores.guards()
                .overrule(
                        served.id(),
                        rollout.id(),
                        meant.digest(),
                        meant.intent().map(Intent::id),
                        new GuardStore.Word(by, reason, now, until));
        stores.requests().add(served.id(), "overrule", Optional.empty(), now);
        return new Verdict.Accepted(
                "%s overrules the guards of %s, which are %s: it goes on whatever the host answers, once, until %s. Approvals, waves and limits stay as they are."
                        .formatted(by, meant.words(), names, until));
    }

    private String names(ServedRepository served, RolloutRow rollout, Guarded meant) {
        var all = meant.intent()
                .map(intent -> stores.guards().of(intent))
                .orElseGet(() -> inForce(served, rollout, meant.change()));
        return all.stream().map(guard -> guard.query().value()).distinct().collect(Collectors.joining(", "));
    }

    /** Who may do that for {@code change}. */
    static List<String> who(ApprovalRules rules, Change change) {
        return rules.eligible(change).stream()
                .filter(name -> rules.rules().people().stream()
                        .anyMatch(person -> person.name().equals(name) && person.may(Repository.Role.ADMIN)))
                .toList();
    }

    /** The same for people. */
    static String said(ApprovalRules rules, Change change) {
        var people = who(rules, change);
        return people.isEmpty()
                ? "nobody: it takes an admin who may approve it and did not write or ask for it"
                : String.join(", ", people);
    }
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.PathRule;
import io.penguintech.gough.schema.Revision;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** From which files the changes of rollouts come, and which of them were committed. Keeps one comparison of each repository. */
final class Sources {
    private final Stores stores;
    private final Revisions revisions;
    private final Map<RepositoryId, Kept> kept = new ConcurrentHashMap<>();
    private final Map<RepositoryId, Claimed> claimed = new ConcurrentHashMap<>();

    Sources(Stores stores, Revisions revisions) {
        this.stores = stores;
        this.revisions = revisions;
    }

    /** What was compared; nothing where what is judged cannot be read any more. */
    private record Kept(Optional<Revision> base, Revision revision, Optional<Origins> origins) {}

    /** What was remembered by which rules: looking at the same again adds nothing. */
    private record Claimed(Origins origins, List<PathRule> rules) {
        @SuppressWarnings("ReferenceEquality") // another comparison may be of other revisions
        boolean isOf(Origins others, List<PathRule> inForce) {
            return origins == others && rules.equals(inForce);
        }
    }

    /** Which of {@code rules} the changes of {@code rollout} are under. */
    Claims claims(ServedRepository served, RolloutRow rollout, List<PathRule> rules) {
        if (rules.isEmpty()) return Claims.NONE;
        var origins = origins(served, rollout.base(), rollout.revision());
        if (origins.isEmpty()) return new Claims(rules, change -> Origin.UNKNOWN);
        var memory =
                new Memory(stores.brought().of(served.id()), stores.claimed().all(served.id()));
        return new Claims(rules, change -> origin(served, origins.get(), memory, change));
    }

    /** What is remembered of subjects. */
    private record Memory(BroughtStore.Remembered brought, Map<String, ClaimedStore.Files> claimed) {}

    private Origin origin(ServedRepository served, Origins origins, Memory memory, Change change) {
        var subject = change.subject();
        var claimed = origins.claimed(subject, memory.claimed());
        var source = origins.source(subject);
        if (source.parts().isEmpty()) return origins.of(change, gone(served, subject, claimed), claimed);
        if (source.isUnknown() || subject instanceof Subject.OfRules) return origins.of(change, source, claimed);
        boolean same = memory.brought().of(subject, source.was()).equals(source.is());
        return origins.of(change, same ? source.drifted() : source.reverted(), claimed);
    }

    /** A document that came and went since everything was brought about: where it was seen, or something was begun for it. */
    private Origins.Source gone(ServedRepository served, Subject subject, ClaimedStore.Files claimed) {
        if (!claimed.own().isEmpty()) return Origins.gone(claimed);
        return stores.journal().newest(served.id(), subject).stream()
                .flatMap(revision -> declared(served, revision)
                        .map(valid -> new Origins(
                                Optional.empty(),
                                valid,
                                Origins.Difference.none(served.source().tree(revision))))
                        .stream())
                .map(then -> then.now(subject))
                .filter(then -> !then.own().isEmpty()) // it was removed by then, and that failed
                .findFirst()
                .map(Origins::gone)
                .orElseGet(() -> Origins.gone(ClaimedStore.Files.NONE));
    }

    private Optional<Origins> origins(ServedRepository served, Optional<Revision> base, Revision revision) {
        var known = kept.get(served.id());
        if (known == null || !known.base().equals(base) || !known.revision().equals(revision)) {
            known = new Kept(base, revision, compared(served, base, revision));
            kept.put(served.id(), known);
        }
        return known.origins();
    }

    private Optional<Origins> compared(ServedRepository served, Optional<Revision> base, Revision revision) {
        var after = declared(served, revision);
        if (after.isEmpty()) return Optional.empty();
        var tree = served.source().tree(revision);
        if (base.equals(Optional.of(revision)))
            return Optional.of(new Origins(after, after.get(), Origins.Difference.none(tree)));
        var before = base.flatMap(one -> declared(served, one));
        var old = base.filter(one -> before.isPresent())
                .map(one -> served.source().tree(one));
        return Optional.of(new Origins(before, after.get(), Origins.Difference.between(old, tree)));
    }

    private Optional<Declarations.Declared.Valid> declared(ServedRepository served, Revision revision) {
        try {
            return revisions.declared(served, revision) instanceof Declarations.Declared.Valid valid
                    ? Optional.of(valid)
                    : Optional.empty();
        } catch (RevisionUnavailable gone) {
            return Optional.empty();
        }
    }

    /**
     * Remembers from which files subjects under rules come, and what is as declared although something else of the revision is not brought about yet: what differs there
     * later is drift. Call at each look, before anything is begun.
     */
    void look(ServedRepository served, RepositoryRow row, Outlook.Compared compared) {
        var rules = InForce.of(served, row).rules().paths();
        boolean complete = row.converged().equals(row.current());
        if (rules.isEmpty()) {
            if (!complete && stores.brought().of(served.id()).complete())
                stores.together(() -> stores.brought().forgetForms(served.id()));
            return;
        }
        origins(served, row.converged(), row.current().orElseThrow()).ifPresent(origins -> {
            var claims = new Claims(rules, origins::of);
            var last = claimed.get(served.id());
            if (last == null || !last.isOf(origins, rules)) claim(served, origins, claims);
            claimed.put(served.id(), new Claimed(origins, rules));
            settle(served, compared, origins, claims);
        });
    }

    /**
     * Something committed begins, to which whom the rules admit said yes: from now on the files that there are now count, and
     * at once, as the next commit may move them. Call inside a transaction.
     */
    void begun(ServedRepository served, RolloutRow rollout, Intent intent, ApprovalRules rules) {
        var subject = intent.change().subject();
        origins(served, rollout.base(), rollout.revision()).ifPresent(origins -> {
            var names = origins.names(subject);
            var now = origins.now(subject);
            var before = origins.claimed(subject, stores.claimed().of(served.id(), names));
            var left = new TreeSet<>(before.own());
            left.addAll(before.parts());
            left.removeAll(now.parts());
            boolean known = left.isEmpty() || isKnown(intent, rules.eligible(intent.change()), now.own());
            var ruled = claimed(origins, rules.claims(), subject);
            var all = known ? ruled : ruled.and(before);
            names.forEach(name -> stores.claimed().forget(served.id(), name.text()));
            if (!all.parts().isEmpty()) stores.claimed().put(served.id(), new TreeMap<>(Map.of(subject.text(), all)));
        });
    }

    /**
     * Whether one of those who said yes saw it come from where it is {@code now}: a yes to the very revision, or to a pull
     * request that was planned with it there.
     */
    private boolean isKnown(Intent intent, List<String> people, Set<String> now) {
        if (stores.approvals().sawItsRevision(intent, people)) return true;
        return stores.proposals().origins(intent, people).stream()
                .anyMatch(origin -> origin.files().containsAll(now));
    }

    /**
     * Other rules judge from now on: other files may matter, what they are about is remembered at once, as the next commit may
     * move it. Call inside a transaction.
     */
    void accepted(ServedRepository served, RolloutRow rollout, List<PathRule> rules) {
        stores.brought().forgetForms(served.id());
        if (rules.isEmpty()) return;
        origins(served, rollout.base(), rollout.revision())
                .ifPresent(origins -> claim(served, origins, new Claims(rules, origins::of)));
    }

    private static ClaimedStore.Files claimed(Origins origins, Claims claims, Subject subject) {
        var now = origins.now(subject);
        var parts = claims.among(now.parts());
        var profiles = new TreeSet<>(now.profiles());
        profiles.removeIf(one -> !parts.contains(one.file()));
        return new ClaimedStore.Files(claims.among(now.own()), parts, profiles);
    }

    /** Adds the files under rules that subjects are made of now to those that are remembered. */
    private void claim(ServedRepository served, Origins origins, Claims claims) {
        var known = stores.claimed().all(served.id());
        var news = new TreeMap<String, ClaimedStore.Files>();
        for (var subject : origins.subjects()) {
            var all = origins.claimed(subject, known).and(claimed(origins, claims, subject));
            if (!all.equals(known.getOrDefault(subject.text(), ClaimedStore.Files.NONE))) news.put(subject.text(), all);
        }
        if (!news.isEmpty()) stores.together(() -> stores.claimed().put(served.id(), news));
    }

    private void settle(ServedRepository served, Outlook.Compared compared, Origins origins, Claims claims) {
        var brought = stores.brought().of(served.id());
        if (origins.isSame() && brought.complete() && brought.forms().isEmpty()) return;
        var unsettled = unsettled(served, compared);
        var subjects = origins.subjects().stream()
                .filter(subject -> brought.forms().containsKey(subject.text())
                        || (!(brought.complete() && origins.isUnchanged(subject))
                                && !claims.among(origins.parts(subject)).isEmpty()))
                .toList();
        var vanished = new TreeSet<>(brought.forms().keySet());
        subjects.forEach(subject -> vanished.remove(subject.text()));
        var news = new TreeMap<String, String>();
        var over = new TreeSet<String>();
        vanished.forEach(subject -> news.put(subject, BroughtStore.UNKNOWN));
        for (var subject : subjects) {
            var source = origins.source(subject);
            var known = Optional.ofNullable(brought.forms().get(subject.text()));
            var now = seen(source, brought.of(subject, source.was()), !unsettled.contains(subject))
                    .filter(form -> !(brought.complete() && Optional.of(form).equals(source.was())));
            if (now.equals(known)) continue;
            now.ifPresentOrElse(form -> news.put(subject.text(), form), () -> over.add(subject.text()));
        }
        if (news.isEmpty() && over.isEmpty()) return;
        stores.together(() -> {
            stores.brought().put(served.id(), news);
            stores.brought().forget(served.id(), over);
        });
    }

    /** As soon as something else is to be brought about, nobody can tell what is, until all of it is. */
    private static Optional<String> seen(Origins.Source source, Optional<String> before, boolean settled) {
        if (settled && source.is().isPresent()) return source.is();
        return before.equals(source.is()) ? before : Optional.of(BroughtStore.UNKNOWN);
    }

    private Set<Subject> unsettled(ServedRepository served, Outlook.Compared compared) {
        var subjects = new HashSet<Subject>();
        compared.plan().changes().forEach(change -> subjects.add(change.subject()));
        compared.plan().blocked().forEach(blocked -> subjects.add(blocked.subject()));
        stores.journal()
                .inFlight(served.id())
                .forEach(intent -> subjects.add(intent.change().subject()));
        return subjects;
    }
}

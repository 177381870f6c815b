package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.reconcile.RulesDigest;
import io.penguintech.gough.schema.Revision;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes up what was asked for: fetches, notices a rewound branch, loads, accepts, supersedes. */
final class Intake {
    private final Stores stores;
    private final Revisions revisions;
    private final Remotes remotes;
    private final Clock clock;
    private final Fetching fetching = new Fetching();

    Intake(Stores stores, Revisions revisions, Remotes remotes, Clock clock) {
        this.stores = stores;
        this.revisions = revisions;
        this.remotes = remotes;
        this.clock = clock;
    }

    /** Takes the waiting request, if there is one and the forge answered. Answers whether it did. */
    boolean take(ServedRepository served) {
        var waiting = stores.requests().due(served.id(), clock.instant());
        var fetched = waiting.flatMap(request -> fetching.of(served));
        fetched.ifPresent(found -> take(served, waiting.orElseThrow(), found));
        return fetched.isPresent();
    }

    private void take(ServedRepository served, RequestStore.Request request, InfraRepo.Fetched found) {
        switch (found) {
            case InfraRepo.Fetched.Failed(var why) ->
                stores.together(
                        () -> stores.requests().postpone(served.id(), now(), remotes.missed(served.id(), why, now())));
            case InfraRepo.Fetched.NoBranch() -> {
                var row = stores.repositories().get(served.id());
                var guard = Guards.vanished(served.source().branch(), row.newest(), row.confirmed());
                stores.together(() -> {
                    remotes.answered(served.id(), now());
                    guard.ifPresent(tripped -> halt(served, List.of(tripped)));
                    stores.requests().taken(served.id(), request);
                });
            }
            case InfraRepo.Fetched.At(var revision, var relation) -> fetched(served, request, revision);
        }
    }

    private void fetched(ServedRepository served, RequestStore.Request request, Revision revision) {
        var row = stores.repositories().get(served.id());
        var rewound = row.newest()
                .filter(before -> served.source().relation(before, revision) == InfraRepo.Relation.REWOUND)
                .flatMap(before -> Guards.rewound(before, revision, row.confirmed()));
        var fresh = !row.newest().equals(Optional.of(revision));
        var asked = request.requester().isPresent()
                && stores.rollouts().active(served.id()).isEmpty();
        var beginning = rewound.isEmpty() && (fresh || asked)
                ? Optional.of(beginning(served, row, request, revision))
                : Optional.<RolloutStore.Beginning>empty();
        stores.together(() -> {
            remotes.answered(served.id(), now());
            rewound.ifPresent(tripped -> halt(served, List.of(tripped)));
            if (request.requester().isPresent()) stores.silences().forgetUnanswered(served.id());
            beginning.ifPresent(begin -> {
                stores.repositories().newest(served.id(), revision);
                publish(stores.rollouts().create(begin, now()));
            });
            stores.requests().taken(served.id(), request);
        });
    }

    private static RolloutStore.Beginning beginning(
            ServedRepository served, RepositoryRow row, RequestStore.Request request, Revision revision) {
        var commit = served.source().commits(row.newest().filter(before -> !before.equals(revision)), revision).stream()
                .filter(one -> one.revision().equals(revision))
                .findFirst();
        return new RolloutStore.Beginning(
                served.id(),
                revision,
                row.converged(),
                commit.map(InfraRepo.Commit::subject).orElse("(no message)"),
                commit.map(one -> "%s <%s>".formatted(one.authorName(), one.authorEmail()))
                        .orElse(""),
                request.cause(),
                request.requester());
    }

    /** Judges rollouts that were only asked for: rejected, or brought about in place of their predecessor. */
    void admit(ServedRepository served) {
        var requested = stores.rollouts().requested(served.id());
        if (requested.isEmpty()) return;
        var newest = requested.getLast();
        stores.together(() -> requested.stream().limit(requested.size() - 1L).forEach(old -> supersede(old, newest)));
        switch (revisions.declared(served, newest.revision())) {
            case Declarations.Declared.Invalid(var diagnostics) ->
                save(newest.with(diagnostics).in(new RolloutState.Rejected(rejected(newest, diagnostics.size()))));
            case Declarations.Declared.Valid valid -> admit(served, newest, valid);
        }
    }

    private void admit(ServedRepository served, RolloutRow rollout, Declarations.Declared.Valid valid) {
        var row = stores.repositories().get(served.id());
        int declared = Outlook.declared(valid);
        var emptied = Guards.emptied(rollout.revision(), row.declared(), declared, row.confirmed());
        stores.together(() -> {
            if (emptied.isPresent()) {
                halt(served, List.of(emptied.get()));
                saveNow(rollout.in(new RolloutState.Rejected(
                        Guards.together(List.of(emptied.get())).text())));
                return;
            }
            stores.rollouts().active(served.id()).ifPresent(old -> supersede(old, rollout));
            var news = !row.current().equals(Optional.of(rollout.revision()));
            if (news) stores.silences().forgetUnanswered(served.id());
            stores.repositories().current(served.id(), rollout.revision(), declared);
            if (!row.accepted().equals(Optional.of(rollout.revision())) && sameRules(served, row, valid))
                accept(served, rollout.revision(), valid);
            saveNow(rollout.with(valid.warnings()).in(new RolloutState.Applying()));
        });
    }

    private static boolean sameRules(ServedRepository served, RepositoryRow row, Declarations.Declared.Valid valid) {
        return RulesDigest.of(InForce.of(served, row).rules())
                .equals(RulesDigest.of(valid.inventory().repository()));
    }

    /** From now on the rules of {@code revision} judge. */
    void accept(ServedRepository served, Revision revision, Declarations.Declared.Valid valid) {
        stores.repositories().accept(served.id(), revision, valid.inventory().repository(), Outlook.unprotected(valid));
        stores.guards().accept(served.id(), valid.inventory().hosts().values());
    }

    private void supersede(RolloutRow old, RolloutRow successor) {
        stores.approvals().move(old.id(), successor.id());
        stores.guards().move(old.id(), successor.id());
        stores.early().move(old.id(), successor.id());
        stores.proposals().move(old.id(), successor.id());
        stores.rollouts().takeOver(old.id(), successor.id());
        saveNow(old.in(new RolloutState.Superseded(successor.id())));
    }

    /** Stops the repository. Call inside a transaction. */
    void halt(ServedRepository served, List<Guards.Tripped> guards) {
        var halt = Guards.together(guards);
        stores.repositories().halt(served.id(), halt.text(), halt.keys());
        stores.alerts().raise(served.id(), "guard", Alert.Severity.CRITICAL, halt.text(), now());
    }

    private void save(RolloutRow rollout) {
        stores.together(() -> saveNow(rollout));
    }

    private void saveNow(RolloutRow rollout) {
        if (stores.rollouts().save(rollout, now())) publish(rollout);
    }

    private void publish(RolloutRow rollout) {
        stores.outbox().publish(new RolloutEvent.RolloutChanged(rollout.repository(), rollout.id()), now());
    }

    private static String rejected(RolloutRow rollout, int problems) {
        return "Revision %s has %d %s; nothing of it is brought about."
                .formatted(rollout.revision().brief(), problems, problems == 1 ? "problem" : "problems");
    }

    private Instant now() {
        return clock.instant();
    }
}

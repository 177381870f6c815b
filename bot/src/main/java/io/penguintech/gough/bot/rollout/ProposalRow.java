package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a pull request would do, as it is stored.
 *
 * @param why why there is no plan of it; may be empty text
 * @param author the login of who opened it
 * @param authorAccount their account
 * @param commits those of the head that the branch did not have
 * @param origins from which files each change of the plan comes, by its digest
 * @param shownAt since when the plan stands in the comment
 * @param mergedCommit what the branch got by its merge
 * @param rollout the one that its yeses count for since it was merged
 */
record ProposalRow(
        RepositoryId repository,
        long number,
        State state,
        String why,
        String title,
        String author,
        String authorAccount,
        String page,
        Revision head,
        Revision base,
        Plan plan,
        List<InfraRepo.Commit> commits,
        SortedMap<String, Origin> origins,
        Instant plannedAt,
        Instant expires,
        Optional<Instant> shownAt,
        Optional<Revision> mergedCommit,
        Optional<RolloutId> rollout) {
    /** Keeps copies. */
    ProposalRow {
        commits = List.copyOf(commits);
        origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
    }

    /** The people behind it: who wrote and committed it, and who opened it. */
    Authors authors(List<Repository.Person> people) {
        return Authors.of(commits, opener(people), people);
    }

    /** Where {@code change} comes from; what an earlier version planned may come from anywhere. */
    Origin origin(Change change) {
        return origins.getOrDefault(change.digest(), Origin.UNKNOWN);
    }

    private Optional<String> opener(List<Repository.Person> people) {
        return people.stream()
                .filter(person -> person.accounts().entrySet().stream()
                        .anyMatch(one -> authorAccount.equals(one.getKey() + ":" + one.getValue())))
                .map(Repository.Person::name)
                .findFirst();
    }

    ProposalRow in(State next, String reason) {
        return new ProposalRow(
                repository,
                number,
                next,
                reason,
                title,
                author,
                authorAccount,
                page,
                head,
                base,
                plan,
                commits,
                origins,
                plannedAt,
                expires,
                shownAt,
                mergedCommit,
                rollout);
    }

    ProposalRow at(Revision newer) {
        return new ProposalRow(
                repository,
                number,
                state,
                why,
                title,
                author,
                authorAccount,
                page,
                newer,
                base,
                plan,
                commits,
                origins,
                plannedAt,
                expires,
                newer.equals(head) ? shownAt : Optional.empty(),
                mergedCommit,
                rollout);
    }

    ProposalRow shown(Instant at) {
        return new ProposalRow(
                repository,
                number,
                state,
                why,
                title,
                author,
                authorAccount,
                page,
                head,
                base,
                plan,
                commits,
                origins,
                plannedAt,
                expires,
                Optional.of(at),
                mergedCommit,
                rollout);
    }

    ProposalRow merged(Revision commit) {
        return new ProposalRow(
                repository,
                number,
                State.MERGED,
                "",
                title,
                author,
                authorAccount,
                page,
                head,
                base,
                plan,
                commits,
                origins,
                plannedAt,
                expires,
                shownAt,
                Optional.of(commit),
                rollout);
    }

    ProposalRow takenUpBy(RolloutId id) {
        return new ProposalRow(
                repository,
                number,
                state,
                why,
                title,
                author,
                authorAccount,
                page,
                head,
                base,
                plan,
                commits,
                origins,
                plannedAt,
                expires,
                shownAt,
                mergedCommit,
                Optional.of(id));
    }

    /** Where it is. */
    enum State {
        /** It is open, and there is a plan of its head. */
        PLANNED,
        /** It is open, and there is none. */
        RETRACTED,
        /** It was closed. */
        CLOSED,
        /** It was merged. */
        MERGED
    }

    /**
     * One person's yes, with every change that it was said to.
     *
     * @param head the commit they saw
     */
    record Yes(
            long id,
            String person,
            String digest,
            Revision head,
            Instant at,
            Instant expires,
            String via,
            OptionalInt destroys,
            List<Said> changes) {
        /** Keeps a copy. */
        Yes {
            changes = List.copyOf(changes);
        }

        /** As the rules count it for one change. */
        ApprovalStore.Yes to(Said said) {
            return new ApprovalStore.Yes(person, said.change().digest(), expires, false, destroys.isPresent());
        }

        Approval approval() {
            return new Approval(person, digest, head, at, expires, via);
        }
    }

    /**
     * A change that a yes was said to.
     *
     * @param voided why and since when it does not count any more
     */
    record Said(Change change, Optional<Revoked> voided) {}

    /** Why and since when a yes does not count any more. */
    record Revoked(String why, Instant at) {}

    /** Somebody's no to one change. */
    record No(String digest, String person, String why) {}
}

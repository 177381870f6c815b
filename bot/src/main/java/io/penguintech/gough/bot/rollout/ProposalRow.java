package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.Merge;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Guard;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
        return new Behind(author, authorAccount, head, commits, Optional.empty()).authors(people);
    }

    /** It is over: with what the forge says, and everybody who was ever behind it. */
    ProposalRow over(Proposals.Merged merged, Optional<Revision> commit) {
        var all = new LinkedHashMap<Revision, InfraRepo.Commit>();
        merged.commits().forEach(one -> all.put(one.revision(), one));
        commits.forEach(one -> all.putIfAbsent(one.revision(), one));
        return new ProposalRow(
                repository,
                number,
                merged.ours() ? State.MERGED : State.CLOSED,
                "",
                title,
                merged.author().login(),
                merged.author().account(),
                page,
                merged.head(),
                base,
                plan,
                List.copyOf(all.values()),
                origins,
                plannedAt,
                expires,
                shownAt,
                commit,
                rollout);
    }

    /** One that was merged, and was never planned: nobody was asked anything. */
    static ProposalRow unplanned(Proposals.Merged merged, Instant now) {
        return new ProposalRow(
                merged.repository(),
                merged.number(),
                State.RETRACTED,
                "",
                merged.title(),
                merged.author().login(),
                merged.author().account(),
                merged.page().toString(),
                merged.head(),
                merged.head(),
                new Plan(List.of(), List.of(), List.of(), 0),
                merged.commits(),
                new TreeMap<>(),
                now,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Where {@code change} comes from; what an earlier version planned may come from anywhere. */
    Origin origin(Change change) {
        return origins.getOrDefault(change.digest(), Origin.UNKNOWN);
    }

    /** The same in another state. */
    ProposalRow in(State next, String reason) {
        return with(next, reason, head, shownAt, rollout);
    }

    /** The same with another newest commit. */
    ProposalRow at(Revision newer) {
        return with(state, why, newer, newer.equals(head) ? shownAt : Optional.empty(), rollout);
    }

    /** The same with its plan in the comment. */
    ProposalRow shown(Instant at) {
        return with(state, why, head, Optional.of(at), rollout);
    }

    /** The same once its yeses count for a rollout. */
    ProposalRow takenUpBy(RolloutId id) {
        return with(state, why, head, shownAt, Optional.of(id));
    }

    private ProposalRow with(
            State next, String reason, Revision newest, Optional<Instant> shown, Optional<RolloutId> countedBy) {
        return new ProposalRow(
                repository,
                number,
                next,
                reason,
                title,
                author,
                authorAccount,
                page,
                newest,
                base,
                plan,
                commits,
                origins,
                plannedAt,
                expires,
                shown,
                mergedCommit,
                countedBy);
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
     * Who is behind a pull request.
     *
     * @param login of who opened it
     * @param account theirs
     * @param head its newest commit
     * @param commits those of all its heads, as far as they were read
     * @param merge the commit that the forge made of them; empty when it made none, or that is not known
     */
    record Behind(
            String login, String account, Revision head, List<InfraRepo.Commit> commits, Optional<Revision> merge) {
        /** Keeps a copy. */
        Behind {
            commits = List.copyOf(commits);
        }

        /** As persons. Who opened it must be known, too; a login counts for barring, although it may be another's now. */
        Authors authors(List<Repository.Person> people) {
            var openers = people.stream()
                    .filter(this::opened)
                    .map(Repository.Person::name)
                    .toList();
            var opened = new Authors(new TreeSet<>(openers), !openers.isEmpty());
            return Authors.of(commits, Optional.empty(), people).and(opened);
        }

        private boolean opened(Repository.Person person) {
            return person.accounts().entrySet().stream()
                            .anyMatch(one -> account.equals(one.getKey() + ":" + one.getValue()))
                    || person.logins().entrySet().stream()
                            .anyMatch(one -> account.startsWith(one.getKey() + ":")
                                    && one.getValue().equalsIgnoreCase(login));
        }

        /** The forge's own commit, where everything that it was made of is known: its authors are asked for their signatures. */
        Optional<Revision> attested() {
            return merge.filter(made -> !made.equals(head) && isKnown());
        }

        /** They are read newest first, and of too many the oldest are not. */
        private boolean isKnown() {
            return commits.size() < Merge.MOST_COMMITS
                    && commits.stream().anyMatch(one -> one.revision().equals(head));
        }
    }

    /**
     * One person's yes, with every change that it was said to.
     *
     * @param head the commit they saw
     * @param base the branch's commit that it was planned with
     */
    record Yes(
            long id,
            String person,
            String digest,
            Revision head,
            Revision base,
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
            return new ApprovalStore.Yes(person, said.change().digest(), expires, false, destroys);
        }

        /** As people see it. */
        Approval approval() {
            return new Approval(person, digest, head, at, expires, via);
        }
    }

    /**
     * A change that a yes was said to.
     *
     * @param voided why and since when it does not count any more
     * @param guards those that were accepted when it was said
     */
    record Said(Change change, Optional<Revoked> voided, List<Guard> guards) {
        /** Keeps a copy. */
        Said {
            guards = List.copyOf(guards);
        }
    }

    /** Why and since when a yes does not count any more. */
    record Revoked(String why, Instant at) {}

    /** Somebody's no to one change. */
    record No(String digest, String person, String why) {}
}

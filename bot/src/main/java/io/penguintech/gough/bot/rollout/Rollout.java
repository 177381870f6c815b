package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One revision being brought about, as people see it.
 *
 * @param id its number
 * @param repository whose it is
 * @param revision the commit
 * @param subject first line of the commit message
 * @param author who wrote the commit, as git says
 * @param cause why Gough looked: push, drift, reconcile, start
 * @param state where it is
 * @param plan the plan people are asked about or that is applied; empty before there is one
 * @param needed how many approvals its risk needs
 * @param eligible names of the people who may approve it
 * @param paths what rules for paths of gough.yaml add to that
 * @param approvals the yeses so far
 * @param progress each change of the plan, by its digest
 * @param typed whether a yes takes typing how many hosts are destroyed
 * @param replaced for changes that are asked about because they are not what was approved: the version that was, by the
 *     digest of the one that is asked about now
 * @param waits what permitted changes wait for: an earlier wave, a pause, a group, a change window
 * @param diagnostics what is wrong with the revision, when it was rejected
 * @param createdAt when it was asked for
 * @param updatedAt when it last changed
 */
public record Rollout(
        RolloutId id,
        RepositoryId repository,
        Revision revision,
        String subject,
        String author,
        String cause,
        RolloutState state,
        Optional<Plan> plan,
        int needed,
        List<String> eligible,
        PathNeeds paths,
        List<Approval> approvals,
        SortedMap<String, Progress> progress,
        boolean typed,
        SortedMap<String, Approved> replaced,
        Optional<Waits> waits,
        List<Diagnostic> diagnostics,
        Instant createdAt,
        Instant updatedAt) {
    /** Under no rule for paths. */
    public Rollout(
            RolloutId id,
            RepositoryId repository,
            Revision revision,
            String subject,
            String author,
            String cause,
            RolloutState state,
            Optional<Plan> plan,
            int needed,
            List<String> eligible,
            List<Approval> approvals,
            SortedMap<String, Progress> progress,
            boolean typed,
            SortedMap<String, Approved> replaced,
            Optional<Waits> waits,
            List<Diagnostic> diagnostics,
            Instant createdAt,
            Instant updatedAt) {
        this(
                id,
                repository,
                revision,
                subject,
                author,
                cause,
                state,
                plan,
                needed,
                eligible,
                PathNeeds.NONE,
                approvals,
                progress,
                typed,
                replaced,
                waits,
                diagnostics,
                createdAt,
                updatedAt);
    }

    /** Keeps unmodifiable copies. */
    public Rollout {
        eligible = List.copyOf(eligible);
        approvals = List.copyOf(approvals);
        progress = Collections.unmodifiableSortedMap(new TreeMap<>(progress));
        replaced = Collections.unmodifiableSortedMap(new TreeMap<>(replaced));
        diagnostics = List.copyOf(diagnostics);
    }

    /** How many more people must say yes, at least. */
    public int missing() {
        return Math.max(paths.missing(), needed - approvals.size());
    }

    /**
     * A change that was approved and is not what is asked about now.
     *
     * @param change what was approved
     * @param by who said yes to it
     * @param at when the last of them did
     */
    public record Approved(Change change, List<String> by, Instant at) {}

    /**
     * How far one change is.
     *
     * @param subject what it is about, as {@code Subject.text()}
     * @param verb the change's verb
     * @param stage waiting, running, done, failed
     * @param detail the last step, or why it failed
     */
    public record Progress(String subject, String verb, Stage stage, String detail) {}

    /** How far a change is. */
    public enum Stage {
        /** Not started. */
        WAITING,
        /** Under way. */
        RUNNING,
        /** Its goal is reached. */
        DONE,
        /** A person must look. */
        FAILED
    }
}

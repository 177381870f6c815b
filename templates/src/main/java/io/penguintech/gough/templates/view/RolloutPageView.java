package io.penguintech.gough.templates.view;

import java.util.List;
import java.util.Optional;

/**
 * One rollout.
 *
 * @param frame what is around it
 * @param rollout the rollout
 * @param eligible names of the people who may approve it
 * @param paths how many more of them what comes from which files takes, a line each
 * @param approvals the yeses so far
 * @param progress how far each change is
 * @param diagnostics what is wrong with the revision, as {@code file:line:column: severity: text}
 * @param differences what is asked about again because it is not what was approved
 * @param plan the plan people are asked about or that is applied
 */
public record RolloutPageView(
        Frame frame,
        RolloutRow rollout,
        List<String> eligible,
        List<String> paths,
        List<Approval> approvals,
        List<Progress> progress,
        List<String> diagnostics,
        List<Difference> differences,
        Optional<PlanView> plan) {
    /** Keeps copies. */
    public RolloutPageView {
        eligible = List.copyOf(eligible);
        paths = List.copyOf(paths);
        approvals = List.copyOf(approvals);
        progress = List.copyOf(progress);
        diagnostics = List.copyOf(diagnostics);
        differences = List.copyOf(differences);
    }

    /**
     * One person's yes.
     *
     * @param by who
     * @param via slack, api, cli, web, forge
     * @param at when
     * @param expires until when it holds
     * @param digest the plan they saw, full
     */
    public record Approval(String by, String via, Moment at, Moment expires, String digest) {}

    /**
     * A change that was approved in another version than the one that is asked about.
     *
     * @param subject what it is about
     * @param by who said yes to the other version
     * @param at when
     * @param rows in what they differ
     */
    public record Difference(String subject, String by, Moment at, List<Row> rows) {
        /** Keeps a copy. */
        public Difference {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One thing in which two versions differ.
     *
     * @param name what
     * @param approved as it was approved
     * @param asked as it is asked about now
     */
    public record Row(String name, String approved, String asked) {}

    /**
     * How far a change is.
     *
     * @param subject what it is about
     * @param verb what is done
     * @param stage waiting, running, done, failed
     * @param detail the last step, or why it failed
     */
    public record Progress(String subject, String verb, String stage, String detail) {}
}

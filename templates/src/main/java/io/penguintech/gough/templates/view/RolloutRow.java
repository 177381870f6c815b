package io.penguintech.gough.templates.view;

/**
 * A rollout in a list.
 *
 * @param id its number
 * @param revision the commit, full
 * @param subject first line of the commit message
 * @param author who wrote the commit
 * @param cause why Gough looked: push, drift, reconcile, start
 * @param state requested, rejected, in-sync, awaiting-approval, applying, done, stalled, declined, expired, superseded,
 *     cancelled
 * @param why what the state says beyond its word; may be empty
 * @param risk the worst risk of its plan
 * @param counts what it would do, such as {@link PlanView#headline()}; may be empty
 * @param digest digest of its plan, full; empty text before there is one
 * @param approvals how many people approved
 * @param needed how many must
 * @param done how many changes reached their goal
 * @param total how many changes there are
 * @param created when it was asked for
 * @param updated when it last changed
 */
public record RolloutRow(
        String id,
        String revision,
        String subject,
        String author,
        String cause,
        String state,
        String why,
        String risk,
        String counts,
        String digest,
        int approvals,
        int needed,
        int done,
        int total,
        Moment created,
        Moment updated) {
    /** The revision as people say it. */
    public String shortRevision() {
        return revision.substring(0, Math.min(12, revision.length()));
    }

    /** The digest as people say it. */
    public String shortDigest() {
        return digest.substring(0, Math.min(12, digest.length()));
    }
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;

/** A fact about a rollout or the service, written in the same transaction as the state change: the outbox. */
public sealed interface RolloutEvent {
    /** Whose it is. */
    RepositoryId repository();

    /** The rollout looks different now: post or edit its one message. Carries no content; readers look it up. */
    record RolloutChanged(RepositoryId repository, RolloutId rollout) implements RolloutEvent {}

    /**
     * Something a person should see once.
     *
     * @param key identity: the same key is the same alert
     * @param severity info, warning, critical
     * @param text what happened and what to do
     */
    record AlertRaised(RepositoryId repository, String key, String severity, String text) implements RolloutEvent {}

    /**
     * What an alert spoke of is over.
     *
     * @param key identity of the alert
     * @param text how it ended
     */
    record AlertResolved(RepositoryId repository, String key, String text) implements RolloutEvent {}

    /**
     * A person decided something that others should hear of, once.
     *
     * @param number number of its line in the audit: the same number is the same decision
     * @param text who decided what and why
     */
    record Decided(RepositoryId repository, long number, String text) implements RolloutEvent {}

    /** What a pull request would do, or what people said to it, looks different now: look it up. */
    record ProposalChanged(RepositoryId repository, long number) implements RolloutEvent {}
}

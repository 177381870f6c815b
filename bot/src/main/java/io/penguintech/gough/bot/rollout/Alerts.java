package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.FleetNews;
import io.penguintech.gough.schema.BackendName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is worth a person's attention, and what people say about that. Alerts come and go by themselves with what is seen of the
 * backends; a person can take one in hand or want to hear nothing of it for a time, and neither changes what is recorded.
 * Thread-safe; each decision is judged by the rules in force and recorded.
 */
public interface Alerts {
    /** The longest time that something can be silenced. */
    Duration LONGEST_SILENCE = Duration.ofDays(30);

    /** Open alerts, the oldest first; then those resolved in the last seven days, the newest first, at most 100. */
    List<Alert> alerts(Optional<RepositoryId> repository);

    /** The open alert with this key. */
    Optional<Alert> open(RepositoryId repository, String key);

    /**
     * A host that an alert is or was about.
     *
     * @param name the host's name, else as Fleet knows it
     * @param since when it began
     * @param until when it was over; empty while it is so
     */
    record AboutHost(String name, Instant since, Optional<Instant> until) {}

    /**
     * The hosts that an alert is or was about in the last thirty days, those of now first, then by name.
     *
     * @param alert its id or its key
     * @param after only those behind so many
     * @param limit at most so many, 1 to 1,000
     */
    List<AboutHost> hosts(RepositoryId repository, String alert, int after, int limit);

    /** What is silenced now, the soonest to end first. */
    List<Alert.Silence> silences(RepositoryId repository);

    /**
     * Takes an open alert in hand, until it is resolved or becomes more severe. One that nothing else can end is resolved by
     * it. Needs an operator, as a person.
     *
     * @param alert its id or its key
     */
    Verdict acknowledge(RepositoryId repository, String alert, Actor actor);

    /**
     * Has nobody told of an alert or a host for a time; it is recorded all the same. Holds when the alert is resolved and
     * raised again meanwhile. Refused for a host that is neither declared nor was in an alert lately. Needs an operator, as a
     * person.
     *
     * @param what which alert by id or key, or which host by name, or one host in one alert
     * @param time at most {@link #LONGEST_SILENCE}
     */
    Verdict silence(RepositoryId repository, Silenced what, Duration time, Actor actor, String reason);

    /** Ends silences: people are told of what is still so. Needs an operator, as a person. */
    Verdict unsilence(RepositoryId repository, Silenced what, Actor actor);

    /**
     * What is silenced; at least one of both.
     *
     * @param alert the id or the key of an alert
     * @param host the name of a host
     */
    record Silenced(Optional<String> alert, Optional<String> host) {}

    /**
     * Takes what a Fleet says by itself. What Gough can ask Fleet about is only a reason to look soon; the rest is recorded as
     * alerts of the repositories that have something there, each delivery once.
     */
    void heard(BackendName fleet, FleetNews news);
}

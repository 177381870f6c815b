package io.penguintech.gough.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a host is: MAAS's state, whether it is enrolled in Fleet and talks to it, and Gough's policies, together. Only for
 * people, and for how fast a rollout goes on: no change comes of it.
 *
 * @param state in one word
 * @param reasons every reason for that, each a sentence for people without a stop at its end; empty when it is healthy and there is
 *     nothing to add
 * @param seenAt when Fleet last heard of the host
 * @param since since when that is so, as far as that is known
 * @param asOf nothing that this was judged by is older; empty when nothing was read
 */
public record Health(
        State state, List<String> reasons, Optional<Instant> seenAt, Optional<Instant> since, Optional<Instant> asOf) {
    /** Keeps a copy. */
    public Health {
        reasons = List.copyOf(reasons);
    }

    /** How a host is. */
    public enum State {
        /** As it should be, as far as MAAS and, where it is to be enrolled, Fleet can tell. */
        HEALTHY,
        /** Somebody should look. */
        UNHEALTHY,
        /** It cannot be told now. */
        UNKNOWN,
        /** It is not meant to run now. */
        NOT_EXPECTED;

        /** For people and clients, such as {@code not-expected}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The one with this word. */
        public static Optional<State> of(String word) {
            for (var state : values()) if (state.word().equals(word)) return Optional.of(state);
            return Optional.empty();
        }
    }

    /**
     * How patient one is.
     *
     * @param enrolment how long after its deployment a host may be unknown to Fleet
     * @param silence how long Fleet may hear nothing of a host, or a server of nobody
     */
    public record Patience(Duration enrolment, Duration silence) {
        /** For production: 45 minutes and an hour. */
        public static final Patience DEFAULT = new Patience(Duration.ofMinutes(45), Duration.ofHours(1));
    }

    /** What is known of a host in Fleet. */
    public sealed interface Enrolment {
        /** It is not meant to be there; nobody asks why it is not. */
        record NotMeant() implements Enrolment {}

        /**
         * Fleet could not be read.
         *
         * @param why for people
         * @param since since when
         */
        record Unread(String why, Optional<Instant> since) implements Enrolment {}

        /**
         * It is to be there, and is not.
         *
         * @param former a record of what ran there before
         * @param at when that was read
         */
        record Missing(Optional<FleetHost> former, Instant at) implements Enrolment {}

        /**
         * It cannot be told apart from another.
         *
         * @param why for people
         * @param at when that was read
         */
        record Doubtful(String why, Instant at) implements Enrolment {}

        /**
         * It is there.
         *
         * @param failing what it fails of Gough's policies
         * @param at when that was read
         */
        record Known(FleetHost host, FleetRoll.Failing failing, Instant at) implements Enrolment {}
    }

    /** All reasons as one text for people; empty when there is none. */
    public String words() {
        return String.join("; ", reasons);
    }
}

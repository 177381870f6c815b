package io.penguintech.gough.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Derives the next step of a change from where its machine or query is now. Pure: the caller looks, journals and
 * starts. Safe after a crash at any point: what it answers depends on what is seen and what was journalled only.
 */
public final class Journey {
    private Journey() {}

    /** What to do next. */
    public sealed interface Next {
        /**
         * Start this step, after journalling it.
         *
         * @param kind the step without what it needs from outside (user data, secrets)
         */
        record Start(Kind kind) implements Next {}

        /** Something is under way, or may be; look again after {@code in}. */
        record Wait(Duration in, String why) implements Next {}

        /** The goal is reached. */
        record Arrived() implements Next {}

        /** The change cannot go on; a person must act. */
        record Stuck(String why) implements Next {}
    }

    /** A step as the journal knows it: the engine adds user data and secrets when it starts it. */
    public sealed interface Kind {
        /** The step's word, as {@link Step#word()}. */
        String word();

        /** A step that needs nothing more. */
        record Plain(Step step) implements Kind {
            @Override
            public String word() {
                return step.word();
            }
        }

        /** Enlist the host. */
        record Enlist() implements Kind {
            @Override
            public String word() {
                return "enlist";
            }
        }

        /** Deploy the machine with the change's deployment. */
        record Deploy(SystemId id) implements Kind {
            @Override
            public String word() {
                return "deploy";
            }
        }
    }

    /**
     * A step that was journalled for the change.
     *
     * @param word the step's word
     * @param startedAt when its intent was journalled
     * @param outcome what came of it; empty when the process died before it could be recorded
     */
    public record Taken(String word, Instant startedAt, Optional<Outcome> outcome) {}

    /**
     * How long things may take.
     *
     * @param unclear how long nothing is written after a call that may have happened: 900 s, MAAS's own proxy limit
     * @param commissioning deadline of commissioning and its tests
     * @param deploying deadline of a deployment
     * @param releasing deadline of a release with its erasing
     * @param tries how often one step is tried
     */
    public record Patience(
            Duration unclear, Duration commissioning, Duration deploying, Duration releasing, int tries) {
        /** For production. */
        public static final Patience DEFAULT = new Patience(
                Duration.ofMinutes(15), Duration.ofMinutes(60), Duration.ofMinutes(60), Duration.ofHours(12), 3);
    }
}

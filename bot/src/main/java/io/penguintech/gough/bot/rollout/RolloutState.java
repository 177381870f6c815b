package io.penguintech.gough.bot.rollout;

import java.time.Instant;

/** Where a rollout is. Design: {@code docs/architecture.md}. */
public sealed interface RolloutState {
    /** The word as the API and the database spell it. */
    String word();

    /** Whether it can never leave this state. */
    boolean isFinal();

    /** A look was asked for; nothing is known yet. */
    record Requested() implements RolloutState {
        @Override
        public String word() {
            return "requested";
        }

        @Override
        public boolean isFinal() {
            return false;
        }
    }

    /** The revision is invalid, or a guard stopped it. */
    record Rejected(String why) implements RolloutState {
        @Override
        public String word() {
            return "rejected";
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** Nothing to do. */
    record InSync() implements RolloutState {
        @Override
        public String word() {
            return "in-sync";
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** People are asked. Covered changes may already run. */
    record AwaitingApproval(Instant expires) implements RolloutState {
        @Override
        public String word() {
            return "awaiting-approval";
        }

        @Override
        public boolean isFinal() {
            return false;
        }
    }

    /** Changes are being started and watched. */
    record Applying() implements RolloutState {
        @Override
        public String word() {
            return "applying";
        }

        @Override
        public boolean isFinal() {
            return false;
        }
    }

    /** A fresh plan is empty. */
    record Done() implements RolloutState {
        @Override
        public String word() {
            return "done";
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** It cannot go on; a person must act, then retry. */
    record Stalled(String why) implements RolloutState {
        @Override
        public String word() {
            return "stalled";
        }

        @Override
        public boolean isFinal() {
            return false;
        }
    }

    /** Somebody said no. */
    record Declined(String by, String why) implements RolloutState {
        @Override
        public String word() {
            return "declined";
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** Nobody said yes in time. */
    record Expired() implements RolloutState {
        @Override
        public String word() {
            return "expired";
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** A newer revision took its place. */
    record Superseded(RolloutId by) implements RolloutState {
        @Override
        public String word() {
            return "superseded";
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** Somebody ended it. */
    record Cancelled(String by, String why) implements RolloutState {
        @Override
        public String word() {
            return "cancelled";
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }
}

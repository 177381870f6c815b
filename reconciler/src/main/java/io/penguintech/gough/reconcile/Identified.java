package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import java.util.List;
import java.util.Optional;

/** Which machine a declared host is. */
sealed interface Identified {
    /** Machines this host lays a claim to, in any region; two claims to one machine block both. */
    List<Claim> claims();

    /** What is remembered of it, once that is clear. */
    default Optional<Records.HostRecord> record() {
        return Optional.empty();
    }

    /** A machine of a region. */
    record Claim(BackendName region, SystemId id) {}

    /** Exactly this one. */
    record Found(Machine machine, Optional<Records.HostRecord> record, Claim claim, MachineIndex index)
            implements Identified {
        @Override
        public List<Claim> claims() {
            return List.of(claim);
        }
    }

    /** None that is known. */
    record Unseen(Optional<Records.HostRecord> record, MachineIndex index) implements Identified {
        @Override
        public List<Claim> claims() {
            return List.of();
        }
    }

    /** The evidence disagrees; nothing is guessed. */
    record Doubt(String why, List<Claim> claims) implements Identified {}

    /** Its backend was not read yet. */
    record Unread(String why) implements Identified {
        @Override
        public List<Claim> claims() {
            return List.of();
        }
    }
}

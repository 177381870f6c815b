package io.penguintech.gough.schema;

/** What a host shall be. */
public sealed interface HostGoal {
    /** The word as files spell it. */
    String word();

    /** Commissioned and waiting. */
    record Ready() implements HostGoal {
        @Override
        public String word() {
            return "ready";
        }
    }

    /** Running its operating system. */
    record Deployed() implements HostGoal {
        @Override
        public String word() {
            return "deployed";
        }
    }

    /** In rescue mode for a while: what runs there is cut off, and comes back with the earlier goal. */
    record Maintenance() implements HostGoal {
        @Override
        public String word() {
            return "maintenance";
        }
    }

    /**
     * Given up: powered off, held, released, erased.
     *
     * @param erase how disks are erased
     * @param delete whether MAAS forgets the machine afterwards
     */
    record Retired(Erase erase, boolean delete) implements HostGoal {
        @Override
        public String word() {
            return "retired";
        }
    }

    /** How disks are erased at release. */
    enum Erase {
        /** Not at all. */
        NONE,
        /** The beginning and the end of each disk. */
        QUICK,
        /** By the disk's own secure erase, else every block. */
        SECURE
    }
}

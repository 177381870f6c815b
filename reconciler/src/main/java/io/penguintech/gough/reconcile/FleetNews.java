package io.penguintech.gough.reconcile;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Fleet says by itself, by a webhook. It is unsigned, may come twice, late or never: a reason to look, and for people what
 * only it tells. Its texts are short single lines of whatever stood there: whoever shows them escapes them.
 */
public sealed interface FleetNews {
    /** What it is about, in one word. */
    String kind();

    /**
     * Hosts began to fail a policy.
     *
     * @param policy Fleet's id of it
     * @param hosts how many it names
     */
    record FailingPolicy(long policy, int hosts) implements FleetNews {
        @Override
        public String kind() {
            return "failing-policy";
        }
    }

    /**
     * Too many hosts are silent.
     *
     * @param unseen how many
     * @param total of how many
     */
    record SilentHosts(int unseen, int total) implements FleetNews {
        @Override
        public String kind() {
            return "host-status";
        }
    }

    /**
     * Software with a vulnerability was found on hosts.
     *
     * @param cve its name, such as {@code CVE-2026-12345}
     * @param exploited whether it is known to be exploited; a free Fleet never says so
     * @param hosts names of the hosts by Fleet's id
     */
    record Vulnerability(String cve, boolean exploited, SortedMap<Long, String> hosts) implements FleetNews {
        /** Keeps an unmodifiable copy. */
        public Vulnerability {
            hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        }

        @Override
        public String kind() {
            return "vulnerability";
        }
    }

    /**
     * Somebody did something.
     *
     * @param type Fleet's word for it, such as {@code edited_agent_options}
     * @param who the person, as Fleet names them
     * @param at when; empty when it does not say
     * @param about what else it says, for people
     * @param user Fleet's id of the person; empty when it does not say, as of one who is gone
     * @param content what tells it from another of the same moment: a digest of all it says, the same from a webhook and from the log
     */
    record Activity(String type, String who, Optional<Instant> at, String about, OptionalLong user, String content)
            implements FleetNews {
        @Override
        public String kind() {
            return "activity";
        }
    }

    /**
     * Something that this version does not know.
     *
     * @param keys what it consists of
     */
    record Unknown(List<String> keys) implements FleetNews {
        /** Keeps a copy. */
        public Unknown {
            keys = List.copyOf(keys);
        }

        @Override
        public String kind() {
            return "unknown";
        }
    }

    /**
     * Nothing that a Fleet would say.
     *
     * @param why what is wrong with it
     */
    record Malformed(String why) implements FleetNews {
        @Override
        public String kind() {
            return "malformed";
        }
    }
}

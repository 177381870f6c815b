package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/** One Fleet: what it has, what can be written to it, and what its hosts answer. */
public interface Fleet {
    /** Which server answers, and as whom. */
    Reading<BackendIdentity> identity();

    /**
     * Every query, policy and label for all hosts, and of these teams.
     *
     * @param teams names of teams, and one that Fleet does not have is said so in the answer; empty: all teams there are
     */
    Reading<Observed.FleetServer> look(Optional<Set<String>> teams);

    /**
     * What people did last to queries and policies, at least the newest few, the oldest of them first. One call.
     */
    Reading<List<Noted>> activities();

    /**
     * One page of Fleet's log of what people did, the newest first: one call. What is done meanwhile shifts pages, so that an entry
     * may be on two; none is missed.
     *
     * @param page from 0 on
     */
    Reading<LogPage> log(int page);

    /**
     * A page of the log.
     *
     * @param entries the newest first
     * @param last whether no page follows
     */
    record LogPage(List<Logged> entries, boolean last) {
        /** Keeps a copy. */
        public LogPage {
            entries = List.copyOf(entries);
        }
    }

    /**
     * An entry of the log.
     *
     * @param id rises with each; a webhook does not say it
     * @param activity what was done
     */
    record Logged(long id, FleetNews.Activity activity) {}

    /**
     * One page of the vulnerabilities that Fleet found in software of its hosts, by their names: one call. Fleet itself counts hosts now
     * and then only, once an hour as a rule, and lists what it counted then.
     *
     * @param page from 0 on
     */
    Reading<VulnerabilityPage> vulnerabilities(int page);

    /**
     * A page of vulnerabilities.
     *
     * @param items those on it
     * @param count how many all pages have; empty when Fleet does not say
     * @param counted when Fleet wrote the hosts of the first of these, as it counts for a while; empty when it does not say, or none
     *     is on it
     * @param last whether no page follows
     */
    record VulnerabilityPage(List<Vulnerability> items, OptionalInt count, Optional<Instant> counted, boolean last) {
        /** Keeps a copy. */
        public VulnerabilityPage {
            items = List.copyOf(items);
        }
    }

    /**
     * A vulnerability.
     *
     * @param cve its name, such as {@code CVE-2026-12345}
     * @param exploited whether it is known to be exploited; a free Fleet never says so
     * @param hosts on how many hosts it was when Fleet counted last
     */
    record Vulnerability(String cve, boolean exploited, int hosts) {}

    /**
     * One page of the hosts that a vulnerability is on now, the lowest ids first: one call.
     *
     * @param cve its name
     * @param page from 0 on
     */
    Reading<HostPage> vulnerable(String cve, int page);

    /**
     * That somebody did something to a query or a policy.
     *
     * @param at when
     * @param who the full name of the user, else what is known of them
     * @param user the user as in {@link BackendIdentity#user()}; empty when Fleet does not say
     * @param what in Fleet's words, such as {@code edited saved query}
     * @param kind what it was done to
     * @param id its id; 0 when Fleet does not say
     * @param team the name of its team; empty when it is for all hosts
     * @param name its name after that; empty when Fleet does not say
     */
    record Noted(Instant at, String who, String user, String what, FleetKind kind, long id, String team, String name) {}

    /**
     * One page of its hosts, the lowest ids first: one call.
     *
     * @param page from 0 on
     * @param failing only hosts that fail the policy with this id; empty: all hosts
     */
    Reading<HostPage> hosts(int page, OptionalLong failing);

    /** Whose hosts our user sees. One call. */
    Reading<Sight> sight();

    /**
     * One page of the hosts that carry a label, the lowest ids first: one call.
     *
     * @param label Fleet's id of the label
     * @param page from 0 on
     */
    Reading<HostPage> carrying(long label, int page);

    /**
     * How many hosts fail each policy for all hosts, for hosts of no team, and of {@code teams}, by Fleet's id: one call or two,
     * and one for each team.
     * Fleet itself counts them now and then only, once an hour as a rule.
     */
    Reading<SortedMap<Long, Integer>> failing(Set<String> teams);

    /**
     * Asks one host now, and waits for its answer: up to a minute. Changes nothing. Only the machine that {@code host} is
     * answers: one that Fleet knows by its name alone, or twice, is silent.
     *
     * @param sql what is asked
     */
    Reading<LiveAnswer> ask(HostIdentity host, String sql);

    /**
     * Asks hosts now, and waits for their answers no longer than the question says and Fleet needs to be asked. Changes
     * nothing. Of one host Fleet itself waits for the answer; of several it hands on each answer as it comes. Hosts that
     * are offline are said to be, and not waited for.
     *
     * @param heard hears once of each host, in the calling thread
     * @return how it ended; missed when Fleet could not be asked at all, and then nothing more was heard
     */
    Reading<LiveEnd> ask(LiveQuestion question, BiConsumer<HostName, LiveAnswer> heard);

    /** Starts {@code step}. A refusal is a {@link Outcome.Failed}, never an exception. */
    Outcome start(Step.OnFleet step);
}

package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.FleetHost;
import io.penguintech.gough.reconcile.FleetRoll;
import io.penguintech.gough.reconcile.HostPage;
import io.penguintech.gough.reconcile.Sight;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.FleetKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads which hosts there are, one page a call. Their list has no {@code meta}: a page that is shorter than it may be is the
 * last one (facts).
 */
final class FleetHostLists {
    /** A list that does not end is no list. */
    private static final int MOST_PAGES = 1000;

    /** No licence for it, no right to it, no such thing. */
    private static final Set<Integer> NOT_THERE = Set.of(402, 403, 404);

    private final FleetCalls calls;
    private final FleetTeams teams;

    FleetHostLists(FleetCalls calls, FleetTeams teams) {
        this.calls = calls;
        this.teams = teams;
    }

    HostPage page(int number, OptionalLong failing) throws Refused {
        return page(
                "hosts",
                number,
                failing.isEmpty() ? "" : "&policy_id=%d&policy_response=failing".formatted(failing.getAsLong()));
    }

    /** Of those that carry a label. */
    HostPage carrying(long label, int number) throws Refused {
        return page("labels/%d/hosts".formatted(label), number, "");
    }

    /** Of those that a vulnerability is on. */
    HostPage vulnerable(String cve, int number) throws Refused {
        return page("hosts", number, "&vulnerability=" + URLEncoder.encode(cve, StandardCharsets.UTF_8));
    }

    private HostPage page(String list, int number, String more) throws Refused {
        int size = calls.settings().pageSize();
        var path = "%s?page=%d&per_page=%d&order_key=id&order_direction=asc%s".formatted(list, number, size, more);
        try {
            var hosts = calls.stream("list-hosts", path, "list hosts", HostReader::list);
            return new HostPage(hosts, hosts.size() < size);
        } catch (Refused refused) {
            if (refused.status() != 403) throw refused;
            throw new Refused(new Failure.Forbidden(refused.failure().why()), refused.status());
        }
    }

    /** Every host now, of which nobody asks what it fails. */
    FleetRoll all(Instant now) throws Refused {
        var hosts = new TreeMap<Long, FleetHost>();
        for (int number = 0; number < MOST_PAGES; number++) {
            var page = page(number, OptionalLong.empty());
            page.hosts().forEach(host -> hosts.put(host.id(), host));
            if (page.last()) return new FleetRoll(hosts, new TreeMap<>(), Set.of(), false, now, new Sight.All());
        }
        throw new Refused(calls.failures().human("list hosts", "its list has more than " + MOST_PAGES + " pages."));
    }

    /**
     * Of each policy for all hosts, for hosts of no team and of these teams, how many hosts fail it, by id. Fleet counts them
     * once an hour.
     *
     * @param teamless whether there may be policies for hosts of no team alone: on Premium only
     */
    SortedMap<Long, Integer> failing(Set<String> wanted, boolean teamless) throws Refused {
        var failing = new TreeMap<Long, Integer>();
        count(0, failing);
        if (teamless) countTeamless(failing);
        for (var team : wanted) {
            var id = teams.id(team);
            if (id.isPresent()) count(id.get(), failing);
        }
        return failing;
    }

    /** Fleet has them as those of team 0. Who may not read them does not make them up either. */
    private void countTeamless(SortedMap<Long, Integer> failing) throws Refused {
        try {
            count(calls.dialect().teams() + "/0/policies", failing);
        } catch (Refused refused) {
            if (!NOT_THERE.contains(refused.status())) throw refused;
        }
    }

    private void count(long teamId, SortedMap<Long, Integer> failing) throws Refused {
        count(Routes.collection(FleetKind.POLICY, teamId, calls.dialect()), failing);
    }

    private void count(String path, SortedMap<Long, Integer> failing) throws Refused {
        var answer = calls.read("count-failing", path, "list policies");
        for (var policy : Routes.list(FleetKind.POLICY, answer)) {
            long id = policy.path("id").asLong(0);
            if (id > 0) failing.put(id, policy.path("failing_host_count").asInt(0));
        }
    }
}

package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.FleetHost;
import io.penguintech.gough.reconcile.FleetRoll;
import io.penguintech.gough.reconcile.HostPage;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.FleetKind;
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

    private final FleetCalls calls;
    private final FleetTeams teams;

    FleetHostLists(FleetCalls calls, FleetTeams teams) {
        this.calls = calls;
        this.teams = teams;
    }

    HostPage page(int number, OptionalLong failing) throws Refused {
        int size = calls.settings().pageSize();
        var path = "hosts?page=%d&per_page=%d&order_key=id&order_direction=asc%s"
                .formatted(
                        number,
                        size,
                        failing.isEmpty()
                                ? ""
                                : "&policy_id=%d&policy_response=failing".formatted(failing.getAsLong()));
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
            if (page.last()) return new FleetRoll(hosts, new TreeMap<>(), Set.of(), false, now);
        }
        throw new Refused(calls.failures().human("list hosts", "its list has more than " + MOST_PAGES + " pages."));
    }

    /** Of each policy for all hosts and of these teams, how many hosts fail it, by id. Fleet counts them once an hour. */
    SortedMap<Long, Integer> failing(Set<String> wanted) throws Refused {
        var failing = new TreeMap<Long, Integer>();
        count(0, failing);
        for (var team : wanted) {
            var id = teams.id(team);
            if (id.isPresent()) count(id.get(), failing);
        }
        return failing;
    }

    private void count(long teamId, SortedMap<Long, Integer> failing) throws Refused {
        var path = Routes.collection(FleetKind.POLICY, teamId, calls.dialect());
        var answer = calls.read("count-failing", path, "list policies");
        for (var policy : Routes.list(FleetKind.POLICY, answer)) {
            long id = policy.path("id").asLong(0);
            if (id > 0) failing.put(id, policy.path("failing_host_count").asInt(0));
        }
    }
}

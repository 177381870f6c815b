package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.FleetHost;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.HostMatch;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request.Effect;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Finds the host that a machine is, and asks it. Found by what MAAS knows of it, one call each: serial, UUID, names;
 * then asked by Fleet's own id. Fleet waits 25 seconds for a host by itself ({@code FLEET_LIVE_QUERY_REST_PERIOD}) and
 * then answers HTTP 200 with an error (fleetdm/fleet server/service/live_queries.go).
 */
final class FleetHosts {
    private static final int SHOWN = 3;

    private final FleetCalls calls;

    FleetHosts(FleetCalls calls) {
        this.calls = calls;
    }

    /** What the host answers. */
    LiveAnswer ask(HostIdentity who, String sql) throws Refused {
        var found = found(who);
        var refusal = HostMatch.refusal(who, found);
        if (refusal.isPresent()) return new LiveAnswer.Silent(refusal.get());
        var host = found.values().iterator().next();
        var doing = "ask host " + host.name();
        var answer = calls.question("ask-host", "hosts/%d/query".formatted(host.id()), Map.of("query", sql), doing);
        return read(answer, host.id(), doing);
    }

    /** Every host that Fleet has under anything that the machine is known by, by Fleet's id. */
    private SortedMap<Long, FleetHost> found(HostIdentity who) throws Refused {
        var keys = new LinkedHashSet<String>();
        HostMatch.serial(who.serial())
                .ifPresent(any -> keys.add(who.serial().orElseThrow().strip()));
        who.uuid().filter(uuid -> HostMatch.uuid(Optional.of(uuid)).isPresent()).ifPresent(keys::add);
        keys.addAll(who.names());
        var hosts = new TreeMap<Long, FleetHost>();
        for (var key : keys) {
            var host = host(key);
            host.ifPresent(one -> hosts.put(one.id(), one));
        }
        return hosts;
    }

    /** The first host that Fleet has under this name, UUID or serial number. */
    private Optional<FleetHost> host(String identifier) throws Refused {
        var doing = "find host " + identifier;
        var segment = URLEncoder.encode(identifier, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            var host = calls.read("find-host", "hosts/identifier/%s?exclude_software=true".formatted(segment), doing)
                    .path("host");
            var read = HostReader.read(host);
            if (read.isPresent()) return read;
            throw new Refused(calls.failures().unreadable(Effect.READ, doing));
        } catch (Refused refused) {
            if (refused.status() == 404) return Optional.empty();
            throw refused;
        }
    }

    private LiveAnswer read(JsonNode answer, long id, String doing) throws Refused {
        if (answer.path("host_id").asLong(0) != id)
            throw new Refused(calls.failures().unreadable(Effect.READ, doing));
        var status = answer.path("status").asString("");
        var error = answer.path("error").asString("");
        if (!status.equals("online"))
            return new LiveAnswer.Silent(
                    "Fleet says that the host is %s".formatted(status.isEmpty() ? "silent" : status));
        if (!error.isEmpty()) return new LiveAnswer.Silent("Fleet says: " + error);
        if (!answer.path("rows").isArray()) return new LiveAnswer.Silent("Fleet's answer holds no rows at all");
        return new LiveAnswer.Rows(answer.path("rows").size(), first(answer.path("rows")));
    }

    /** A host may say very much; nobody reads more than a few rows of it. */
    private static List<SortedMap<String, String>> first(JsonNode rows) {
        var read = new ArrayList<SortedMap<String, String>>();
        for (int i = 0; i < Math.min(rows.size(), SHOWN); i++) {
            var columns = new TreeMap<String, String>();
            rows.get(i)
                    .properties()
                    .forEach(column ->
                            columns.put(column.getKey(), column.getValue().asString("")));
            read.add(columns);
        }
        return read;
    }
}

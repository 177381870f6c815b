package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.FleetHost;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.HostMatch;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.LiveAnswer.Cause;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request.Effect;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
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

    /** What the host answers; nobody reads more than a few rows of it. */
    LiveAnswer ask(HostIdentity who, String sql) throws Refused {
        return ask(who, sql, new RowRoom(SHOWN, Long.MAX_VALUE));
    }

    /** What the host answers, as far as there is room. */
    LiveAnswer ask(HostIdentity who, String sql, RowRoom room) throws Refused {
        var found = found(who);
        var refusal = HostMatch.refusal(who, found);
        if (refusal.isPresent()) return new LiveAnswer.Silent(Cause.NOT_FOUND, refusal.get());
        var host = found.values().iterator().next();
        var doing = "ask host " + host.name();
        var answer = calls.question("ask-host", "hosts/%d/query".formatted(host.id()), Map.of("query", sql), doing);
        return read(answer, host.id(), doing, room);
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

    private LiveAnswer read(JsonNode answer, long id, String doing, RowRoom room) throws Refused {
        if (answer.path("host_id").asLong(0) != id)
            throw new Refused(calls.failures().unreadable(Effect.READ, doing));
        var status = answer.path("status").asString("");
        var error = answer.path("error").asString("");
        if (!status.equals("online")) return notOnline(status);
        if (!error.isEmpty()) return new LiveAnswer.Silent(cause(error), "Fleet says: " + calls.clean(error));
        if (!answer.path("rows").isArray())
            return new LiveAnswer.Silent(Cause.NO_ANSWER, "Fleet's answer holds no rows at all");
        return room.keep(answer.path("rows"), Map.of());
    }

    /** Fleet's own words for a host that said nothing (fleetdm/fleet server/service/live_queries.go). */
    private static Cause cause(String error) {
        return error.startsWith("timeout") ? Cause.NO_ANSWER : Cause.FAILED;
    }

    /** What is said of a host with another status than online. */
    static LiveAnswer.Silent notOnline(String status) {
        return new LiveAnswer.Silent(
                Cause.OFFLINE, "Fleet says that the host is %s".formatted(status.isEmpty() ? "silent" : status));
    }
}

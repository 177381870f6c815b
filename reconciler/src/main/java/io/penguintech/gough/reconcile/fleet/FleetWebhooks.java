package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.FleetNews;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what Fleet's automations post (fleetdm/fleet server/webhooks; facts of Fleet's webhooks). The kind is told by the keys,
 * as Fleet names none; what else is in there is passed over, and both generations of names are read.
 */
public final class FleetWebhooks {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The name of a vulnerability. */
    static final Pattern CVE = Pattern.compile("CVE-[0-9]{4}-[0-9]{4,12}");

    private static final int MOST_HOSTS = 50_000;
    private static final int MOST_DETAILS = 6;

    private FleetWebhooks() {}

    /** What a body says; never an exception, whatever stands there. */
    public static FleetNews read(byte[] body) {
        try {
            var json = JSON.readTree(body);
            return json.isObject() ? read(json) : new FleetNews.Malformed("the body is no JSON object");
        } catch (JacksonException e) {
            return new FleetNews.Malformed("the body is no JSON");
        }
    }

    private static FleetNews read(JsonNode json) {
        if (json.has("policy")) return policy(json);
        if (json.has("vulnerability")) return vulnerability(json.get("vulnerability"));
        if (json.path("data").has("unseen_hosts")) return silent(json.get("data"));
        if (json.has("type") && json.has("details")) return activity(json);
        return new FleetNews.Unknown(json.propertyNames().stream()
                .limit(MOST_DETAILS)
                .map(ActivityReader::line)
                .toList());
    }

    private static FleetNews policy(JsonNode json) {
        long id = id(json.path("policy"));
        if (id == 0) return new FleetNews.Malformed("policy.id is no id");
        if (!json.path("hosts").isArray()) return new FleetNews.Malformed("hosts is no list");
        return new FleetNews.FailingPolicy(id, json.get("hosts").size());
    }

    private static FleetNews silent(JsonNode data) {
        return isCount(data.get("unseen_hosts")) && isCount(data.path("total_hosts"))
                ? new FleetNews.SilentHosts(
                        data.get("unseen_hosts").asInt(),
                        data.get("total_hosts").asInt())
                : new FleetNews.Malformed("data.unseen_hosts and data.total_hosts are no numbers");
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.asInt() >= 0;
    }

    private static FleetNews vulnerability(JsonNode it) {
        var cve = it.path("cve").asString("");
        if (!CVE.matcher(cve).matches()) return new FleetNews.Malformed("vulnerability.cve is no CVE");
        var affected = it.path("hosts_affected");
        if (!affected.isArray() || affected.size() > MOST_HOSTS)
            return new FleetNews.Malformed("vulnerability.hosts_affected is no list, or one of too many");
        SortedMap<Long, String> hosts = new TreeMap<>();
        for (var host : affected) {
            long id = id(host);
            if (id == 0) return new FleetNews.Malformed("a host of vulnerability.hosts_affected has no id");
            hosts.put(id, ActivityReader.first(host, "display_name", "hostname").orElse("host " + id));
        }
        return new FleetNews.Vulnerability(cve, it.path("cisa_known_exploit").asBoolean(false), hosts);
    }

    private static FleetNews activity(JsonNode json) {
        if (!ActivityReader.isType(json.path("type").asString("")))
            return new FleetNews.Malformed("type is no word of Fleet's");
        if (!json.get("details").isObject() && !json.get("details").isNull())
            return new FleetNews.Malformed("details is no object");
        return ActivityReader.heard(json);
    }

    private static long id(JsonNode node) {
        var id = node.path("id");
        return id.isIntegralNumber() && id.canConvertToLong() ? Math.max(0, id.asLong()) : 0;
    }
}

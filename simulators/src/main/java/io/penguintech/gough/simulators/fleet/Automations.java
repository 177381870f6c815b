package io.penguintech.gough.simulators.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Fleet posts by itself to one address, unsigned, in the shapes of fleetdm/fleet server/webhooks: newly failing hosts by policy
 * and batch, kept until they are taken; silent hosts; vulnerabilities; activities, tried again only after a 429. It posts when it is
 * told to, as if its interval had passed.
 */
final class Automations implements AutoCloseable {

    private static final Duration TIME_OUT = Duration.ofSeconds(30);
    private static final int TOO_MANY = 429;

    private final FleetModel model;
    private final PolicyJson policyJson;
    private final HttpClient http;
    private final Map<Integer, TreeSet<Integer>> told = new TreeMap<>();
    private Optional<URI> destination = Optional.empty();
    private int batch = 1000;
    private int postedActivities;

    Automations(FleetModel model) {
        this.model = model;
        this.policyJson = new PolicyJson(model);
        this.http = HttpClient.newBuilder().connectTimeout(TIME_OUT).build();
    }

    void connect(URI address, int batchSize) {
        destination = Optional.of(address);
        batch = batchSize;
        postedActivities = model.alone(() -> model.log().entries().size());
    }

    /** Newly failing hosts of every policy; the status of each answer. */
    List<Integer> failingPolicies() {
        var statuses = new ArrayList<Integer>();
        for (Policy policy : model.alone(() -> model.policies().all())) {
            var failing = model.alone(() -> model.policies().failingHosts(policy.id()));
            var known = told.computeIfAbsent(policy.id(), any -> new TreeSet<>());
            known.retainAll(failing);
            var fresh = failing.stream().filter(host -> !known.contains(host)).toList();
            for (int from = 0; from < fresh.size(); from += batch) {
                var some = fresh.subList(from, Math.min(from + batch, fresh.size()));
                int status = post(model.alone(() -> failing(policy, some)));
                if (status / 100 == 2) {
                    known.addAll(some);
                }
                statuses.add(status);
            }
        }
        return List.copyOf(statuses);
    }

    private ObjectNode failing(Policy policy, List<Integer> hosts) {
        var body = Json.object().put("timestamp", now());
        body.set("policy", policyJson.policy(policy, Json.Keys.BOTH));
        var list = body.putArray("hosts");
        hosts.forEach(id -> list.add(host(id).put("display_name", hostname(id))));
        return body;
    }

    private ObjectNode host(int id) {
        return Json.object()
                .put("id", id)
                .put("hostname", hostname(id))
                .put("url", "https://fleet.example.org/hosts/" + id);
    }

    private String hostname(int id) {
        var host = model.hosts().get(id);
        return host == null ? "" : host.host().hostname();
    }

    /** That so many hosts were not seen for days. */
    int hostStatus(int days) {
        return post(model.alone(() -> {
            var since = model.settings().clock().instant().minus(Duration.ofDays(days));
            var unseen = model.hosts().values().stream()
                    .filter(host -> model.seenAt(host).isBefore(since))
                    .map(FleetModel.Enrolled::id)
                    .toList();
            int total = model.hosts().size();
            var body = Json.object()
                    .put(
                            "text",
                            "More than %.2f%% of your hosts have not checked into Fleet for more than %d days. You've been sent this message because the Host status webhook is enabled in your Fleet instance."
                                    .formatted(total == 0 ? 0 : 100.0 * unseen.size() / total, days));
            var data = body.putObject("data").put("unseen_hosts", unseen.size()).put("total_hosts", total);
            data.put("days_unseen", days);
            var ids = data.putArray("host_ids");
            unseen.forEach(ids::add);
            return body;
        }));
    }

    /** That software of these hosts has this vulnerability; whether it is exploited only Premium says. */
    int vulnerability(String cve, boolean exploited, List<Integer> hosts) {
        return post(model.alone(() -> {
            var body = Json.object().put("timestamp", now());
            var it = body.putObject("vulnerability")
                    .put("cve", cve)
                    .put("details_link", "https://nvd.nist.gov/vuln/detail/" + cve);
            if (model.settings().tier() == Tier.PREMIUM) {
                it.put("epss_probability", 0.7).put("cvss_score", 5.7).put("cisa_known_exploit", exploited);
            }
            var list = it.putArray("hosts_affected");
            hosts.forEach(id -> list.add(host(id).put("display_name", hostname(id))));
            return body;
        }));
    }

    /** What people did since the last time, one post each; after a 429 it stops and the same comes first next time. */
    List<Integer> activities() {
        var statuses = new ArrayList<Integer>();
        var all = model.alone(() -> model.log().entries());
        while (postedActivities < all.size()) {
            int status = post(activity(all.get(postedActivities)));
            statuses.add(status);
            if (status == TOO_MANY) {
                break;
            }
            postedActivities++;
        }
        return List.copyOf(statuses);
    }

    /**
     * Without the activity's id, which webhooks do not carry (facts), and with the moment as the server's clock has it: its log keeps
     * less of it (fleetdm/fleet server/service/activities.go; how much less is inferred).
     */
    private static ObjectNode activity(Activity activity) {
        var actor = activity.actor();
        var body = Json.object().put("timestamp", activity.at().toString());
        if (actor == null) {
            body.putNull("actor_full_name").putNull("actor_id").putNull("actor_email");
        } else {
            body.put("actor_full_name", actor.name())
                    .put("actor_id", actor.id())
                    .put("actor_email", actor.email());
        }
        body.put("type", activity.type()).set("details", activity.details());
        return body;
    }

    private String now() {
        return Json.time(model.settings().clock().instant());
    }

    private int post(JsonNode body) {
        var address = destination.orElseThrow(() -> new IllegalStateException("no webhook is set up"));
        var request = HttpRequest.newBuilder(address)
                .timeout(TIME_OUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

package io.penguintech.gough.simulators.fleet;

import java.text.Normalizer;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies and how many hosts pass them, under the rules of fleetdm/fleet server/service/global_policies.go and
 * team_policies.go. Guarded by the lock of the model it belongs to.
 */
final class Policies {

    private final TreeMap<Integer, Policy> policies = new TreeMap<>();
    /** By policy and host, whether it passes; those that only a count is known of are not here. */
    private final Map<Integer, Map<Integer, Boolean>> answers = new TreeMap<>();

    private final Places places;
    private final Labels labels;
    private final ActivityLog log;
    private final Clock clock;
    private int lastId;
    private long lostResults;

    Policies(Places places, Labels labels, ActivityLog log, Clock clock) {
        this.places = places;
        this.labels = labels;
        this.log = log;
        this.clock = clock;
    }

    List<Policy> all() {
        return List.copyOf(policies.values());
    }

    /** Those of one fleet, or the global ones. */
    List<Policy> in(@Nullable Integer fleetId) {
        return policies.values().stream()
                .filter(policy -> Objects.equals(policy.fields().fleetId(), fleetId))
                .toList();
    }

    Policy get(int id) {
        var policy = policies.get(id);
        if (policy == null) {
            throw Refusal.notFound("Policy " + id + " was not found in the datastore");
        }
        return policy;
    }

    Optional<Policy> find(@Nullable Integer fleetId, String name) {
        return in(fleetId).stream()
                .filter(policy -> normal(policy.fields().name()).equals(normal(name)))
                .findFirst();
    }

    Policy create(FleetUser actor, PolicyFields fields) {
        requireWriter(actor);
        requireValid(fields);
        requireFree(fields, 0);
        var policy = insert(actor, fields);
        log.add(actor, "created_policy", about(policy));
        return policy;
    }

    Policy modify(FleetUser actor, int id, PolicyFields next) {
        requireWriter(actor);
        var before = get(id);
        requireValid(next);
        requireFree(next, id);
        var policy = replace(before, next);
        log.add(actor, "edited_policy", about(policy));
        return policy;
    }

    /** All or none: an unknown id, or one of another fleet, spoils the whole request. */
    List<Integer> delete(FleetUser actor, @Nullable Integer fleetId, List<Integer> ids) {
        var doomed = ids.stream().map(this::get).toList();
        requireWriter(actor);
        if (doomed.stream().anyMatch(policy -> !Objects.equals(policy.fields().fleetId(), fleetId))) {
            throw Refusal.forbidden();
        }
        for (var policy : doomed) {
            forgetResults(policy);
            policies.remove(policy.id());
            log.add(actor, "deleted_policy", about(policy));
        }
        return ids;
    }

    /** The bulk upsert: whatever has the name is overwritten, whoever made it. */
    void apply(FleetUser actor, List<PolicyFields> specs) {
        requireWriter(actor);
        specs.forEach(this::requireValid);
        var details = ActivityLog.details();
        var logged = details.putArray("policies");
        for (var fields : specs) {
            find(fields.fleetId(), fields.name())
                    .ifPresentOrElse(before -> replace(before, fields), () -> insert(actor, fields));
            logged.addObject().put("name", fields.name());
        }
        log.add(actor, "applied_spec_policy", details);
    }

    void count(int id, int passing, int failing) {
        policies.put(id, get(id).counting(passing, failing));
    }

    /** Hosts answer; the counts are those of all answers. */
    void answer(int id, Collection<Integer> hosts, boolean passes) {
        get(id);
        var all = answers.computeIfAbsent(id, any -> new TreeMap<>());
        hosts.forEach(host -> all.put(host, passes));
        recount(id);
    }

    /** How many policies a host fails. */
    int failing(int host) {
        return (int) answers.values().stream()
                .filter(of -> Boolean.FALSE.equals(of.get(host)))
                .count();
    }

    /** The hosts that fail a policy, those that only a count is known of aside. */
    List<Integer> failingHosts(int id) {
        return answers.getOrDefault(id, Map.of()).entrySet().stream()
                .filter(answer -> !answer.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What a host answered to a policy; nothing when it did not. */
    Optional<Boolean> answer(int id, int host) {
        return Optional.ofNullable(answers.getOrDefault(id, Map.of()).get(host));
    }

    /** A host is gone, and its answers with it. */
    void forgetHost(int host) {
        for (var entry : answers.entrySet())
            if (entry.getValue().remove(host) != null) {
                recount(entry.getKey());
            }
    }

    private void recount(int id) {
        var all = answers.getOrDefault(id, Map.of()).values();
        int passing = (int) all.stream().filter(passes -> passes).count();
        count(id, passing, all.size() - passing);
    }

    /** How many results of hosts were thrown away by edits and deletions since the start. */
    long lostResults() {
        return lostResults;
    }

    /** Rewrites which hosts policies are for, as the database does when a label is renamed or goes. */
    void retarget(UnaryOperator<List<String>> change) {
        policies.replaceAll(
                (id, policy) -> policy.with(policy.fields().scoped(scopes -> scopes.with(change)), policy.updatedAt()));
    }

    private Policy insert(FleetUser actor, PolicyFields fields) {
        var now = clock.instant();
        var policy = new Policy(++lastId, fields, actor, now, now, 0, 0);
        policies.put(policy.id(), policy);
        return policy;
    }

    private Policy replace(Policy before, PolicyFields next) {
        var after = before.with(next, clock.instant());
        if (before.fields().losesResultsTo(next)) {
            forgetResults(before);
            after = after.counting(0, 0);
        }
        policies.put(after.id(), after);
        return after;
    }

    private void forgetResults(Policy policy) {
        answers.remove(policy.id());
        lostResults += policy.passing() + policy.failing();
    }

    private static void requireWriter(FleetUser actor) {
        if (!actor.role().mayWriteReports()) {
            throw Refusal.forbidden();
        }
    }

    private void requireValid(PolicyFields fields) {
        if (fields.fleetId() != null || !fields.scopes().isEmpty()) {
            places.requirePremium();
        }
        fields.complaint().ifPresent(complaint -> {
            throw Refusal.badRequest("policy payload verification: " + complaint);
        });
        labels.require(fields.scopes().names());
    }

    private void requireFree(PolicyFields fields, int ownId) {
        find(fields.fleetId(), fields.name())
                .filter(other -> other.id() != ownId)
                .ifPresent(other -> {
                    throw Refusal.alreadyExists("Policy \"" + fields.name() + "\" already exists");
                });
    }

    private ObjectNode about(Policy policy) {
        return places.name(
                ActivityLog.details()
                        .put("policy_id", policy.id())
                        .put("policy_name", policy.fields().name()),
                policy.fields().fleetId());
    }

    /** Policies are told apart by a checksum of the name, which Fleet normalises (server/datastore/mysql/policies.go). */
    private static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }
}

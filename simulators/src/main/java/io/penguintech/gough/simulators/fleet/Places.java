package io.penguintech.gough.simulators.fleet;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Fleets, labels and policies: what reports and hosts refer to. Guarded by the lock of the model it belongs to. */
final class Places {

    private static final int GLOBAL = -1;

    private final Tier tier;
    private final TreeMap<Integer, Team> teams = new TreeMap<>();
    private final TreeMap<Integer, Label> labels = new TreeMap<>();
    private final TreeMap<Integer, Policy> policies = new TreeMap<>();

    Places(Tier tier) {
        this.tier = tier;
        for (var name : new String[] {"All Hosts", "macOS", "Ubuntu Linux", "CentOS Linux", "MS Windows"}) {
            addLabel(name, "", "select 1;", true);
        }
    }

    SortedMap<Integer, Team> teams() {
        return teams;
    }

    SortedMap<Integer, Label> labels() {
        return labels;
    }

    SortedMap<Integer, Policy> policies() {
        return policies;
    }

    Team addTeam(String name, String secret) {
        requirePremium();
        var team = new Team(next(teams), name, secret);
        teams.put(team.id(), team);
        return team;
    }

    Label addLabel(String name, String description, String query, boolean builtin) {
        var label = new Label(next(labels), name, description, query, builtin);
        labels.put(label.id(), label);
        return label;
    }

    Policy addPolicy(String name, String query, String resolution, int passing, int failing) {
        var policy = new Policy(next(policies), name, query, "", resolution, "", passing, failing);
        policies.put(policy.id(), policy);
        return policy;
    }

    void requirePremium() {
        if (tier == Tier.FREE) {
            throw Refusal.needsPremium();
        }
    }

    @Nullable
    Integer teamIdOf(String name) {
        if (name.isEmpty()) {
            return null;
        }
        return teams.values().stream()
                .filter(team -> team.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("Team " + name + " was not found in the datastore"))
                .id();
    }

    void requireTeam(@Nullable Integer id) {
        if (id != null && !teams.containsKey(id)) {
            throw Refusal.notFound("Team " + id + " was not found in the datastore");
        }
    }

    void requireLicence(ReportFields fields) {
        if (!fields.labelsIncludeAny().isEmpty() || !fields.labelsIncludeAll().isEmpty() || fields.fleetId() != null) {
            requirePremium();
        }
    }

    void requireLabels(ReportFields fields) {
        var known = labels.values().stream().map(Label::name).toList();
        Stream.concat(fields.labelsIncludeAny().stream(), fields.labelsIncludeAll().stream())
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.badRequest("some or all the labels provided don't exist: " + name);
                });
    }

    Label label(String name) {
        return labels.values().stream()
                .filter(label -> label.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Adds {@code team_id} and {@code team_name} to the details of an activity; global is -1. */
    ObjectNode name(ObjectNode details, @Nullable Integer teamId) {
        details.put("team_id", Objects.requireNonNullElse(teamId, GLOBAL));
        var team = teamId == null ? null : teams.get(teamId);
        return details.put("team_name", team == null ? null : team.name());
    }

    private static int next(SortedMap<Integer, ?> map) {
        return map.isEmpty() ? 1 : map.lastKey() + 1;
    }
}

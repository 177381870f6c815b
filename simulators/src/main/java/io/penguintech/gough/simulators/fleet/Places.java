package io.penguintech.gough.simulators.fleet;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The fleets that reports, policies and hosts are in, and what the licence allows. Guarded by the lock of the model it belongs to. */
final class Places {

    private static final int GLOBAL = -1;

    private final Tier tier;
    private final TreeMap<Integer, Team> teams = new TreeMap<>();

    Places(Tier tier) {
        this.tier = tier;
    }

    SortedMap<Integer, Team> teams() {
        return teams;
    }

    Team addTeam(String name, String secret) {
        requirePremium();
        var team = new Team(next(teams), name, secret);
        teams.put(team.id(), team);
        return team;
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

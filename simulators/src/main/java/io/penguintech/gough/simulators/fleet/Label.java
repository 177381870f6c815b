package io.penguintech.gough.simulators.fleet;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A label as the server keeps it.
 *
 * @param id given by the server, never used twice
 * @param name unique
 * @param description free text
 * @param query SQL of a dynamic label, else empty; never changes
 * @param platform where a dynamic label is looked for, empty is everywhere; never changes
 * @param criteria what hosts of a host vitals label have in common; null for the other kinds; never changes
 * @param author who made it; null for one that Fleet brought along
 * @param fleetId the fleet whose hosts alone it holds; null is global
 * @param hosts ids of the hosts in a manual label
 */
public record Label(
        int id,
        String name,
        String description,
        String query,
        String platform,
        @Nullable JsonNode criteria,
        @Nullable FleetUser author,
        @Nullable Integer fleetId,
        SortedSet<Integer> hosts) {

    /** Keeps a copy. */
    public Label {
        hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    }

    /** Whether Fleet brought it along. */
    public boolean builtin() {
        return author == null;
    }

    /** As {@code label_membership_type} spells it. */
    String membership() {
        if (criteria != null) {
            return "host_vitals";
        }
        return query.isEmpty() ? "manual" : "dynamic";
    }

    Label called(String otherName, String otherDescription) {
        return new Label(id, otherName, otherDescription, query, platform, criteria, author, fleetId, hosts);
    }

    Label of(SortedSet<Integer> otherHosts) {
        return new Label(id, name, description, query, platform, criteria, author, fleetId, otherHosts);
    }
}

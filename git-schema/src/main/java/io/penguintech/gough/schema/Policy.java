package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A declared policy: a question with the answer yes or no. A host passes when the SQL gives at least one row.
 *
 * @param name its name in Fleet
 * @param labels {@code metadata.labels}
 * @param fleet which configured Fleet
 * @param team which fleet of hosts inside that server; empty: all hosts
 * @param formerly earlier names: a rename that keeps Fleet's id and history
 * @param description for people
 * @param sql the SQL
 * @param resolution what the owner of a failing host does about it
 * @param platforms darwin, linux, windows, chrome; empty means all
 * @param critical whether a failing host is a matter of urgency
 * @param calendarEventsEnabled whether the owner of a failing host gets an appointment; empty: as Fleet has it
 * @param conditionalAccessEnabled whether a failing host is kept from single sign-on; empty: as Fleet has it
 * @param labelsIncludeAny only hosts with one of these labels; empty: whatever their labels
 * @param labelsIncludeAll only hosts with all of these labels; empty: whatever their labels
 * @param labelsExcludeAny no host with one of these labels
 * @param labelsExcludeAll no host with all of these labels
 * @param adopt take over a policy of this name that somebody else made
 * @param place where its document begins
 */
public record Policy(
        PolicyName name,
        SortedMap<String, String> labels,
        BackendName fleet,
        Optional<TeamName> team,
        List<PolicyName> formerly,
        String description,
        String sql,
        String resolution,
        SortedSet<String> platforms,
        boolean critical,
        Optional<Boolean> calendarEventsEnabled,
        Optional<Boolean> conditionalAccessEnabled,
        SortedSet<LabelName> labelsIncludeAny,
        SortedSet<LabelName> labelsIncludeAll,
        SortedSet<LabelName> labelsExcludeAny,
        SortedSet<LabelName> labelsExcludeAll,
        boolean adopt,
        Place place)
        implements FleetObject {
    /** Keeps unmodifiable copies; reads what an earlier version wrote, which did not know all fields. */
    public Policy {
        calendarEventsEnabled = Objects.requireNonNullElse(calendarEventsEnabled, Optional.empty());
        conditionalAccessEnabled = Objects.requireNonNullElse(conditionalAccessEnabled, Optional.empty());
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        formerly = List.copyOf(formerly);
        platforms = Collections.unmodifiableSortedSet(new TreeSet<>(platforms));
        labelsIncludeAny = Collections.unmodifiableSortedSet(new TreeSet<>(labelsIncludeAny));
        labelsIncludeAll = Collections.unmodifiableSortedSet(new TreeSet<>(labelsIncludeAll));
        labelsExcludeAny = Collections.unmodifiableSortedSet(new TreeSet<>(labelsExcludeAny));
        labelsExcludeAll = Collections.unmodifiableSortedSet(new TreeSet<>(labelsExcludeAll));
    }

    @Override
    public FleetKind kind() {
        return FleetKind.POLICY;
    }

    @Override
    public String title() {
        return name.value();
    }

    @Override
    public List<String> earlier() {
        return formerly.stream().map(PolicyName::value).toList();
    }
}

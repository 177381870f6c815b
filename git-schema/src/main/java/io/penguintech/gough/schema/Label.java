package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A declared label: a set of hosts that queries and policies are asked of.
 *
 * @param name its name in Fleet
 * @param labels {@code metadata.labels}
 * @param fleet which configured Fleet
 * @param team which fleet of hosts inside that server it belongs to; empty: to all
 * @param formerly earlier names: a rename that keeps Fleet's id and what refers to it
 * @param description for people
 * @param membership which hosts carry it
 * @param adopt take over a label of this name that somebody else made
 * @param place where its document begins
 */
public record Label(
        LabelName name,
        SortedMap<String, String> labels,
        BackendName fleet,
        Optional<TeamName> team,
        List<LabelName> formerly,
        String description,
        Membership membership,
        boolean adopt,
        Place place)
        implements FleetObject {
    /** The labels that every Fleet has, and that nobody may change (source: Fleet 4.90). */
    public static final Set<String> BUILT_IN = Set.of(
            "All Hosts",
            "macOS",
            "Ubuntu Linux",
            "CentOS Linux",
            "MS Windows",
            "Red Hat Linux",
            "All Linux",
            "chrome",
            "macOS 14+ (Sonoma+)",
            "iOS",
            "iPadOS",
            "Fedora Linux",
            "Android");

    /** Keeps unmodifiable copies. */
    public Label {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        formerly = List.copyOf(formerly);
    }

    @Override
    public FleetKind kind() {
        return FleetKind.LABEL;
    }

    @Override
    public String title() {
        return name.value();
    }

    @Override
    public List<String> earlier() {
        return formerly.stream().map(LabelName::value).toList();
    }

    /** Which hosts carry a label. Fleet never changes the kind of a label, nor its SQL, platform and criteria. */
    public sealed interface Membership {
        /**
         * Hosts for which the SQL gives a row.
         *
         * @param sql the SQL
         * @param platform darwin, windows, ubuntu or centos; empty text: all hosts are asked
         */
        record Dynamic(String sql, String platform) implements Membership {}

        /**
         * Hosts that are listed.
         *
         * @param hosts their serial numbers, UUIDs or host names; empty: whoever carries it in Fleet goes on carrying it
         */
        record Manual(Optional<SortedSet<String>> hosts) implements Membership {
            /** Keeps an unmodifiable sorted copy. */
            public Manual {
                hosts = hosts.map(all -> Collections.unmodifiableSortedSet(new TreeSet<>(all)));
            }
        }

        /**
         * Hosts of which Fleet knows a vital to be so.
         *
         * @param vital {@code end_user_idp_group}, {@code end_user_idp_department} or {@code custom_host_vital}
         * @param operator {@code =}, {@code !=}, {@code >}, {@code <} or {@code LIKE}
         * @param value what it is compared with
         * @param customHostVitalId Fleet's id of the custom host vital, given exactly for that vital
         */
        record HostVitals(String vital, String operator, String value, OptionalLong customHostVitalId)
                implements Membership {}
    }
}

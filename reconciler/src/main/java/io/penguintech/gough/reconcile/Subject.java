package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.TeamName;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.util.Objects;

/** The declared thing that a change, a block or a finding is about. */
public sealed interface Subject extends Comparable<Subject> {
    /** One line for people and records, such as {@code host hv-01}; unique within a repository. */
    String text();

    @Override
    default int compareTo(Subject other) {
        return text().compareTo(other.text());
    }

    /**
     * A host.
     *
     * @param host its name
     */
    record OfHost(HostName host) implements Subject {
        @Override
        public String text() {
            return "host " + host;
        }
    }

    /**
     * A query, a policy or a label.
     *
     * @param kind what it is
     * @param fleet the Fleet it lives in
     * @param team the name of its team there; empty for all hosts
     * @param name its name
     */
    record OfFleet(FleetKind kind, BackendName fleet, String team, String name) implements Subject {
        /** Reads what an earlier version wrote, which knew queries for all hosts only. */
        public OfFleet {
            kind = Objects.requireNonNullElse(kind, FleetKind.QUERY);
            team = Objects.requireNonNullElse(team, "");
        }

        /** A query for all hosts. */
        public static OfFleet query(BackendName fleet, String name) {
            return new OfFleet(FleetKind.QUERY, fleet, "", name);
        }

        /** The subject of something declared. */
        public static OfFleet of(FleetObject object) {
            return of(object, object.title());
        }

        /** The same under an earlier name. */
        static OfFleet of(FleetObject object, String name) {
            return new OfFleet(
                    object.kind(),
                    object.fleet(),
                    object.team().map(TeamName::value).orElse(""),
                    name);
        }

        @Override
        public String text() {
            return kind.word() + " " + fleet + within() + "/" + name;
        }

        /** No name of a Fleet has a bracket, and those of a team are doubled: no two subjects have one text. */
        private String within() {
            return team.isEmpty() ? "" : "[" + team.replace("]", "]]") + "]";
        }
    }

    /**
     * A thing of a region that machines stand on.
     *
     * @param region the region it lies in
     * @param kind what it is
     * @param name its document's name
     */
    record OfThing(BackendName region, ThingKind kind, String name) implements Subject {
        /** The subject of a declared thing. */
        public static OfThing of(Thing thing) {
            return new OfThing(thing.region(), thing.kind(), thing.name());
        }

        @Override
        public String text() {
            return kind.noun() + " " + region + "/" + name;
        }
    }

    /** The repository's own rules: {@code gough.yaml}. */
    record OfRules() implements Subject {
        @Override
        public String text() {
            return "gough.yaml";
        }
    }

    /**
     * A machine, something in a Fleet or a thing of a region nobody declares, which is ours.
     *
     * @param backend where it lives
     * @param name what people call it
     */
    record OfOrphan(BackendName backend, String name) implements Subject {
        @Override
        public String text() {
            return "orphan " + backend + "/" + name;
        }
    }
}

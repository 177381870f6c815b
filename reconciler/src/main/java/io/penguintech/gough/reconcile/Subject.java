package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.QueryName;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;

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
     * A query.
     *
     * @param fleet the Fleet it lives in
     * @param query its name
     */
    record OfQuery(BackendName fleet, QueryName query) implements Subject {
        @Override
        public String text() {
            return "query " + fleet + "/" + query;
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
     * A machine, a query or a thing of a region nobody declares, which is ours.
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

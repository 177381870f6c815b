package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetNames;
import io.penguintech.gough.schema.FleetObject;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A query, a policy or a label as Fleet has it, in our words.
 *
 * @param kind what it is
 * @param id Fleet's id, unique among its kind
 * @param team the name of its team (Fleet since 4.82: fleet); empty when it is for all hosts
 * @param builtIn whether Fleet brought it along, so that nobody can change it
 * @param fields its fields by the names and in the form of {@link Step.UpdateInFleet}; one that Fleet does not show is
 *     absent
 */
public record ObservedObject(FleetKind kind, long id, String team, boolean builtIn, SortedMap<String, String> fields) {
    /** Keeps an unmodifiable sorted copy. */
    public ObservedObject {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** Its name in Fleet. */
    public String name() {
        return field(FleetFields.NAME);
    }

    /** A field; empty text when it is not shown or not set. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Whether {@code declared} says of it exactly this, so that there would be nothing to change. What Fleet does not show is right. */
    public boolean isAs(FleetObject declared) {
        return declared.kind() == kind
                && FleetNames.same(Subject.OfFleet.of(declared).team(), team)
                && FleetFields.same(declared, this);
    }
}

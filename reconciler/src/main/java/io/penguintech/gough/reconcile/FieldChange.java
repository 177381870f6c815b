package io.penguintech.gough.reconcile;

import java.util.Optional;

/**
 * One field that a change alters.
 *
 * @param field its name as files spell it
 * @param before its value now; empty when there is none
 * @param after its value then; empty when there will be none
 */
public record FieldChange(String field, Optional<String> before, Optional<String> after)
        implements Comparable<FieldChange> {
    @Override
    public int compareTo(FieldChange other) {
        return field.compareTo(other.field);
    }
}

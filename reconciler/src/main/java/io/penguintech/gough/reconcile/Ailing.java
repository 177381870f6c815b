package io.penguintech.gough.reconcile;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with one declared host, cause by cause; the policies that it fails aside, which are told by policy.
 *
 * @param causes what is wrong, each with words for people that have no stop at their end
 * @param unclear causes of which it cannot be told now whether they are so
 */
public record Ailing(Map<Cause, String> causes, Set<Cause> unclear) {
    /** All is well. */
    public static final Ailing NOTHING = new Ailing(Map.of(), Set.of());

    /** Nothing can be told. */
    public static final Ailing UNCLEAR = new Ailing(Map.of(), EnumSet.allOf(Cause.class));

    /** Why a host is not well. */
    public enum Cause {
        /** MAAS says so. */
        MACHINE,
        /** It was to enrol in Fleet, and did not. */
        ENROLMENT,
        /** Fleet hears nothing of it any more. */
        SILENCE
    }

    /** Keeps unmodifiable copies. */
    public Ailing {
        var copy = new EnumMap<Cause, String>(Cause.class);
        copy.putAll(causes);
        causes = Collections.unmodifiableMap(copy);
        unclear = Set.copyOf(unclear);
    }
}

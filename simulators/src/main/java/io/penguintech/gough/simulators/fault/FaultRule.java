package io.penguintech.gough.simulators.fault;

import java.util.regex.Pattern;

/**
 * Which calls a fault befalls.
 *
 * @param method the verb in upper case, or {@code *} for any
 * @param target searched (not matched whole) in path and query as sent, for example {@code /machines/.*op=deploy}
 * @param limit how often it strikes
 * @param fault what then happens
 */
public record FaultRule(String method, Pattern target, Limit limit, Fault fault) {
    /** How often a rule strikes. */
    public sealed interface Limit {}

    /**
     * The next so many matching calls.
     *
     * @param count how many
     */
    public record Times(int count) implements Limit {}

    /**
     * Each matching call with a probability, drawn from the seeded generator of {@link Faults}.
     *
     * @param probability between 0 and 1
     */
    public record Chance(double probability) implements Limit {
        /** Refuses what is no probability. */
        public Chance {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability lies between 0 and 1, not at " + probability);
            }
        }
    }

    /** Every matching call until the rule is removed. */
    public record Always() implements Limit {}

    /** The next matching call only. */
    public static FaultRule once(String method, String target, Fault fault) {
        return times(1, method, target, fault);
    }

    /** The next {@code count} matching calls. */
    public static FaultRule times(int count, String method, String target, Fault fault) {
        return new FaultRule(method, Pattern.compile(target), new Times(count), fault);
    }

    /** Each matching call with a probability. */
    public static FaultRule chance(double probability, String method, String target, Fault fault) {
        return new FaultRule(method, Pattern.compile(target), new Chance(probability), fault);
    }

    /** Every matching call. */
    public static FaultRule always(String method, String target, Fault fault) {
        return new FaultRule(method, Pattern.compile(target), new Always(), fault);
    }

    boolean matches(String calledMethod, String calledTarget) {
        return (method.equals("*") || method.equals(calledMethod))
                && target.matcher(calledTarget).find();
    }
}

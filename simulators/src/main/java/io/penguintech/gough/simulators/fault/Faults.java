package io.penguintech.gough.simulators.fault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The faults in force. Safe for use by many threads.
 *
 * <p>Rules are asked in the order they were added; the first that strikes decides. Chances are drawn from one seeded
 * generator, so equal calls in equal order meet equal faults.
 */
public final class Faults {
    private final Map<Long, FaultRule> rules = new LinkedHashMap<>();
    private final Random random;
    private long lastId;
    private long struck;
    private boolean down;

    /** No rules yet; chances are drawn from a generator with this seed. */
    public Faults(long seed) {
        this.random = new Random(seed);
    }

    /** Adds a rule behind those already there and returns its number, by which it can be removed. */
    public synchronized long add(FaultRule rule) {
        rules.put(++lastId, rule);
        return lastId;
    }

    /** Removes a rule; false if it was used up or never there. */
    public synchronized boolean remove(long id) {
        return rules.remove(id) != null;
    }

    /** Removes every rule. */
    public synchronized void clear() {
        rules.clear();
    }

    /** The server is down: until {@link #up()} every call is cut before it has any effect, whatever the rules say. */
    public synchronized void down() {
        down = true;
    }

    /** The server is back; the rules are as they were. */
    public synchronized void up() {
        down = false;
    }

    /** The rules still in force by number; a rule with a count shows what is left of it. */
    public synchronized Map<Long, FaultRule> rules() {
        return new LinkedHashMap<>(rules);
    }

    /** How many faults have struck so far. */
    public synchronized long struck() {
        return struck;
    }

    /** The fault that befalls this call, if any; a counted rule is used up by it. */
    public Optional<Fault> take(Call call) {
        return take(call.method(), call.target());
    }

    /** The same for servers that do not speak in {@link Call}s; {@code target} is path and query as sent. */
    public synchronized Optional<Fault> take(String method, String target) {
        if (down) {
            struck++;
            return Optional.of(new Fault.Reset());
        }
        for (var entry : rules.entrySet()) {
            if (entry.getValue().matches(method, target) && strikes(entry)) {
                var fault = entry.getValue().fault();
                rules.values().removeIf(Faults::usedUp);
                struck++;
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private boolean strikes(Map.Entry<Long, FaultRule> entry) {
        var rule = entry.getValue();
        return switch (rule.limit()) {
            case FaultRule.Always() -> true;
            case FaultRule.Chance(double probability) -> random.nextDouble() < probability;
            case FaultRule.Times(int count) -> {
                entry.setValue(
                        new FaultRule(rule.method(), rule.target(), new FaultRule.Times(count - 1), rule.fault()));
                yield count > 0;
            }
        };
    }

    private static boolean usedUp(FaultRule rule) {
        return rule.limit() instanceof FaultRule.Times(int count) && count <= 0;
    }
}

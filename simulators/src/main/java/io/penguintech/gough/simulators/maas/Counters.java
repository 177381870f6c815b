package io.penguintech.gough.simulators.maas;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How often each act reached each machine, also when the answer never reached the caller. */
final class Counters {
    private final Map<String, Map<String, long[]>> byMachine = new LinkedHashMap<>();
    private long writes;
    private long listed;

    /** An act arrived; whether it will be refused is not known yet. */
    void received(String op, String systemId) {
        cell(op, systemId)[0]++;
    }

    /** An act took effect. */
    void accepted(String op, String systemId) {
        cell(op, systemId)[1]++;
    }

    /** So many machines were given out in a list. */
    void listed(int machines) {
        listed += machines;
    }

    long listed() {
        return listed;
    }

    void write() {
        writes++;
    }

    long writes() {
        return writes;
    }

    long received(String op) {
        return byMachine.values().stream()
                .mapToLong(ops -> ops.getOrDefault(op, new long[2])[0])
                .sum();
    }

    long receivedBy(String op, String systemId) {
        return byMachine.getOrDefault(systemId, Map.of()).getOrDefault(op, new long[2])[0];
    }

    long acceptedBy(String op, String systemId) {
        return byMachine.getOrDefault(systemId, Map.of()).getOrDefault(op, new long[2])[1];
    }

    /** For each machine and act: {@code [received, accepted]}. */
    Map<String, Map<String, long[]>> all() {
        return byMachine;
    }

    private long[] cell(String op, String systemId) {
        return byMachine.computeIfAbsent(systemId, any -> new TreeMap<>()).computeIfAbsent(op, any -> new long[2]);
    }
}

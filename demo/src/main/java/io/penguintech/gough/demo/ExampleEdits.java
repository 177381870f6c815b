package io.penguintech.gough.demo;

import java.util.regex.Pattern;

/** Changes to the files of the example repository, as an editor would make them. */
final class ExampleEdits {
    private ExampleEdits() {}

    /** Rack C with dk-07 open to being reinstalled, which must be so a revision before. */
    static String unprotected(String rackC) {
        return afterZoneOfDk07(rackC, "  protect: false\n");
    }

    /** Rack C with a reinstall of dk-07 asked for. */
    static String reinstalled(String rackC, int generation) {
        return afterZoneOfDk07(rackC, "  protect: false\n  generation: " + generation + "\n");
    }

    /** Whether rack C has dk-07 open to being reinstalled. */
    static boolean isUnprotected(String rackC) {
        return ofDk07(rackC).contains("  protect: false\n");
    }

    /** How often rack C has asked for an installation of dk-07. */
    static int generation(String rackC) {
        var asked = Pattern.compile("  generation: ([0-9]{1,6})\n").matcher(ofDk07(rackC));
        return asked.find() ? Integer.parseInt(asked.group(1)) : 1;
    }

    /** A query of this name run every so many minutes. */
    static String every(int minutes, String name, String queries) {
        int from = queries.indexOf("name: " + name + "\n");
        return from < 0
                ? queries
                : queries.substring(0, from)
                        + queries.substring(from).replaceFirst("interval: \\w+", "interval: " + minutes + "m");
    }

    /** A host nobody has heard of, in this pool. */
    static String newcomer(String pool) {
        return """
                # Joined rack C later.
                apiVersion: gough.io/v1
                kind: Host
                metadata:
                  name: %s
                  labels: {role: docker-host, env: staging, rack: c}
                spec:
                  profiles: [base, docker-host]
                  machine:
                    macAddresses: ["%s"]
                    power: {address: 192.0.2.39}
                  zone: rack-c
                  pool: %s
                """.formatted(Machines.NEWCOMER.name(), Machines.NEWCOMER.mac(), pool);
    }

    /** In place of what an earlier edit put there. */
    private static String afterZoneOfDk07(String rackC, String lines) {
        int end = afterZone(rackC);
        return rackC.substring(0, end)
                + lines
                + rackC.substring(end).replaceFirst("\\A(  protect: false\n)?(  generation: [0-9]+\n)?", "");
    }

    /** What rack C says of dk-07 after its zone. */
    private static String ofDk07(String rackC) {
        int from = afterZone(rackC);
        int next = rackC.indexOf("\n---\n", from);
        return next < 0 ? rackC.substring(from) : rackC.substring(from, next + 1);
    }

    private static int afterZone(String rackC) {
        int zone = rackC.indexOf("  zone:", rackC.indexOf("name: dk-07\n"));
        return rackC.indexOf('\n', zone) + 1;
    }
}

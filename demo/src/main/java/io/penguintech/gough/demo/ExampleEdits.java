package io.penguintech.gough.demo;

/** Changes to the files of the example repository, as an editor would make them. */
final class ExampleEdits {
    private ExampleEdits() {}

    /** Rack C with dk-07 open to being reinstalled, which must be so a revision before. */
    static String unprotected(String rackC) {
        return afterZoneOf("dk-07", rackC, "  protect: false\n");
    }

    /** Rack C with a reinstall of dk-07 asked for. */
    static String reinstalled(String rackC, int generation) {
        return afterZoneOf("dk-07", rackC, "  protect: false\n  generation: " + generation + "\n");
    }

    /** The query "Listening ports" run more often. */
    static String moreOften(String queries) {
        int from = queries.indexOf("name: Listening ports");
        return queries.substring(0, from) + queries.substring(from).replaceFirst("interval: 30m", "interval: 5m");
    }

    /** A host nobody has heard of. */
    static String newcomer() {
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
                  pool: staging
                """.formatted(Machines.NEWCOMER.name(), Machines.NEWCOMER.mac());
    }

    private static String afterZoneOf(String host, String text, String lines) {
        int from = text.indexOf("name: " + host + "\n");
        int zone = text.indexOf("  zone:", from);
        int end = text.indexOf('\n', zone) + 1;
        return text.substring(0, end) + lines + text.substring(end);
    }
}

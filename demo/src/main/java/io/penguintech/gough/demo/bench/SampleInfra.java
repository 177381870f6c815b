package io.penguintech.gough.demo.bench;

import io.penguintech.gough.schema.RepoTree;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An infra repository of any size that looks like a real one: three roles, racks of forty hosts, user data of two
 * templates each, a query for every tenth host.
 *
 * @param hosts how many hosts
 * @param queries how many queries
 * @param files text by path
 */
record SampleInfra(int hosts, int queries, SortedMap<String, String> files) {
    private static final int A_RACK = 40;
    private static final int A_PACK = 50;
    private static final String[] ROLES = {"web", "storage", "compute"};

    static final String RULES = """
            apiVersion: gough.io/v1
            kind: Repository
            metadata: {name: bench}
            spec: {mode: apply, values: {ntp: [ntp1.example.org, ntp2.example.org]}}
            """;

    private static final String BASE = """
            apiVersion: gough.io/v1
            kind: Profile
            metadata: {name: base}
            spec:
              machine:
                architecture: amd64/generic
                power:
                  type: ipmi
                  user: gough
                  password: {secret: "bmc/${{ host.name }}#password"}
              goal: deployed
              os: {release: noble}
              values: {timezone: Etc/UTC, packages: [chrony, curl, lldpd]}
            """;

    private static final String SERVER = """
            #cloud-config
            hostname: ${{ host.name }}
            fqdn: ${{ host.name }}.example.org
            timezone: ${{ values.timezone }}
            packages: ${{ values.packages }}
            ntp: {enabled: true, servers: "${{ repository.ntp }}"}
            users:
              - name: ops
                groups: [sudo]
                shell: /bin/bash
                lock_passwd: true
            write_files:
              - path: /etc/motd
                content: |
                  ${{ host.name }}, ${{ host.labels.role }}, rack ${{ host.labels.rack }}
            """;

    static SampleInfra of(int hosts, int queries) {
        var files = new TreeMap<String, String>();
        files.put("gough.yaml", RULES);
        files.put("profiles/base.yaml", BASE);
        files.put("templates/server.yaml", SERVER);
        for (var role : ROLES) {
            files.put("profiles/" + role + ".yaml", profile(role));
            files.put("templates/" + role + ".yaml", template(role));
        }
        for (int first = 1; first <= hosts; first += A_RACK)
            files.put(
                    "hosts/rack-%04d.yaml".formatted(first / A_RACK), rack(first, Math.min(hosts, first + A_RACK - 1)));
        for (int first = 1; first <= queries; first += A_PACK)
            files.put(
                    "queries/pack-%04d.yaml".formatted(first / A_PACK),
                    pack(first, Math.min(queries, first + A_PACK - 1)));
        return new SampleInfra(hosts, queries, Collections.unmodifiableSortedMap(files));
    }

    private static String profile(String role) {
        return """
                apiVersion: gough.io/v1
                kind: Profile
                metadata: {name: %s}
                spec:
                  templates: [server, %s]
                  values: {port: 8443}
                """.formatted(role, role);
    }

    private static String template(String role) {
        return """
                #cloud-config
                packages: [%s-tools]
                write_files:
                  - path: /etc/%s.conf
                    content: |
                      port = ${{ values.port }}
                runcmd:
                  - [systemctl, restart, %s]
                """.formatted(role, role, role);
    }

    private static String rack(int first, int last) {
        var text = new StringBuilder();
        for (int number = first; number <= last; number++) {
            var role = ROLES[number % ROLES.length];
            text.append("""
                    ---
                    apiVersion: gough.io/v1
                    kind: Host
                    metadata:
                      name: %s
                      labels: {role: %s, rack: r%04d}
                    spec:
                      profiles: [base, %s]
                      machine:
                        macAddresses: ["%s"]
                        %s
                    """.formatted(name(number), role, first / A_RACK, role, mac(number), power(number)));
        }
        return text.toString();
    }

    private static String power(int number) {
        return "power: {address: 10.0.%d.%d}".formatted(number / 250, number % 250 + 1);
    }

    /** The file of a host's rack in which that host has a tag. */
    Map.Entry<String, String> tagged(int number, String tag) {
        var path = "hosts/rack-%04d.yaml".formatted((number - 1) / A_RACK);
        var text = Objects.requireNonNull(files.get(path));
        return Map.entry(path, text.replace(power(number) + "\n", power(number) + "\n  tags: [" + tag + "]\n"));
    }

    private static String pack(int first, int last) {
        var text = new StringBuilder();
        for (int number = first; number <= last; number++) text.append("""
                    ---
                    apiVersion: gough.io/v1
                    kind: Query
                    metadata: {name: %s}
                    spec:
                      description: Which programs run with number %d.
                      interval: 1h
                      platforms: [linux]
                      query: SELECT pid, name, path FROM processes WHERE uid = %d;
                    """.formatted(query(number), number, number));
        return text.toString();
    }

    static String name(int number) {
        return "host-%05d".formatted(number);
    }

    static String mac(int number) {
        return String.format(
                Locale.ROOT, "52:54:00:%02x:%02x:%02x", number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff);
    }

    static String query(int number) {
        return "query-%05d".formatted(number);
    }

    /** What the loader reads. */
    RepoTree tree() {
        var entries = new TreeMap<String, RepoTree.Entry>();
        for (Map.Entry<String, String> file : files.entrySet())
            entries.put(file.getKey(), new RepoTree.Entry.Blob(file.getValue().getBytes(StandardCharsets.UTF_8)));
        return new RepoTree(Optional.empty(), entries);
    }
}

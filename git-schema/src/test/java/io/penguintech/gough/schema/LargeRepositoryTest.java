package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class LargeRepositoryTest {
    private static final int FILES = 500;
    private static final int HOSTS_PER_FILE = 20;

    private static Repo large() {
        var repo = Repo.empty()
                .with("gough.yaml", Repo.GOUGH.replace("{}", "{values: {domain: example.org}}"))
                .withProfile("base", """
                        machine:
                          architecture: amd64/generic
                          power: {type: ipmi, user: gough, password: {secret: "bmc/${{ host.name }}#password"}}
                        pool: production
                        goal: deployed
                        os: {release: noble, kernel: ga-24.04}
                        templates: [base, web]
                        tags: ["role-${{ host.labels.role }}"]
                        values: {timezone: Etc/UTC, packages: [chrony, curl], swap: 2G}
                        """)
                .withProfile("web", "+tags: [web]\nvalues: {+packages: [nginx], port: 443}")
                .with("templates/base.yaml", """
                        #cloud-config
                        fqdn: ${{ host.name }}.${{ repository.domain }}
                        timezone: ${{ values.timezone }}
                        packages: ${{ values.packages }}
                        swap: {size: "${{ values.swap }}"}
                        """)
                .with("templates/web.sh", "#!/bin/sh\necho ${{ values.port }} ${{ host.name }}\n");
        for (int file = 0; file < FILES; file++) {
            var text = new StringBuilder();
            for (int i = 0; i < HOSTS_PER_FILE; i++) {
                int n = file * HOSTS_PER_FILE + i;
                text.append("""
                        ---
                        apiVersion: gough.io/v1
                        kind: Host
                        metadata:
                          name: web-%d
                          labels: {role: web, env: production, rack: r%d}
                        spec:
                          profiles: [base, web]
                          machine:
                            macAddresses: ["52:54:00:%02x:%02x:%02x"]
                            power: {address: 192.0.2.%d}
                          zone: rack-%d
                        """.formatted(n, file, n >> 16, (n >> 8) & 255, n & 255, n & 255, file));
            }
            repo.with("hosts/%03d.yaml".formatted(file), text.toString());
        }
        return repo;
    }

    @Test
    void tenThousandHostsAreLoaded(TestReporter reporter) {
        var tree = large().tree();
        var loader = new InventoryLoader(Limits.DEFAULT);
        for (int round = 1; round <= 3; round++) {
            long begin = System.nanoTime();
            var loaded = loader.load(tree);
            reporter.publishEntry(Map.of("round " + round, (System.nanoTime() - begin) / 1_000_000 + " ms"));
            assertThat(loaded).isInstanceOf(Loaded.Valid.class);
            assertThat(((Loaded.Valid) loaded).warnings()).isEmpty();
            assertThat(((Loaded.Valid) loaded).inventory().hosts()).hasSize(FILES * HOSTS_PER_FILE);
        }
    }
}

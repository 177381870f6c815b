package io.penguintech.gough.bot.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource.SecretUnavailable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PermittedSecretsTest {
    private final List<SecretRef> asked = new ArrayList<>();
    private final PermittedSecrets permitted = new PermittedSecrets(
            ref -> {
                asked.add(ref);
                return "it";
            },
            SecretPrefixes.only(List.of("bmc/", "prod/ for env=production role=db")));

    @Test
    void aRepositoryGetsOnlyWhatItsPrefixesAllow() {
        var secrets = permitted.of(host("{}"));
        assertThat(secrets.reveal(new SecretRef("bmc/hv-01", "password"))).isEqualTo("it");
        assertThatThrownBy(() -> secrets.reveal(new SecretRef("bmcx/hv-01", "password")))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageContaining("secret-prefixes");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aBoundSecretIsRevealedOnlyForAHostWithAllTheLabels() {
        var ref = new SecretRef("prod/db", "password");
        assertThat(permitted.of(host("{env: production, role: db, more: x}")).reveal(ref))
                .isEqualTo("it");
        for (var labels :
                List.of("{}", "{env: production}", "{env: production, role: web}", "{env: Production, role: db}"))
            assertThatThrownBy(() -> permitted.of(host(labels)).reveal(ref))
                    .isInstanceOf(SecretUnavailable.class)
                    .hasMessage(
                            "<secret prod/db#password>: host hv-01 may not use it; paths under prod are for hosts with"
                                    + " env=production role=db only (server setting secret-prefixes)");
        assertThat(asked).as("the source is not asked for what is refused").hasSize(1);
    }

    private static Host host(String labels) {
        var files = new TreeMap<String, RepoTree.Entry>();
        files.put("gough.yaml", blob("{apiVersion: gough.io/v1, kind: Repository, metadata: {name: infra}, spec: {}}"));
        files.put("hosts/hv-01.yaml", blob("""
                {apiVersion: gough.io/v1, kind: Host, metadata: {name: hv-01, labels: %s},
                spec: {machine: {macAddresses: ["52:54:00:00:00:01"]}}}
                """.formatted(labels)));
        var loaded = new InventoryLoader(Limits.DEFAULT).load(new RepoTree(Optional.empty(), files));
        return ((Loaded.Valid) loaded).inventory().hosts().firstEntry().getValue();
    }

    private static RepoTree.Entry blob(String text) {
        return new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8));
    }
}

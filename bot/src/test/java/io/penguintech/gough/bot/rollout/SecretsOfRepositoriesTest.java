package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.secrets.PermittedSecrets;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One service, two repositories: each is judged by its own prefixes. */
class SecretsOfRepositoriesTest {
    @Test
    void aReferenceToAnotherRepositorysPrefixIsAnErrorOfTheCommit() {
        try (var scene = Scene.start()) {
            var revisions = new Revisions(
                    new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT)),
                    scene.world);
            var blue = served(scene, "blue", "secrets/blue/");
            var red = served(scene, "red", "secrets/red/");
            assertThat(errors(revisions, blue, "secrets/blue/bmc#password")).isEmpty();
            assertThat(errors(revisions, red, "secrets/red/bmc#password")).isEmpty();
            assertThat(errors(revisions, red, "secrets/blue/bmc#password"))
                    .containsExactly("hosts/a.yaml:6:68: error: Secret not allowed. This repository may not refer to"
                            + " <secret secrets/blue/bmc#password>. Allowed are paths under: secrets/red (server"
                            + " settings).");
        }
    }

    @Test
    void aCommitThatGivesAHostASecretForOtherHostsIsRejectedAndNothingIsSent() {
        try (var scene = Scene.start()) {
            scene.secrets = new PermittedSecrets(
                    ref -> "hunter2", SecretPrefixes.only(List.of("bmc/", "prod/ for env=production")));
            scene.restart();
            var power = "{type: ipmi, address: 192.0.2.1, user: admin, password: {secret: prod/bmc#password}}";
            var host = Scene.host("a", 1, "").replace("{type: manual}", power);
            scene.write("hosts/a.yaml", host).push().settle();
            assertThat(scene.state()).isInstanceOf(RolloutState.Rejected.class);
            assertThat(scene.maas.writes()).isZero();
            scene.write("hosts/a.yaml", host.replace("{name: a}", "{name: a, labels: {env: production}}"))
                    .push()
                    .settle();
            scene.approve(Scene.ben);
            scene.settle();
            assertThat(scene.maas.machines()).hasSize(1);
        }
    }

    private static ServedRepository served(Scene scene, String id, String prefix) {
        return new ServedRepository(
                new MemoryRepo(new RepositoryId(id)),
                scene.ceiling,
                Optional.empty(),
                new PermittedSecrets(ref -> "it", SecretPrefixes.only(List.of(prefix))));
    }

    private static List<String> errors(Revisions revisions, ServedRepository served, String secret) {
        var host = """
                apiVersion: gough.io/v1
                kind: Host
                metadata: {name: a}
                spec:
                  machine: {macAddresses: ["52:54:00:00:00:01"],
                    power: {type: ipmi, address: 192.0.2.1, user: admin, password: {secret: %s}}}
                """.formatted(secret);
        var revision = ((MemoryRepo) served.source())
                .commit(Scene.ADA, "Add a host", Map.of("gough.yaml", Scene.RULES, "hosts/a.yaml", host));
        return switch (revisions.declared(served, revision)) {
            case Declarations.Declared.Valid valid -> List.of();
            case Declarations.Declared.Invalid(var diagnostics) ->
                diagnostics.stream()
                        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                        .map(Diagnostic::toString)
                        .toList();
        };
    }
}

package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.reconcile.http.Words;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.Tree;
import io.penguintech.gough.schema.UserData;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that repeats everything it is sent, and our key besides, makes us say none of it. */
class MaasSecretsTest {
    private static final String PASSWORD = "bmc \"pass\" wörd/%41";
    private static final String TOKEN = "web-token-0123456789";

    private final MaasStandIn standIn = MaasStandIn.start(MaasStandInSettings.defaults());
    private final Words words = new Words();

    @AfterEach
    void stop() {
        words.close();
        standIn.close();
    }

    private static final SecretSource SECRETS = ref -> ref.path().startsWith("bmc") ? PASSWORD : TOKEN;

    private static final UserData USER_DATA = new UserData() {
        @Override
        public String digest() {
            return "0".repeat(64);
        }

        @Override
        public boolean enrols() {
            return false;
        }

        @Override
        public String masked() {
            return "#cloud-config";
        }

        @Override
        public byte[] reveal(SecretSource source) {
            return ("#cloud-config\ntoken: " + source.reveal(SecretRef.parse("web#token")))
                    .getBytes(StandardCharsets.UTF_8);
        }
    };

    private String echo(String sent) {
        return "you sent %s, that is %s, with %s; expected &%s"
                .formatted(
                        sent,
                        Form.encode(sent),
                        standIn.apiKey(),
                        standIn.apiKey().split(":")[2]);
    }

    private void strike(String target, int status, String echo) {
        standIn.faults().add(FaultRule.always("*", target, Fault.Status.of(status, echo)));
    }

    private static Step.Enlist enlist() {
        var place = Place.ofFile("hosts/x.yaml");
        var parameters = new TreeMap<String, Tree>();
        parameters.put("power_address", new Tree.Scalar("192.0.2.8", place));
        parameters.put(
                "power_pass", new Tree.SecretText(List.of(new Tree.Part.Secret(SecretRef.parse("bmc/x#p"))), place));
        var power = Optional.of(new MachineSpec.Power("ipmi", parameters));
        return new Step.Enlist(DeclaredHosts.host("x", power, DeclaredHosts.anyMac()), SECRETS);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 403, 404, 409, 410, 413, 418, 429, 500, 502, 503, 504})
    void nothingSecretIsSaidWhateverTheServerSays(int status) {
        var id = new SystemId(standIn.addMachine(
                NewMachine.named("y").withStatus(MaasStatus.ALLOCATED).withOwner("admin")));
        var userData = Base64.getEncoder().encodeToString(USER_DATA.reveal(SECRETS));
        strike("machines/$", status, echo("power_pass=" + PASSWORD));
        strike("op=deploy", status, echo(TOKEN + " in " + userData + " or " + userData.substring(0, 40)));
        strike("version/", status, echo(""));
        var settings = MaasSettings.of(URI.create(standIn.url()), new Credential(standIn.apiKey()))
                .with(HttpSettings.DEFAULT.repeating(2, Duration.ofMillis(1)));
        var deploy = new Step.Deploy(id, "noble", Optional.empty(), Optional.of(USER_DATA), SECRETS);
        try (var maas = new MaasHttp(
                new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new Random())) {
            var said = settings + "\n" + maas + "\n" + maas.start(enlist()) + "\n" + maas.start(deploy) + "\n" + deploy
                    + "\n" + maas.identity() + "\n" + words.logged();
            assertThat(words.logged()).contains("default deploy").contains("default enlist");
            assertThat(said)
                    .doesNotContain(PASSWORD)
                    .doesNotContain(Form.encode(PASSWORD))
                    .doesNotContain("wörd")
                    .doesNotContain(TOKEN)
                    .doesNotContain(standIn.apiKey())
                    .doesNotContain(standIn.apiKey().split(":")[1])
                    .doesNotContain(standIn.apiKey().split(":")[2])
                    .doesNotContain("I2Nsb3VkLWNvbmZpZ");
        }
    }
}

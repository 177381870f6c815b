package io.penguintech.gough.bot.forge;

import static io.penguintech.gough.bot.forge.Acme.failed;
import static io.penguintech.gough.bot.forge.Acme.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** GitHub, spoken to by an app. */
class AppSessionTest {
    private static final KeyPair KEYS = keys();
    private static final ForgeSettings.App APP =
            new ForgeSettings.App("Iv23abc", "gough", 4711, KEYS.getPublic(), true);
    /** What comes before the PKCS#1 form of a key of 2,048 bits within its PKCS#8 form. */
    private static final int WRAPPING = 26;

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String kind, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, lines);
    }

    /** As GitHub hands it out. */
    private static String bare() {
        var der = KEYS.getPrivate().getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(der, WRAPPING, der.length));
    }

    /** Where the client is an app's. */
    static Acme acme() {
        return acme(true);
    }

    /** Where the client is an app's, which may make check runs or not. */
    static Acme acme(boolean checks) {
        var app = new ForgeSettings.App(APP.issuer(), APP.slug(), APP.installation(), APP.key(), checks);
        return Acme.as(new ForgeAccess.Login.App("Iv23abc", 4711, () -> new Credential(bare())), app);
    }

    private static Acme as(String issuer, String key) {
        return Acme.as(new ForgeAccess.Login.App(issuer, 4711, () -> new Credential(key)), APP);
    }

    @Test
    void oneTokenIsUsedUntilShortlyBeforeItsEnd() {
        try (var acme = as("Iv23abc", bare())) {
            given(acme.forge.openPullRequests());
            acme.clock.advance(Duration.ofMinutes(54));
            given(acme.forge.openPullRequests());
            assertThat(acme.standIn.tokensIssued()).isEqualTo(1);

            acme.clock.advance(Duration.ofMinutes(1));
            given(acme.forge.openPullRequests());
            assertThat(acme.standIn.tokensIssued()).isEqualTo(2);
        }
    }

    @Test
    void aTokenThatWasTakenBackIsReplaced() {
        try (var acme = as("Iv23abc", pem("PRIVATE KEY", KEYS.getPrivate().getEncoded()))) {
            given(acme.forge.openPullRequests());
            acme.standIn.revokeTokens();
            given(acme.forge.openPullRequests());
            assertThat(acme.standIn.tokensIssued()).isEqualTo(2);
        }
    }

    @Test
    void commentsOfTheAppAreOurs() {
        try (var acme = as("Iv23abc", bare())) {
            long number = acme.opened("app", 10);
            assertThat(given(acme.forge.comment(number, "plan")))
                    .returns(true, Comment::ours)
                    .returns(new ForgeUser(99, "gough[bot]", true), Comment::author);
            given(acme.forge.comments(number));
            assertThat(asked(acme)).isEqualTo(1);
            acme.clock.advance(Duration.ofMinutes(55)); // other credentials may be another account's
            given(acme.forge.comments(number));
            assertThat(asked(acme)).isEqualTo(2);
        }
    }

    private static long asked(Acme acme) {
        return acme.standIn.calls().stream()
                .filter(call -> call.path().endsWith("/app"))
                .count();
    }

    @Test
    void whoAsksForTokensTooOftenIsHeardAgainWhenTheForgeSaysSo() {
        try (var acme = as("Iv23abc", bare())) {
            acme.standIn
                    .faults()
                    .add(FaultRule.once("POST", "access_tokens", acme.standIn.tooFast(Duration.ofSeconds(90))));
            failed(acme.forge.openPullRequests(), Failure.TryAgain.class);
            failed(acme.forge.openPullRequests(), Failure.TryAgain.class);
            assertThat(acme.standIn.calls()).hasSize(1);
            acme.clock.advance(Duration.ofSeconds(90));
            given(acme.forge.openPullRequests());
        }
    }

    @Test
    void aKeyThatCannotBeReadIsForAPerson() {
        var gone = new ForgeAccess.Login.App("Iv23abc", 4711, () -> {
            throw new UncheckedIOException("cannot read the secret file key", new IOException("gone"));
        });
        try (var acme = Acme.as(gone, APP)) {
            assertThat(failed(acme.forge.openPullRequests(), Failure.NeedsHuman.class)
                            .why())
                    .contains("cannot read the secret file key");
        }
    }

    @Test
    void aKeyThatIsNoneAndAStrangersAppAreForAPerson() {
        try (var acme = as("Iv23abc", "-----BEGIN RSA PRIVATE KEY-----\nbm8ga2V5\n-----END RSA PRIVATE KEY-----")) {
            assertThat(failed(acme.forge.openPullRequests(), Failure.NeedsHuman.class)
                            .why())
                    .contains("no RSA key")
                    .doesNotContain("bm8ga2V5");
        }
        try (var acme = as("another", bare())) {
            assertThat(failed(acme.forge.openPullRequests(), Failure.NeedsHuman.class)
                            .why())
                    .contains("refuses our credentials");
            assertThat(acme.standIn.tokensIssued()).isZero();
        }
    }
}

package io.penguintech.gough.reconcile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static Redaction of(String... secrets) {
        return Redaction.of(Stream.of(secrets));
    }

    @Test
    void aSecretIsTakenOutInEveryFormItTravelsIn() {
        var secret = "p@ss \"w\\rd\"/1";
        var redaction = of(secret);
        var encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        var base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        var json = "p@ss \\\"w\\\\rd\\\"/1";
        assertThat(redaction.clean("a " + secret + " b " + encoded + " c " + base64 + " d " + json + " e"))
                .isEqualTo("a ••• b ••• c ••• d ••• e");
    }

    @Test
    void everyLineOfALongSecretIsTakenOut() {
        var redaction = of("-----BEGIN KEY-----\n  MIIEvQIBADAN\n-----END KEY-----\n");
        assertThat(redaction.clean("cannot parse MIIEvQIBADAN here")).isEqualTo("cannot parse ••• here");
    }

    @Test
    void theLongestSecretGoesFirst() {
        assertThat(of("hunter2", "hunter2hunter3").clean("hunter2hunter3 hunter2"))
                .isEqualTo("••• •••");
    }

    @Test
    void aTextWithAVeryShortSecretIsWithheld() {
        assertThat(of("pw").clean("user u, password pw")).doesNotContain("pw").contains("withheld");
        assertThat(of("pw").clean("all is well")).isEqualTo("all is well");
    }

    @Test
    void longRunsOfBase64AreTakenOutUnasked() {
        assertThat(of().clean("got " + "QUJD".repeat(20) + " instead")).isEqualTo("got ••• instead");
        assertThat(of().clean("'zzz' is not a valid distro_series")).isEqualTo("'zzz' is not a valid distro_series");
    }

    @Test
    void itPrintsNothingOfWhatItKnows() {
        assertThat(of("hunter22").toString()).doesNotContain("hunter22");
    }
}

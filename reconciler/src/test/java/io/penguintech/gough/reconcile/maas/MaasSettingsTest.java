package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.reconcile.http.Credential;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MaasSettingsTest {
    private static final Credential KEY = new Credential("consumer:token:s3cret");

    @Test
    void theApiLiesBelowTheAddressWithOrWithoutItsSlash() {
        for (var url : List.of("http://maas:5240/MAAS", "http://maas:5240/MAAS/"))
            assertThat(MaasSettings.of(URI.create(url), KEY).api()).hasToString("http://maas:5240/MAAS/api/2.0/");
    }

    @Test
    void anAddressThatCannotWorkIsRefusedWithoutRepeatingSecretsInIt() {
        for (var url :
                List.of("maas:5240/MAAS", "ftp://maas/MAAS", "http://u:hunter2@maas/MAAS", "http://maas/?k=hunter2"))
            assertThatThrownBy(() -> MaasSettings.of(URI.create(url), KEY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("hunter2");
    }

    @Test
    void aKeyThatIsNoKeyIsRefusedWithoutShowingIt() {
        for (var key : List.of("hunter2", "a:hunter2", "a:b:c:hunter2", "a:b:hunter2\"x"))
            assertThatThrownBy(() -> MaasSettings.of(URI.create("http://maas/MAAS"), new Credential(key)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("hunter2");
    }

    @Test
    void settingsPrintNoKey() {
        assertThat(MaasSettings.of(URI.create("http://maas/MAAS"), KEY).toString())
                .contains("http://maas/MAAS")
                .doesNotContain("s3cret")
                .doesNotContain("token");
    }

    @Test
    void everyHeaderIsPlaintextOAuthWithItsOwnNonce() {
        var clock = Clock.fixed(Instant.ofEpochSecond(1_795_376_402L), ZoneOffset.UTC);
        var oauth = new OAuth(ApiKey.parse(KEY), clock, new Random(7));
        assertThat(oauth.header())
                .startsWith("OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\"")
                .contains("oauth_consumer_key=\"consumer\"", "oauth_token=\"token\"", "oauth_signature=\"%26s3cret\"")
                .endsWith("oauth_timestamp=\"1795376402\"");
        assertThat(Stream.generate(oauth::header).limit(1000).distinct()).hasSize(1000);
    }

    @Test
    void formsAreEncodedAndRepeatLists() {
        var form = Form.of("a b", "ü&=+").withAll("id", List.of("x", "y")).with("empty", "");
        assertThat(form.encoded()).isEqualTo("a+b=%C3%BC%26%3D%2B&id=x&id=y&empty=");
        assertThat(form.toString()).isEqualTo("a b, id, id, empty");
    }
}

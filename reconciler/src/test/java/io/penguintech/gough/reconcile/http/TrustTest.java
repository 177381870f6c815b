package io.penguintech.gough.reconcile.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with a certificate of the test's own making. */
class TrustTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private KeyStore store(String subjectAlternativeName) throws Exception {
        var file = folder.resolve(subjectAlternativeName.replace(':', '-') + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "site",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=site",
                        "-validity",
                        "2",
                        "-ext",
                        "SAN=" + subjectAlternativeName,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor()).isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static Site site(KeyStore store) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return Site.on(server);
    }

    private static String pem(KeyStore store) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(store.getCertificate("site").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static Exchange get(Site site, HttpSettings settings) {
        try (var calls = new HttpCalls("default", settings, () -> "x", CallListener.NONE, new Random(1))) {
            return calls.exchange(Request.get("read", URI.create("https://127.0.0.1:" + site.port() + "/")));
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedWhenItIsGivenOnly() throws Exception {
        var store = store("ip:127.0.0.1");
        var settings = HttpSettings.DEFAULT.repeating(1, Duration.ofMillis(1));
        try (var site = site(store)) {
            site.then(Site.text(200, "private"));
            assertThat(get(site, settings)).isInstanceOf(Exchange.Untrusted.class);
            assertThat(site.asked()).isEmpty();
            assertThat(((Exchange.Answered) get(site, settings.trusting(pem(store)))).body())
                    .isEqualTo("private");
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() throws Exception {
        var store = store("dns:elsewhere.example.org");
        try (var site = site(store)) {
            var settings =
                    HttpSettings.DEFAULT.repeating(1, Duration.ofMillis(1)).trusting(pem(store));
            assertThat(get(site, settings)).isInstanceOf(Exchange.Untrusted.class);
            assertThat(site.asked()).isEmpty();
        }
    }

    @Test
    void aFileThatHoldsNoCertificateIsSaidAtTheStart() {
        for (var pem : new String[] {"", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"})
            assertThatThrownBy(() -> Trust.only(pem))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("authority");
    }
}

package io.penguintech.gough.bot.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource.SecretUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against an HTTP server that answers in the form of Vault's key-value store, version 2. */
class VaultSecretsTest {
    private static final SecretRef PASSWORD = new SecretRef("bmc/hv-01", "password");

    @TempDir
    Path temp;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String body =
            "{\"data\":{\"data\":{\"password\":\"hunter2\",\"nested\":{\"a\":1}},\"metadata\":{}}}";
    private HttpServer vault;

    @BeforeEach
    void serve() throws IOException {
        vault = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vault.createContext("/", exchange -> {
            asked.add("%s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("X-Vault-Token")));
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        vault.start();
    }

    @AfterEach
    void stop() {
        vault.stop(0);
    }

    private VaultSecrets secrets() throws IOException {
        var token = new SecretFile(Files.writeString(temp.resolve("token"), "s.token\n"));
        var address = URI.create("http://127.0.0.1:" + vault.getAddress().getPort());
        return new VaultSecrets(new SecretSettings.Vault(address, token, "kv", null, Duration.ofSeconds(10)));
    }

    @Test
    void aSecretIsReadFromItsPathWithOurToken() throws IOException {
        assertThat(secrets().reveal(PASSWORD)).isEqualTo("hunter2");
        assertThat(asked).containsExactly("GET /v1/kv/data/bmc/hv-01 s.token");
    }

    @Test
    void whatIsWrongIsSaidWithoutAnySecret() throws IOException {
        refused(new SecretRef("bmc/hv-01", "other"), "no such key");
        refused(new SecretRef("bmc/hv-01", "nested"), "no single value");
        status = 403;
        refused(PASSWORD, "token-file");
        status = 404;
        refused(PASSWORD, "nothing at that path");
        status = 200;
        body = "hunter2 is no JSON";
        refused(PASSWORD, "does not answer properly");
        body = "x".repeat((1 << 20) + 1);
        refused(PASSWORD, "larger than 1 MiB");
        vault.stop(0);
        refused(PASSWORD, "does not answer properly");
    }

    private void refused(SecretRef ref, String why) throws IOException {
        var secrets = secrets();
        assertThatThrownBy(() -> secrets.reveal(ref))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("s.token");
    }
}

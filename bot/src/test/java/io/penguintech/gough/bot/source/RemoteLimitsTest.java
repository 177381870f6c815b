package io.penguintech.gough.bot.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What a hostile or broken remote cannot do to us. */
class RemoteLimitsTest {
    @TempDir
    Path temp;

    private GitInfraRepo repo(RepositorySettings settings) {
        return GitInfraRepo.open(new RepositoryId("main"), settings, temp.resolve("clones"), Limits.DEFAULT);
    }

    private static RepositorySettings settings(String url, SecretFile password, DataSize most) {
        var plain = RepositorySettings.of(url, "main");
        return new RepositorySettings(
                url,
                "main",
                "git",
                password,
                null,
                null,
                null,
                null,
                plain.poll(),
                plain.drift(),
                Duration.ofMinutes(1),
                most,
                null,
                null,
                plain.ceiling(),
                List.of());
    }

    @Test
    void credentialsNeverFollowARedirect() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        var thief = server(
                exchange -> seen.add(String.valueOf(exchange.getRequestHeaders().get("Authorization"))), 200, "");
        var target =
                "http://localhost:" + thief.getAddress().getPort() + "/infra.git/info/refs?service=git-upload-pack";
        var forge = server(exchange -> {}, 302, target);
        try {
            var password = new SecretFile(Files.writeString(temp.resolve("password"), "hunter2"));
            var url = "http://127.0.0.1:" + forge.getAddress().getPort() + "/infra.git";
            assertThat(repo(settings(url, password, DataSize.ofMegabytes(1))).head())
                    .isInstanceOfSatisfying(
                            InfraRepo.Head.Unreachable.class,
                            it -> assertThat(it.why())
                                    .contains("another address")
                                    .doesNotContain("hunter2"));
            assertThat(seen).isEmpty();
        } finally {
            thief.stop(0);
            forge.stop(0);
        }
    }

    private interface Visit {
        void note(com.sun.net.httpserver.HttpExchange exchange);
    }

    private static HttpServer server(Visit visit, int status, String location) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            visit.note(exchange);
            if (!location.isEmpty()) exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void aFetchThatBringsTooMuchIsCutAndLeavesNothingBehind() throws Exception {
        var noise = new byte[8 << 20];
        new Random(1).nextBytes(noise);
        try (var git = GitStandIn.start(GitSettings.in(temp.resolve("git")))) {
            git.createRepository("infra");
            try (var ada = git.workbench("infra", new Person("Ada", "ada@example.com"))) {
                ada.commit("large", Edit.write("hosts/noise.yaml", noise));
                ada.push();
            }
            try (var small = repo(settings(git.cloneUrl("infra"), null, DataSize.ofKilobytes(64)))) {
                assertThat(small.fetch())
                        .isInstanceOfSatisfying(
                                InfraRepo.Fetched.Failed.class,
                                it -> assertThat(it.why()).contains("max-fetch"));
            }
            assertThat(repo(settings(git.cloneUrl("infra"), null, DataSize.ofMegabytes(64)))
                            .fetch())
                    .isInstanceOf(InfraRepo.Fetched.At.class);
        }
    }

    @Test
    void aServerThatDripsForEverIsLeftInTime() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var dripping = Thread.ofVirtual().start(() -> drip(server));
            try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                var in = socket.getInputStream();
                assertThatThrownBy(() -> TimeLimit.within(Duration.ofSeconds(1), () -> {}, in::readAllBytes))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no answer within 1 s");
            }
            dripping.interrupt();
        }
    }

    private static void drip(ServerSocket server) {
        try (var client = server.accept()) {
            while (true) {
                client.getOutputStream().write('.');
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            return; // the other side has left
        }
    }
}

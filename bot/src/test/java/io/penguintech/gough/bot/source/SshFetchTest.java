package io.penguintech.gough.bot.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.UploadPack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching over ssh, against a real ssh server. */
class SshFetchTest {
    @TempDir
    Path temp;

    private final KeyPair serverKey = key();
    private final KeyPair ours = key();
    private SshServer server;
    private String commit;

    @BeforeEach
    void serve() throws Exception {
        QuietMachine.install();
        var work = temp.resolve("work");
        try (var git =
                Git.init().setDirectory(work.toFile()).setInitialBranch("main").call()) {
            commit = git.commit()
                    .setMessage("first")
                    .setAllowEmpty(true)
                    .setAuthor("Ada", "ada@example.com")
                    .setCommitter("Ada", "ada@example.com")
                    .setSign(false)
                    .call()
                    .name();
        }
        server = SshServer.setUpDefaultServer();
        server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.setKeyPairProvider(KeyPairProvider.wrap(serverKey));
        server.setPublickeyAuthenticator(
                (user, key, session) -> user.equals("git") && KeyUtils.compareKeys(key, ours.getPublic()));
        server.setCommandFactory((channel, line) -> new Serve(work));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
    }

    @Test
    void aKnownForgeAndTheRightKeyFetch() throws Exception {
        var repo = repo(ours, serverKey);
        assertThat(repo.fetch())
                .isInstanceOfSatisfying(
                        InfraRepo.Fetched.At.class,
                        at -> assertThat(at.revision().id()).isEqualTo(commit));
    }

    @Test
    void anUnknownForgeIsRefused() throws Exception {
        assertThat(repo(ours, key()).head()).isInstanceOf(InfraRepo.Head.Unreachable.class);
    }

    @Test
    void aKeyTheForgeDoesNotKnowIsRefused() throws Exception {
        assertThat(repo(key(), serverKey).head()).isInstanceOf(InfraRepo.Head.Unreachable.class);
    }

    @Test
    void aPersonAtATerminalFetchesWithTheirOwnKeyAndKnownForges() throws Exception {
        var home = System.getProperty("user.home");
        System.setProperty("user.home", temp.toString());
        try {
            var folder = Files.createDirectory(temp.resolve(".ssh"));
            write(ours, folder.resolve("id_ecdsa"));
            known(folder.resolve("known_hosts"), serverKey);
            assertThat(ofAPerson().head()).isEqualTo(new InfraRepo.Head.At(new Revision(commit)));
            known(folder.resolve("known_hosts"), key());
            assertThat(ofAPerson().head()).isInstanceOf(InfraRepo.Head.Unreachable.class);
        } finally {
            System.setProperty("user.home", home);
        }
    }

    private GitInfraRepo ofAPerson() {
        return GitInfraRepo.open(
                new RepositoryId("main"), RepositorySettings.of(url(), "main"), temp.resolve("clones"), Limits.DEFAULT);
    }

    private String url() {
        return "ssh://git@127.0.0.1:%d/infra.git".formatted(server.getPort());
    }

    private static void write(KeyPair key, Path keyFile) throws Exception {
        try (var out = Files.newOutputStream(keyFile)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "gough", null, out);
        }
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    }

    private Path known(Path file, KeyPair forge) throws IOException {
        return Files.writeString(
                file, "[127.0.0.1]:%d %s\n".formatted(server.getPort(), PublicKeyEntry.toString(forge.getPublic())));
    }

    private GitInfraRepo repo(KeyPair key, KeyPair known) throws Exception {
        var keyFile = temp.resolve("key");
        write(key, keyFile);
        var hosts = known(temp.resolve("known"), known);
        var url = url();
        var plain = RepositorySettings.of(url, "main");
        var settings = new RepositorySettings(
                url,
                "main",
                "git",
                null,
                null,
                new SecretFile(keyFile),
                hosts,
                null,
                plain.poll(),
                plain.drift(),
                plain.fetchTimeout(),
                plain.maxFetch(),
                null,
                null,
                plain.ceiling(),
                List.of());
        return GitInfraRepo.open(new RepositoryId("main"), settings, temp.resolve("clones"), Limits.DEFAULT);
    }

    private static KeyPair key() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a forge runs for {@code git-upload-pack}. */
    private static final class Serve implements Command {
        private final Path work;
        private InputStream in;
        private OutputStream out;
        private OutputStream err;
        private ExitCallback exit;

        Serve(Path work) {
            this.work = work;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread.ofVirtual().start(() -> {
                try (var git = Git.open(work.toFile())) {
                    new UploadPack(git.getRepository()).upload(in, out, err);
                    out.flush();
                    exit.onExit(0);
                } catch (IOException e) {
                    exit.onExit(1, e.getMessage());
                }
            });
        }

        @Override
        public void destroy(ChannelSession channel) {}
    }
}

package io.penguintech.gough.bot.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Revision;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who signed a commit, by real ssh signatures. */
class SignatureTest {
    @TempDir
    Path temp;

    private Path work;

    @BeforeEach
    void repository() throws Exception {
        QuietMachine.install();
        work = temp.resolve("work");
        Git.init().setDirectory(work.toFile()).setInitialBranch("main").call().close();
    }

    @Test
    void aCommitSignedByAKnownKeyNamesItsOwner() throws Exception {
        var ada = key("ada");
        var signed = commit("signed", Optional.of(ada));
        assertThat(signer(signed, allow("ada@example.com", ada))).contains("ada@example.com");
    }

    @Test
    void anUnsignedCommitAndOneByAnUnknownKeyHaveNoSigner() throws Exception {
        var ada = key("ada");
        var mallory = key("mallory");
        var unsigned = commit("unsigned", Optional.empty());
        var strange = commit("strange", Optional.of(mallory));
        assertThat(signer(unsigned, allow("ada@example.com", ada))).isEmpty();
        assertThat(signer(strange, allow("ada@example.com", ada))).isEmpty();
    }

    @Test
    void withoutAListOfKeysNothingIsProven() throws Exception {
        var signed = commit("signed", Optional.of(key("ada")));
        assertThat(signer(signed, null)).isEmpty();
    }

    @Test
    void aKeyThatIsNoLongerValidProvesNothing() throws Exception {
        var ada = key("ada");
        var signed = commit("signed", Optional.of(ada));
        var expired = Files.writeString(
                temp.resolve("expired"), "ada@example.com valid-before=\"20200101Z\" " + publicKey(ada) + "\n");
        assertThat(signer(signed, expired)).isEmpty();
    }

    private Optional<String> signer(Revision revision, Path allowedSigners) {
        var plain = RepositorySettings.of(work.resolve(".git").toUri().toString(), "main");
        var settings = new RepositorySettings(
                plain.url(),
                "main",
                "git",
                null,
                null,
                null,
                null,
                allowedSigners,
                plain.poll(),
                plain.drift(),
                plain.fetchTimeout(),
                plain.maxFetch(),
                null,
                null,
                plain.ceiling(),
                List.of());
        try (var repo = GitInfraRepo.open(new RepositoryId("main"), settings, temp.resolve("clones"), Limits.DEFAULT)) {
            assertThat(repo.fetch()).isInstanceOf(InfraRepo.Fetched.At.class);
            return repo.commits(Optional.empty(), revision).getFirst().signature();
        }
    }

    private Revision commit(String message, Optional<Path> key) throws Exception {
        try (var git = Git.open(work.toFile())) {
            var config = git.getRepository().getConfig();
            config.setString("gpg", null, "format", "ssh");
            config.save();
            var commit = git.commit()
                    .setMessage(message)
                    .setAllowEmpty(true)
                    .setAuthor("Ada", "ada@example.com")
                    .setCommitter("Ada", "ada@example.com")
                    .setSign(key.isPresent());
            key.ifPresent(file -> commit.setSigningKey(file.toString()));
            return new Revision(commit.call().name());
        }
    }

    private Path key(String name) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        var file = temp.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, name, null, out);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(new File(file + ".pub").toPath(), PublicKeyEntry.toString(pair.getPublic()) + "\n");
        return file;
    }

    private static String publicKey(Path key) throws Exception {
        return Files.readString(Path.of(key + ".pub")).strip();
    }

    private Path allow(String who, Path key) throws Exception {
        return Files.writeString(temp.resolve("allowed-signers"), who + " " + publicKey(key) + "\n");
    }
}

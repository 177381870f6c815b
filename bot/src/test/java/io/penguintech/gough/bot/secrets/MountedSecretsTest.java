package io.penguintech.gough.bot.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource.SecretUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountedSecretsTest {
    @TempDir
    Path temp;

    private Path root;
    private MountedSecrets secrets;

    @BeforeEach
    void mount() throws IOException {
        root = Files.createDirectories(temp.resolve("secrets"));
        secrets = new MountedSecrets(root, List.of(root.resolve("gough"), temp.resolve("data")));
    }

    private void file(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void aSecretIsALineOfItsFileAsItStands() throws IOException {
        file("bmc/hv-01", "user: admin\npassword: 007\nlong: \"a: b # c\"\n");
        assertThat(secrets.reveal(new SecretRef("bmc/hv-01", "password"))).isEqualTo("007");
        assertThat(secrets.reveal(new SecretRef("bmc/hv-01", "long"))).isEqualTo("a: b # c");
    }

    @Test
    void aRotatedSecretIsSeenAtOnce() throws IOException {
        file("bmc/hv-01", "password: old");
        secrets.reveal(new SecretRef("bmc/hv-01", "password"));
        file("bmc/hv-01", "password: new");
        assertThat(secrets.reveal(new SecretRef("bmc/hv-01", "password"))).isEqualTo("new");
    }

    @Test
    void aLinkInsideTheRootIsFollowedAsKubernetesMountsThem() throws IOException {
        file("..2026/bmc", "password: it");
        Files.createSymbolicLink(root.resolve("bmc"), root.resolve("..2026/bmc"));
        assertThat(secrets.reveal(new SecretRef("bmc", "password"))).isEqualTo("it");
    }

    @Test
    void aLinkOutOfTheRootIsRefused() throws IOException {
        Files.writeString(temp.resolve("outside"), "password: stolen");
        Files.createSymbolicLink(root.resolve("link"), temp.resolve("outside"));
        Files.createSymbolicLink(root.resolve("up"), temp);
        refused(new SecretRef("link", "password"), "leads out of");
        refused(new SecretRef("up/outside", "password"), "leads out of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../outside", "bmc/../../outside", "/etc/passwd", "..", "a//b", "a/./b", "a\0b", "a\\b", ""})
    void aPathThatClimbsIsNoReferenceAtAll(String path) {
        assertThatThrownBy(() -> new SecretRef(path, "key")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goughsOwnCredentialsNeverResolve() throws IOException {
        file("gough/maas", "key: ours");
        refused(new SecretRef("gough/maas", "key"), "Gough's own");
        Files.createDirectories(temp.resolve("data"));
        Files.createSymbolicLink(root.resolve("sly"), root.resolve("gough/maas"));
        refused(new SecretRef("sly", "key"), "Gough's own");
    }

    @Test
    void whatIsWrongIsSaidWithoutTheSecret() throws IOException {
        file("broken", "password: 'hunter2\n");
        file("twice", "password: hunter2\npassword: hunter3");
        file("bare", "hunter2");
        file("nested", "password: {hunter2: x}");
        file("large", "password: " + "x".repeat(70_000));
        refused(new SecretRef("broken", "password"), "no valid YAML");
        refused(new SecretRef("twice", "password"), "no valid YAML");
        refused(new SecretRef("bare", "password"), "key: value");
        refused(new SecretRef("nested", "password"), "no single value");
        refused(new SecretRef("large", "password"), "larger than");
        refused(new SecretRef("absent", "password"), "no such file");
        refused(new SecretRef("nested", "other"), "no such key");
    }

    private void refused(SecretRef ref, String why) {
        assertThatThrownBy(() -> secrets.reveal(ref))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("hunter")
                .hasMessageNotContaining("stolen");
    }
}

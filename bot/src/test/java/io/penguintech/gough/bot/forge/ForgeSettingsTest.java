package io.penguintech.gough.bot.forge;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** What is wrong with the settings of a forge is said before anything starts. */
class ForgeSettingsTest {
    @TempDir
    Path dir;

    private Path secret(String name, String text) {
        try {
            return Files.writeString(dir.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void settingsThatCannotWorkAreNamedTogether() {
        var environment = new MockEnvironment();
        Map<String, Object> given = new TreeMap<>(Map.of(
                "gough.forge.a.kind", "github",
                "gough.forge.a.project", "infra",
                "gough.forge.a.app-id", "Iv1",
                "gough.forge.a.app-key-file", secret("key", "no key"),
                "gough.forge.a.webhook-secret-file", secret("weak", "aaaaaaaaaaaaaaaaaaaaaaaa"),
                "gough.forge.b.kind", "gitea",
                "gough.forge.b.project", "acme/infra",
                "gough.forge.c.kind", "gitlab",
                "gough.forge.c.project", "acme/sub/infra",
                "gough.forge.c.webhooks", "false"));
        given.putAll(Map.of(
                "gough.forge.d.kind",
                "bitbucket",
                "gough.forge.c.token-file",
                secret("good", "a-token-of-some-length")));
        given.forEach((key, value) -> environment.setProperty(key, value.toString()));

        var problems = new SettingsReader(environment).read(List.of(ForgeSettings.class));

        assertThat(problems.errors())
                .extracting(problem -> problem.key())
                .containsExactlyInAnyOrder("gough.forge.d.kind");
        environment.setProperty("gough.forge.d.kind", "github");
        assertThat(new SettingsReader(environment)
                        .read(List.of(ForgeSettings.class))
                        .errors())
                .extracting(problem -> problem.key())
                .containsExactlyInAnyOrder(
                        "gough.forge.a.project",
                        "gough.forge.a.app-installation",
                        "gough.forge.a.app-key-file",
                        "gough.forge.a.webhook-secret-file",
                        "gough.forge.b.url",
                        "gough.forge.b.token-file",
                        "gough.forge.b.webhook-secret-file",
                        "gough.forge.d.project",
                        "gough.forge.d.token-file",
                        "gough.forge.d.webhook-secret-file");
    }

    @Test
    void aForgeOfNoRepositoryIsAProblem() {
        var settings = new ForgeSettings(Map.of(
                "main",
                new ForgeSettings.Place(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        Duration.ofMinutes(1),
                        false,
                        null,
                        null)));
        assertThat(settings.strangers(Set.of("main"))).isEmpty();
        assertThat(settings.strangers(new TreeSet<>(Set.of("lab", "tea"))))
                .extracting(Object::toString)
                .containsExactly("gough.forge.main: belongs to no repository; there are lab, tea");
    }
}

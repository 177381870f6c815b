package io.penguintech.gough.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.source.SourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SettingsReaderTest {
    @TempDir
    Path temp;

    private static Problems read(Map<String, Object> settings) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        return new SettingsReader(environment).read(List.of(SourceSettings.class));
    }

    @Test
    void everyProblemComesOutAtOnceWithItsKey() throws Exception {
        var empty = Files.writeString(temp.resolve("empty"), " \n");
        var placeholder = Files.writeString(temp.resolve("placeholder"), "changeme\n");
        var problems = read(Map.of(
                "gough.repositories.a.url", "https://forge.example.org/a.git",
                "gough.repositories.a.password-file", empty.toString(),
                "gough.repositories.b.url", "https://user:hunter2@forge.example.org/b.git",
                "gough.repositories.b.password-file", placeholder.toString(),
                "gough.repositories.c.url", "ftp://forge.example.org/c.git",
                "gough.repositories.c.password-file", temp.resolve("absent").toString(),
                "gough.repositories.d.branch", "main"));
        assertThat(problems.errors())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "gough.repositories.a.password-file",
                        "gough.repositories.b.url",
                        "gough.repositories.b.password-file",
                        "gough.repositories.c.url",
                        "gough.repositories.c.password-file",
                        "gough.repositories.d.url");
        assertThat(problems.errors().toString()).doesNotContain("hunter2");
        assertThat(new SettingsRefused(problems.errors())).hasMessageStartingWith("6 settings to mend:");
    }

    @Test
    void aValueThatDoesNotParseNamesItsKeyAndHidesNoOther() {
        var problems = read(Map.of(
                "gough.repositories.a.url", "https://forge.example.org/a.git",
                "gough.repositories.a.poll", "soon",
                "gough.repositories.a.ceiling.mode", "yolo"));
        assertThat(problems.errors())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder("gough.repositories.a.poll", "gough.repositories.a.ceiling.mode");
    }

    @Test
    void aSecretThatEveryoneCanReadIsAWarning() throws Exception {
        var file = Files.writeString(temp.resolve("token"), "s3cr3t-enough");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var problems = read(Map.of(
                "gough.repositories.a.url",
                "https://forge.example.org/a.git",
                "gough.repositories.a.password-file",
                file.toString()));
        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.text()).contains("chmod"));
    }

    @Test
    void soundSettingsHaveNoProblem() {
        var problems = read(Map.of("gough.repositories.a.url", "https://forge.example.org/a.git"));
        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).isEmpty();
    }
}

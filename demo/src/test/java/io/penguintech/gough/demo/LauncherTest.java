package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured is what runs, and what is tested was judged by the strict compiler. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("../gough");
    private static final Path UNIT = Path.of("../deploy/systemd/gough.service");

    private static List<String> options(String name) throws IOException {
        var array = Pattern.compile("(?m)^" + name + "=\\(([^)]*)\\)$").matcher(Files.readString(LAUNCHER));
        assertThat(array.find()).as(name + " in " + LAUNCHER).isTrue();
        return List.of(array.group(1).split(" ", -1));
    }

    @Test
    void theServiceRunsUnderSystemdWithTheLaunchersOptions() throws IOException {
        var start = Pattern.compile("(?m)^ExecStart=\\S+/java (.*) -jar ").matcher(Files.readString(UNIT));
        assertThat(start.find()).isTrue();
        var launcher = new ArrayList<>(options("every_options"));
        launcher.addAll(options("service_options"));

        assertThat(start.group(1).split(" ", -1)).containsExactlyInAnyOrderElementsOf(launcher);
        assertThat(Files.readString(LAUNCHER)).contains("MALLOC_ARENA_MAX:-2");
        assertThat(Files.readString(UNIT)).contains("Environment=MALLOC_ARENA_MAX=2");
    }

    /** A checkout whose Maven only writes down how it was called, and leaves what a build leaves. */
    private static void checkout(Path home) throws IOException {
        Files.copy(LAUNCHER, home.resolve("gough"));
        Files.writeString(home.resolve(".version"), "0\n");
        Files.createDirectories(home.resolve("bin"));
        for (var module : List.of("bot", "demo")) {
            Files.createDirectories(home.resolve(module + "/src/main"));
            Files.writeString(home.resolve(module + "/pom.xml"), "");
        }
        Files.writeString(home.resolve("pom.xml"), "");
        var maven = home.resolve("bin/mvn");
        Files.writeString(maven, """
                #!/bin/sh
                cd "${0%/*}/.." || exit 1
                state=none; [ -f bot/target/classes/A.class ] && state=there
                echo "$state $*" >> calls
                for m in bot demo; do
                  mkdir -p $m/target/classes $m/target/maven-status
                  echo > $m/target/classes/A.class
                  echo > $m/target/$m-0-exec.jar
                done
                """);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    private static void gough(Path home, String command) throws IOException, InterruptedException {
        var call = new ProcessBuilder("bash", home.resolve("gough").toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("out").toFile());
        call.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
        call.environment().put("JAVA_HOME", System.getProperty("java.home"));
        call.start().waitFor();
    }

    @Test
    void whoOnlyRunsGoughWaitsForNoTestAndWhoTestsItTrustsNoQuickBuild(@TempDir Path home) throws Exception {
        checkout(home);

        gough(home, "version");
        gough(home, "version");
        gough(home, "test");
        gough(home, "test");

        assertThat(Files.readAllLines(home.resolve("calls")))
                .satisfiesExactly(
                        build -> assertThat(build)
                                .startsWith("none ")
                                .contains(" package -Dquick -Dmaven.test.skip=true"),
                        test -> assertThat(test)
                                .startsWith("none ")
                                .endsWith(" verify")
                                .doesNotContain("quick"),
                        again -> assertThat(again).startsWith("there ").endsWith(" verify"));
    }
}

package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is measured is what runs: the launcher and the deployed service start Java alike. */
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
    }
}

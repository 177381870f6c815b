package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.GoughApplication;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gough apply --state DIR} dies by kill -9 in the middle of its work, twice, and is run again. */
class InterruptedApplyTest {
    private static final Pattern DIGEST = Pattern.compile("(?m)^digest ([0-9a-f]{64})$");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @Test
    void anApplyThatWasKilledEndsRightAndDoesNothingTwice() throws Exception {
        try (var site = new Site(folder, Duration.ofSeconds(2))) {
            var id = site.machine("m1", 1);
            site.host("alpha", 1, "deployed").query("uptime", "SELECT 1 FROM uptime");
            var digest = planned(site);

            kill(
                    started(site, "alpha\n", "--digest", digest, "--break-glass", "--reason", "no service here"),
                    () -> site.maas.received("commission", id) > 0);
            kill(started(site, "", "--digest", digest), () -> site.maas.received("deploy", id) > 0);
            var words = site.command("apply", "--tick-millis", "100", "--digest", digest);
            Run.typing("", Map.of(), words).ends(Exit.OK);

            assertThat(site.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
            assertThat(site.maas.received("commission", id)).isEqualTo(1);
            assertThat(site.maas.received("deploy", id)).isEqualTo(1);
            assertThat(site.maas.received("release", id)).isZero();
            assertThat(site.maas.machines()).hasSize(1);
            assertThat(site.fleet.reports())
                    .singleElement()
                    .satisfies(report -> assertThat(report.fields().name()).isEqualTo("uptime"));
            Run.of(site.command("plan", "--detailed-exitcode")).ends(Exit.OK);
        }
    }

    private static String planned(Site site) {
        var found = DIGEST.matcher(Run.of(site.command("plan")).ends(Exit.OK).results());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private Process started(Site site, String typed, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                GoughApplication.class.getName()));
        command.addAll(List.of(site.command("apply", "--tick-millis", "100")));
        command.addAll(List.of(more));
        var input = Files.writeString(folder.resolve("typed"), typed);
        return new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
    }

    private Path output() {
        return folder.resolve("output");
    }

    /** Kills it as soon as {@code moment} has come; it must not have ended by itself. */
    private void kill(Process process, BooleanSupplier moment) throws Exception {
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!moment.getAsBoolean()) {
                assertThat(process.isAlive()).as(Files.readString(output())).isTrue();
                assertThat(System.nanoTime())
                        .as(() -> "the moment to kill it did not come: " + said())
                        .isLessThan(end);
                Thread.sleep(10);
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).as(said()).isEqualTo(137);
    }

    private String said() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return e.toString();
        }
    }
}

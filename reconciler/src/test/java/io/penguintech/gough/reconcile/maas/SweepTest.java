package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.schema.BackendName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lists far longer than the memory there is to read them with. */
class SweepTest {
    private static final int MANY = 10_000;

    private static MaasHttp maas(ManyMachines region, long maxSweepBytes) {
        var settings = MaasSettings.of(region.url(), new Credential("a:b:c"))
                .with(HttpSettings.DEFAULT.repeating(1, Duration.ofMillis(1)))
                .sweeping(Duration.ofMinutes(2), maxSweepBytes);
        return new MaasHttp(new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new Random());
    }

    @Test
    void tenThousandMachinesAreReadInAHeapOf96MiB() throws IOException, InterruptedException {
        try (var region = ManyMachines.start(MANY)) {
            assertThat(region.bytes()).isGreaterThan(96L << 20);
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var program = new ProcessBuilder(
                            java,
                            "-Xmx96m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SweepInSmallHeap.class.getName(),
                            region.url().toString(),
                            "a:b:c")
                    .redirectErrorStream(true)
                    .start();
            var printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println("sweep of " + region.bytes() + " bytes: " + printed.strip());
            assertThat(program.waitFor()).as(printed).isZero();
            assertThat(printed).contains("machines=" + MANY);
        }
    }

    @Test
    void aListLongerThanAllowedIsForAPerson() throws IOException {
        try (var region = ManyMachines.start(10);
                var maas = maas(region, region.bytes() / 2)) {
            var missed = (Reading.Missed<?>) maas.sweep();
            assertThat(missed.failure()).isInstanceOf(Failure.NeedsHuman.class);
            assertThat(missed.failure().why()).contains("Raise the limit");
        }
    }

    @Test
    void textsThatMachinesRepeatAreKeptOnce() throws IOException {
        try (var region = ManyMachines.start(3);
                var maas = maas(region, 1L << 30)) {
            var machines =
                    MaasContract.got(maas.sweep()).machines().values().stream().toList();
            assertThat(machines).hasSize(3);
            assertThat(machines.get(0).value().zone())
                    .isSameAs(machines.get(2).value().zone());
            assertThat(machines.get(0).value().architecture())
                    .isSameAs(machines.get(2).value().architecture());
        }
    }
}

package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ten thousand machines are cheap to have; a list costs what the settings say. */
class ManyMachinesTest {
    @Test
    void tenThousandMachinesAreFoundOneByOne() {
        try (var maas = MaasStandIn.start(MaasStandInSettings.defaults());
                var admin = new MaasClient(maas, maas.apiKey())) {
            var id = "";
            for (int i = 0; i < 10_000; i++) {
                id = maas.addMachine(NewMachine.named("host-" + i).withTags("t" + i % 7));
            }

            assertThat(admin.json("machines/?id=" + id)).hasSize(1);
            assertThat(admin.json("machines/?hostname=host-4711")).hasSize(1);
            assertThat(maas.machines().stream().map(MachineSnapshot::systemId).distinct())
                    .hasSize(10_000);
        }
    }

    @Test
    void aListTakesItsTimeForEachMachine() {
        try (var maas = MaasStandIn.start(
                        MaasStandInSettings.defaults().withCostPerListedMachine(Duration.ofMillis(20)));
                var admin = new MaasClient(maas, maas.apiKey())) {
            for (int i = 0; i < 10; i++) {
                maas.addMachine(NewMachine.named("host-" + i));
            }
            long start = System.nanoTime();

            assertThat(admin.json("machines/")).hasSize(10);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }
}

package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.maas.MachineSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which hosts playbooks find, being those whose name in DNS is told: never a machine that is somebody else's by now. */
class WhatRunsTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private HostStatus host() {
        return scene.service.rollouts().hosts(Scene.REPOSITORY).getFirst();
    }

    private Optional<String> runsAs() {
        scene.sweep();
        return host().runsAs();
    }

    private void alice(String id, String operation, Map<String, String> form) {
        var person = new PersonAtMaas(scene.maas.url());
        var target = id.isEmpty() ? "machines/?op=" : "machines/%s/?op=".formatted(id);
        assertThat(person.call(scene.maas.otherAdminApiKey(), "POST", target + operation, form))
                .as(operation)
                .isEqualTo(200);
    }

    @Test
    void aMachineThatSomebodyReleasedAndDeployedAnewIsNotFoundAnyMore() {
        var id = scene.deployed("alpha", 1, "");
        assertThat(runsAs()).contains("alpha.maas");

        alice(id, "release", Map.of());
        alice("", "allocate", Map.of("system_id", id));
        alice(id, "deploy", Map.of("distro_series", "jammy"));
        scene.tick().settle();

        assertThat(host().status()).isEqualTo("Deployed");
        assertThat(host().sync()).isEqualTo("blocked");
        assertThat(host().detail()).contains("now belongs to");
        assertThat(runsAs()).isEmpty();
    }

    @Test
    void aMachineIsNotFoundWhileItIsInDoubtWhatRunsThere() {
        var id = scene.deployed("alpha", 1, "");
        var machine = scene.maas.edit(id);
        var before = scene.maas.machine(id).orElseThrow();

        machine.owner(null);
        assertThat(runsAs()).as("marked broken and fixed").isEmpty();
        machine.owner(before.owner().orElseThrow());
        assertThat(runsAs()).contains("alpha.maas");

        machine.annotations(Map.of());
        assertThat(runsAs()).as("without its stamp").isEmpty();
        machine.annotations(ofGeneration("2", before));
        assertThat(runsAs()).as("with another stamp").isEmpty();
        machine.annotations(before.annotations());
        assertThat(runsAs()).contains("alpha.maas");

        machine.tags(List.of());
        assertThat(runsAs()).as("without Gough's two tags").isEmpty();
    }

    private static Map<String, String> ofGeneration(String generation, MachineSnapshot machine) {
        var stamp = new TreeMap<>(machine.annotations());
        stamp.put("gough.generation", generation);
        return stamp;
    }
}

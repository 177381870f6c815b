package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that Gough locks where its document says so, at the stand-in. */
class LockTest {
    private final Scene scene = Scene.start();
    private String id;

    @BeforeEach
    void deploy() {
        id = scene.deployed("alpha", 1, "lock: true\nzone: default");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private boolean locked() {
        return scene.maas.machine(id).orElseThrow().locked();
    }

    @Test
    void itIsLockedOnceItRunsAndLiftedAroundAChange() {
        assertThat(locked()).isTrue();

        scene.write("hosts/alpha.yaml", scene.files.get("hosts/alpha.yaml") + "  description: rack 7\n")
                .push()
                .settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machine(id).orElseThrow().description()).isEqualTo("rack 7");
        assertThat(locked()).isTrue();
        assertThat(scene.maas.received("lock", id)).isEqualTo(2);
        assertThat(scene.maas.received("unlock", id)).isEqualTo(1);
    }

    @Test
    void aLockThatSomebodyLiftedAndSetAgainIsTheirs() {
        scene.maas.edit(id).unlock();
        scene.maas.edit(id).lock();
        scene.maas.edit(id).unlock();
        scene.sweep();
        scene.service.engine().tick(Scene.REPOSITORY);
        scene.settle();
        assertThat(locked())
                .as("a lock that somebody lifted is drift, and mended")
                .isTrue();
        assertThat(scene.maas.received("lock", id)).isEqualTo(2);
    }

    @Test
    void somebodyElsesLockStaysAVeto() {
        scene.write("hosts/alpha.yaml", scene.files.get("hosts/alpha.yaml").replace("lock: true", "lock: false"))
                .push()
                .settle();
        assertThat(locked()).isFalse();
        scene.maas.edit(id).lock();

        scene.write("hosts/alpha.yaml", scene.files.get("hosts/alpha.yaml") + "  description: rack 7\n")
                .push()
                .settle();

        assertThat(locked()).isTrue();
        assertThat(scene.maas.machine(id).orElseThrow().description()).isEmpty();
        assertThat(scene.maas.received("unlock", id)).isEqualTo(1);
    }
}

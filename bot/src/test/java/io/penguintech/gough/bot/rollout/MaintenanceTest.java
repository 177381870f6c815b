package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A running host into rescue mode by a commit, and back by the next one. */
class MaintenanceTest {
    private final Scene scene = Scene.start();
    private String id;
    private String declared;

    /** alpha runs, protected as by default; a commit asks for maintenance. */
    @BeforeEach
    void ask() {
        id = scene.deployed("alpha", 1, "");
        declared = scene.files.get("hosts/alpha.yaml");
        scene.write("hosts/alpha.yaml", declared.replace("goal: deployed", "goal: maintenance"))
                .push(Scene.ADA, "Maintain alpha")
                .settle();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private MaasStatus status() {
        return scene.maas.machine(id).orElseThrow().status();
    }

    private Optional<String> remembered() {
        return new RecordStore(org.springframework.jdbc.core.simple.JdbcClient.create(scene.dataSource))
                .host(Scene.REPOSITORY, new HostName("alpha"))
                .orElseThrow()
                .maintainedFrom();
    }

    @Test
    void itEntersOnceApprovedAndComesBackAsItWas() {
        var before = scene.maas.machine(id).orElseThrow();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.maas.received("rescue_mode")).isZero();

        scene.approve(Scene.ben);
        scene.settle();
        assertThat(status()).isEqualTo(MaasStatus.RESCUE_MODE);
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(remembered()).hasValueSatisfying(was -> assertThat(was).startsWith("Deployed noble"));

        scene.write("hosts/alpha.yaml", declared).push(Scene.ADA, "Done").settle();
        scene.approve(Scene.ben);
        scene.settle();

        var after = scene.maas.machine(id).orElseThrow();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(after.status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(after.owner()).isEqualTo(before.owner());
        assertThat(after.distroSeries()).isEqualTo(before.distroSeries());
        assertThat(after.powerState()).isEqualTo(before.powerState());
        assertThat(remembered()).isEmpty();
        assertThat(scene.maas.received("rescue_mode", id)).isEqualTo(1);
        assertThat(scene.maas.received("exit_rescue_mode", id)).isEqualTo(1);
        assertThat(scene.maas.received("deploy", id)).isEqualTo(1);
        assertThat(scene.maas.received("release", id)).isZero();
    }

    @Test
    void whatAPersonLetEnterLaterIsThatPersons() {
        scene.approve(Scene.ben);
        scene.settle();
        scene.maas.edit(id).status(MaasStatus.DEPLOYED);
        scene.tick();
        assertThat(remembered()).isEmpty();
        scene.maas.edit(id).status(MaasStatus.RESCUE_MODE);

        scene.write("hosts/alpha.yaml", declared).push(Scene.ADA, "Done").settle();

        assertThat(scene.rollout().plan().orElseThrow().blocked())
                .anySatisfy(blocked -> assertThat(blocked.why()).contains("Somebody works on it"));
        assertThat(scene.maas.received("exit_rescue_mode")).isZero();
    }

    @Test
    void aRestartInTheMiddleSendsNothingTwice() {
        scene.approve(Scene.ben);
        scene.tick();
        assertThat(scene.maas.received("rescue_mode", id)).isEqualTo(1);
        scene.restart();
        scene.time.advance(Duration.ofMinutes(1));
        scene.settle();

        assertThat(status()).isEqualTo(MaasStatus.RESCUE_MODE);
        assertThat(scene.maas.received("rescue_mode", id)).isEqualTo(1);
        assertThat(remembered()).isPresent();
    }
}

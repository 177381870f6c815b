package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose protection was off before: a machine's, not a name's. */
class GivenFreeTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private static String retired(String name, int number) {
        return Scene.host(name, number, "protect: false").replace("goal: deployed", "goal: retired");
    }

    private RepositoryStatus status() {
        return scene.service.rollouts().status().getFirst();
    }

    private List<Change> planned() {
        return scene.service.preview(Scene.REPOSITORY).orElseThrow().changes();
    }

    @Test
    void aProtectedMachineThatGetsTheNameOfAnUnprotectedOneIsNotGivenUpWithThat() {
        scene.deployed("alpha", 1, "");
        scene.write("hosts/spare.yaml", retired("spare", 9)).push().settle();

        scene.write("hosts/alpha.yaml", "# gone\n")
                .write("hosts/spare.yaml", retired("spare", 1))
                .push()
                .settle();

        assertThat(planned()).noneMatch(Change.Release.class::isInstance);
        assertThat(status().blocked())
                .extracting(Plan.Blocked::why)
                .anyMatch(why -> why.contains("was not yet false in the revision accepted before"));
        assertThat(scene.maas.received("release")).isZero();

        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();
        assertThat(planned()).anyMatch(Change.Release.class::isInstance);
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
    }

    @Test
    void whatAnEarlierVersionWroteFreesNoMachine() {
        assertThat(Unprotected.parse("alpha"))
                .isEqualTo(new Unprotected(new HostName("alpha"), new TreeSet<>(), Optional.empty(), Optional.empty()));
        scene.deployed("alpha", 1, "protect: false");
        var remembered = scene.service.snapshot(Scene.REPOSITORY).orElseThrow().remembered();
        assertThat(remembered.unprotected())
                .hasSize(1)
                .allSatisfy(one -> assertThat(Unprotected.parse(one.text())).isEqualTo(one));
    }
}

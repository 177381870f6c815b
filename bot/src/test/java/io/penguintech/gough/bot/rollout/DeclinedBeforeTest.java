package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.source.InfraRepo;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody declined in a rollout comes again in a pull request. */
class DeclinedBeforeTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void stop() {
        scene.close();
    }

    private List<String> notes() {
        var before = scene.repo.tree(((InfraRepo.Head.At) scene.repo.head()).revision());
        var preview = scene.service.previews().of(Scene.REPOSITORY, before, new Pull(scene, 12).files());
        return ((Preview.Planned) preview).notes();
    }

    @Test
    void itSaysWhoDeclinedWhatUntilThatIsTakenBack() {
        scene.newMachine(1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "")).push().settle();
        var rollout = scene.rollout();
        assertThat(rollout.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.service
                .rollouts()
                .reject(rollout.id(), Scene.ben, rollout.plan().orElseThrow().digest(), "not now", "slack");
        scene.delete("hosts/alpha.yaml").push().settle();
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, ""));

        assertThat(notes())
                .filteredOn(note -> note.contains("declined"))
                .singleElement()
                .asString()
                .startsWith("1 of these changes: declined by ben in " + rollout.id())
                .contains("gough retry " + rollout.id());

        scene.service.rollouts().retry(rollout.id(), Scene.cyn);
        assertThat(notes()).noneMatch(note -> note.contains("declined"));
    }
}

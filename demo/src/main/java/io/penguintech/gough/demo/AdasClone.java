package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.forge.MergeWay;
import io.penguintech.gough.simulators.forge.Pull;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.Workbench;
import java.net.URI;
import java.time.Clock;

/** How Ada works: each change on a branch of its own, pushed over HTTP, and a pull request from it. */
final class AdasClone {
    private static final String MAIN = "main";

    private final StandIns standIns;
    private final URI place;

    /** @param place where she clones the infra repository from, and pushes to */
    AdasClone(StandIns standIns, URI place) {
        this.standIns = standIns;
        this.place = place;
    }

    /** Pushes a branch and opens a pull request from it. */
    Pull propose(String branch, String title, Edit... edits) {
        push(branch, title, edits);
        return standIns.forge().open(Cast.ADA.handle(), title, branch, MAIN);
    }

    /** Pushes a branch that is one commit ahead of what main is now, over whatever it was before; answers the commit. */
    String push(String branch, String message, Edit... edits) {
        var folder = standIns.repository().resolveSibling("ada-" + System.nanoTime());
        try (var clone = Workbench.clone(
                place.toString(), folder, ExampleRepository.ADA, standIns.author(), Clock.systemUTC())) {
            clone.switchTo(branch);
            clone.startOver();
            clone.switchTo(MAIN);
            clone.switchTo(branch);
            var commit = clone.commit(message, edits);
            clone.forcePush();
            return commit;
        }
    }

    /** Merges it as the forge's button does; answers the merge's commit. */
    String merge(long number) {
        return standIns.forge().merge(Cast.ADA.handle(), ExampleRepository.ADA, number, MergeWay.MERGE);
    }
}

package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.LineNote;
import io.penguintech.gough.simulators.git.Edit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong with a pull request stands beside its lines. */
class PullLinesTest extends OnPullScene {
    /** A host with a key that there is not,. */
    private static Edit wrong(String name) {
        return Edit.write("hosts/%s.yaml".formatted(name), text(name) + "  bogus: 1\n");
    }

    private static String text(String name) {
        return PullScene.host(name, 99, "").strip() + "\n";
    }

    private static int lines(String name) {
        return (int) text(name).lines().count();
    }

    private static List<LineNote> seen(long number) {
        return scene.forge.lineNotes(number);
    }

    @Test
    void eachProblemStandsOnceBesideTheLineThatTheHeadAddsHoweverOftenItIsLookedAt() {
        long number = scene.open("beside", wrong("beside"));
        scene.look(number);
        scene.look(number);
        scene.restart();
        scene.look(number);

        assertThat(seen(number)).singleElement().satisfies(note -> {
            assertThat(note.path()).isEqualTo("hosts/beside.yaml");
            assertThat(note.line()).isEqualTo(lines("beside") + 1);
            assertThat(note.commit()).isEqualTo(scene.head(number));
            assertThat(note.body()).contains("**error**: Unknown key").contains("bogus");
        });
        assertThat(scene.comments(number)).hasSize(1);
    }

    @Test
    void whatAPushMendsStandsThereNoMore() {
        long number = scene.open("mended", wrong("mended"));
        scene.look(number);
        scene.pushTo(number, newHost("mended"));
        scene.look(number);

        assertThat(seen(number)).isEmpty();
        int calls = scene.forge.calls().size();
        scene.look(number);
        assertThat(lines(scene.forgeCalls(calls))).noneMatch(call -> call.contains("/pulls/" + number + "/comments"));
    }

    @Test
    void whatIsForAnotherBranchNowHasNothingBesideItsLines() {
        scene.onBranch("release-lines", Edit.write("hosts/l.yaml", "# l\n"));
        long number = scene.open("beside-elsewhere", wrong("beside-elsewhere"));
        scene.look(number);
        assertThat(seen(number)).hasSize(1);
        scene.forge.retarget("ada", number, "release-lines");
        scene.look(number);
        assertThat(seen(number)).isEmpty();

        scene.forge.retarget("ada", number, "main");
        scene.look(number);
        assertThat(seen(number)).hasSize(1);
    }

    @Test
    void whereTheBranchHasMoreLinesSinceItIsTheHeadsOwnLine() {
        scene.onMain(Edit.write("hosts/moved.yaml", text("moved")));
        long number = scene.open("moved", Edit.write("hosts/moved.yaml", text("moved") + "  bogus: 1\n"));
        scene.onMain(Edit.write("hosts/moved.yaml", "# One.\n# Two.\n" + text("moved")));
        scene.look(number);

        int line = lines("moved") + 1;
        assertThat(seen(number))
                .extracting(LineNote::path, LineNote::line)
                .containsExactly(tuple("hosts/moved.yaml", line));
        assertThat(scene.comment(number))
                .contains("[<code>hosts/moved&#46;yaml&#58;&#8203;%d&#58;".formatted(line))
                .contains("/blob/%s/hosts/moved.yaml#L%d>".formatted(scene.head(number), line));
        scene.onMain(Edit.delete("hosts/moved.yaml"));
    }

    @Test
    void whatTheBranchBringsItselfStandsBesideNoLineOfThePullRequest() {
        long number = scene.open("innocent", newHost("innocent"));
        var main = scene.onMain(wrong("guilty"));
        scene.look(number);

        assertThat(scene.comment(number))
                .contains("/blob/%s/hosts/guilty.yaml#L%d>".formatted(main, lines("guilty") + 1));
        assertThat(seen(number)).isEmpty();
        scene.onMain(Edit.delete("hosts/guilty.yaml"));
    }

    @Test
    void aLineThatThePullRequestDidNotTouchTakesNoComment() {
        scene.onMain(
                Edit.write("profiles/shared.yaml", """
                        apiVersion: gough.io/v1
                        kind: Profile
                        metadata: {name: shared}
                        spec: {zone: default}
                        """),
                Edit.write("hosts/uses.yaml", text("uses") + "  profiles: [shared]\n"));
        long number = scene.open("takes-away", Edit.delete("profiles/shared.yaml"));
        scene.look(number);

        assertThat(scene.comment(number))
                .contains("/blob/%s/hosts/uses.yaml#L%d>".formatted(scene.head(number), lines("uses") + 1));
        assertThat(seen(number)).isEmpty();
        scene.onMain(Edit.delete("hosts/uses.yaml"), Edit.delete("profiles/shared.yaml"));
    }

    @Test
    void nothingStandsBesideTheLinesOfAFork() {
        var head = scene.onBranch("theirs", wrong("theirs"));
        long number = scene.forge
                .openFromFork("mallory", "From a fork", "theirs", head, "main")
                .number();
        scene.point(number, head);
        scene.forks = true;
        scene.wire();
        scene.look(number);
        scene.store.ask(PullScene.key(number), scene.clock.instant());
        scene.settle();

        assertThat(scene.comment(number)).contains("hosts/theirs.yaml");
        assertThat(seen(number)).isEmpty();
    }

    @Test
    void killedBeforeOrAfterAnyCallEachProblemStandsThereOnce() {
        var points = killed(0, scene.open("killed-0", wrong("killed-0")));
        for (int at = 1; at <= points.size(); at++) killed(at, scene.open("killed-" + at, wrong("killed-" + at)));
        assertThat(points).contains("before annotate", "after annotate");
    }

    private static List<String> killed(int at, long number) {
        var passed = new ArrayList<String>();
        listen((method, after) -> {
            passed.add((after ? "after " : "before ") + method);
            if (passed.size() == at) throw new Killed();
        });
        try {
            scene.look(number);
        } catch (Killed killed) {
            rewire();
            scene.settle();
        }
        rewire();
        var where = "killed at %d of %s".formatted(at, passed);
        assertThat(seen(number)).as(where).hasSize(1);
        assertThat(scene.comments(number)).as(where).hasSize(1);
        return passed;
    }

    @Test
    void whatAProcessLeftThereAsItDiedGoesWhenItIsMended() {
        long number = scene.open("left", wrong("left"));
        listen((method, after) -> {
            if (method.equals("annotate") && after) throw new Killed();
        });
        try {
            scene.look(number);
        } catch (Killed killed) {
            rewire();
        }
        assertThat(seen(number)).hasSize(1);
        scene.pushTo(number, newHost("left"));
        scene.look(number);

        assertThat(seen(number)).isEmpty();
    }

    @Test
    void aForgeThatTakesNoneOfUsIsNotAskedAgainAndAgainAndTheCommentSaysItAll() {
        scene.forge.faults().add(FaultRule.always("POST", "pulls/\\d+/reviews", new Fault.Status(403, Map.of(), "{}")));
        long number = scene.open("refused", wrong("refused"));
        scene.look(number);
        scene.look(number);

        assertThat(seen(number)).isEmpty();
        assertThat(scene.comment(number)).contains("hosts/refused.yaml");
        assertThat(lines(scene.forge.calls()).stream()
                        .filter(call -> call.startsWith("POST") && call.endsWith("/pulls/" + number + "/reviews")))
                .hasSize(1);
    }

    @Test
    void aForgeThatIsBusyIsAskedAgain() {
        scene.forge.faults().add(FaultRule.once("POST", "pulls/\\d+/reviews", new Fault.Status(503, Map.of(), "{}")));
        long number = scene.open("busy", wrong("busy"));
        scene.look(number);
        assertThat(seen(number)).isEmpty();
        scene.time.advance(Duration.ofMinutes(2));
        scene.settle();

        assertThat(seen(number)).hasSize(1);
    }

    @Test
    void anEarlierHeadThatComesBackHasItsProblemsBesideItsLinesAgain() {
        long number = scene.open("back", wrong("back"));
        scene.look(number);
        var first = scene.head(number);
        scene.forge
                .faults()
                .add(FaultRule.times(1, "POST", "pulls/\\d+/reviews", new Fault.Status(503, Map.of(), "{}")));
        scene.pushTo(number, Edit.write("hosts/back.yaml", text("back") + "  wrong: 1\n"));
        scene.look(number);
        assertThat(seen(number)).as("half done").isEmpty();
        scene.forge.push("ada", "back", first);
        scene.point(number, first);
        scene.look(number);
        scene.time.advance(Duration.ofMinutes(2));
        scene.settle();

        assertThat(seen(number))
                .singleElement()
                .satisfies(note -> assertThat(note.body()).contains("bogus"));
    }

    @Test
    void aForgeThatFailsForeverIsGivenUp() {
        scene.forge.faults().add(FaultRule.always("POST", "pulls/\\d+/reviews", new Fault.Status(500, Map.of(), "{}")));
        long number = scene.open("hopeless", wrong("hopeless"));
        scene.look(number);
        for (int i = 0; i < 20; i++) {
            scene.time.advance(Duration.ofMinutes(6));
            scene.settle();
        }
        assertThat(lines(scene.forge.calls()).stream()
                        .filter(call -> call.startsWith("POST") && call.endsWith("/pulls/" + number + "/reviews")))
                .hasSize(6);
        assertThat(scene.store.find(PullScene.key(number)).orElseThrow().failures())
                .isZero();
    }
}

package io.penguintech.gough.bot.forge;

import static io.penguintech.gough.bot.forge.Acme.failed;
import static io.penguintech.gough.bot.forge.Acme.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.bot.forge.Annotation.Level;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.CheckRun;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.LineNote;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands beside lines, of each forge and of each kind of account. */
@ParameterizedClass
@EnumSource
class AnnotationsTest {
    /** Who Gough is where. */
    enum Where {
        GITHUB_ACCOUNT(() -> Acme.on(ForgeDialect.GITHUB)),
        GITHUB_APP_WITHOUT_CHECKS(() -> AppSessionTest.acme(false)),
        GITHUB_APP(AppSessionTest::acme),
        GITLAB(() -> Acme.on(ForgeDialect.GITLAB)),
        GITEA(() -> Acme.on(ForgeDialect.GITEA));

        private final Supplier<Acme> acme;

        Where(Supplier<Acme> acme) {
            this.acme = acme;
        }
    }

    @Parameter
    Where where = Where.GITHUB_APP;

    private Acme acme;
    private long number;

    @BeforeEach
    void start() {
        acme = where.acme.get();
        number = acme.opened("wrong", 10);
    }

    @AfterEach
    void stop() {
        acme.close();
    }

    private static Annotation annotation(int line, String text) {
        return new Annotation(
                "hosts/a.yaml", line, true, Level.FAILURE, "Unknown key", text, "**error**: Unknown key. " + text);
    }

    static List<Annotation> many(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(line -> annotation(line, "Key " + line + " is unknown."))
                .toList();
    }

    static int show(Acme acme, long number, List<Annotation> annotations) {
        return given(acme.forge.annotate(given(acme.forge.pullRequest(number)), annotations));
    }

    private int show(Annotation... annotations) {
        return show(acme, number, List.of(annotations));
    }

    /** What people see: the line, and what is said of it. */
    private List<String> seen() {
        if (where == Where.GITHUB_APP)
            return acme.standIn.checkRuns(acme.standIn.pull(number).head()).stream()
                    .limit(1)
                    .flatMap(run -> run.annotations().stream())
                    .map(one -> one.line() + " " + one.message())
                    .toList();
        return acme.standIn.lineNotes(number).stream()
                .map(note ->
                        note.line() + " " + note.body().replaceFirst("(?s)^(<!--.*?-->\n)?(\\*\\*error.*?\\. )?", ""))
                .toList();
    }

    private long writes() {
        return acme.standIn.calls().stream()
                .filter(call -> Set.of("POST", "PATCH", "DELETE").contains(call.method()))
                .filter(call -> !call.path().endsWith("access_tokens"))
                .count();
    }

    @Test
    void eachStandsBesideItsLine() {
        assertThat(show(annotation(3, "Did you mean mac?"), annotation(7, "Leave it out.")))
                .isEqualTo(2);

        assertThat(seen()).containsExactly("3 Did you mean mac?", "7 Leave it out.");
    }

    @Test
    void whatStandsThereAlreadyIsNotWrittenAgain() {
        show(annotation(3, "Did you mean mac?"));
        long before = writes();
        show(annotation(3, "Did you mean mac?"));

        assertThat(writes()).isEqualTo(before);
        assertThat(seen()).hasSize(1);
    }

    @Test
    void whatIsMendedGoesAndWhatIsWrongSinceComes() {
        show(annotation(3, "Did you mean mac?"), annotation(7, "Leave it out."));
        show(annotation(7, "Leave it out."), annotation(9, "It is twice."));

        assertThat(seen()).containsExactly("7 Leave it out.", "9 It is twice.");
    }

    @Test
    void whereNothingIsWrongAnyMoreNothingStands() {
        show(annotation(3, "Did you mean mac?"));
        assertThat(show()).isZero();

        assertThat(seen()).isEmpty();
    }

    @Test
    void whereNothingWasEverWrongNothingIsWritten() {
        assertThat(show()).isZero();
        assertThat(writes()).isZero();
    }

    @Test
    void aPushLeavesNothingOfTheOldHead() {
        show(annotation(3, "Did you mean mac?"));
        acme.standIn.push("ada", "wrong", Acme.commit(11));
        show(annotation(5, "Leave it out."));

        assertThat(seen()).containsExactly("5 Leave it out.");
    }

    @Test
    void aLostAnswerLeavesItThereOnce() {
        acme.standIn
                .faults()
                .add(FaultRule.once(
                        "POST", "discussions|reviews|check-runs", new Fault.DoneThenTimeout(Duration.ZERO)));
        var pull = given(acme.forge.pullRequest(number));
        failed(acme.forge.annotate(pull, many(3)), Failure.Unclear.class);
        given(acme.forge.annotate(pull, many(3)));

        assertThat(seen()).hasSize(3);
    }

    @Test
    void commentsOnLinesAreNoCommentsThatAreListened() {
        show(annotation(3, "Did you mean mac?"));
        acme.standIn.commentLine("ada", number, "hosts/a.yaml", 3, "gough approve");

        assertThat(given(acme.forge.comments(number))).isEmpty();
    }

    @Test
    void whatOthersSayBesideLinesStays() {
        if (where == Where.GITEA) return; // there a comment belongs to somebody's review
        acme.standIn.commentLine(
                "ada", number, "hosts/a.yaml", 3, "<!-- gough:line-0123456789abcdef01234567 -->\nMine.");
        show(annotation(3, "Did you mean mac?"));
        show();

        assertThat(acme.standIn.lineNotes(number)).extracting(LineNote::author).containsExactly("ada");
    }

    @Test
    void whatPeopleAnsweredStaysWhenItIsMended() {
        if (where == Where.GITHUB_APP) return; // nobody answers an annotation
        show(annotation(3, "Did you mean mac?"));
        acme.standIn.replyLine("ada", acme.standIn.lineNotes(number).getFirst().id(), "Yes, sorry.");
        show();

        assertThat(acme.standIn.lineNotes(number)).extracting(LineNote::body).contains("Yes, sorry.");
    }

    @Test
    void aCommentThatMovesAlongWithItsLineIsNotWrittenAgain() {
        if (where == Where.GITHUB_APP || where == Where.GITEA) return; // of each head of its own
        show(annotation(3, "Did you mean mac?"));
        acme.standIn.push("ada", "wrong", Acme.commit(11));
        long before = writes();
        show(annotation(3, "Did you mean mac?"));

        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void oneCallWritesThemAllWhereTheForgeTakesThemTogether() {
        if (where == Where.GITLAB) return; // each is a thread of its own
        show(acme, number, many(7));
        assertThat(writes()).isEqualTo(1);
    }

    @Test
    void oneThatTheForgeFailsAtHoldsNoneOfTheOthersUp() {
        if (where != Where.GITLAB) return; // the others take all in one call
        acme.standIn.faults().add(FaultRule.once("POST", "discussions", Fault.Status.of(500, "{}")));
        failed(acme.forge.annotate(given(acme.forge.pullRequest(number)), many(3)), Failure.Unclear.class);
        assertThat(seen()).hasSize(2);
        show(acme, number, many(3));
        assertThat(seen()).hasSize(3);
    }

    @Test
    void ofVeryManyTheFirstOnesAreShown() {
        assertThat(show(acme, number, many(250))).isEqualTo(where == Where.GITHUB_APP ? 200 : 10);
        assertThat(seen()).hasSize(where == Where.GITHUB_APP ? 200 : 10).startsWith("1 Key 1 is unknown.");
    }

    @Test
    void whatIsVeryLongIsCut() {
        var words = "very long ".repeat(20_000);
        var wordy = new Annotation("hosts/a.yaml", 3, true, Level.FAILURE, words, words, "**error**: Long. So it is.");

        assertThat(show(wordy)).isEqualTo(1);
        assertThat(seen()).singleElement().satisfies(one -> assertThat(one).hasSizeLessThan(2_100));
    }

    @Test
    void linesThatThePullRequestDoesNotChangeTakeNoComments() {
        var elsewhere = new Annotation("hosts/b.yaml", 4, false, Level.WARNING, "Twice", "Hm.", "Hm.");

        assertThat(show(elsewhere)).isEqualTo(where == Where.GITHUB_APP ? 1 : 0);
        assertThat(seen()).hasSize(where == Where.GITHUB_APP ? 1 : 0);
    }

    @Test
    void aLineThatTheForgeComparesOtherwiseIsLeftOut() {
        if (where == Where.GITEA || where == Where.GITHUB_APP) return; // these take any line
        var refused = new Annotation("untouched.yaml", 1, true, Level.FAILURE, "Twice", "Hm.", "Hm.");

        assertThat(show(refused, annotation(3, "Did you mean mac?"))).isEqualTo(1);
        assertThat(seen()).containsExactly("3 Did you mean mac?");
    }

    @Test
    void aCheckRunSaysHowBadItIsAndGoesOnWhereItWasLeft() {
        if (where != Where.GITHUB_APP) return;
        var head = acme.standIn.pull(number).head();
        acme.standIn.faults().add(FaultRule.once("PATCH", "check-runs", new Fault.DoneThenTimeout(Duration.ZERO)));
        failed(acme.forge.annotate(given(acme.forge.pullRequest(number)), many(120)), Failure.Unclear.class);
        assertThat(acme.standIn.checkRuns(head))
                .as("ended, whatever comes of the rest")
                .singleElement()
                .returns("failure", CheckRun::conclusion)
                .returns(100, run -> run.annotations().size());
        show(acme, number, many(120));
        assertThat(acme.standIn.checkRuns(head))
                .singleElement()
                .returns("failure", CheckRun::conclusion)
                .returns("120 errors", CheckRun::title)
                .satisfies(run -> assertThat(run.annotations()).hasSize(120).doesNotHaveDuplicates());

        show(new Annotation("a.yaml", 1, true, Level.WARNING, "Twice", "Hm.", "Hm."));
        show();
        assertThat(acme.standIn.checkRuns(head))
                .extracting(CheckRun::conclusion, CheckRun::title)
                .containsExactly(
                        tuple("success", "Nothing is wrong"),
                        tuple("neutral", "1 warning"),
                        tuple("failure", "120 errors"));
    }

    @Test
    void whatWasACommentBeforeCheckRunsWereAllowedGoes() {
        if (where != Where.GITHUB_APP) return;
        acme.standIn.commentLine(
                "gough[bot]", number, "hosts/a.yaml", 3, "<!-- gough:line-0123456789abcdef01234567 -->\nHm.");
        show(annotation(3, "Did you mean mac?"));

        assertThat(acme.standIn.lineNotes(number)).isEmpty();
        assertThat(seen()).hasSize(1);
    }

    @Test
    void whatCannotBeSeenIsShownByItsNumbers() {
        if (where != Where.GITHUB_APP) return;
        show(annotation(3, "Key \u202Eevil"));
        assertThat(seen()).singleElement().asString().doesNotContain("\u202E").contains("202e");
    }

    @Test
    void twoPullRequestsWithOneHeadHaveACheckRunEach() {
        if (where != Where.GITHUB_APP) return;
        long other = acme.standIn.open("ada", "The same", "wrong", "release").number();
        for (int i = 0; i < 2; i++) {
            show(acme, number, many(1));
            show(acme, other, many(2));
        }
        assertThat(acme.standIn.checkRuns(acme.standIn.pull(number).head())).hasSize(2);
    }
}

package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Databases;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Comments at a stand-in of each forge: what they do, once, and what Gough says to them. */
class CommandDeskTest {
    private static final String DIGEST = DeskScene.DIGEST;
    private static HikariDataSource database;

    @TempDir
    Path folder;

    private DeskScene desk;

    @BeforeAll
    static void start() {
        database = Databases.fresh();
        JdbcClient.create(database)
                .sql("insert into repositories (repository) values ('main')")
                .update();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void on(ForgeDialect dialect) {
        desk = new DeskScene(database, folder, dialect, UnaryOperator.identity());
        desk.proposals.show(desk.clock.instant());
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void aYesInACommentIsSaidOnceAndAcknowledged(ForgeDialect dialect) {
        on(dialect);
        var yes = desk.say("bob", "gough approve " + DIGEST + "\r\n\r\nGood.");

        assertThat(desk.hear()).isEqualTo(Heard.ALL);
        assertThat(desk.hear()).isEqualTo(Heard.ALL);

        assertThat(desk.proposals.said).containsExactly("approve %s %s comment".formatted(desk.account(3), DIGEST));
        assertThat(desk.isAcknowledged(yes)).isTrue();
        assertThat(desk.answered()).isEmpty();
    }

    @Test
    void aRefusalSaysWhyAndRepeatsNothingThatWasWritten() {
        on(ForgeDialect.GITHUB);
        desk.say("bob", "gough approve @acme/all");
        desk.say("bob", "gough approve 000000000000");
        desk.say("bob", "gough approve " + DIGEST + " many");
        desk.say("bob", "gough explain @acme/all");
        desk.hear();

        assertThat(desk.answered())
                .hasSize(4)
                .allSatisfy(text -> assertThat(text).doesNotContain("@acme"));
        assertThat(desk.answered().get(2)).contains("gough approve DIGEST");
        assertThat(desk.proposals.said).hasSize(2);
    }

    @Test
    void theReasonOfANoIsRepeatedWithoutMeaningAnything() {
        on(ForgeDialect.GITHUB);
        desk.proposals.answer =
                new Verdict.Refused("cyn said no to it (@acme/all <b>now</b> [x](https://evil.example)).");
        desk.say("bob", "gough approve " + DIGEST);
        desk.hear();

        assertThat(desk.answered())
                .singleElement()
                .asString()
                .contains("cyn said no to it")
                .doesNotContain("@acme", "<b>", "](https");
    }

    @Test
    void whoMayNotWriteInTheRepositoryIsNotHeardWhateverRoleTheyHave() {
        on(ForgeDialect.GITHUB);
        for (var who : List.of("roy", "mallory")) desk.say(who, "gough approve " + DIGEST);
        desk.hear();

        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered()).isEmpty();
    }

    /** So often the forge was asked since what somebody may do. */
    private long permissionsSince(int calls) {
        var all = desk.standIn.calls();
        return all.subList(calls, all.size()).stream()
                .filter(call -> call.path().matches(".*(/permission|/members/all/\\d+)"))
                .count();
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void aThousandCommentsOfStrangersArePassedOverInOneStepAndHideNobody(ForgeDialect dialect) {
        on(dialect);
        for (int i = 0; i < 500; i++)
            for (var who : List.of("roy", "mallory")) desk.say(who, "gough approve " + DIGEST);
        var yes = desk.say("bob", "gough approve " + DIGEST);
        int calls = desk.standIn.calls().size();

        assertThat(desk.hear()).isEqualTo(Heard.ALL);

        assertThat(desk.proposals.said).containsExactly("approve %s %s comment".formatted(desk.account(3), DIGEST));
        assertThat(desk.isAcknowledged(yes)).isTrue();
        assertThat(permissionsSince(calls)).as("one for each account").isEqualTo(3);
        assertThat(JdbcClient.create(database)
                        .sql("select count(*) from pull_commands where answered group by xmin order by 1")
                        .query(Long.class)
                        .list())
                .as("rows by who wrote them last")
                .containsExactly(1L, 1000L);
        calls = desk.standIn.calls().size();
        assertThat(desk.hear()).isEqualTo(Heard.ALL);
        assertThat(permissionsSince(calls)).isZero();
    }

    @Test
    void strangersArePassedOverForGoodAlsoWhenTheForgeFailsBehindThem() {
        on(ForgeDialect.GITHUB);
        for (int i = 0; i < 5; i++) desk.say("mallory", "gough approve " + DIGEST);
        desk.say("bob", "gough approve " + DIGEST);
        desk.standIn.faults().add(FaultRule.once("GET", "bob/permission", Fault.Status.of(502, "<html>")));
        assertThat(desk.hear().missed()).isPresent();
        int calls = desk.standIn.calls().size();
        assertThat(desk.hear()).isEqualTo(Heard.ALL);
        assertThat(permissionsSince(calls)).as("of bob alone").isEqualTo(1);
        assertThat(desk.proposals.said).hasSize(1);
    }

    @Test
    void whoMayWriteButHasNoRoleIsToldWhatIsMissing() {
        on(ForgeDialect.GITHUB);
        desk.say("ada", "gough approve " + DIGEST);
        desk.say("carol", "gough reject " + DIGEST);
        desk.hear();

        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered().get(0))
                .contains("does not know this account")
                .contains("github")
                .contains("2");
        assertThat(desk.answered().get(1)).contains("takes the role approver");
    }

    @Test
    void editedCommentsAndThoseOfGoughItselfSayNothingAndWhoeverMayWriteIsToldSo() {
        on(ForgeDialect.GITHUB);
        for (var who : List.of("bob", "mallory")) {
            var harmless = desk.say(who, "nice");
            desk.forward(Duration.ofSeconds(5));
            desk.standIn.edit("carol", harmless.id(), "gough approve " + DIGEST);
        }
        desk.say(ForgeSettings.BOT.login(), "gough approve " + DIGEST);
        desk.hear();
        desk.hear();

        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered())
                .filteredOn(text -> text.contains("changed before it was heard"))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void aReactionOfAStrangerDoesNotMakeANoVanish(ForgeDialect dialect) {
        on(dialect);
        var no = desk.say("bob", "gough reject " + DIGEST);
        desk.forward(Duration.ofSeconds(5));
        desk.standIn.react("mallory", no.id(), "confused");
        desk.hear();

        if (dialect == ForgeDialect.GITLAB)
            assertThat(desk.answered()).singleElement().asString().contains("a reaction", "write it anew");
        else assertThat(desk.proposals.said).singleElement().asString().startsWith("reject");
    }

    @Test
    void afterAMergeAtAnUnknownTimeAYesSaysNothingAndANoIsHeard() {
        on(ForgeDialect.GITHUB);
        desk.say("bob", "gough approve " + DIGEST);
        desk.say("bob", "gough reject " + DIGEST);
        var merged = new PullRequest.State.Merged(Optional.of(SaidProposals.HEAD), Optional.empty());
        desk.hear(desk.pull(merged));

        assertThat(desk.proposals.said).singleElement().asString().startsWith("reject");
    }

    @Test
    void theOtherWordsDoWhatHelpSays() {
        on(ForgeDialect.GITHUB);
        desk.say("carol", "gough plan");
        desk.say("bob", "gough reject " + DIGEST + " not on a Friday");
        desk.say("carol", "gough explain alpha");
        desk.say("carol", "gough explain alhpa");
        desk.say("carol", "gough unlock");
        desk.say("carol", "gough help");
        desk.say("carol", "gough aprove");
        desk.hear();

        assertThat(desk.planned).containsExactly(desk.number);
        assertThat(desk.proposals.said).containsExactly("reject github:3 " + DIGEST + " not on a Friday");
        assertThat(desk.answered()).hasSize(5);
        assertThat(desk.answered().get(0))
                .contains("| zone |")
                .contains("hosts")
                .doesNotContain("@all")
                .doesNotContain("rack|");
        assertThat(desk.answered().get(1)).contains("alpha");
        assertThat(desk.answered().get(2)).contains("Nothing is locked");
        assertThat(desk.answered().get(3)).contains("gough reject");
        assertThat(desk.answered().get(4)).contains("Did you mean");
    }

    @Test
    void anAnswerThatMayHaveArrivedIsNotGivenTwiceAndAYesThatWasSaidIsNotSaidAgain() {
        on(ForgeDialect.GITHUB);
        desk.say("bob", "gough approve 000000000000");
        desk.standIn.faults().add(FaultRule.once("POST", "comments$", new Fault.DoneThenTimeout(Duration.ZERO)));

        assertThat(desk.hear().missed()).isPresent();
        assertThat(desk.hear()).isEqualTo(Heard.ALL);
        assertThat(desk.answered()).hasSize(1);
        assertThat(desk.proposals.said).hasSize(1);
    }

    @Test
    void aForgeThatDoesNotSayWhatSomebodyMayDoIsAskedAgain() {
        on(ForgeDialect.GITHUB);
        desk.say("bob", "gough approve " + DIGEST);
        desk.standIn.faults().add(FaultRule.once("GET", "permission", Fault.Status.of(502, "<html>")));

        assertThat(desk.hear().missed()).isPresent();
        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.hear()).isEqualTo(Heard.ALL);
        assertThat(desk.proposals.said).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void aYesInACommentNamesWhenItWasSaidAndTheNumberThatWasTyped(ForgeDialect dialect) {
        on(dialect);
        desk.forward(Duration.ofSeconds(7));
        var said = desk.clock.instant();
        desk.say("bob", "gough approve " + DIGEST + " 12");
        desk.forward(Duration.ofMinutes(5));
        desk.hear();

        assertThat(desk.proposals.yeses)
                .containsExactly(
                        new Proposals.Yes(DIGEST, Optional.empty(), Optional.of(said), OptionalInt.of(12), "comment"));
    }

    private void notShownYet() {
        desk = new DeskScene(database, folder, ForgeDialect.GITHUB, UnaryOperator.identity());
    }

    @Test
    void aYesIsNotDecidedBeforeItIsKnownThatThePlanStandsInTheCommentAndHoldsNothingUp() {
        notShownYet();
        desk.say("bob", "gough approve " + DIGEST.toUpperCase(Locale.ROOT));
        desk.say("carol", "gough plan");

        assertThat(desk.hear()).isEqualTo(new Heard(Optional.empty(), true));
        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.planned).hasSize(1);

        desk.proposals.show(desk.clock.instant());
        assertThat(desk.hear()).isEqualTo(Heard.ALL);
        assertThat(desk.proposals.said).hasSize(1);
    }

    @Test
    void aNoIsNeverHeldBackAndAnOlderYesOfTheSamePersonIsNotHeardAfterIt() {
        notShownYet();
        desk.say("bob", "gough approve " + DIGEST);
        desk.say("bob", "gough reject " + DIGEST);
        assertThat(desk.hear()).isEqualTo(Heard.ALL);
        desk.proposals.show(desk.clock.instant());
        desk.hear();

        assertThat(desk.proposals.said).singleElement().asString().startsWith("reject");
    }

    @Test
    void whoMayNotApproveHoldsNothingUp() {
        notShownYet();
        var first = DIGEST.substring(0, 1);
        for (var who : List.of("mallory", "roy", "carol")) desk.say(who, "gough approve " + DIGEST);
        desk.say("bob", "gough approve " + first);
        assertThat(desk.hear()).isEqualTo(Heard.ALL);
        assertThat(desk.proposals.said)
                .as("that is no digest")
                .containsExactly("approve github:3 " + first + " comment");
        assertThat(desk.answered()).singleElement().asString().contains("takes the role approver");
    }

    @Test
    void aYesToSomethingElseIsAnsweredAtOnceWhetherThePlanIsShownOrNot() {
        desk = new DeskScene(database, folder, ForgeDialect.GITHUB, UnaryOperator.identity());
        desk.say("bob", "gough approve 000000000000");
        assertThat(desk.hear()).isEqualTo(Heard.ALL);
        assertThat(desk.answered()).hasSize(1);

        desk.proposals.head = new Revision("%040x".formatted(9));
        desk.say("bob", "gough approve " + DIGEST);
        assertThat(desk.hear()).as("the plan of an older head").isEqualTo(Heard.ALL);
        assertThat(desk.proposals.said).hasSize(2);
    }

    @Test
    void whatIsSaidAfterTheMergeSaysNothing() {
        on(ForgeDialect.GITHUB);
        desk.say("bob", "gough reject " + DIGEST);
        desk.forward(Duration.ofSeconds(1));
        desk.standIn.merge("carol", desk.number, "%040x".formatted(30));
        desk.forward(Duration.ofSeconds(1));
        var late = desk.say("bob", "gough approve " + DIGEST);
        desk.hear();

        assertThat(desk.proposals.said).singleElement().asString().startsWith("reject");
        assertThat(desk.isAcknowledged(late)).isFalse();
    }
}

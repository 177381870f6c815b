package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.EdgeService.CHANNEL;
import static io.penguintech.gough.bot.edge.PullSamples.asked;
import static io.penguintech.gough.bot.edge.PullSamples.head;
import static io.penguintech.gough.bot.edge.Samples.MAIN;
import static io.penguintech.gough.bot.edge.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.PathNeed;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.slack.Button;
import io.penguintech.gough.simulators.slack.Message;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Slack is told of pull requests. One service for all tests; each is about a pull request of its own. */
class PullAnnouncementsTest {
    private static final int MANY = 300;

    @TempDir
    static Path dir;

    private static SlackStandIn slack;
    private static EdgeService service;
    private static long next;

    private long number;

    @BeforeAll
    static void start() {
        slack = SlackStandIn.start(SlackSettings.defaults());
        service = EdgeService.start(slack, new FakeRollouts(), dir);
    }

    @AfterAll
    static void stop() {
        service.close();
        slack.close();
    }

    @BeforeEach
    void another() {
        number = ++next;
    }

    private static void tell(Proposal proposal) {
        service.bean(FakeProposals.class).put(proposal);
        changed(proposal);
    }

    /** Hands the event to the one that tells of pull requests, as the feed does. */
    private static void changed(Proposal proposal) {
        service.bean("slack-pulls:main", EventConsumer.class)
                .on(1, new RolloutEvent.ProposalChanged(MAIN, proposal.number()));
    }

    /** The messages of this pull request that are in no thread. */
    private List<Message> roots() {
        return slack.messages(CHANNEL).stream()
                .filter(message -> message.threadTs() == null)
                .filter(message -> message.metadata().toString().contains("\"pull:main:%d\"".formatted(number)))
                .toList();
    }

    private Message card() {
        assertThat(roots()).hasSize(1);
        return roots().getFirst();
    }

    private String shown() {
        return card().current().blocks().toString();
    }

    private List<String> history() {
        return slack.thread(CHANNEL, card().ts()).stream().map(Message::text).toList();
    }

    private String thread() {
        return slack.thread(CHANNEL, card().ts()).stream()
                .map(message -> message.text() + message.current().blocks())
                .collect(Collectors.joining("\n"));
    }

    private static Approval yes(Proposal proposal, String name) {
        return new Approval(name, proposal.digest(), proposal.head(), Samples.NOW, PullSamples.UNTIL, "slack");
    }

    private static String host(int i) {
        return "hypervisor-with-a-long-name-%03d".formatted(i);
    }

    private static Plan destroying(int count, String because) {
        return plan(IntStream.range(0, count)
                .<Change>mapToObj(i -> Samples.amend(host(i), Risk.DESTRUCTIVE, because))
                .toList());
    }

    @Test
    void aQuestionCarriesItsPlanItsHeadAndItsButtons() {
        tell(asked(number, plan()));

        var digest = plan().digest();
        assertThat(card().text()).isEqualTo("Pull request %d of main needs 2 approvals".formatted(number));
        assertThat(shown())
                .contains(
                        "*0 deploy, 0 reinstall, 0 release, 1 amend, 1 DELETE, 96 unchanged*",
                        "<https://forge.example/infra/pull/%d|pull request %d>".formatted(number, number),
                        "Add a host — alice",
                        "DESTRUCTIVE",
                        "query default/old",
                        "host hv-01",
                        digest.substring(0, 12),
                        head(1).brief(),
                        PullSamples.BASE.brief(),
                        "until <!date^",
                        "may approve: bob, carol");
        assertThat(card().buttons()).extracting(Button::text).containsExactly("Approve", "Reject");
        assertThat(card().buttons())
                .extracting(Button::value)
                .containsOnly("main %d %s %s".formatted(number, digest, head(1)));
        assertThat(card().buttons().getLast().confirmText())
                .contains("Plan " + digest.substring(0, 12), "nobody's yes counts", "or you say yes");
        assertThat(card().buttons().getFirst().confirmText())
                .contains(
                        "Plan %s of %s: ".formatted(digest.substring(0, 12), head(1).brief()),
                        "1 DELETE",
                        "Destroys: delete query default/old");
    }

    @Test
    void whatNeedsNobodyIsNoNews() {
        var proposal = asked(number, plan());
        for (var standing : List.of(
                new Standing.Free("nothing of it needs approval"),
                new Standing.Approved(PullSamples.UNTIL),
                new Standing.Retracted("not valid"),
                new Standing.Closed(),
                new Standing.Merged(Optional.empty()))) tell(PullSamples.standing(proposal, standing));
        service.tell(new RolloutEvent.ProposalChanged(MAIN, 987_654));

        assertThat(roots()).isEmpty();
    }

    @Test
    void everythingThatHappensIsEditedIntoTheOneMessage() {
        var proposal = asked(number, plan());
        tell(proposal);
        var one = PullSamples.approved(proposal, List.of(yes(proposal, "bob")));
        tell(one);
        assertThat(card().text()).endsWith("needs 1 approval");
        assertThat(shown()).contains("approved by bob", "may approve: carol");

        var pushed = PullSamples.pushed(
                one, 2, plan(List.of(Samples.drop("old", Risk.DESTRUCTIVE, "its document vanished"))));
        tell(pushed);
        assertThat(shown())
                .contains("does not count any more", "the yes of bob to 2 changes — There is a newer head.")
                .doesNotContain("approved by", "hv-01");
        assertThat(card().buttons())
                .extracting(Button::value)
                .containsOnly("main %d %s %s".formatted(number, pushed.digest(), head(2)));

        tell(PullSamples.standing(pushed, new Standing.Merged(Optional.empty())));
        tell(PullSamples.standing(pushed, new Standing.Merged(Optional.of(new RolloutId(12)))));
        assertThat(card().text()).endsWith("merged as r12");
        assertThat(shown()).contains("counts for r12").doesNotContain("does not count any more", "DESTRUCTIVE");
        assertThat(card().buttons()).isEmpty();
        assertThat(history())
                .containsExactly(
                        "Pull request %d of main needs 2 approvals (head %s)".formatted(number, head(1).brief()),
                        "Pull request %d of main needs 1 approval (head %s), approved by bob"
                                .formatted(number, head(1).brief()),
                        "Pull request %d of main needs 2 approvals (head %s)".formatted(number, head(2).brief()),
                        "Pull request %d of main: merged (head %s)".formatted(number, head(2).brief()),
                        "Pull request %d of main: merged as r12 (head %s)".formatted(number, head(2).brief()));
    }

    @Test
    void whomTheRulesForPathsAdmitIsSaid() {
        var needs = IntStream.range(0, 5)
                .mapToObj(i -> new PathNeed(List.of("hosts/db%d/**".formatted(i)), 1, List.of("carol")))
                .toList();
        tell(PullSamples.standing(asked(number, plan()), new Standing.Asked(2, 2, List.of("bob", "carol"), needs)));

        assertThat(shown().replace("\u200b", ""))
                .contains(
                        "may approve: bob, carol",
                        "hosts/db0/**: 1 of carol; hosts/db1/**: 1 of carol; hosts/db2/**: 1 of carol; and 2 more");
    }

    @Test
    void whenNobodyIsAskedThereAreNoButtonsAndOneLineSaysWhy() {
        var proposal = asked(number, plan());
        var why = Map.of(
                new Standing.Free("its risk is notice"), "Nobody need say anything any more: its risk is notice",
                new Standing.Approved(PullSamples.UNTIL), "may be done when it is merged, until <!date^",
                new Standing.Declined("bob", "not on a Friday"), "bob: not on a Friday",
                new Standing.Expired(), "Nobody said yes in time",
                new Standing.Retracted("Its newest head is not valid."), "Its newest head is not valid.",
                new Standing.Closed(), "It was closed",
                new Standing.Merged(Optional.empty()), "no rollout has taken it up");
        why.forEach((standing, line) -> {
            tell(proposal);
            assertThat(card().buttons()).hasSize(2);
            tell(PullSamples.standing(proposal, standing));
            assertThat(card().buttons()).isEmpty();
            assertThat(shown()).contains(line).doesNotContain("may approve", "DESTRUCTIVE");
        });
    }

    @Test
    void aNoSaysWhoTakesItBackAndHow() {
        var proposal = asked(number, plan());
        tell(proposal);
        tell(PullSamples.standing(proposal, new Standing.Declined("bob", "not on a Friday")));
        var yes = "/gough approve pr-%d %s".formatted(number, plan().digest().substring(0, 12));
        assertThat(shown()).contains("bob alone takes that back: `" + yes + "`");
        tell(PullSamples.typed(
                PullSamples.standing(proposal, new Standing.Declined("bob", "no")), true, new TreeMap<>()));
        assertThat(shown()).contains(yes + " NUMBER`");
    }

    @Test
    void whereTooFewMayItSaysSo() {
        tell(PullSamples.standing(asked(number, plan()), new Standing.Asked(2, 2, List.of("bob"))));
        assertThat(shown()).contains("may approve: bob and nobody else: see docs/approvals.md");
    }

    @Test
    void aTitleCannotLookLikeSomethingThatGoughSays() {
        tell(PullSamples.titled(
                asked(number, plan()),
                ":white_check_mark: approved by ben :x: https://evil.example/a?b www.evil.example :+1::skin-tone-2:"));
        tell(PullSamples.standing(
                PullSamples.titled(asked(number, plan()), ":fire:"),
                new Standing.Declined(":tada:", ":white_check_mark: see http://evil.example")));
        for (var version : card().versions()) {
            assertThat(version.text() + version.blocks())
                    .doesNotContain(
                            ":white_check_mark: approved",
                            ":x: https",
                            "://evil",
                            "www.evil",
                            ":+1:",
                            ":skin-tone-2:",
                            ":fire:",
                            ":white_check_mark: see");
            assertThat(version.blocks().findParents("type"))
                    .filteredOn(object -> object.path("type").asString("").equals("mrkdwn"))
                    .isNotEmpty()
                    .allMatch(object -> object.path("verbatim").asBoolean(false));
            assertThat(version.blocks().findParents("type"))
                    .filteredOn(object -> object.path("type").asString("").equals("header"))
                    .allMatch(header -> !header.at("/text/emoji").asBoolean(true));
        }
        assertThat(card().versions()).hasSize(2);
    }

    @Test
    void whatSlackDoesNotTakeIsTextThatSaysWhereTheRestIs() {
        slack.faults()
                .add(FaultRule.once(
                        "POST",
                        "chat.postMessage",
                        Fault.Status.of(200, "{\"ok\":false,\"error\":\"invalid_blocks\"}")));
        tell(asked(number, plan()));
        assertThat(card().versions().getFirst().text())
                .isEqualTo("Pull request %d of main needs 2 approvals\nSay `/gough pulls` for more.".formatted(number));
    }

    @Test
    void whatHasNoPlanShowsNone() {
        var proposal = asked(number, plan());
        tell(proposal);
        tell(PullSamples.standing(proposal, new Standing.Retracted("It conflicts with the branch.")));

        assertThat(shown())
                .contains(head(1).brief())
                .doesNotContain(plan().digest().substring(0, 12), "1 amend", PullSamples.BASE.brief());
    }

    @Test
    void whatLooksTheSameIsNotSentAgain() {
        var proposal = asked(number, plan());
        tell(proposal);
        var calls = slack.calls().size();
        changed(proposal);
        changed(proposal);
        assertThat(slack.calls()).hasSize(calls);
    }

    @Test
    void whatDestroysTooMuchHasNoButtonToClick() {
        tell(PullSamples.typed(asked(number, plan()), true, new TreeMap<>()));

        assertThat(shown())
                .contains("/gough approve pr-%d %s NUMBER"
                        .formatted(number, plan().digest().substring(0, 12)));
        assertThat(card().buttons()).isEmpty();
    }

    @Test
    void whatIsNotWhatWasApprovedStandsBesideIt() {
        var asked = plan().changes().getFirst();
        var approved =
                new Rollout.Approved(Samples.drop("hv-01", Risk.NOTICE, "<!channel>"), List.of("ben <b>"), Samples.NOW);
        tell(PullSamples.typed(asked(number, plan()), false, new TreeMap<>(Map.of(asked.digest(), approved))));

        assertThat(shown())
                .contains("not what was approved", "approved by ben &lt;b&gt;", "`delete`", "*asked now*", "`amend`");
    }

    @Test
    void threeHundredHostsAreAllNamedBeforeTheButtonsCome() {
        tell(asked(number, plan()));
        tell(PullSamples.pushed(asked(number, plan()), 2, destroying(MANY, "its generation was raised")));

        for (int i = 0; i < MANY; i++) assertThat(thread()).containsOnlyOnce("`host " + host(i) + "`");
        assertThat(thread()).contains("of pull request %d destroys 300: part 1 of ".formatted(number));
        assertThat(shown()).contains("All 300 are named in the thread of this message");
        assertThat(card().versions()).hasSize(3);
        assertThat(card().versions().get(1).blocks().toString()).doesNotContain(head(1).id(), head(2).id());
        assertThat(card().buttons().getFirst().confirmText())
                .contains("Destroys 300, all named in the thread of this message.")
                .hasSizeLessThanOrEqualTo(300);
    }

    @Test
    void everyNewPlanIsNamedInItsOwnRight() {
        var proposal = asked(number, destroying(MANY, "one"));
        tell(proposal);
        int replies = slack.thread(CHANNEL, card().ts()).size();
        tell(PullSamples.pushed(proposal, 2, destroying(MANY + 1, "two")));

        assertThat(thread()).contains("destroys 300: part 1", "destroys 301: part 1", host(MANY));
        tell(PullSamples.pushed(proposal, 3, destroying(MANY, "one")));
        assertThat(slack.thread(CHANNEL, card().ts())).hasSizeLessThanOrEqualTo(2 * replies + 2);
    }

    @Test
    void everyStandingIsDrawnWithinSlacksLimitsAndNothingInItIsMeant() {
        var plan = Samples.hostile(2_000);
        var replaced = new TreeMap<String, Rollout.Approved>();
        plan.changes()
                .forEach(change -> replaced.put(
                        change.digest(),
                        new Rollout.Approved(
                                Samples.drop("x", Risk.NOTICE, Samples.HOSTILE),
                                List.of(Samples.HOSTILE),
                                Samples.NOW)));
        var bad = Samples.HOSTILE;
        for (var standing : List.of(
                new Standing.Free(bad),
                new Standing.Approved(PullSamples.UNTIL),
                new Standing.Declined(bad, bad),
                new Standing.Expired(),
                new Standing.Retracted(bad),
                new Standing.Closed(),
                new Standing.Merged(Optional.of(new RolloutId(7))),
                new Standing.Asked(2, 1, List.of(bad, bad)))) {
            number = ++next;
            var question = PullSamples.hostile(
                    PullSamples.standing(asked(number, plan), new Standing.Asked(9, 9, List.of(bad))), replaced);
            tell(question);
            tell(PullSamples.typed(question, true, replaced));
            tell(PullSamples.standing(question, standing));
            assertThat(card().current().blocks()).isNotEmpty();
            for (var message : slack.messages(CHANNEL))
                for (var version : message.versions())
                    assertThat(version.text() + version.blocks())
                            .doesNotContain(
                                    "<!channel", "<!here", "<@", "<https://evil", "\u202e", "Say `/gough rollouts`");
        }
        assertThat(slack.problems()).isEmpty();
    }

    /** A crash at each call to Slack in turn, before it had its effect or after: one message, the same in the end. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCrashAtAnyCallLeavesOneMessage(boolean done) {
        int struck = 0;
        for (int nth = 1; nth <= 30; nth++) {
            number = ++next;
            var before = slack.faults().struck();
            slack.faults().add(FaultRule.times(nth - 1, "POST", "/api/", new Fault.Delay(Duration.ZERO)));
            slack.faults()
                    .add(FaultRule.once(
                            "POST", "/api/", done ? new Fault.DoneThenTimeout(Duration.ZERO) : new Fault.Reset()));
            live();
            if (slack.faults().struck() - before == nth) struck++;
            slack.faults().clear();

            assertThat(card().text()).endsWith("merged as r12");
            assertThat(card().buttons()).isEmpty();
            assertThat(history().stream().filter(line -> line.contains("(head")).toList())
                    .hasSize(4)
                    .doesNotHaveDuplicates();
            for (int i = 0; i < MANY; i++) assertThat(thread()).containsOnlyOnce("`host " + host(i) + "`");
        }
        assertThat(struck).isGreaterThan(8).isLessThan(30);
        assertThat(slack.problems()).isEmpty();
    }

    /** A pull request from its first question to its merge; every event comes again until it is taken. */
    private void live() {
        var proposal = asked(number, plan());
        persist(proposal);
        persist(PullSamples.pushed(proposal, 2, destroying(MANY, "x")));
        var pushed = PullSamples.pushed(proposal, 2, destroying(MANY, "x"));
        persist(PullSamples.approved(pushed, List.of(yes(pushed, "bob"), yes(pushed, "carol"))));
        persist(PullSamples.standing(pushed, new Standing.Merged(Optional.of(new RolloutId(12)))));
    }

    private static void persist(Proposal proposal) {
        service.bean(FakeProposals.class).put(proposal);
        var failures = new ArrayList<RuntimeException>();
        for (int i = 0; i < 4; i++)
            try {
                changed(proposal);
                return;
            } catch (EventConsumer.NotNow e) {
                failures.add(e);
            }
        throw failures.getLast();
    }

    @Test
    void aCrashBetweenPostingAndRecordingDoublesNothing() {
        var proposal = asked(number, plan());
        tell(proposal);
        forgetWhatSlackSaid();
        tell(PullSamples.standing(proposal, new Standing.Closed()));

        assertThat(card().text()).endsWith("closed");
        assertThat(card().buttons()).isEmpty();
        assertThat(history()).hasSize(2);
    }

    private void forgetWhatSlackSaid() {
        service.db()
                .sql("update slack_post set ts = null, shown = null where key like :key")
                .param("key", "pull:main:%d%%".formatted(number))
                .update();
    }

    @Test
    void whatWasClosedBeforeAnybodySawItIsNotPostedAfterACrash() {
        var proposal = asked(number, plan());
        service.bean(FakeProposals.class).put(proposal);
        slack.faults().add(FaultRule.once("POST", "chat.postMessage", new Fault.Reset()));
        assertThatThrownBy(() -> changed(proposal)).hasMessageContaining("Slack does not answer");
        tell(PullSamples.standing(proposal, new Standing.Closed()));
        assertThat(roots()).isEmpty();

        tell(proposal);
        assertThat(card().buttons()).hasSize(2);
    }

    @Test
    void aDeletedMessageIsPostedAnewOnlyForAQuestion() {
        var proposal = asked(number, plan());
        tell(proposal);
        gone();
        tell(PullSamples.standing(proposal, new Standing.Closed()));
        assertThat(roots()).hasSize(1);

        tell(proposal);
        assertThat(roots()).hasSize(2);
        assertThat(roots().getLast().buttons()).hasSize(2);
    }

    @Test
    void aDeletedMessageTakesItsThreadWithIt() {
        var proposal = asked(number, destroying(MANY, "x"));
        tell(proposal);
        gone();
        tell(PullSamples.approved(proposal, List.of(yes(proposal, "bob"))));

        assertThat(roots()).hasSize(2);
        var anew = roots().getLast();
        assertThat(anew.versions().getFirst().blocks().toString()).doesNotContain(head(1).id());
        assertThat(anew.buttons()).hasSize(2);
        assertThat(slack.thread(CHANNEL, anew.ts()).toString()).contains(host(0), host(MANY - 1));
    }

    private static void gone() {
        slack.faults()
                .add(FaultRule.once(
                        "POST", "chat.update", Fault.Status.of(200, "{\"ok\":false,\"error\":\"message_not_found\"}")));
    }

    @Test
    void whatIsOfAnotherRepositoryIsNotToldHere() {
        var other = new RepositoryId("other");
        service.bean(FakeProposals.class).put(PullSamples.in(other, asked(number, plan())));
        int messages = slack.messages(CHANNEL).size();
        service.bean("slack-pulls:main", EventConsumer.class).on(1, new RolloutEvent.ProposalChanged(other, number));
        assertThat(slack.messages(CHANNEL)).hasSize(messages);
    }
}

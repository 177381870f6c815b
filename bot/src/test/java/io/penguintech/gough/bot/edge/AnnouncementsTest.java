package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.EdgeService.CHANNEL;
import static io.penguintech.gough.bot.edge.Samples.MAIN;
import static io.penguintech.gough.bot.edge.Samples.asked;
import static io.penguintech.gough.bot.edge.Samples.plan;
import static io.penguintech.gough.bot.edge.Samples.rollout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.PathNeed;
import io.penguintech.gough.bot.rollout.PathNeeds;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Waits;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.slack.Button;
import io.penguintech.gough.simulators.slack.Message;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncementsTest {
    @TempDir
    Path dir;

    private SlackStandIn slack;
    private final FakeRollouts rollouts = new FakeRollouts();
    private EdgeService service;

    @BeforeEach
    void start() {
        open(SlackSettings.defaults());
    }

    private void open(SlackSettings settings) {
        slack = SlackStandIn.start(settings);
        service = EdgeService.start(slack, rollouts, dir);
    }

    @AfterEach
    void stop() {
        service.close();
        slack.close();
    }

    private void show(Rollout rollout) {
        rollouts.put(rollout);
        service.changed(rollout.id().value());
    }

    private List<Message> roots() {
        return slack.messages(CHANNEL).stream()
                .filter(m -> m.threadTs() == null)
                .toList();
    }

    @Test
    void whomTheRulesForPathsAdmitIsSaidAndWhoIsMissingIsCountedByThem() {
        var needs = new PathNeeds(3, List.of(new PathNeed(List.of("hosts/db/**"), 1, List.of("carol"))));
        show(Samples.under(rollout(1, asked(), plan()), needs));
        var card = roots().getFirst();

        assertThat(card.text()).isEqualTo("r1 of main needs 3 approvals");
        assertThat(card.current().blocks().toString().replace("\u200b", ""))
                .contains("may approve: bob, carol", "hosts/db/**: 1 of carol");
    }

    private List<String> history(Message root) {
        return slack.thread(CHANNEL, root.ts()).stream().map(Message::text).toList();
    }

    @Test
    void aQuestionCarriesItsDigestAndItsButtons() {
        show(rollout(1, asked(), plan()));
        var card = roots().getFirst();
        var digest = plan().digest();
        assertThat(card.text()).isEqualTo("r1 of main needs 2 approvals");
        assertThat(card.current().blocks().toString())
                .contains("host hv-01", "query default/old", "DESTRUCTIVE", digest.substring(0, 12), "bob, carol");
        assertThat(card.buttons()).extracting(Button::text).containsExactly("Approve", "Reject");
        assertThat(card.buttons()).extracting(Button::value).containsOnly("r1 " + digest);
        assertThat(card.buttons().getFirst().confirmText())
                .contains(digest.substring(0, 12), "1 amend", "1 DELETE", "Destroys: delete query default/old");
    }

    @Test
    void theHistoryNamesEverybodyWhoseYesCountsAlsoWhenTheyComeTogether() {
        var digest = plan().digest();
        var asked = rollout(1, asked(), plan());
        show(asked);
        var yeses = Stream.of("bob", "carol")
                .map(name ->
                        new Approval(name, digest, asked.revision(), Samples.NOW, Samples.NOW.plusSeconds(60), "slack"))
                .toList();
        show(Samples.withApprovals(rollout(1, new RolloutState.Applying(), plan()), yeses));

        assertThat(history(roots().getFirst()))
                .containsExactly("r1: awaiting-approval", "r1: applying, approved by bob, carol");
    }

    @Test
    void progressIsEditedIntoTheSameMessage() {
        show(rollout(1, asked(), plan()));
        for (int done = 0; done < 3; done++) {
            var progress = new TreeMap<String, Rollout.Progress>();
            for (int i = 0; i < 3; i++)
                progress.put(
                        "c" + i,
                        new Rollout.Progress(
                                "host h" + i, "deploy", i < done ? Rollout.Stage.DONE : Rollout.Stage.RUNNING, "step"));
            show(rollout(1, new RolloutState.Applying(), Optional.of(plan()), "Add a host", progress));
        }
        show(rollout(1, new RolloutState.Done(), plan()));

        assertThat(roots()).hasSize(1);
        assertThat(roots().getFirst().text()).isEqualTo("r1 of main: done");
        assertThat(roots().getFirst().buttons()).isEmpty();
        assertThat(roots().getFirst().edits()).isEqualTo(4);
        assertThat(history(roots().getFirst())).containsExactly("r1: awaiting-approval", "r1: applying", "r1: done");
    }

    @Test
    void whatApprovedChangesWaitForStandsOnTheCard() {
        var why =
                "Outside of the change windows (sat 22:00-06:00 UTC); the next opens Sat 2 May 2026 22:00 UTC. 2 wait.";
        show(Samples.waiting(
                rollout(1, new RolloutState.Applying(), plan()), new Waits(why, Optional.of(Samples.NOW))));
        assertThat(roots().getFirst().current().blocks().toString()).contains(":hourglass: " + why);
    }

    @Test
    void warningsStandOnTheCardAndNoticesAreCounted() {
        var place = Place.ofFile("queries/security.yaml");
        show(Samples.saying(
                rollout(1, asked(), plan()),
                Diagnostic.warning("Value is not used", "Nothing uses it.", place),
                new Diagnostic(Diagnostic.Severity.NOTICE, "Table of events", "It is empty unless.", place),
                new Diagnostic(Diagnostic.Severity.NOTICE, "Table of events", "It is empty unless.", place)));
        assertThat(roots().getFirst().current().blocks().toString())
                .contains("Value is not used", "2 notices; `gough validate` says which")
                .doesNotContain("Table of events");
    }

    @Test
    void whatLooksTheSameIsNotSentAgain() {
        show(rollout(1, asked(), plan()));
        var calls = slack.calls().size();
        service.changed(1);
        service.changed(1);
        assertThat(slack.calls()).hasSize(calls);
    }

    @Test
    void anotherPlanIsAnotherMessageAndTheOldButtonsDie() {
        show(rollout(1, asked(), plan()));
        var other = plan(List.of(Samples.amend("hv-02", Risk.DISRUPTIVE, "more")));
        show(rollout(1, asked(), other));
        service.changed(1);

        assertThat(roots()).hasSize(2);
        assertThat(roots().getFirst().buttons()).isEmpty();
        assertThat(roots().getFirst().current().blocks().toString()).contains("the newer one is below");
        assertThat(roots().getLast().buttons()).extracting(Button::value).containsOnly("r1 " + other.digest());
    }

    @Test
    void aLookThatFindsNothingIsNoNews() {
        show(rollout(1, new RolloutState.Requested(), Optional.empty(), "x", new TreeMap<>()));
        show(rollout(1, new RolloutState.InSync(), plan(List.of())));
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void everyStateIsDrawnWithinSlacksLimits() {
        var states = List.of(
                new RolloutState.Rejected(Samples.HOSTILE),
                asked(),
                new RolloutState.Applying(),
                new RolloutState.Stalled(Samples.HOSTILE),
                new RolloutState.Declined("<!here> `bob`", Samples.HOSTILE),
                new RolloutState.Expired(),
                new RolloutState.Cancelled("<!here>" + "b".repeat(400), Samples.HOSTILE),
                new RolloutState.Done(),
                new RolloutState.Superseded(new RolloutId(99)));
        var plan = Samples.hostile(2_000);
        var progress = new TreeMap<String, Rollout.Progress>();
        for (int i = 0; i < 2_000; i++)
            progress.put(
                    "c" + i,
                    new Rollout.Progress("host h" + i, "deploy", Rollout.Stage.values()[i % 4], Samples.HOSTILE));
        long id = 1;
        for (var state : states) {
            show(rollout(id, asked(), Optional.of(plan), Samples.HOSTILE, progress));
            show(rollout(id++, state, Optional.of(plan), Samples.HOSTILE, progress));
        }
        assertThat(roots()).hasSize(states.size());
        for (var message : slack.messages(CHANNEL)) {
            assertThat(message.text()).doesNotContain("plain text");
            for (var version : message.versions()) {
                var all = version.text() + version.blocks();
                assertThat(all)
                        .doesNotContain("<!channel", "<!here", "<@", "<https://", "\u202e", "Say `/gough rollouts`");
            }
        }
        assertThat(slack.messages(CHANNEL).stream().filter(m -> m.threadTs() == null))
                .allMatch(m -> !m.current().blocks().isEmpty());
    }

    @Test
    void anAlertIsRaisedAndResolvedInPlace() {
        service.tell(new RolloutEvent.AlertRaised(MAIN, "maas", "critical", "MAAS does not answer <!channel>"));
        service.tell(new RolloutEvent.AlertRaised(MAIN, "maas", "critical", "MAAS does not answer, 5 min now"));
        service.tell(new RolloutEvent.AlertResolved(MAIN, "maas", "MAAS answers again"));
        service.tell(new RolloutEvent.AlertRaised(MAIN, "maas", "warning", "MAAS does not answer"));

        assertThat(roots()).hasSize(2);
        assertThat(roots().getFirst().text()).isEqualTo(":white_check_mark: MAAS answers again");
        assertThat(roots().getFirst().edits()).isEqualTo(2);
        assertThat(roots().getLast().text()).startsWith(":warning:");
        assertThat(roots().getFirst().versions().getFirst().text()).doesNotContain("<!channel>");
    }

    @Test
    void whatDestroysTooMuchHasNoButtonToClick() {
        show(Samples.typed(rollout(1, asked(), plan())));

        var card = roots().getFirst();
        assertThat(card.current().blocks().toString())
                .contains("/gough approve r1 " + plan().digest().substring(0, 12) + " NUMBER");
        assertThat(card.buttons()).isEmpty();
    }

    @Test
    void whatIsNotWhatWasApprovedStandsBesideIt() {
        var asked = plan().changes().getFirst();
        var approved =
                new Rollout.Approved(Samples.drop("hv-01", Risk.NOTICE, "<!channel>"), List.of("ben <b>"), Samples.NOW);
        show(Samples.differing(rollout(1, asked(), plan()), false, new TreeMap<>(Map.of(asked.digest(), approved))));

        assertThat(roots().getFirst().current().blocks().toString())
                .contains("not what was approved", "approved by ben &lt;b&gt;", "`delete`", "*asked now*", "`amend`");
    }

    @Test
    void aDecisionIsToldOnceHoweverOftenItIsDelivered() {
        var decided = new RolloutEvent.Decided(MAIN, 7, "ben accepted <!channel> of host hv-01");
        service.tell(decided);
        service.tell(decided);

        assertThat(slack.messages(EdgeService.CHANNEL))
                .singleElement()
                .satisfies(message -> assertThat(message.toString()).contains("ben accepted &lt;!channel&gt;"));
    }

    @Test
    void aMessageThatWasPostedButNotAnsweredIsFoundAndNotPostedAgain() {
        rollouts.put(rollout(1, asked(), plan()));
        slack.faults().add(FaultRule.once("POST", "chat.postMessage", new Fault.DoneThenTimeout(Duration.ZERO)));
        assertThatThrownBy(() -> service.changed(1)).hasMessageContaining("Slack does not answer");
        service.changed(1);

        assertThat(roots()).hasSize(1);
        assertThat(history(roots().getFirst())).hasSize(1);
        assertThat(slack.count("conversations.history")).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsLostAfterThePostingPostsNothingTwiceByItself() {
        show(rollout(1, asked(), plan())); // a connection that is kept open from now on
        rollouts.put(rollout(2, asked(), plan()));
        slack.faults().add(FaultRule.once("POST", "chat.postMessage", new Fault.DoneThenTimeout(Duration.ZERO)));
        assertThatThrownBy(() -> service.changed(2)).hasMessageContaining("Slack does not answer");
        service.changed(2);

        assertThat(roots()).hasSize(2);
    }

    @Test
    void aCrashBetweenPostingAndRecordingDoublesNothing() {
        show(rollout(1, asked(), plan()));
        service.db().sql("update slack_post set ts = null, shown = null").update();
        service.changed(1);

        assertThat(roots()).hasSize(1);
        assertThat(history(roots().getFirst())).hasSize(1);
        assertThat(roots().getFirst().buttons()).hasSize(2);
    }

    @Test
    void withoutTheScopeEverythingWorksButTheSearch() {
        stop();
        open(SlackSettings.defaults().withScopes(Set.of("chat:write", "commands", "app_mentions:read")));
        show(rollout(1, asked(), plan()));
        assertThat(roots()).hasSize(1);
        service.db().sql("update slack_post set ts = null, shown = null").update();
        service.changed(1);
        assertThat(roots()).hasSize(2);
    }

    @Test
    void aPauseThatSlackAsksForIsKept() {
        rollouts.put(rollout(1, asked(), plan()));
        slack.faults().add(FaultRule.once("POST", "chat.postMessage", new Fault.RateLimited(Duration.ofSeconds(30))));
        assertThatThrownBy(() -> service.changed(1)).hasMessageContaining("pause");
        assertThatThrownBy(() -> service.changed(1)).hasMessageContaining("pause");
        assertThat(slack.count("chat.postMessage")).isEqualTo(1);

        service.clock().advance(Duration.ofSeconds(31));
        service.changed(1);
        assertThat(roots()).hasSize(1);
    }

    @Test
    void afterAnOutageEverythingIsToldInOrderAndNothingTwice() {
        show(rollout(1, asked(), plan()));
        slack.down();
        rollouts.put(rollout(1, new RolloutState.Applying(), plan()));
        rollouts.put(rollout(2, asked(), plan()));
        for (int i = 0; i < 3; i++) assertThatThrownBy(() -> service.changed(1)).isInstanceOf(RuntimeException.class);
        service.clock().advance(Duration.ofMinutes(7));
        assertThat(delay()).isGreaterThan(400);
        slack.up();
        service.changed(1);
        service.changed(2);
        service.tell(new RolloutEvent.AlertRaised(MAIN, "x", "info", "all is told"));

        assertThat(roots())
                .extracting(Message::text)
                .containsExactly(
                        "r1 of main: applying", "r2 of main needs 2 approvals", ":information_source: all is told");
        assertThat(history(roots().getFirst()))
                .containsExactly("r1: awaiting-approval", "r1: applying (told 7 min late: Slack did not answer)");
        assertThat(delay()).isZero();
    }

    private double delay() {
        return service.bean(MeterRegistry.class)
                .get("gough.slack.delay")
                .tag("consumer", "slack-main")
                .gauge()
                .value();
    }

    @Test
    void aCardThatSlackRefusesGoesOutAsText() {
        slack.faults()
                .add(FaultRule.once(
                        "POST",
                        "chat.postMessage",
                        Fault.Status.of(200, "{\"ok\":false,\"error\":\"invalid_blocks\"}")));
        show(rollout(1, asked(), plan()));
        assertThat(roots().getFirst().text()).startsWith("r1 of main needs 2 approvals");
    }

    @Test
    void aDeletedMessageIsPostedAnew() {
        show(rollout(1, asked(), plan()));
        slack.faults()
                .add(FaultRule.once(
                        "POST", "chat.update", Fault.Status.of(200, "{\"ok\":false,\"error\":\"message_not_found\"}")));
        show(rollout(1, new RolloutState.Applying(), plan()));
        assertThat(roots()).hasSize(2);
        assertThat(roots().getLast().text()).isEqualTo("r1 of main: applying");
    }
}

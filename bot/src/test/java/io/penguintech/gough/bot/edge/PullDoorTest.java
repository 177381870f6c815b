package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.EdgeService.CHANNEL;
import static io.penguintech.gough.bot.edge.PullSamples.asked;
import static io.penguintech.gough.bot.edge.PullSamples.head;
import static io.penguintech.gough.bot.edge.Samples.MAIN;
import static io.penguintech.gough.bot.edge.Samples.plan;
import static io.penguintech.gough.simulators.slack.SlackSettings.ANN;
import static io.penguintech.gough.simulators.slack.SlackSettings.BOB;
import static io.penguintech.gough.simulators.slack.SlackSettings.CAROL;
import static io.penguintech.gough.simulators.slack.SlackSettings.MALLORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.slack.Message;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import io.penguintech.gough.simulators.slack.SlackUser;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people say to pull requests in Slack, through the whole filter chain. Two repositories speak in the channel. */
class PullDoorTest {
    private static final RepositoryId OTHER = new RepositoryId("other");
    private static final String DIGEST = plan().digest().substring(0, 12);

    @TempDir
    static Path dir;

    private static SlackStandIn slack;
    private static FakeProposals proposals;
    private static EdgeService service;
    private static long next = 100;
    private final long number = ++next;

    @BeforeAll
    static void start() {
        slack = SlackStandIn.start(SlackSettings.defaults());
        service = EdgeService.start(
                slack,
                new FakeRollouts(),
                dir,
                "gough.repositories.other.url=https://git.example/other.git",
                "gough.repositories.other.slack-channel=" + CHANNEL);
        proposals = service.bean(FakeProposals.class);
    }

    @AfterAll
    static void stop() {
        assertThat(slack.problems()).isEmpty();
        service.close();
        slack.close();
    }

    @BeforeEach
    void ask() {
        proposals.clear();
        tell(asked(number, plan()));
    }

    private static void tell(Proposal proposal) {
        proposals.put(proposal);
        service.tell(new RolloutEvent.ProposalChanged(proposal.repository(), proposal.number()));
    }

    private Message card() {
        return slack.messages(CHANNEL).stream()
                .filter(m -> m.threadTs() == null)
                .filter(m -> m.text().startsWith("Pull request %d of main".formatted(number)))
                .toList()
                .getLast();
    }

    private static String say(SlackUser user, String words) {
        return told(user, () -> slack.postCommand(user.id(), "/gough", words));
    }

    private String press(SlackUser user, String button) {
        return told(user, () -> slack.click(user.id(), CHANNEL, card().ts(), button));
    }

    /** What {@code user} alone is told after {@code deed}. */
    private static String told(SlackUser user, Runnable deed) {
        int seen = slack.ephemerals(user.id()).size();
        deed.run();
        var deadline = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(deadline)) {
            var all = slack.ephemerals(user.id());
            if (all.size() > seen) return all.getLast().text();
            Thread.onSpinWait();
        }
        throw new AssertionError(user.name() + " is told nothing");
    }

    @Test
    void aClickSaysYesToExactlyThePlanAndTheHeadOnTheButton() {
        assertThat(press(BOB, "pull-approve")).contains("Recorded: bob says yes");
        assertThat(proposals.deeds)
                .containsExactly(
                        "approve main/%d %s at %s by bob over slack".formatted(number, DIGEST, head(1).brief()));
        service.tell(new RolloutEvent.ProposalChanged(MAIN, number));
        assertThat(card().current().blocks().toString()).contains("approved by bob");
    }

    @Test
    void aClickSaysNo() {
        assertThat(press(CAROL, "pull-reject")).contains("Recorded: carol says no");
        assertThat(proposals.deeds)
                .containsExactly("reject main/%d %s: rejected in Slack by carol over slack".formatted(number, DIGEST));
        service.tell(new RolloutEvent.ProposalChanged(MAIN, number));
        assertThat(card().buttons()).isEmpty();
    }

    @Test
    void aClickOnAnOldHeadWithTheSamePlanDoesNotCount() {
        tell(PullSamples.pushed(asked(number, plan()), 2, plan()));
        assertThat(told(BOB, () -> slack.clickStale(BOB.id(), CHANNEL, card().ts(), 0, "pull-approve")))
                .contains("There is a newer head than the one you saw: " + head(2).brief());
        assertThat(proposals.deeds).isEmpty();
    }

    @Test
    void aClickOnAnOldPlanDoesNotCount() {
        var other = plan(List.of(Samples.amend("hv-09", Risk.DISRUPTIVE, "new")));
        tell(PullSamples.pushed(asked(number, plan()), 2, other));
        for (var button : List.of("pull-approve", "pull-reject"))
            assertThat(told(BOB, () -> slack.clickStale(BOB.id(), CHANNEL, card().ts(), 0, button)))
                    .contains("The plan has changed since: it is "
                            + other.digest().substring(0, 12));
        assertThat(proposals.deeds).isEmpty();
    }

    @Test
    void strangersAreToldSo() {
        assertThat(press(MALLORY, "pull-approve")).contains("does not know you");
        assertThat(press(ANN, "pull-approve")).contains("does not know you as an approver");
        assertThat(say(ANN, "approve pr-%d %s".formatted(number, DIGEST))).contains("needs the role approver");
        assertThat(say(MALLORY, "pulls")).contains("does not know you");
        assertThat(proposals.deeds).isEmpty();
    }

    @Test
    void aWordNamesThePullRequestThePlanAndTheMomentAndNoHead() {
        assertThat(say(BOB, "approve pr-%d %s".formatted(number, DIGEST))).contains("Recorded: bob says yes");
        assertThat(say(CAROL, "no PR%d %s not on a Friday".formatted(number, plan().digest())))
                .contains("Recorded: carol says no");
        assertThat(proposals.deeds)
                .containsExactly(
                        "approve main/%d %s at that moment by bob over slack".formatted(number, DIGEST),
                        "reject main/%d %s: not on a Friday by carol over slack".formatted(number, DIGEST));
    }

    @Test
    void aWordToAHeadWhosePlanDoesNotStandInTheCommentYetDoesNotCount() {
        tell(PullSamples.shown(PullSamples.pushed(asked(number, plan()), 2, plan()), Optional.empty()));
        assertThat(say(BOB, "approve pr-%d %s".formatted(number, DIGEST))).contains("did not stand in the comment yet");
        tell(PullSamples.shown(asked(number, plan()), Optional.of(Instant.now().plusSeconds(3600))));
        assertThat(say(BOB, "approve pr-%d %s".formatted(number, DIGEST))).contains("did not stand in the comment yet");
        assertThat(proposals.deeds).isEmpty();
    }

    @Test
    void aWordThatNamesAnotherPlanDoesNotCount() {
        assertThat(say(BOB, "approve pr-%d 0123456789ab".formatted(number))).contains("The plan has changed since");
        assertThat(say(BOB, "approve pr-%d %s".formatted(number, DIGEST.substring(0, 11))))
                .contains("The plan has changed since");
        assertThat(say(BOB, "approve pr-%d".formatted(number))).contains("/gough approve ID DIGEST", "twelve digits");
        assertThat(say(BOB, "approve pr-99999 " + DIGEST)).contains("planned no pull request 99999 of main or other");
        assertThat(say(BOB, "approve pr-0 " + DIGEST)).contains("is no rollout", "pr-1, pr-2");
        assertThat(say(BOB, "cancel pr-%d".formatted(number)))
                .contains("is no rollout")
                .doesNotContain("pr-1,");
        assertThat(proposals.deeds).isEmpty();
    }

    @Test
    void theNumberOfDestroyedHostsIsTyped() {
        tell(PullSamples.typed(asked(number, plan()), true, new TreeMap<>()));
        assertThat(say(BOB, "approve pr-%d %s".formatted(number, DIGEST))).contains("Count the hosts");
        assertThat(say(BOB, "approve pr-%d %s many".formatted(number, DIGEST))).contains("is a number");
        assertThat(say(BOB, "approve pr-%d %s 2".formatted(number, DIGEST))).contains("Count the hosts");
        assertThat(proposals.deeds).isEmpty();
        assertThat(say(BOB, "approve pr-%d %s 1".formatted(number, DIGEST))).contains("Recorded: bob says yes");
        assertThat(proposals.deeds)
                .containsExactly("approve main/%d %s at that moment 1 by bob over slack".formatted(number, DIGEST));
    }

    @Test
    void aNumberThatTwoRepositoriesHaveIsSaidWithItsRepository() {
        proposals.put(PullSamples.in(OTHER, asked(number, plan())));

        assertThat(say(BOB, "approve pr-%d %s".formatted(number, DIGEST)))
                .contains("in several repositories", "main/pr-%d or other/pr-%d".formatted(number, number));
        assertThat(proposals.deeds).isEmpty();
        assertThat(say(BOB, "approve other/pr-%d %s".formatted(number, DIGEST))).contains("Recorded: bob says yes");
        assertThat(say(CAROL, "reject Other/PR-%d %s".formatted(number, DIGEST)))
                .contains("Recorded: carol says no");
        assertThat(say(BOB, "approve nothing/pr-%d %s".formatted(number, DIGEST)))
                .contains("planned no pull request %d of nothing".formatted(number));
        assertThat(proposals.deeds)
                .containsExactly(
                        "approve other/%d %s at that moment by bob over slack".formatted(number, DIGEST),
                        "reject other/%d %s: no reason given by carol over slack".formatted(number, DIGEST));
    }

    @Test
    void whoMaySaysTheRepositoryThatIsNamed() {
        long others = ++next;
        proposals.put(PullSamples.in(OTHER, asked(others, plan())));
        FakeRollouts.ONLY.put("bob", OTHER);
        try {
            assertThat(say(BOB, "approve other/pr-%d %s".formatted(others, DIGEST)))
                    .contains("Recorded: bob says yes");
            assertThat(say(BOB, "reject pr-%d %s".formatted(others, DIGEST))).contains("Recorded: bob says no");
            assertThat(say(BOB, "approve main/pr-%d %s".formatted(number, DIGEST)))
                    .contains("does not know you: your Slack user id stands in no gough.yaml");
            assertThat(say(BOB, "approve pr-%d %s".formatted(number, DIGEST)))
                    .contains("does not know you as an approver of main");
            assertThat(say(BOB, "rollouts")).as("of main").contains("does not know you");
            assertThat(say(BOB, "help")).contains("/gough approve", "/gough pulls");
            proposals.put(PullSamples.in(OTHER, asked(others, plan())));
            assertThat(say(BOB, "pulls")).contains("pr-" + others).doesNotContain("pr-" + number);
        } finally {
            FakeRollouts.ONLY.clear();
        }
    }

    @Test
    void thoseThatWaitAreListed() {
        var closed = ++next;
        proposals.put(PullSamples.standing(asked(closed, plan()), new Standing.Closed()));
        assertThat(say(ANN, "pulls"))
                .contains(
                        "<https://forge.example/infra/pull/%d|main/pr-%d>* Add a host — alice"
                                .formatted(number, number),
                        "1 DELETE",
                        "plan `%s`, needs 2 more until ".formatted(DIGEST),
                        "bob, carol")
                .doesNotContain("pr-" + closed);
        assertThat(say(ANN, "prs")).contains("pr-" + number);
        assertThat(say(ANN, "pull")).contains("Did you mean `/gough pulls`");
        assertThat(say(ANN, "help")).contains("/gough pulls").doesNotContain("/gough approve");
        assertThat(say(BOB, "help")).contains("/gough approve", "pr-12");
    }

    @Test
    void whatSomebodyElseWroteIsNotMeantInTheListEither() {
        proposals.put(PullSamples.hostile(asked(number, plan()), new TreeMap<>()));
        assertThat(say(ANN, "pulls")).doesNotContain("<!channel", "<@U0BOB", "<https://evil", "\u202e");
    }

    @Test
    void whatOneWouldDoIsSaidToWhoeverMayLook() {
        assertThat(say(ANN, "plan pr-" + number))
                .contains("1 DELETE", "needs 2 approvals", ":red_circle: *DESTRUCTIVE*", "plan `%s`".formatted(DIGEST));
        assertThat(say(ANN, "preview pr-9999")).contains(":no_entry: Gough has planned no pull request 9999 of ");
        assertThat(say(MALLORY, "plan pr-" + number)).contains("does not know you");
        assertThat(say(ANN, "plan ../../etc/passwd")).contains("No branch is called");
        assertThat(proposals.deeds).isEmpty();
    }

    @Test
    void whoSomebodyIsAndHowToBecomeKnownIsSaid() {
        assertThat(say(BOB, "link")).contains("You are *bob*", "approver");
        assertThat(say(MALLORY, "whoami")).contains("Gough does not know you", "slack: " + MALLORY.id());
    }
}

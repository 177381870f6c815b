package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.EdgeService.CHANNEL;
import static io.penguintech.gough.bot.edge.Samples.asked;
import static io.penguintech.gough.bot.edge.Samples.plan;
import static io.penguintech.gough.bot.edge.Samples.rollout;
import static io.penguintech.gough.simulators.slack.SlackSettings.ANN;
import static io.penguintech.gough.simulators.slack.SlackSettings.BOB;
import static io.penguintech.gough.simulators.slack.SlackSettings.CAROL;
import static io.penguintech.gough.simulators.slack.SlackSettings.MALLORY;
import static io.penguintech.gough.simulators.slack.SlackSettings.OSCAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.chat.SlackAccess;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.web.ApiTokens;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.slack.Delivery;
import io.penguintech.gough.simulators.slack.Ephemeral;
import io.penguintech.gough.simulators.slack.Forgery;
import io.penguintech.gough.simulators.slack.Message;
import io.penguintech.gough.simulators.slack.SlackSettings;
import io.penguintech.gough.simulators.slack.SlackStandIn;
import io.penguintech.gough.simulators.slack.SlackUser;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What comes from Slack, through the whole filter chain. */
@ExtendWith(OutputCaptureExtension.class)
class SlackDoorTest {
    @TempDir
    static Path dir;

    private static SlackStandIn slack;
    private static FakeRollouts rollouts;
    private static EdgeService service;
    private static long next;
    private final long id = ++next;

    @BeforeAll
    static void start() {
        slack = SlackStandIn.start(SlackSettings.defaults());
        rollouts = new FakeRollouts();
        service = EdgeService.start(slack, rollouts, dir);
    }

    @AfterAll
    static void stop() {
        service.close();
        slack.close();
    }

    @BeforeEach
    void ask() {
        rollouts.deeds.clear();
        rollouts.put(rollout(id, asked(), plan()));
        service.changed(id);
    }

    private static String say(SlackUser user, String words) {
        var seen = slack.ephemerals(user.id()).size();
        var delivery = slack.postCommand(user.id(), "/gough", words);
        assertThat(delivery.status()).isEqualTo(200);
        return awaitNew(user, seen).text();
    }

    private static Ephemeral awaitNew(SlackUser user, int seen) {
        return await(() -> {
            var all = slack.ephemerals(user.id());
            return all.size() > seen ? Optional.of(all.getLast()) : Optional.empty();
        });
    }

    private static <T> T await(Supplier<Optional<T>> found) {
        var deadline = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(deadline)) {
            var now = found.get();
            if (now.isPresent()) return now.get();
            pause();
        }
        throw new AssertionError("waited too long");
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Message card() {
        return slack.messages(CHANNEL).stream()
                .filter(m -> m.text().startsWith("r" + id + " of main"))
                .filter(m -> m.threadTs() == null)
                .toList()
                .getLast();
    }

    private String press(SlackUser user, String button) {
        var seen = slack.ephemerals(user.id()).size();
        assertThat(slack.click(user.id(), CHANNEL, card().ts(), button).status())
                .isEqualTo(200);
        return awaitNew(user, seen).text();
    }

    @ParameterizedTest
    @EnumSource(
            value = Forgery.class,
            names = {"WRONG_SIGNATURE", "UNSIGNED", "OLD_TIMESTAMP", "FUTURE_TIMESTAMP"})
    void aForgedCallChangesNothing(Forgery forgery, CapturedOutput output) {
        var command = slack.postCommand(CAROL.id(), CHANNEL, "/gough", "stop forged-words", forgery);
        var click = slack.click(CAROL.id(), CHANNEL, card().ts(), "rollout-approve", forgery);
        var mention = slack.mention(CAROL.id(), CHANNEL, null, "stop forged-words", forgery);

        assertThat(List.of(command, click, mention))
                .extracting(Delivery::status)
                .containsOnly(401);
        assertThat(rollouts.deeds).isEmpty();
        assertThat(output.getAll()).doesNotContain("forged-words");
    }

    @Test
    void theSignatureIsOverTheBytesAsTheyAre() {
        var delivery = slack.postCommand(CAROL.id(), CHANNEL, "/gough", "stop crlf", Forgery.CRLF_BODY);
        assertThat(delivery.status()).isEqualTo(200);
        assertThat(rollouts.deeds).containsExactly("stop: crlf by carol");
    }

    @Test
    void aReplayDoesNothingASecondTime() {
        var command = slack.postCommand(CAROL.id(), "/gough", "stop once");
        var again = slack.replay(command.sent());
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).contains("already taken");

        var seen = slack.ephemerals(BOB.id()).size();
        var click = slack.click(BOB.id(), CHANNEL, card().ts(), "rollout-approve");
        assertThat(slack.replay(click.sent()).status()).isEqualTo(200);
        assertThat(rollouts.deeds).containsExactly("stop: once by carol", "approve r" + id + " by bob");
        assertThat(await(() -> slack.ephemerals(BOB.id()).stream()
                        .skip(seen)
                        .filter(e -> e.text().contains("already taken"))
                        .findFirst()))
                .isNotNull();
    }

    @Test
    void aMentionIsAnsweredOnceHoweverOftenItIsDelivered() {
        var seen = slack.ephemerals(OSCAR.id()).size();
        var delivery = slack.mention(OSCAR.id(), CHANNEL, null, "reconcile");
        slack.replay(delivery.sent());
        assertThat(awaitNew(OSCAR, seen).text()).contains("Done: reconcile main");
        assertThat(rollouts.deeds).containsExactly("reconcile main by oscar");
    }

    @Test
    void aBodyOfTwoMegabytesIsRefused() throws IOException {
        try (var socket = new Socket("127.0.0.1", service.uri("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2097152\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[1_100_000]);
            socket.getOutputStream().flush();
            var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(line).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void slackMayCheckTheAddressAndTheCertificate() {
        var check = slack.verifyUrl("sesame", Forgery.GENUINE);
        assertThat(check.status()).isEqualTo(200);
        assertThat(check.body()).contains("sesame");
        assertThat(slack.verifyUrl("sesame", Forgery.WRONG_SIGNATURE).status()).isEqualTo(401);
        assertThat(slack.checkSsl().status()).isEqualTo(200);
    }

    @Test
    void aClickApprovesExactlyThePlanOnTheButton() {
        assertThat(press(BOB, "rollout-approve")).contains("bob approves r" + id);
        assertThat(rollouts.deeds).containsExactly("approve r" + id + " by bob");
        service.changed(id);
        assertThat(card().current().blocks().toString()).contains("approved by bob");
        assertThat(press(CAROL, "rollout-reject")).contains("rejected");
    }

    @Test
    void aClickOnAnOldQuestionSaysWhyItDoesNotCount() {
        var old = card().ts();
        rollouts.put(rollout(id, asked(), plan(List.of(Samples.amend("hv-09", Risk.DISRUPTIVE, "new")))));
        service.changed(id);
        var seen = slack.ephemerals(BOB.id()).size();
        slack.clickStale(BOB.id(), CHANNEL, old, 0, "rollout-approve");
        assertThat(awaitNew(BOB, seen).text()).contains("The plan has changed since");
        assertThat(rollouts.deeds).isEmpty();
    }

    @Test
    void strangersAndThoseWithoutTheRoleAreToldSo() {
        assertThat(press(MALLORY, "rollout-approve")).contains("does not know you");
        assertThat(press(ANN, "rollout-approve")).contains("does not know you as an approver");
        assertThat(say(MALLORY, "status")).contains("does not know you");
        assertThat(say(ANN, "stop now")).contains("`stop` needs the role operator");
        assertThat(say(OSCAR, "approve r%d %s".formatted(id, plan().digest()))).contains("needs the role approver");
        assertThat(say(BOB, "resume")).contains("needs the role admin");
        assertThat(rollouts.deeds).isEmpty();
    }

    @Test
    void helpOffersWhatThePersonMayDo() {
        assertThat(say(MALLORY, "")).contains("/gough version").doesNotContain("/gough stop");
        assertThat(say(MALLORY, "help")).contains("`U0MALLORY`");
        assertThat(say(ANN, "help")).contains("/gough status").doesNotContain("/gough approve");
        assertThat(say(CAROL, "help")).contains("/gough approve", "/gough resume");
    }

    @Test
    void aWordThatIsNoneIsGuessed() {
        assertThat(say(ANN, "statsu")).contains("Did you mean `/gough status`");
        assertThat(say(ANN, "<!channel>")).contains("I do not know `&lt;!channel&gt;`");
    }

    @Test
    void whatOnlyADecisionEndsIsDecidedByWordsThatNameIt() {
        assertThat(say(ANN, "accept hv-001 release fine")).contains("needs the role approver");
        assertThat(say(BOB, "accept hv-001")).contains("/gough accept HOST FINDING WHY");
        assertThat(say(BOB, "accept hv-001 Release fine by us"))
                .contains("Done: accept host hv-001 release: fine by us");
        assertThat(say(BOB, "reopen hv-001 3f2a91c0ffee no more")).contains("Done: reopen host hv-001 3f2a91c0ffee");
        assertThat(say(BOB, "confirm-lost")).contains("/gough confirm-lost HOST");
        assertThat(say(BOB, "confirm-lost hv-001")).contains("No host `hv-001` is lost");
        assertThat(rollouts.deeds).noneMatch(deed -> deed.startsWith("confirm-lost"));
        assertThat(say(BOB, "confirm-lost hv-100 all gone now"))
                .contains("Lost: nobody knows", "/gough confirm-lost hv-100 111111111111 WHY");
        assertThat(rollouts.deeds).noneMatch(deed -> deed.startsWith("confirm-lost"));
        assertThat(say(BOB, "confirm-lost hv-100 111111111111 disk is in the bin"))
                .contains("Done: confirm-lost hv-100 111111111111: disk is in the bin");
        assertThat(say(BOB, "confirm 0123456789ab right")).contains("needs the role admin");
        assertThat(say(CAROL, "confirm 0123456789ab")).contains("/gough confirm DIGEST WHY");
        assertThat(say(CAROL, "confirm 0123456789ab we moved it")).contains("Done: confirm 0123456789ab: we moved it");
    }

    @Test
    void everyWordIsAnswered() {
        assertThat(say(ANN, "status")).contains("*main* main, mode apply");
        assertThat(say(ANN, "host hv-050")).contains("locked by &lt;b&gt;someone");
        assertThat(say(ANN, "host hv-002"))
                .contains(
                        "&lt;b&gt;mallory&lt;/b&gt; &lt;!channel&gt; changed it at 2026-11-22 20:00 UTC",
                        "as of <!date^")
                .doesNotContain("<!channel>");
        assertThat(say(ANN, "why HV-001")).contains("*hv-001* — in-sync");
        assertThat(say(ANN, "host nobody")).contains("No host `nobody`");
        assertThat(say(ANN, "host")).contains("/gough host NAME");
        assertThat(say(ANN, "rollouts")).contains("*r" + id + "* awaiting-approval");
        assertThat(say(ANN, "drift")).contains("No drift");
        assertThat(say(ANN, "version")).startsWith("Gough ");
        assertThat(say(OSCAR, "sync")).contains("Done: reconcile main");
        assertThat(say(OSCAR, "retry r" + id)).contains("Done: retry");
        assertThat(say(OSCAR, "retry r" + id + " hv-001")).contains("Done: retry hv-001 of r" + id);
        assertThat(say(OSCAR, "early r" + id + " 123456789abc smoke")).contains("needs the role admin");
        assertThat(say(CAROL, "early r" + id)).contains("twelve digits");
        assertThat(say(CAROL, "early r" + id + " 123456789abc disk is failing"))
                .contains("Done: early r" + id + " 123456789abc: disk is failing");
        assertThat(say(OSCAR, "overrule r" + id + " 123456789abc smoke")).contains("needs the role admin");
        assertThat(say(CAROL, "overrule r" + id)).contains("of the change itself");
        assertThat(say(CAROL, "overrule r" + id + " 123456789abc it runs nowhere"))
                .contains("Done: overrule r" + id + " 123456789abc: it runs nowhere");
        assertThat(say(OSCAR, "pause zone:rack-a the fans are loud"))
                .contains("Done: stop zone:rack-a\u200b: the fans are loud");
        assertThat(say(OSCAR, "stop")).contains("Say why");
        assertThat(say(OSCAR, "stop zone:rack-a")).contains("Say why");
        assertThat(say(OSCAR, "stop zone:rack-a the fans are loud"))
                .contains("Done: stop zone:rack-a\u200b: the fans are loud");
        assertThat(say(OSCAR, "stop label:role everything")).contains("is no scope");
        assertThat(say(CAROL, "resume zone:rack-a")).contains("Done: resume zone:rack-a");
        assertThat(say(CAROL, "resume whatever")).contains("/gough resume [SCOPE]");
        assertThat(say(CAROL, "resume")).contains("Done: resume");
        assertThat(say(ANN, "drift")).contains("accepted by bob: replaced next month");
        assertThat(say(ANN, "host hv-001")).contains("(release) — accepted by bob");
        assertThat(say(BOB, "approve r" + id)).contains("twelve digits");
        assertThat(say(BOB, "approve seven 123456789abc")).contains("is no rollout");
        assertThat(say(BOB, "approve r" + id + " 123456789abc many")).contains("is a number");
        assertThat(say(
                        BOB,
                        "approve r%d %s"
                                .formatted(id, plan().digest().substring(0, 12).toUpperCase(Locale.ROOT))))
                .contains("The plan has changed");
        assertThat(say(BOB, "yes %d %s".formatted(id, plan().digest().substring(0, 12))))
                .contains("bob approves r" + id);
        assertThat(say(BOB, "no r%d %s not today".formatted(id, plan().digest())))
                .contains("is rejected");
        assertThat(say(BOB, "cancel r" + id + " later")).contains("Done: cancel");
        assertThat(slack.problems()).isEmpty();
    }

    @Test
    void whatBreaksInsideIsNotShown() {
        rollouts.broken.set(new IllegalStateException("select secret from table"));
        try {
            var delivery = slack.postCommand(ANN.id(), "/gough", "status");
            assertThat(delivery.status()).isEqualTo(200);
            assertThat(delivery.body())
                    .contains("Something is wrong in Gough")
                    .doesNotContain("secret", "IllegalState");
        } finally {
            rollouts.broken.set(null);
        }
    }

    @Test
    void noSecretIsPrinted(CapturedOutput output) {
        slack.down();
        rollouts.put(rollout(id, new RolloutState.Applying(), plan()));
        assertThatThrownBy(() -> service.changed(id))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("xoxb"));
        slack.up();
        slack.postCommand(CAROL.id(), CHANNEL, "/gough", "status", Forgery.WRONG_SIGNATURE);
        var settings = SlackSettings.defaults();
        assertThat(output.getAll()).doesNotContain(settings.botToken(), settings.signingSecret(), EdgeService.LOOK);
        assertThat(service.bean(SlackAccess.class).toString()).doesNotContain("xoxb", settings.signingSecret());
        assertThat(service.bean(ApiTokens.class).toString()).doesNotContain(EdgeService.LOOK);
        assertThat(slack.messages(CHANNEL).toString()).doesNotContain(settings.botToken(), settings.signingSecret());
    }
}

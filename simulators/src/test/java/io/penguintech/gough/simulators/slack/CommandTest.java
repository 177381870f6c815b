package io.penguintech.gough.simulators.slack;

import static io.penguintech.gough.simulators.slack.SlackSettings.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.simulators.fault.StandInClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandTest extends SlackFixture {

    @Test
    void aCommandComesAsASignedForm() {
        app.behave(received -> AppUnderTest.Reply.of(200, "all well & good"));
        var delivery = slack.postCommand(ANN.id(), "/gough", "status --all");

        assertThat(delivery.accepted()).isTrue();
        var form = app.accepted().getFirst().form();
        assertThat(form)
                .containsEntry("command", "/gough")
                .containsEntry("text", "status --all")
                .containsEntry("user_id", ANN.id())
                .containsEntry("user_name", "ann")
                .containsEntry("channel_id", CHANNEL)
                .containsKeys("response_url", "trigger_id", "team_id", "api_app_id");
        assertThat(slack.ephemerals(ANN.id())).extracting(Ephemeral::text).containsExactly("all well & good");
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void anAnswerForTheChannelIsSeenByAll() {
        app.behave(received -> new AppUnderTest.Reply(
                200, "application/json", "{\"response_type\":\"in_channel\",\"text\":\"for all\"}", Map.of()));
        slack.postCommand(ANN.id(), "/gough", "status");
        assertThat(slack.messages(CHANNEL)).extracting(Message::text).containsExactly("for all");
        assertThat(slack.ephemerals(ANN.id())).isEmpty();
    }

    @Test
    void anAnswerWithWrongBlocksIsSwallowedAndNoted() {
        app.behave(received ->
                new AppUnderTest.Reply(200, "application/json", "{\"blocks\":[{\"type\":\"x\"}]}", Map.of()));
        slack.postCommand(ANN.id(), "/gough", "status");
        assertThat(slack.ephemerals(ANN.id())).isEmpty();
        assertThat(slack.problems())
                .singleElement()
                .asString()
                .contains("invalid_blocks")
                .contains("/gough");
    }

    @Test
    void aCommandThatFailsIsToldByTheSlackbot() {
        app.behave(received -> AppUnderTest.Reply.of(500, "no"));
        assertThat(slack.postCommand(ANN.id(), "/gough", "status").failure()).isEqualTo("http_error");
        assertThat(slack.ephemerals(ANN.id()).getFirst().via()).isEqualTo(Ephemeral.Via.SLACKBOT);
        assertThat(slack.ephemerals(ANN.id()).getFirst().text()).contains("dispatch_failed");
    }

    @Test
    void aCommandThatTakesTooLongIsGivenUp() throws Exception {
        stop();
        open(SlackSettings.defaults().withTimes(Duration.ofMillis(100), List.of()));
        var hold = new CountDownLatch(1);
        app.behave(received -> {
            await(hold);
            return AppUnderTest.Reply.of(200, "late");
        });
        assertThat(slack.postCommand(ANN.id(), "/gough", "status").failure()).isEqualTo("http_timeout");
        hold.countDown();
        assertThat(slack.ephemerals(ANN.id()).getFirst().text()).contains("operation_timeout");
    }

    @ParameterizedTest
    @EnumSource(Forgery.class)
    void onlyGenuineDeliveriesGetPastACarefulApp(Forgery forgery) {
        var delivery = slack.postCommand(ANN.id(), CHANNEL, "/gough", "status", forgery);
        boolean genuine = forgery == Forgery.GENUINE || forgery == Forgery.CRLF_BODY;
        assertThat(delivery.accepted()).isEqualTo(genuine);
        assertThat(app.accepted()).hasSize(genuine ? 1 : 0);
        assertThat(delivery.sent().body().text().endsWith("\r\n")).isEqualTo(forgery == Forgery.CRLF_BODY);
    }

    @Test
    void aReplayIsTheSameToTheByte() {
        var first = slack.postCommand(ANN.id(), "/gough", "status");
        var second = slack.replay(first.sent());
        assertThat(second.sent()).isEqualTo(first.sent());
        assertThat(app.accepted()).hasSize(2);
        assertThat(app.accepted().get(0)).isEqualTo(app.accepted().get(1));
        assertThat(first.sent().toString()).doesNotContain("v0=");
    }

    @Test
    void theAddressOfACommandAnswersThePersonOrTheChannel() {
        slack.postCommand(ANN.id(), "/gough", "status");
        var url = app.accepted().getFirst().form().get("response_url");
        assertThat(json(url, "{\"text\":\"just you\"}")).isEqualTo(200);
        assertThat(json(url, "{\"response_type\":\"in_channel\",\"text\":\"everyone\"}"))
                .isEqualTo(200);
        assertThat(json(url, "{\"blocks\":[{\"type\":\"x\"}]}")).isEqualTo(400);
        assertThat(json(slack.url() + "/commands/T0STANDIN/99/x", "{\"text\":\"x\"}"))
                .isEqualTo(404);
        assertThat(slack.ephemerals(ANN.id())).extracting(Ephemeral::text).containsExactly("just you");
        assertThat(slack.messages(CHANNEL)).extracting(Message::text).containsExactly("everyone");
    }

    @Test
    void anAddressExpiresAfterHalfAnHour() throws Exception {
        stop();
        var clock = StandInClock.stoppedAt(Instant.now());
        open(SlackSettings.defaults().withClock(clock));
        slack.postCommand(ANN.id(), "/gough", "status");
        clock.advance(Duration.ofMinutes(31));
        assertThat(json(app.accepted().getFirst().form().get("response_url"), "{\"text\":\"x\"}"))
                .isEqualTo(404);
    }

    @Test
    void aTriggerExpiresAfterThreeSeconds() throws Exception {
        stop();
        var clock = StandInClock.stoppedAt(Instant.now());
        open(SlackSettings.defaults().withClock(clock));
        slack.postCommand(ANN.id(), "/gough", "ask");
        clock.advance(Duration.ofSeconds(4));
        var trigger = app.accepted().getFirst().form().get("trigger_id");
        assertThat(api.call("views.open", "trigger_id", trigger, "view", "{}")
                        .get("error")
                        .asString())
                .isEqualTo("expired_trigger_id");
    }

    @Test
    void aTriggerOpensOneView() {
        slack.postCommand(ANN.id(), "/gough", "ask");
        var trigger = app.accepted().getFirst().form().get("trigger_id");
        var view = """
                {"type":"modal","title":{"type":"plain_text","text":"Ask"},"blocks":[]}""";
        assertThat(api.call("views.open", "trigger_id", trigger, "view", view)
                        .at("/view/id")
                        .asString())
                .startsWith("V");
        assertThat(slack.views()).hasSize(1);
        assertThat(api.call("views.open", "trigger_id", trigger, "view", view)
                        .get("error")
                        .asString())
                .isEqualTo("invalid_trigger_id");
    }

    @Test
    void aSlackStartedAnewUsesNoIdAgain() throws Exception {
        var triggers = new ArrayList<String>();
        for (int i = 0; i < 2; i++) {
            slack.postCommand(ANN.id(), "/gough", "status");
            triggers.add(app.accepted().getFirst().form().get("trigger_id"));
            stop();
            open(SlackSettings.defaults());
        }
        assertThat(triggers).doesNotHaveDuplicates();
    }

    @Test
    void aPersonWithANewNameKeepsTheId() {
        slack.put(new SlackUser(ANN.id(), "annie", "Annie Author"));
        slack.postCommand(ANN.id(), "/gough", "status");
        assertThat(app.accepted().getFirst().form())
                .containsEntry("user_id", ANN.id())
                .containsEntry("user_name", "annie");
        assertThatThrownBy(() -> slack.postCommand("U0NONE", "/gough", "status"))
                .hasMessageContaining("nobody in the workspace");
    }

    @Test
    void aSlackThatIsDownIsNotReachedUntilItIsUp() {
        slack.down();
        assertThatThrownBy(() -> api.call("auth.test")).isInstanceOf(AssertionError.class);
        assertThat(api.get(slack.url() + "/standin/slack/state").has("channels"))
                .isTrue();
        slack.up();
        assertThat(api.call("auth.test").get("ok").booleanValue()).isTrue();
    }

    @Test
    void anAppThatIsNotThereIsNotReached() {
        app.close();
        assertThat(slack.postCommand(ANN.id(), "/gough", "status").failure()).isEqualTo("connection_failed");
    }
}

package io.penguintech.gough.simulators.slack;

import static io.penguintech.gough.simulators.slack.SlackSettings.ANN;
import static io.penguintech.gough.simulators.slack.SlackSettings.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeliveryTest {

    private static final String CHANNEL = SlackSettings.GOUGH.id();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String QUESTION = """
            [{"type":"actions","block_id":"ask","elements":[
               {"type":"button","action_id":"approve","text":{"type":"plain_text","text":"Approve"},"value":"DIGEST",
                "style":"primary","confirm":{"title":{"type":"plain_text","text":"Sure?"},
                "text":{"type":"mrkdwn","text":"3 hosts"},"confirm":{"type":"plain_text","text":"Yes"},
                "deny":{"type":"plain_text","text":"No"}}}]}]""";

    private SlackStandIn slack;
    private ApiClient api;
    private AppUnderTest app;

    @BeforeEach
    void start() throws Exception {
        open(SlackSettings.defaults());
    }

    @AfterEach
    void stop() {
        app.close();
        api.close();
        slack.close();
    }

    private void open(SlackSettings settings) throws Exception {
        slack = SlackStandIn.start(settings);
        api = new ApiClient(slack, settings.botToken());
        app = new AppUnderTest(settings.signingSecret());
        slack.connect(app.url());
    }

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
    void aClickNamesThePersonTheMessageAndTheValue() {
        var ts = ask(QUESTION);
        assertThat(slack.messages(CHANNEL).getFirst().buttons().getFirst().confirmText())
                .isEqualTo("3 hosts");

        slack.click(BOB.id(), CHANNEL, ts, "approve");

        var payload = payload();
        assertThat(payload.get("type").asString()).isEqualTo("block_actions");
        assertThat(payload.at("/user/id").asString()).isEqualTo(BOB.id());
        assertThat(payload.at("/container/message_ts").asString()).isEqualTo(ts);
        assertThat(payload.at("/channel/id").asString()).isEqualTo(CHANNEL);
        assertThat(payload.at("/message/blocks/0/block_id").asString()).isEqualTo("ask");
        assertThat(payload.at("/actions/0/action_id").asString()).isEqualTo("approve");
        assertThat(payload.at("/actions/0/block_id").asString()).isEqualTo("ask");
        assertThat(payload.at("/actions/0/value").asString()).isEqualTo("DIGEST");
        assertThat(payload.get("response_url").asString()).startsWith(slack.url() + "/actions/");
    }

    @Test
    void aButtonThatIsGoneCannotBePressedButByAStaleScreen() {
        var ts = ask(QUESTION);
        api.call("chat.update", "channel", CHANNEL, "ts", ts, "text", "Approved");

        assertThatThrownBy(() -> slack.click(BOB.id(), CHANNEL, ts, "approve"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no buttons have the action approve");
        assertThatThrownBy(() -> slack.click(BOB.id(), CHANNEL, "1.000001", "approve"))
                .hasMessageContaining("there is no message");
        assertThat(app.accepted()).isEmpty();

        slack.clickStale(BOB.id(), CHANNEL, ts, 0, "approve");
        assertThat(payload().at("/actions/0/value").asString()).isEqualTo("DIGEST");
    }

    @Test
    void oneOfSeveralButtonsOfAnActionIsPickedByItsBlock() {
        var ts = ask(QUESTION.replace("}]}]", "}]},")
                + QUESTION.substring(1).replace("\"ask\"", "\"ask2\"").replace("DIGEST", "OTHER"));
        assertThatThrownBy(() -> slack.click(BOB.id(), CHANNEL, ts, "approve")).hasMessageContaining("several");
        slack.click(
                BOB.id(),
                CHANNEL,
                ts,
                slack.messages(CHANNEL).getFirst().buttons().getLast());
        assertThat(payload().at("/actions/0/value").asString()).isEqualTo("OTHER");
    }

    @Test
    void aForgedClickIsNotTaken() {
        var ts = ask(QUESTION);
        assertThat(slack.click(BOB.id(), CHANNEL, ts, "approve", Forgery.WRONG_SIGNATURE)
                        .status())
                .isEqualTo(401);
        assertThat(app.accepted()).isEmpty();
    }

    @Test
    void theAddressOfAClickReplacesItsMessageFiveTimes() {
        var ts = ask(QUESTION);
        slack.click(BOB.id(), CHANNEL, ts, "approve");
        var url = payload().get("response_url").asString();
        for (int i = 1; i <= 5; i++) {
            assertThat(json(url, "{\"replace_original\":true,\"text\":\"done " + i + "\"}"))
                    .isEqualTo(200);
        }
        assertThat(json(url, "{\"text\":\"one too many\"}")).isEqualTo(404);
        assertThat(slack.messages(CHANNEL).getFirst().text()).isEqualTo("done 5");
        assertThat(slack.messages(CHANNEL).getFirst().edits()).isEqualTo(5);
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
        var clock = new SettableClock();
        open(SlackSettings.defaults().withClock(clock));
        slack.postCommand(ANN.id(), "/gough", "status");
        clock.forward(Duration.ofMinutes(31));
        assertThat(json(app.accepted().getFirst().form().get("response_url"), "{\"text\":\"x\"}"))
                .isEqualTo(404);
    }

    @Test
    void buttonsOnlyOnePersonSeesCanBePressedAndReplaced() {
        api.call("chat.postEphemeral", "channel", CHANNEL, "user", ANN.id(), "text", "?", "blocks", QUESTION);
        var shown = slack.ephemerals(ANN.id()).getFirst();
        slack.clickEphemeral(ANN.id(), shown.ts(), "approve");
        assertThat(payload().at("/container/is_ephemeral").booleanValue()).isTrue();
        assertThat(payload().has("message")).isFalse();
        json(payload().get("response_url").asString(), "{\"replace_original\":true,\"text\":\"thanks\"}");
        assertThat(slack.ephemerals(ANN.id())).extracting(Ephemeral::text).containsExactly("thanks");
        assertThatThrownBy(() -> slack.clickEphemeral(BOB.id(), shown.ts(), "approve"))
                .hasMessageContaining("sees no ephemeral message");
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
    void aMentionIsAnEventWithAMessageInTheChannel() {
        slack.mention(ANN.id(), CHANNEL, null, "status");
        assertThat(slack.messages(CHANNEL).getFirst().text()).isEqualTo("<@U0GOUGHBOT> status");
        var event = MAPPER.readTree(app.accepted().getFirst().body());
        assertThat(event.get("type").asString()).isEqualTo("event_callback");
        assertThat(event.at("/event/type").asString()).isEqualTo("app_mention");
        assertThat(event.at("/event/user").asString()).isEqualTo(ANN.id());
        assertThat(event.at("/event/ts").asString())
                .isEqualTo(slack.messages(CHANNEL).getFirst().ts());
    }

    @Test
    void anEventNotTakenComesAgainWithTheSameId() throws Exception {
        stop();
        open(SlackSettings.defaults()
                .withTimes(Duration.ofSeconds(3), List.of(Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(5))));
        app.behave(received -> AppUnderTest.Reply.of(received.retryNum().equals("2") ? 200 : 500, ""));

        assertThat(slack.mention(ANN.id(), CHANNEL, null, "status").failure()).isEqualTo("http_error");

        until(() -> slack.deliveries().size() == 3);
        assertThat(app.accepted()).extracting(AppUnderTest.Received::retryNum).containsExactly("", "1", "2");
        assertThat(app.accepted().getLast().retryReason()).isEqualTo("http_error");
        assertThat(app.accepted().stream()
                        .map(received ->
                                MAPPER.readTree(received.body()).get("event_id").asString())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void anAppMayAskNotToBeToldAgain() throws Exception {
        stop();
        open(SlackSettings.defaults().withTimes(Duration.ofSeconds(3), List.of(Duration.ZERO)));
        app.behave(received -> new AppUnderTest.Reply(500, "text/plain", "", Map.of("X-Slack-No-Retry", "1")));
        assertThat(slack.mention(ANN.id(), CHANNEL, null, "status").noRetry()).isTrue();
        app.behave(received -> AppUnderTest.Reply.of(200, ""));
        slack.mention(ANN.id(), CHANNEL, null, "again");
        assertThat(app.accepted()).hasSize(2);
        assertThat(app.accepted()).extracting(AppUnderTest.Received::retryNum).containsOnly("");
    }

    @Test
    void theAddressIsVerifiedAndTheCertificateLookedAt() {
        app.behave(received -> AppUnderTest.Reply.of(
                200,
                received.contentType().equals("application/json")
                        ? MAPPER.readTree(received.body()).get("challenge").asString()
                        : ""));
        assertThat(slack.verifyUrl("abc", Forgery.GENUINE).body()).isEqualTo("abc");
        assertThat(slack.verifyUrl("abc", Forgery.WRONG_SIGNATURE).status()).isEqualTo(401);
        assertThat(slack.checkSsl().accepted()).isTrue();
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

    @Test
    void thePageSeesEverythingAndActsForPeople() {
        var ts = ask(QUESTION);
        api.call("chat.postEphemeral", "channel", CHANNEL, "user", ANN.id(), "text", "psst");
        var before = api.get(slack.url() + "/standin/slack/state");
        assertThat(before.at("/channels/0/messages/0/blocks/0/elements/0/action_id")
                        .asString())
                .isEqualTo("approve");
        assertThat(before.at("/ephemerals/U0ANN/0/text").asString()).isEqualTo("psst");

        var control = slack.url() + "/standin/slack/";
        var click = "{\"user\":\"U0BOB\",\"channel\":\"C0GOUGH\",\"ts\":\"" + ts + "\",\"action_id\":\"approve\"}";
        assertThat(api.post(control + "click", "application/json", click).body())
                .contains("\"accepted\":true");
        assertThat(payload().at("/user/id").asString()).isEqualTo("U0BOB");
        var command = "{\"user\":\"U0BOB\",\"channel\":\"C0GOUGH\",\"command\":\"/gough\",\"text\":\"help\"}";
        assertThat(api.post(control + "command", "application/json", command).statusCode())
                .isEqualTo(200);
        assertThat(api.post(control + "command", "application/json", "{}").statusCode())
                .isEqualTo(400);
        assertThat(api.post(control + "nothing", "application/json", "{}").statusCode())
                .isEqualTo(404);
        api.call("chat.update", "channel", CHANNEL, "ts", ts, "text", "Approved");

        var after = api.get(control + "state");
        assertThat(after.get("revision").longValue())
                .isGreaterThan(before.get("revision").longValue());
        var channel = api.get(control + "channels/C0GOUGH");
        assertThat(channel.at("/messages/0/versions")).hasSize(2);
        assertThat(channel.at("/messages/0/text").asString()).isEqualTo("Approved");
    }

    private String ask(String blocks) {
        var answer = api.call("chat.postMessage", "channel", CHANNEL, "text", "Plan", "blocks", blocks);
        assertThat(answer.get("ok").booleanValue()).as(answer.toString()).isTrue();
        return answer.get("ts").asString();
    }

    private JsonNode payload() {
        return MAPPER.readTree(app.accepted().getLast().form().get("payload"));
    }

    private int json(String url, String body) {
        return api.post(url, "application/json", body).statusCode();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        var deadline = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited too long").isBefore(deadline);
            Thread.sleep(5);
        }
    }

    private static final class SettableClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

        void forward(Duration by) {
            now.updateAndGet(before -> before.plus(by));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}

package io.penguintech.gough.simulators.slack;

import static io.penguintech.gough.simulators.slack.SlackSettings.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WebApiTest {

    private static final String CHANNEL = SlackSettings.GOUGH.id();
    private static final String TWO_BUTTONS = """
            [{"type":"section","text":{"type":"mrkdwn","text":"Plan"}},
             {"type":"actions","elements":[
               {"type":"button","action_id":"yes","text":{"type":"plain_text","text":"Yes"},"value":"v1"},
               {"type":"button","action_id":"no","text":{"type":"plain_text","text":"No"}}]}]""";

    private SlackStandIn slack;
    private ApiClient api;

    @BeforeEach
    void start() {
        open(Function.identity());
    }

    @AfterEach
    void stop() {
        api.close();
        slack.close();
    }

    private void open(Function<SlackSettings, SlackSettings> change) {
        var settings = change.apply(SlackSettings.defaults());
        slack = SlackStandIn.start(settings);
        api = new ApiClient(slack, settings.botToken());
    }

    private void reopen(Function<SlackSettings, SlackSettings> change) {
        stop();
        open(change);
    }

    @Test
    void theAppLearnsWhoItIs() {
        var me = api.call("auth.test");
        assertThat(me.get("ok").booleanValue()).isTrue();
        assertThat(me.get("user_id").asString()).startsWith("U");
        assertThat(me.get("team_id").asString()).startsWith("T");
    }

    @Test
    void aCallWithoutTheRightTokenIsRefused() {
        try (var nobody = new ApiClient(slack, "");
                var stranger = new ApiClient(slack, "xoxb-other")) {
            assertThat(error(nobody.call("auth.test"))).isEqualTo("not_authed");
            assertThat(error(stranger.call("auth.test"))).isEqualTo("invalid_auth");
            assertThat(stranger.raw("chat.postMessage", "channel", CHANNEL, "text", "x")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void aMessageIsPostedAndEditedInPlace() {
        var ts = api.call("chat.postMessage", "channel", CHANNEL, "text", "Plan", "blocks", TWO_BUTTONS)
                .get("ts")
                .asString();
        assertThat(slack.messages(CHANNEL).getFirst().buttons())
                .extracting(Button::actionId)
                .containsExactly("yes", "no");

        var edited = api.call("chat.update", "channel", CHANNEL, "ts", ts, "text", "Approved by Bob");

        assertThat(edited.at("/message/edited/user").asString()).isEqualTo("U0GOUGHBOT");
        var message = slack.messages(CHANNEL).getFirst();
        assertThat(message.ts()).isEqualTo(ts);
        assertThat(message.text()).isEqualTo("Approved by Bob");
        assertThat(message.buttons()).isEmpty();
        assertThat(message.versions()).extracting(MessageVersion::text).containsExactly("Plan", "Approved by Bob");
    }

    @Test
    void repliesStandInTheirThread() {
        var root = post("root");
        var reply = api.call("chat.postMessage", "channel", "#gough", "text", "reply", "thread_ts", root);
        assertThat(reply.get("channel").asString()).isEqualTo(CHANNEL);
        assertThat(slack.thread(CHANNEL, root)).extracting(Message::text).containsExactly("reply");
        assertThat(error(api.call("chat.postMessage", "channel", CHANNEL, "text", "x", "thread_ts", "1.000001")))
                .isEqualTo("thread_not_found");
    }

    @Test
    void everyMessageHasItsOwnTimeStamp() {
        assertThat(List.of(post("a"), post("b"), post("c")))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void wrongCallsAreRefusedInSlacksWords() {
        assertThat(error(api.call("chat.postMessage", "channel", "C0NONE", "text", "x")))
                .isEqualTo("channel_not_found");
        assertThat(error(api.call("chat.postMessage", "channel", "C0RANDOM", "text", "x")))
                .isEqualTo("not_in_channel");
        assertThat(error(api.call("chat.postMessage", "channel", CHANNEL))).isEqualTo("no_text");
        assertThat(error(api.call("chat.postMessage", "channel", CHANNEL, "text", "x".repeat(40_001))))
                .isEqualTo("msg_too_long");
        assertThat(error(api.call("chat.postMessage", "channel", CHANNEL, "blocks", "{}")))
                .isEqualTo("invalid_blocks_format");
        assertThat(error(api.call("chat.postMessage", "channel", CHANNEL, "blocks", "[\"x\"]")))
                .isEqualTo("invalid_blocks_format");
        assertThat(error(api.call("chat.update", "channel", CHANNEL, "ts", "1.000001", "text", "x")))
                .isEqualTo("message_not_found");
        var ts = post("x");
        assertThat(error(api.call("chat.update", "channel", CHANNEL, "ts", ts, "text", "x".repeat(4_001))))
                .isEqualTo("msg_too_long");
        assertThat(error(api.call("chat.postEphemeral", "channel", CHANNEL, "user", "U0NONE", "text", "x")))
                .isEqualTo("user_not_in_channel");
        assertThat(error(api.call("users.info", "user", "U0NONE"))).isEqualTo("user_not_found");
        assertThat(error(api.call("chat.shout"))).isEqualTo("unknown_method");
        assertThat(slack.messages(CHANNEL)).hasSize(1);
    }

    @Test
    void aMessageOfAPersonCannotBeEdited() throws Exception {
        try (var app = new AppUnderTest(SlackSettings.defaults().signingSecret())) {
            slack.connect(app.url());
            slack.mention(ANN.id(), CHANNEL, null, "hello");
        }
        var ts = slack.messages(CHANNEL).getFirst().ts();
        assertThat(error(api.call("chat.update", "channel", CHANNEL, "ts", ts, "text", "x")))
                .isEqualTo("cant_update_message");
    }

    @Test
    void invalidBlocksComeBackWithEveryComplaint() {
        var blocks = """
                [{"type":"section"},{"type":"sektion"}]""";
        var answer = api.call("chat.postMessage", "channel", CHANNEL, "text", "x", "blocks", blocks);
        assertThat(error(answer)).isEqualTo("invalid_blocks");
        assertThat(answer.at("/response_metadata/messages").valueStream().map(JsonNode::asString))
                .containsExactly(
                        "[ERROR] must define either `text` or `fields` [json-pointer:/blocks/0]",
                        "[ERROR] unsupported type: sektion [json-pointer:/blocks/1/type]");
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void ephemeralMessagesAreSeenByOnePerson() {
        api.call("chat.postEphemeral", "channel", CHANNEL, "user", ANN.id(), "text", "only you");
        assertThat(slack.ephemerals(ANN.id())).extracting(Ephemeral::text).containsExactly("only you");
        assertThat(slack.ephemerals("U0BOB")).isEmpty();
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void aPersonCanBeWrittenToDirectly() {
        var sent = api.call("chat.postMessage", "channel", ANN.id(), "text", "psst");
        assertThat(sent.get("channel").asString()).isEqualTo("D0ANN");
        assertThat(slack.messages(ANN.id())).extracting(Message::text).containsExactly("psst");
        assertThat(api.call("conversations.open", "users", ANN.id())
                        .at("/channel/id")
                        .asString())
                .isEqualTo("D0ANN");
    }

    @Test
    void peopleAndMessagesCanBeLookedUp() {
        assertThat(api.call("users.info", "user", ANN.id()).at("/user/name").asString())
                .isEqualTo("ann");
        var ts = post("x");
        assertThat(api.call("chat.getPermalink", "channel", CHANNEL, "message_ts", ts)
                        .get("permalink")
                        .asString())
                .isEqualTo("https://standin.slack.com/archives/C0GOUGH/p" + ts.replace(".", ""));
        api.call("chat.delete", "channel", CHANNEL, "ts", ts);
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void aMissingScopeIsNamed() {
        reopen(settings -> settings.withScopes(Set.of("commands")));
        var answer = api.call("chat.postMessage", "channel", CHANNEL, "text", "x");
        assertThat(error(answer)).isEqualTo("missing_scope");
        assertThat(answer.get("needed").asString()).isEqualTo("chat:write");
        assertThat(answer.get("provided").asString()).isEqualTo("commands");
    }

    @Test
    void tiersRefuseTheFiftyFirstUpdateOfAMinute() {
        reopen(settings -> settings.with(SlackSettings.Limits.ON));
        var ts = post("0");
        for (int i = 1; i <= 50; i++) {
            api.call("chat.update", "channel", CHANNEL, "ts", ts, "text", Integer.toString(i));
        }
        var refused = api.raw("chat.update", "channel", CHANNEL, "ts", ts, "text", "51");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("ratelimited");
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 61L);
        assertThat(slack.messages(CHANNEL).getFirst().text()).isEqualTo("50");
        assertThat(api.call("auth.test").get("ok").booleanValue()).isTrue();
    }

    @Test
    void whatWasSaidCanBeReadBack() {
        var first = post("first");
        var second = post("second");
        api.call("chat.postMessage", "channel", CHANNEL, "text", "reply", "thread_ts", first);

        assertThat(texts(api.call("conversations.history", "channel", CHANNEL))).containsExactly("second", "first");
        assertThat(texts(api.call("conversations.history", "channel", CHANNEL, "oldest", first)))
                .containsExactly("second");
        assertThat(texts(api.call("conversations.history", "channel", CHANNEL, "latest", second, "inclusive", "1")))
                .containsExactly("second", "first");
        var page = api.call("conversations.history", "channel", CHANNEL, "limit", "1");
        assertThat(texts(page)).containsExactly("second");
        assertThat(page.get("has_more").booleanValue()).isTrue();
        var cursor = page.at("/response_metadata/next_cursor").asString();
        assertThat(texts(api.call("conversations.history", "channel", CHANNEL, "limit", "1", "cursor", cursor)))
                .containsExactly("first");
        assertThat(texts(api.call("conversations.replies", "channel", CHANNEL, "ts", first)))
                .containsExactly("first", "reply");
        assertThat(error(api.call("conversations.replies", "channel", CHANNEL, "ts", "1.0")))
                .isEqualTo("thread_not_found");
        assertThat(error(api.call("conversations.history", "channel", "C0RANDOM")))
                .isEqualTo("not_in_channel");
        assertThat(error(api.call("conversations.history", "channel", CHANNEL, "limit", "x")))
                .isEqualTo("invalid_limit");
    }

    @Test
    void whatTheAppAttachedStaysThroughEditsAndIsShownOnRequest() {
        var metadata = """
                {"event_type":"gough_post","event_payload":{"key":"k1"}}""";
        var ts = api.call("chat.postMessage", "channel", CHANNEL, "text", "x", "metadata", metadata)
                .get("ts")
                .asString();
        api.call("chat.update", "channel", CHANNEL, "ts", ts, "text", "y");

        var shown = api.call("conversations.history", "channel", CHANNEL, "include_all_metadata", "1");
        assertThat(shown.at("/messages/0/metadata/event_payload/key").asString())
                .isEqualTo("k1");
        assertThat(api.call("conversations.history", "channel", CHANNEL)
                        .at("/messages/0")
                        .has("metadata"))
                .isFalse();
        assertThat(error(api.call("chat.postMessage", "channel", CHANNEL, "text", "x", "metadata", "[]")))
                .isEqualTo("invalid_metadata_format");
        assertThat(error(api.call("chat.postMessage", "channel", CHANNEL, "text", "x", "metadata", "{\"a\":1}")))
                .isEqualTo("invalid_metadata_schema");
        assertThat(slack.messages(CHANNEL)).hasSize(1);
    }

    private static List<String> texts(JsonNode answer) {
        return answer.get("messages")
                .valueStream()
                .map(message -> message.get("text").asString())
                .toList();
    }

    @Test
    void jsonBodiesAreUnderstoodToo() {
        var body = """
                {"channel":"C0GOUGH","text":"as JSON","blocks":[{"type":"divider"}]}""";
        assertThat(api.post(slack.apiUrl() + "chat.postMessage", "application/json; charset=utf-8", body)
                        .body())
                .contains("\"ok\":true");
        assertThat(slack.messages(CHANNEL).getFirst().current().blocks()).hasSize(1);
    }

    @Test
    void faultsStrikeByRule() {
        slack.faults().add(FaultRule.once("POST", "chat.postMessage", new Fault.RateLimited(Duration.ofSeconds(30))));
        assertThat(api.raw("chat.postMessage", "channel", CHANNEL, "text", "x").statusCode())
                .isEqualTo(429);
        assertThat(slack.messages(CHANNEL)).isEmpty();
        post("x");
        assertThat(slack.count("chat.postMessage")).isEqualTo(2);
    }

    @Test
    void secretsAreNotPrinted() {
        var settings = SlackSettings.defaults();
        assertThat(settings.toString()).doesNotContain(settings.botToken()).doesNotContain(settings.signingSecret());
    }

    private String post(String text) {
        return api.call("chat.postMessage", "channel", CHANNEL, "text", text)
                .get("ts")
                .asString();
    }

    private static String error(JsonNode answer) {
        assertThat(answer.get("ok").booleanValue()).isFalse();
        return answer.get("error").asString();
    }
}

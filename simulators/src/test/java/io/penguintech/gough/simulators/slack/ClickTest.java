package io.penguintech.gough.simulators.slack;

import static io.penguintech.gough.simulators.slack.SlackSettings.ANN;
import static io.penguintech.gough.simulators.slack.SlackSettings.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClickTest extends SlackFixture {

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
    void theAddressOfAClickCanTakeTheMessageAway() {
        var ts = ask(QUESTION);
        slack.click(BOB.id(), CHANNEL, ts, "approve");
        assertThat(json(payload().get("response_url").asString(), "{\"delete_original\":true}"))
                .isEqualTo(200);
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void aClickTheAppRefusesIsNoted() {
        var ts = ask(QUESTION);
        app.behave(received -> AppUnderTest.Reply.of(404, ""));
        slack.click(BOB.id(), CHANNEL, ts, "approve");
        assertThat(slack.problems()).containsExactly("click on approve: http_error 404");
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
}

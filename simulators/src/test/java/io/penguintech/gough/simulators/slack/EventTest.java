package io.penguintech.gough.simulators.slack;

import static io.penguintech.gough.simulators.slack.SlackSettings.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTest extends SlackFixture {

    @Test
    void aMentionInAThreadStaysThere() {
        var ts = ask(QUESTION);
        slack.mention(ANN.id(), CHANNEL, ts, "why");
        assertThat(slack.thread(CHANNEL, ts)).extracting(Message::user).containsExactly(ANN.id());
        assertThat(MAPPER.readTree(app.accepted().getLast().body())
                        .at("/event/thread_ts")
                        .asString())
                .isEqualTo(ts);
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
}

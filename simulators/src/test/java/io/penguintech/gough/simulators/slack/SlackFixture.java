package io.penguintech.gough.simulators.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running stand-in, a client of its API and an app that receives its deliveries. */
abstract class SlackFixture {

    static final String CHANNEL = SlackSettings.GOUGH.id();
    static final JsonMapper MAPPER = JsonMapper.builder().build();
    static final String QUESTION = """
            [{"type":"actions","block_id":"ask","elements":[
               {"type":"button","action_id":"approve","text":{"type":"plain_text","text":"Approve"},"value":"DIGEST",
                "style":"primary","confirm":{"title":{"type":"plain_text","text":"Sure?"},
                "text":{"type":"mrkdwn","text":"3 hosts"},"confirm":{"type":"plain_text","text":"Yes"},
                "deny":{"type":"plain_text","text":"No"}}}]}]""";

    SlackStandIn slack;
    ApiClient api;
    AppUnderTest app;

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

    void open(SlackSettings settings) throws Exception {
        slack = SlackStandIn.start(settings);
        api = new ApiClient(slack, settings.botToken());
        app = new AppUnderTest(settings.signingSecret());
        slack.connect(app.url());
    }

    String ask(String blocks) {
        var answer = api.call("chat.postMessage", "channel", CHANNEL, "text", "Plan", "blocks", blocks);
        assertThat(answer.get("ok").booleanValue()).as(answer.toString()).isTrue();
        return answer.get("ts").asString();
    }

    JsonNode payload() {
        return MAPPER.readTree(app.accepted().getLast().form().get("payload"));
    }

    int json(String url, String body) {
        return api.post(url, "application/json", body).statusCode();
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void until(BooleanSupplier condition) throws InterruptedException {
        var deadline = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited too long").isBefore(deadline);
            Thread.sleep(5);
        }
    }
}

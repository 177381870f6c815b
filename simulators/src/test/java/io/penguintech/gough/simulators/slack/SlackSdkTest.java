package io.penguintech.gough.simulators.slack;

import static com.slack.api.model.block.Blocks.actions;
import static com.slack.api.model.block.Blocks.asBlocks;
import static com.slack.api.model.block.Blocks.section;
import static com.slack.api.model.block.composition.BlockCompositions.markdownText;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;
import static com.slack.api.model.block.element.BlockElements.asElements;
import static com.slack.api.model.block.element.BlockElements.button;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.app_backend.SlackSignature;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.slash_commands.SlashCommandPayloadParser;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.util.json.GsonFactory;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slack's own client and parsers take the stand-in for Slack. */
class SlackSdkTest {

    private static final String CHANNEL = SlackSettings.GOUGH.id();

    private final SlackSettings settings = SlackSettings.defaults();
    private SlackStandIn slack;
    private Slack sdk;
    private MethodsClient client;
    private AppUnderTest app;

    @BeforeEach
    void start() throws Exception {
        slack = SlackStandIn.start(settings);
        var config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(slack.apiUrl());
        config.setProxyUrl(null);
        sdk = Slack.getInstance(config);
        client = sdk.methods(settings.botToken());
        app = new AppUnderTest(settings.signingSecret());
        slack.connect(app.url());
    }

    @AfterEach
    void stop() throws Exception {
        sdk.close();
        app.close();
        slack.close();
    }

    @Test
    void theClientPostsEditsAndLooksUp() throws Exception {
        assertThat(client.authTest(r -> r).getUserId()).isEqualTo("U0GOUGHBOT");
        var posted = post();
        assertThat(posted.isOk()).as(posted.toString()).isTrue();
        assertThat(posted.getMessage().getBlocks()).hasSize(2);
        var edited =
                client.chatUpdate(r -> r.channel(CHANNEL).ts(posted.getTs()).text("Done"));
        assertThat(edited.isOk()).isTrue();
        assertThat(edited.getMessage().getEdited().getUser()).isEqualTo("U0GOUGHBOT");
        assertThat(slack.messages(CHANNEL)).extracting(Message::text).containsExactly("Done");
        assertThat(client.chatPostEphemeral(
                                r -> r.channel(CHANNEL).user("U0ANN").text("psst"))
                        .isOk())
                .isTrue();
        assertThat(client.chatGetPermalink(r -> r.channel(CHANNEL).messageTs(posted.getTs()))
                        .getPermalink())
                .contains(CHANNEL);
        assertThat(client.usersInfo(r -> r.user("U0ANN")).getUser().getRealName())
                .isEqualTo("Ann Author");
    }

    @Test
    void theClientReadsRefusals() throws Exception {
        var refused = client.chatPostMessage(r ->
                r.channel(CHANNEL).blocks(asBlocks(section(s -> s.text(markdownText("x".repeat(3001)))))));
        assertThat(refused.getError()).isEqualTo("invalid_blocks");
        assertThat(refused.getResponseMetadata().getMessages())
                .containsExactly("[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]");
        slack.faults().add(FaultRule.once("POST", "auth.test", new Fault.RateLimited(Duration.ofSeconds(5))));
        assertThatThrownBy(() -> client.authTest(r -> r)).isInstanceOfSatisfying(SlackApiException.class, refusal -> {
            assertThat(refusal.getResponse().code()).isEqualTo(429);
            assertThat(refusal.getResponse().header("Retry-After")).isEqualTo("5");
        });
    }

    @Test
    void theClientFindsItsMessageByWhatItAttached() throws Exception {
        var metadata = com.slack.api.model.Message.Metadata.builder()
                .eventType("gough_post")
                .eventPayload(Map.of("key", "k1"))
                .build();
        var posted = client.chatPostMessage(r -> r.channel(CHANNEL).text("x").metadata(metadata));
        assertThat(posted.isOk()).as(posted.toString()).isTrue();
        var found = client.conversationsHistory(
                r -> r.channel(CHANNEL).oldest("1").includeAllMetadata(true).limit(100));
        assertThat(found.getMessages().getFirst().getMetadata().getEventPayload())
                .containsEntry("key", "k1");
        var replies = client.conversationsReplies(
                r -> r.channel(CHANNEL).ts(posted.getTs()).includeAllMetadata(true));
        assertThat(replies.getMessages().getFirst().getMetadata().getEventType())
                .isEqualTo("gough_post");
    }

    @Test
    void theVerifierTakesTheSignature() {
        var sent = slack.postCommand("U0ANN", "/gough", "status").sent();
        assertThat(verified(sent)).isTrue();
        var forged = slack.postCommand("U0ANN", CHANNEL, "/gough", "status", Forgery.WRONG_SIGNATURE)
                .sent();
        assertThat(verified(forged)).isFalse();
    }

    @Test
    void theParsersReadWhatIsDelivered() throws Exception {
        slack.postCommand("U0ANN", "/gough", "why hv-01");
        var command =
                new SlashCommandPayloadParser().parse(app.accepted().getFirst().body());
        assertThat(command.getUserId()).isEqualTo("U0ANN");
        assertThat(command.getText()).isEqualTo("why hv-01");

        var ts = post().getTs();
        slack.click("U0BOB", CHANNEL, ts, "approve");
        var json = app.accepted().getLast().form().get("payload");
        var click = GsonFactory.createSnakeCase().fromJson(json, BlockActionPayload.class);
        assertThat(click.getUser().getId()).isEqualTo("U0BOB");
        assertThat(click.getMessage().getTs()).isEqualTo(ts);
        assertThat(click.getActions().getFirst().getValue()).isEqualTo("digest");
    }

    private com.slack.api.methods.response.chat.ChatPostMessageResponse post() throws Exception {
        return client.chatPostMessage(r -> r.channel(CHANNEL)
                .text("Plan")
                .blocks(asBlocks(
                        section(s -> s.text(markdownText("*Plan*"))),
                        actions(a -> a.elements(asElements(button(
                                b -> b.actionId("approve").value("digest").text(plainText("Approve")))))))));
    }

    private boolean verified(Sent sent) {
        return new SlackSignature.Verifier(new SlackSignature.Generator(settings.signingSecret()))
                .isValid(
                        sent.headers().get("X-Slack-Request-Timestamp"),
                        sent.body().text(),
                        sent.headers().get("X-Slack-Signature"));
    }
}

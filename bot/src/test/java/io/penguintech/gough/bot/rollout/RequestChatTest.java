package io.penguintech.gough.bot.rollout;

import static io.penguintech.gough.bot.rollout.ChatScene.ADA;
import static io.penguintech.gough.bot.rollout.ChatScene.ADAS_TOKEN;
import static io.penguintech.gough.bot.rollout.ChatScene.APPROVE;
import static io.penguintech.gough.bot.rollout.ChatScene.BEN;
import static io.penguintech.gough.bot.rollout.ChatScene.CYN;
import static io.penguintech.gough.bot.rollout.ChatScene.DAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.slack.SlackUser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as people say them in Slack and over the API, from the signed call to the stand-in MAAS. */
class RequestChatTest {
    @TempDir
    Path dir;

    private ChatScene chat;
    private String id;

    @BeforeEach
    void start() {
        chat = new ChatScene(dir);
        id = chat.scene.reinstallable("alpha", 1);
        chat.scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push();
        chat.settle();
    }

    @AfterEach
    void stop() {
        assertThat(chat.slack.problems()).isEmpty();
        chat.close();
    }

    private String say(SlackUser user, String words) {
        return chat.told(user, () -> chat.slack.postCommand(user.id(), "/gough", words));
    }

    @Test
    void aWordInSlackBecomesAQuestionThatWhoeverAskedCannotAnswer() {
        assertThat(say(DAN, "reinstall alpha please")).contains("needs the role operator");
        assertThat(say(ADA, "reinstall alpha")).contains("Say why");
        assertThat(say(ADA, "power sideways alpha now")).contains("on/off/cycle");
        assertThat(say(ADA, "reinstall alpha its disk was swapped"))
                .contains("ada asked for reinstall of alpha", "ada not among them");
        chat.settle();

        var question = chat.question();
        assertThat(question.text()).contains("needs 2 approvals");
        assertThat(question.current().blocks().toString())
                .contains("asked for, without a commit", "its disk was swapped");
        assertThat(chat.told(ADA, APPROVE)).contains("a destructive change needs others");
        chat.click(BEN, APPROVE);
        chat.settle();
        assertThat(chat.scene.maas.received("release", id)).isZero();
        assertThat(say(ADA, "host alpha")).contains("reinstall alpha, asked by ada", "its disk was swapped");
        chat.click(CYN, APPROVE);
        chat.settle();

        assertThat(chat.scene.maas.received("release", id)).isEqualTo(1);
        assertThat(chat.scene.maas.received("deploy", id)).isEqualTo(2);
        assertThat(chat.scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void theSameOverTheApiAndTakenBackInSlack() {
        var wish = "{\"what\": \"%s\", \"hosts\": \"alpha\", \"reason\": \"it hangs\"}";
        assertThat(chat.post(ADAS_TOKEN, "/api/v1/requests", wish.formatted("explode"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(chat.post(
                                ADAS_TOKEN,
                                "/api/v1/requests",
                                "{\"what\": \"test\", \"hosts\": \"a b\", \"reason\": \"x\"}")
                        .body())
                .contains("label:KEY=VALUE");
        assertThat(chat.post(ADAS_TOKEN, "/api/v1/requests", wish.formatted("power-cycle"))
                        .body())
                .contains("ada asked for power-cycle of alpha");
        assertThat(chat.post(ADAS_TOKEN, "/api/v1/requests", wish.formatted("test"))
                        .statusCode())
                .isEqualTo(409);
        chat.settle();
        assertThat(say(BEN, "status")).contains("power-cycle alpha, asked by ada");
        assertThat(say(BEN, "withdraw alpha it came back")).contains("ben withdrew");
        chat.settle();

        assertThat(chat.scene.maas.received("power_off", id)).isZero();
        assertThat(say(BEN, "maintenance alpha")).contains("goal: maintenance", "hosts/alpha.yaml:");
    }
}

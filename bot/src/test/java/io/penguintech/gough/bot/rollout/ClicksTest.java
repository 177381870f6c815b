package io.penguintech.gough.bot.rollout;

import static io.penguintech.gough.bot.rollout.ChatScene.ADA;
import static io.penguintech.gough.bot.rollout.ChatScene.APPROVE;
import static io.penguintech.gough.bot.rollout.ChatScene.BEN;
import static io.penguintech.gough.bot.rollout.ChatScene.CYN;
import static io.penguintech.gough.bot.rollout.ChatScene.DAN;
import static io.penguintech.gough.bot.rollout.ChatScene.NOBODY;
import static io.penguintech.gough.bot.rollout.ChatScene.REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.edge.EdgeService;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import io.penguintech.gough.simulators.slack.Delivery;
import io.penguintech.gough.simulators.slack.Forgery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clicks in Slack that must not count, from Slack's signed request to the stand-ins: nothing is written, nothing changes,
 * and the person is told why. One service for all of them; each asks about a host of its own.
 */
class ClicksTest {
    @TempDir
    static Path dir;

    private static ChatScene chat;
    private static Scene scene;
    private static int hosts;

    private final int number = ++hosts;
    private final String host = "host-" + number;

    @BeforeAll
    static void start() {
        chat = new ChatScene(dir);
        scene = chat.scene;
    }

    @AfterAll
    static void stop() {
        assertThat(chat.slack.problems()).isEmpty();
        chat.close();
    }

    /** A question about a machine that would be deployed: one person must say yes. */
    @BeforeEach
    void ask() {
        scene.files.keySet().removeIf(path -> path.startsWith("hosts/"));
        scene.newMachine(number);
        scene.write("hosts/%s.yaml".formatted(host), Scene.host(host, number, "zone: default\nprotect: false"))
                .push();
        chat.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
    }

    /** A question about a machine that would be reinstalled: two people must say yes, none of them ada who asks. */
    private void askToDestroy() {
        chat.click(BEN, APPROVE);
        chat.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        reinstall(Scene.ADA);
        assertThat(scene.rollout().needed()).isEqualTo(2);
    }

    private void reinstall(MemoryRepo.Author author) {
        scene.write(
                        "hosts/%s.yaml".formatted(host),
                        Scene.host(host, number, "zone: default\nprotect: false\ngeneration: 2"))
                .push(author, "Reinstall " + host);
        chat.settle();
    }

    private MaasStatus status() {
        return scene.maas.machine(host).orElseThrow().status();
    }

    @Test
    void theRightClickCounts() {
        assertThat(chat.told(BEN, APPROVE))
                .contains("ben said yes to plan " + scene.digest().substring(0, 12));
        chat.settle();
        assertThat(status()).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void anOldDigestChangesNothing() {
        var old = chat.question().ts();
        var oldDigest = scene.digest();
        scene.write(
                        "hosts/%s.yaml".formatted(host),
                        Scene.host(host, number, "zone: default\nprotect: false\ntags: [more]"))
                .push();
        chat.settle();
        var before = chat.standing();
        assertThat(before.digest()).isNotEqualTo(oldDigest);

        var told = chat.told(BEN, () -> chat.slack.clickStale(BEN.id(), EdgeService.CHANNEL, old, 0, APPROVE));

        assertThat(told).contains("superseded by " + scene.rollout().id());
        chat.unchangedSince(before);
    }

    @Test
    void anOldDigestOfTheSameRolloutChangesNothing() {
        var old = chat.question().ts();
        var oldDigest = scene.digest();
        scene.maas.addMachine(NewMachine.named("z" + number)
                .withMacAddresses("52:54:00:00:01:%02x".formatted(number))
                .inZone("rack-" + number));
        scene.maas.edit("m" + number).zone("rack-" + number);
        chat.settle();
        var before = chat.standing();
        assertThat(before.digest()).isNotEqualTo(oldDigest);

        var told = chat.told(BEN, () -> chat.slack.clickStale(BEN.id(), EdgeService.CHANNEL, old, 0, APPROVE));

        assertThat(told)
                .contains("has plan %s now, not %s"
                        .formatted(before.digest().substring(0, 12), oldDigest.substring(0, 12)));
        chat.unchangedSince(before);
    }

    @Test
    void theAuthorChangesNothing() {
        askToDestroy();
        var before = chat.standing();
        assertThat(chat.told(ADA, APPROVE)).contains("ada wrote, committed or asked for what is judged");
        chat.unchangedSince(before);
    }

    @Test
    void theAuthorIsKnownThroughEachOfTheirAccounts() {
        chat.click(BEN, APPROVE);
        chat.settle();
        reinstall(new MemoryRepo.Author("A. L.", "ada@home.example", true));
        var before = chat.standing();

        assertThat(chat.told(ADA, APPROVE)).contains("ada wrote");
        var byToken = chat.approveByToken(ChatScene.ADAS_TOKEN);
        assertThat(byToken.statusCode()).isEqualTo(409);
        assertThat(byToken.body()).contains("ada wrote");
        chat.unchangedSince(before);
    }

    @Test
    void somebodyUnknownChangesNothingWhateverTheyCallThemselves() {
        var before = chat.standing();
        assertThat(chat.told(NOBODY, APPROVE)).contains("UNOBODY", "belongs to nobody");
        assertThat(chat.told(NOBODY, REJECT)).contains("does not have the role approver");
        chat.unchangedSince(before);
    }

    @Test
    void somebodyWithoutTheRoleChangesNothing() {
        var before = chat.standing();
        assertThat(chat.told(DAN, APPROVE)).contains("dan does not have the role approver");
        chat.unchangedSince(before);
    }

    @Test
    void afterExpiryNothingChanges() {
        var ts = chat.question().ts();
        var before = chat.standing();
        scene.time.advance(Duration.ofHours(25));
        assertThat(chat.told(BEN, APPROVE)).contains("expired at");
        assertThat(chat.standing()).isEqualTo(before);

        chat.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Expired.class);
        var told = chat.told(BEN, () -> chat.slack.clickStale(BEN.id(), EdgeService.CHANNEL, ts, 0, APPROVE));
        assertThat(told).contains("asks nothing now: it is expired");
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(scene.writes()).isEqualTo(before.writes());
        assertThat(scene.maas.machine("m" + number).orElseThrow().status()).isEqualTo(MaasStatus.NEW);
    }

    @ParameterizedTest
    @EnumSource(
            value = Forgery.class,
            names = {"WRONG_SIGNATURE", "UNSIGNED", "OLD_TIMESTAMP", "FUTURE_TIMESTAMP"})
    void aForgedSignatureChangesNothingAndNobodyIsTold(Forgery forgery) {
        var before = chat.standing();
        int seen = chat.slack.ephemerals(BEN.id()).size();

        var delivery =
                chat.slack.click(BEN.id(), EdgeService.CHANNEL, chat.question().ts(), APPROVE, forgery);

        assertThat(delivery.status()).isEqualTo(401);
        assertThat(chat.slack.ephemerals(BEN.id())).hasSize(seen);
        chat.unchangedSince(before);
    }

    @Test
    void aReplayedRequestIsTakenOnceAndThePersonIsTold() {
        askToDestroy();
        var sent = new ArrayList<Delivery>();
        assertThat(chat.told(BEN, () -> sent.add(chat.click(BEN, APPROVE)))).contains("ben said yes");
        var before = chat.standing();
        assertThat(before.approvals()).hasSize(1);

        var told = chat.told(
                BEN,
                () -> assertThat(chat.slack.replay(sent.getFirst().sent()).status())
                        .isEqualTo(200));

        assertThat(told).contains("already taken this click");
        chat.unchangedSince(before);
    }

    @Test
    void aRequestThatIsReplayedLaterIsNoRequest() {
        askToDestroy();
        var no = chat.click(CYN, REJECT);
        assertThat(scene.state()).isInstanceOf(RolloutState.Declined.class);
        scene.service.rollouts().retry(scene.rollout().id(), Scene.cyn);
        chat.settle();
        var before = chat.standing();
        assertThat(before.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.time.advance(Duration.ofMinutes(6));

        assertThat(chat.slack.replay(no.sent()).status()).isEqualTo(401);
        chat.unchangedSince(before);
    }

    @Test
    void aYesAfterANoChangesNothing() {
        var ts = chat.question().ts();
        assertThat(chat.told(BEN, REJECT)).contains("ben declined plan");
        chat.settle();
        var before = chat.standing();

        var told = chat.told(CYN, () -> chat.slack.clickStale(CYN.id(), EdgeService.CHANNEL, ts, 0, APPROVE));

        assertThat(told).contains("asks nothing now: it is declined by ben");
        chat.unchangedSince(before);
    }

    @Test
    void twoClicksOfOnePersonAreOneYes() {
        askToDestroy();
        assertThat(chat.told(BEN, APPROVE)).contains("ben said yes");
        chat.settle();
        var before = chat.standing();
        assertThat(chat.told(BEN, APPROVE)).contains("said yes to this plan already");
        chat.unchangedSince(before);
        assertThat(scene.maas.received("release", host)).isZero();

        assertThat(chat.told(CYN, APPROVE)).contains("cyn said yes");
        chat.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(status()).isEqualTo(MaasStatus.DEPLOYED);
    }
}

package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.HostDecisions.Which;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people decide about differences: judged by role, bound to one difference, recorded, told once. */
class HostDecisionsTest {
    private static final HostName ALPHA = new HostName("alpha");

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private HostStatus alpha() {
        return scene.service.rollouts().hosts(Scene.REPOSITORY).stream()
                .filter(host -> host.name().equals(ALPHA))
                .findFirst()
                .orElseThrow();
    }

    private RepositoryStatus status() {
        return scene.service.rollouts().status().getFirst();
    }

    private static Which release() {
        return new Which(Optional.of("alpha"), Optional.of("release"), Optional.empty());
    }

    private Verdict accept(Which which, Actor actor) {
        return scene.service.hostDecisions().accept(Scene.REPOSITORY, which, actor, "replaced next month");
    }

    private Verdict reopen(Actor actor) {
        return scene.service.hostDecisions().reopen(Scene.REPOSITORY, release(), actor, "time is up");
    }

    private void declareRelease(String release) {
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "").replace("release: noble", "release: " + release))
                .push()
                .settle();
    }

    private List<String> told() {
        return scene.events().stream()
                .filter(RolloutEvent.Decided.class::isInstance)
                .map(event -> ((RolloutEvent.Decided) event).text())
                .toList();
    }

    @Test
    void anAcceptedDifferenceIsQuietAndStaysVisible() {
        scene.deployed("alpha", 1, "");
        declareRelease("jammy");
        assertThat(alpha().sync()).isEqualTo("finding");

        assertThat(accept(release(), Scene.ben).text()).contains("ben accepted", "release of host alpha");

        assertThat(status().findings()).isEmpty();
        assertThat(alpha().sync()).isEqualTo("in-sync");
        assertThat(alpha().findings()).isEmpty();
        assertThat(alpha().acceptedFindings()).singleElement().satisfies(one -> {
            assertThat(one.by()).isEqualTo("ben");
            assertThat(one.reason()).isEqualTo("replaced next month");
            assertThat(one.finding().kind()).isEqualTo("release");
        });
        assertThat(status().acceptedFindings()).hasSize(1);
        assertThat(told()).singleElement().asString().contains("ben accepted").contains("replaced next month");
    }

    @Test
    void aRolloutDoesNotPutAnAcceptedDifferenceToPeopleAgain() {
        scene.deployed("alpha", 1, "");
        declareRelease("jammy");
        assertThat(scene.rollout().plan().orElseThrow().findings()).hasSize(1);
        accept(release(), Scene.ben);
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();

        assertThat(scene.rollout().plan().orElseThrow().findings()).isEmpty();
    }

    @Test
    void acceptingTwiceIsAcceptingOnce() {
        scene.deployed("alpha", 1, "");
        declareRelease("jammy");
        accept(release(), Scene.ben);

        assertThat(accept(release(), Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        assertThat(alpha().acceptedFindings())
                .singleElement()
                .satisfies(one -> assertThat(one.by()).isEqualTo("ben"));
        assertThat(told()).hasSize(1);
    }

    @Test
    void aDifferentDifferenceIsShownAgain() {
        scene.deployed("alpha", 1, "");
        declareRelease("jammy");
        accept(release(), Scene.ben);
        declareRelease("focal");

        assertThat(alpha().sync()).isEqualTo("finding");
        assertThat(alpha().findings())
                .singleElement()
                .satisfies(one -> assertThat(one.what()).contains("focal"));
        assertThat(alpha().acceptedFindings()).isEmpty();
        declareRelease("jammy");
        assertThat(alpha().sync()).isEqualTo("in-sync");
    }

    @Test
    void anAcceptanceCanBeTakenBack() {
        scene.deployed("alpha", 1, "");
        declareRelease("jammy");
        accept(release(), Scene.ben);
        assertThat(reopen(Scene.dan)).isInstanceOf(Verdict.Refused.class);

        assertThat(reopen(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        assertThat(alpha().sync()).isEqualTo("finding");
        assertThat(told()).last().asString().contains("cyn no longer accepts", "time is up");
        assertThat(reopen(Scene.cyn)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void onlyAnApproverAcceptsAndEveryAttemptIsRecorded() {
        scene.accounts = new Accounts(Map.of(
                "robot", new Accounts.Token(Optional.empty(), Repository.Role.ADMIN),
                "weak", new Accounts.Token(Optional.of("ben"), Repository.Role.OPERATOR),
                "own", new Accounts.Token(Optional.of("ben"), Repository.Role.APPROVER)));
        scene.restart();
        scene.deployed("alpha", 1, "");
        declareRelease("jammy");
        for (var actor : List.of(
                Scene.dan,
                Scene.stranger,
                new Actor.ApiToken("robot"),
                new Actor.ApiToken("weak"),
                new Actor.ApiToken("unknown"),
                new Actor.LocalUser("root")))
            assertThat(accept(release(), actor)).as(actor.account()).isInstanceOf(Verdict.Refused.class);
        assertThat(alpha().sync()).isEqualTo("finding");
        assertThat(told()).isEmpty();

        assertThat(accept(release(), new Actor.ApiToken("own"))).isInstanceOf(Verdict.Accepted.class);
        assertThat(scene.database("select * from audit where what = 'accept' and outcome = 'refused'"))
                .hasSize(6);
        assertThat(scene.database("select who, person, reason, array_to_string(hosts, ' ') as hosts from audit"
                        + " where what = 'accept' and outcome = 'accepted'"))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.values()).containsExactly("token:own", "ben", "replaced next month", "alpha"));
    }

    @Test
    void whatIsNotThereOrNotNamedClearlyIsRefused() {
        scene.deployed("alpha", 1, "");
        scene.write(
                        "hosts/alpha.yaml",
                        Scene.host("alpha", 1, "").replace("{release: noble}", "{release: jammy, kernel: ga-22.04}"))
                .push()
                .settle();
        var host = new Which(Optional.of("alpha"), Optional.empty(), Optional.empty());

        assertThat(accept(host, Scene.ben).text()).contains("There are 2", "kernel", "release");
        assertThat(accept(new Which(Optional.of("beta"), Optional.empty(), Optional.empty()), Scene.ben))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(accept(new Which(Optional.empty(), Optional.of("release"), Optional.empty()), Scene.ben))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(scene.service.hostDecisions().accept(Scene.REPOSITORY, release(), Scene.ben, " "))
                .isInstanceOf(Verdict.Refused.class);
        var digest = alpha().findings().stream()
                .filter(one -> one.kind().equals("kernel"))
                .map(Plan.Finding::digest)
                .findFirst()
                .orElseThrow();
        assertThat(accept(new Which(Optional.empty(), Optional.empty(), Optional.of("0".repeat(12))), Scene.ben))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(accept(
                        new Which(Optional.empty(), Optional.empty(), Optional.of(digest.substring(0, 12))), Scene.ben))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(alpha().findings()).extracting(Plan.Finding::kind).containsExactly("release");
    }

    // ---- lost hosts

    private String lost() {
        var id = scene.deployed("alpha", 1, "");
        scene.maas.edit(id).status(MaasStatus.READY).owner(null).annotations(Map.of());
        scene.settle();
        return id;
    }

    private String lostDigest() {
        return alpha().findings().stream()
                .filter(one -> one.kind().equals("lost"))
                .map(Plan.Finding::digest)
                .findFirst()
                .orElseThrow();
    }

    private Verdict confirmLost(String digest, Actor actor) {
        return scene.service
                .hostDecisions()
                .confirmLost(Scene.REPOSITORY, ALPHA, digest, actor, "the disk is in the bin");
    }

    @Test
    void aLostHostIsDeployedAgainOnlyAfterItWasConfirmedAndThenApprovedByTwo() {
        var id = lost();
        assertThat(alpha().sync()).isEqualTo("blocked");
        assertThat(alpha().detail()).contains("gough confirm-lost alpha --reason");
        assertThat(scene.maas.received("deploy")).isEqualTo(1);

        assertThat(confirmLost(lostDigest().substring(0, 12), Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().plan().orElseThrow().risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(scene.rollout().needed()).isEqualTo(2);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.maas.received("deploy")).isEqualTo(1);

        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.maas.received("deploy")).isEqualTo(2);
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.database("select lost, deployment is not null as runs from host_records"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly(false, true));
        assertThat(scene.database("select destroys from intents order by id desc limit 1"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly(true));
        assertThat(told()).singleElement().asString().contains("ben confirmed", "alpha", "the disk is in the bin");
    }

    @Test
    void onlyAnApproverWhoNamesWhatWasFoundConfirmsALostHost() {
        lost();
        var digest = lostDigest();

        assertThat(confirmLost(digest, Scene.dan)).isInstanceOf(Verdict.Refused.class);
        assertThat(confirmLost(digest, Scene.stranger)).isInstanceOf(Verdict.Refused.class);
        assertThat(confirmLost(digest, new Actor.LocalUser("root"))).isInstanceOf(Verdict.Refused.class);
        assertThat(confirmLost("0123456789ab", Scene.ben)).isInstanceOf(Verdict.Refused.class);
        assertThat(confirmLost(digest.substring(0, 11), Scene.ben)).isInstanceOf(Verdict.Refused.class);
        assertThat(accept(new Which(Optional.of("alpha"), Optional.of("lost"), Optional.empty()), Scene.ben)
                        .text())
                .contains("confirm-lost alpha");
        scene.settle();
        assertThat(alpha().sync()).isEqualTo("blocked");
        assertThat(scene.database("select lost from host_records"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly(false));
        assertThat(told()).isEmpty();
    }

    @Test
    void confirmingTwiceIsConfirmingOnceAndAHostThatIsNotLostCannotBeConfirmed() {
        lost();
        var digest = lostDigest();
        confirmLost(digest, Scene.ben);

        assertThat(confirmLost(digest, Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        assertThat(told()).hasSize(1);
        scene.settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(confirmLost(digest, Scene.ben)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aConfirmedHostThatComesBackIsNotDestroyed() {
        var id = lost();
        confirmLost(lostDigest(), Scene.ben);
        scene.settle();
        scene.maas.edit(id).status(MaasStatus.DEPLOYED).owner("admin");
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.tick().tick();

        assertThat(scene.maas.received("deploy")).isEqualTo(1);
        assertThat(scene.maas.received("release")).isZero();
    }
}

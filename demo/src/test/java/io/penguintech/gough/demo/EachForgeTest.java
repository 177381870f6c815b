package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.forge.Delivery;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.Note;
import io.penguintech.gough.simulators.forge.Pull;
import io.penguintech.gough.simulators.forge.Status;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.logging.LoggingSystem;

/**
 * A pull request from its branch to its machine, on each forge: the service is a process of its own, and what happens on
 * the forge it hears from signed webhooks alone, as it looks for nothing by itself.
 */
class EachForgeTest {
    private static final String HOST = "st-01";
    private static final String BRANCH = "reinstall-st-01";

    @TempDir
    static Path folder;

    private static FreshDatabase database;

    @BeforeAll
    static void startDatabase() {
        LoggingSystem.get(EachForgeTest.class.getClassLoader()).beforeInitialize();
        database = FreshDatabase.start(folder);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    /** The service would look for pushes and for pull requests once an hour. */
    private static String unpolled(String setting) {
        boolean looks =
                setting.startsWith("--gough.repositories.main.poll=") || setting.startsWith("--gough.forge.main.poll=");
        return looks ? setting.replaceFirst("=.*", "=1h") : setting;
    }

    @ParameterizedTest
    @EnumSource
    void aPullRequestIsApprovedVoidedByAForcePushApprovedAgainMergedAndBroughtAbout(DemoForge forge) {
        database.empty();
        try (var scene = ThreeHosts.start(database.settings(), forge, standIns -> EachForgeTest::unpolled)) {
            assertThat(scene.play(() -> false)).isTrue();
            var pulls = new PullRequests(scene.standIns(), scene.watching());
            var ada = ada(scene);
            var number = ada.propose(BRANCH, "Reinstall st-01", ThreeHosts.reinstalling(2))
                    .number();

            var first = approved(scene, pulls, number);
            ada.push(BRANCH, "Reinstall st-01 at last", ThreeHosts.reinstalling(3));
            var second = approvedAgain(scene, pulls, number, first);
            assertNothingWasDone(scene);
            var merged = ada.merge(number);

            assertThat(pulls.applied(merged))
                    .extracting(Status::state, Status::description)
                    .containsExactly("success", "brought about");
            assertReinstalledOnce(scene);
            assertForgeShowsIt(scene, number, first, second);
        }
    }

    private static AdasClone ada(ThreeHosts scene) {
        return new AdasClone(scene.standIns(), URI.create(scene.standIns().git().cloneUrl(ExampleRepository.NAME)));
    }

    /** In Slack, and by the forge's button. */
    private static PullRequests.Planned approved(ThreeHosts scene, PullRequests pulls, long number) {
        var planned = pulls.planned(number);
        assertThat(planned.plan()).startsWith("0 deploy, 1 REINSTALL, 0 release");
        assertThat(planned.approval()).isEqualTo("2 more of Ben Haas, Chi Tanaka");
        assertThat(planned.missing()).isEqualTo(2);
        pulls.counts(number, () -> scene.channel().press(Cast.BEN, Channel.Question.of(number, planned.head())));
        pulls.approve(Cast.CHI, number);
        assertApproved(pulls, planned);
        return planned;
    }

    /** By a comment, and in Slack. */
    private static PullRequests.Planned approvedAgain(
            ThreeHosts scene, PullRequests pulls, long number, PullRequests.Planned before) {
        var planned = pulls.planned(number);
        assertThat(planned.digest()).isNotEqualTo(before.digest());
        assertThat(planned.missing()).isEqualTo(2);
        assertThat(pulls.status(planned.head(), PullRequests.APPROVAL, any -> true)
                        .state())
                .isEqualTo("pending");
        pulls.approve(Cast.BEN, number, planned.digest());
        pulls.counts(number, () -> scene.channel().press(Cast.CHI, Channel.Question.of(number, planned.head())));
        assertApproved(pulls, planned);
        return planned;
    }

    private static void assertApproved(PullRequests pulls, PullRequests.Planned planned) {
        assertThat(pulls.status(
                                planned.head(),
                                PullRequests.APPROVAL,
                                status -> status.state().equals("success"))
                        .description())
                .isEqualTo("approved by Ben Haas, Chi Tanaka");
    }

    private static void assertNothingWasDone(ThreeHosts scene) {
        var maas = scene.standIns().maas();
        var machine = maas.machine(HOST).orElseThrow();
        assertThat(maas.received("release", machine.systemId())).isZero();
        assertThat(maas.received("deploy", machine.systemId())).isEqualTo(1);
    }

    private static void assertReinstalledOnce(ThreeHosts scene) {
        var maas = scene.standIns().maas();
        var machine = maas.machine(HOST).orElseThrow();
        assertThat(machine.status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(maas.received("release", machine.systemId())).isEqualTo(1);
        assertThat(maas.received("deploy", machine.systemId())).isEqualTo(2);
    }

    private static void assertForgeShowsIt(
            ThreeHosts scene, long number, PullRequests.Planned first, PullRequests.Planned second) {
        var forge = scene.standIns().forge();
        assertThat(forge.pull(number).state()).isEqualTo(Pull.State.MERGED);
        assertThat(forge.comments(number).stream().filter(note -> note.author().equals(ForgeSettings.BOT.login())))
                .singleElement()
                .extracting(Note::body)
                .asString()
                .contains(second.head());
        assertThat(forge.comments(number).stream().filter(note -> note.author().equals(Cast.BEN.handle())))
                .singleElement()
                .satisfies(note -> assertThat(note.reactions()).hasSize(1));
        assertThat(forge.statuses(first.head()).stream().limit(2))
                .extracting(Status::description)
                .containsOnly("superseded by a newer head");
        assertThat(forge.deliveries())
                .hasSizeGreaterThan(7)
                .extracting(Delivery::status)
                .containsOnly(202);
    }
}

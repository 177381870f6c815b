package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.rollout.HostDecisions.Which;
import io.penguintech.gough.reconcile.HostRequest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one commit brought about is read and decided once. */
class CausesTest {
    private final Scene scene = Scene.start();

    @BeforeEach
    void deploy() {
        scene.write("templates/base.yaml", "#cloud-config\npackages: [jq, \"${{ values.editor }}\"]\n");
        editor("nano");
        for (int i = 1; i <= 4; i++)
            scene.write("hosts/h%d.yaml".formatted(i), Scene.host("h" + i, i, "profiles: [all]\ntemplates: [base]"));
        for (int i = 1; i <= 4; i++) scene.newMachine(i);
        scene.sweep().push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private RepositoryStatus status() {
        return scene.service.rollouts().status().getFirst();
    }

    private SharedCause cause() {
        assertThat(status().causes()).hasSize(1);
        return status().causes().getFirst();
    }

    private static Which together(String digest) {
        return new Which(Optional.empty(), Optional.empty(), Optional.of(digest.substring(0, 12)));
    }

    private void useChrony() {
        scene.write("templates/base.yaml", "#cloud-config\npackages: [jq, chrony, \"${{ values.editor }}\"]\n")
                .push(Scene.ADA, "Use chrony")
                .settle();
    }

    @Test
    void aChangedTemplateIsOneCauseThatNamesTheCommit() {
        scene.write("gough.yaml", scene.files.get("gough.yaml") + "# a word\n")
                .push(Scene.ADA, "Say a word")
                .settle();
        useChrony();
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1"))
                .push(Scene.ADA, "Ask something")
                .settle();

        assertThat(status().findings())
                .hasSize(4)
                .allMatch(finding -> finding.kind().equals("user-data"));
        assertThat(status().singleFindings()).isEmpty();
        assertThat(cause().who()).isEqualTo("4 hosts: h1, h2, h3 and 1 more");
        assertThat(cause().what())
                .contains("older cloud-init: templates/base.yaml changed in ", ": Use chrony)")
                .doesNotContain("Say a word", "Ask something");
        assertThat(scene.maas.received("deploy")).isEqualTo(4);
    }

    @Test
    void itIsAcceptedAndTakenBackAsAWhole() {
        useChrony();
        var digest = cause().digest();
        var decisions = scene.service.hostDecisions();

        var accepted = decisions.accept(Scene.REPOSITORY, together(digest), Scene.ben, "with the next reinstall");

        assertThat(accepted.text()).contains("ben accepted", "4 hosts");
        assertThat(status().findings()).isEmpty();
        assertThat(status().acceptedFindings()).hasSize(4);
        assertThat(decisions.reopen(Scene.REPOSITORY, together(digest), Scene.ben, "no"))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(cause().digest()).isEqualTo(digest);
    }

    @Test
    void whatRemainsWhenOneWasAcceptedAloneIsAcceptedByTheDigestThatIsShown() {
        useChrony();
        var decisions = scene.service.hostDecisions();
        decisions.accept(
                Scene.REPOSITORY, together(status().findings().getFirst().digest()), Scene.ben, "soon");
        assertThat(cause().who()).startsWith("3 hosts: ");

        var accepted = decisions.accept(Scene.REPOSITORY, together(cause().digest()), Scene.ben, "soon, too");

        assertThat(accepted.text()).contains("ben accepted", "3 hosts");
        assertThat(status().findings()).isEmpty();
        assertThat(status().acceptedFindings()).hasSize(4);
    }

    private Verdict reinstall(String digest) {
        return scene.service
                .hostDecisions()
                .ask(
                        Scene.REPOSITORY,
                        HostRequest.What.REINSTALL,
                        HostSelection.parse("finding:" + digest.substring(0, 12)),
                        Scene.ada,
                        "new time servers");
    }

    @Test
    void itsHostsAreReinstalledByItsDigestOnceTwoOthersApproved() {
        for (int i = 1; i <= 4; i++)
            scene.write(
                    "hosts/h%d.yaml".formatted(i),
                    Scene.host("h" + i, i, "profiles: [all]\ntemplates: [base]\nprotect: false"));
        scene.push().settle();
        useChrony();
        assertThat(cause().what())
                .contains("gough reinstall finding:" + cause().digest().substring(0, 12));

        assertThat(reinstall(cause().digest()).text()).contains("ada asked for reinstall of h1, h2, h3, h4");
        scene.settle();

        assertThat(scene.rollout().plan().orElseThrow().changes())
                .hasSize(4)
                .allMatch(change -> change.verb().equals("reinstall"));
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.maas.received("release")).isZero();
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("release")).isEqualTo(4);
        assertThat(scene.maas.received("deploy")).isEqualTo(8);
        assertThat(status().causes()).isEmpty();
    }

    @Test
    void aDigestThatNamesNothingReinstallsNobody() {
        useChrony();
        assertThat(reinstall("0123456789ab").text()).contains("No declared host has a finding 0123456789ab now");
        assertThatThrownBy(() -> HostSelection.parse("finding:h1")).hasMessageContaining("at least 12 digits");
        scene.settle();
        assertThat(status().requests()).isEmpty();
    }

    @Test
    void whatWasAcceptedTogetherSaysNothingAboutTheNextChange() {
        useChrony();
        scene.service
                .hostDecisions()
                .accept(Scene.REPOSITORY, together(cause().digest()), Scene.ben, "with the next reinstall");
        assertThat(status().causes()).isEmpty();
        scene.write("templates/base.yaml", "#cloud-config\npackages: [chrony, \"${{ values.editor }}\"]\n")
                .push(Scene.ADA, "Drop jq")
                .settle();

        assertThat(cause().what()).contains("Drop jq");
    }

    @Test
    void aHistoryThatCannotBeReadHidesTheCommitAndNothingElse() {
        useChrony();
        scene.repo.down("the clone is damaged and git is away");

        assertThat(status().findings()).hasSize(4);
        assertThat(cause().what()).contains("cannot be read").doesNotContain("Use chrony");
        scene.repo.up();
        assertThat(cause().what()).contains("Use chrony");
    }

    private void editor(String name) {
        scene.write("profiles/all.yaml", """
                apiVersion: gough.io/v1
                kind: Profile
                metadata: {name: all}
                spec: {values: {editor: %s}}
                """.formatted(name));
    }

    @Test
    void aChangedValueOfAProfileIsACauseToo() {
        editor("vim");
        scene.push(Scene.ADA, "Use vim").settle();

        assertThat(cause().what()).contains("profiles/all.yaml changed in ", "Use vim");
    }
}

package io.penguintech.gough.templates.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.schema.SecretSource;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class UserDataRendererTest {
    private static final String SECRET = "s3cret: \"yes\"\n#x";

    @Test
    void keepsTheTypeOfAPlaceholderThatIsTheWholeScalar() {
        var infra = new Infra()
                .template("a", "packages: ${{ values.list }}\nntp: {enabled: \"${{ values.flag }}\"}")
                .host("h", "list: [a, 1]\nflag: false", "a");
        assertThat(infra.masked()).isEqualTo("#cloud-config\npackages:\n  - a\n  - 1\nntp:\n  enabled: false\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\nruncmd: [reboot]", "\"", "'", "yes", "- a", "#", "{{ jinja }}"})
    void letsNoValueBecomeAnythingButAValue(String hostile) {
        var infra = new Infra()
                .template("a", "final_message: \"${{ values.text }}\"\nhostname: \"is ${{ values.text }}\"")
                .host("h", "text: " + Quoted.of(hostile) + "\nother: 1", "a");
        assertThat(parsed(infra.masked())).isEqualTo(Map.of("final_message", hostile, "hostname", "is " + hostile));
    }

    @Test
    void tellsAllProblemsOfAHostAtOnceWithTheirPlaces() {
        var infra = new Infra()
                .template("a", "timezone: ${{ values.tiemzone }}\nruncmd:\n- echo ${{ values.text }}")
                .template("b", "#!/bin/sh\necho ${{ values.text }}\n")
                .host("h", "timezone: UTC\ntext: a; b", "a", "b");
        assertThat(infra.problems())
                .hasSize(3)
                .anySatisfy(
                        p -> assertThat(p).startsWith("templates/a.yaml:1:11:").contains("values.timezone"))
                .anySatisfy(
                        p -> assertThat(p).startsWith("templates/a.yaml:3:8:").contains("list"))
                .anySatisfy(
                        p -> assertThat(p).startsWith("templates/b.yaml:2:6:").contains("file"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write_files: [{path: /etc/osquery/osquery.flags, content: \"--enroll_secret_path=/etc/secret\"}]",
                "write_files: [{path: /etc/default/orbit, content: \"ORBIT_ENROLL_SECRET=${{ secret('fleet/enroll#it') }}\"}]",
                "runcmd: [[dpkg, -i, /tmp/fleet-osquery.deb]]",
                "#!/bin/sh\norbit --enroll-secret \"$(cat /etc/secret)\"\n"
            })
    void knowsUserDataThatEnrolsInAFleet(String template) {
        assertThat(new Infra()
                        .template("a", template)
                        .host("h", "x: 1", "a")
                        .valid()
                        .userData()
                        .enrols())
                .isTrue();
    }

    @Test
    void doesNotTakeForEnrollingWhatMerelyInstallsOsquery() {
        var infra = new Infra()
                .template(
                        "a",
                        "packages: [osquery]\nwrite_files: [{path: /etc/osquery/osquery.flags, content: \"--audit\"}]")
                .host("h", "x: 1", "a");
        assertThat(infra.valid().userData().enrols()).isFalse();
    }

    @Test
    void letsAnythingIntoAListCommand() {
        var infra = new Infra()
                .template("a", "runcmd:\n- [echo, \"${{ values.text }}\"]")
                .host("h", "text: a; b", "a");
        assertThat(infra.masked()).isEqualTo("#cloud-config\nruncmd:\n  - - echo\n    - a; b\n");
    }

    @Test
    void refusesUnsafeCommandsThatAValueBringsAsAList() {
        var infra = new Infra()
                .template("a", "+bootcmd: ${{ values.commands }}")
                .host("h", "commands:\n- id\n- [echo, a b]\n- rm -rf /", "a");
        assertThat(infra.problems())
                .singleElement()
                .asString()
                .startsWith("hosts/h.yaml:4:3: error: Value is not safe in a shell.");
    }

    @Test
    void refusesUnsafeTextAroundASecretInACommand() {
        var infra = new Infra()
                .template("a", "runcmd:\n- echo ${{ values.text }}")
                .template("b", "#!/bin/sh\necho ${{ values.text }}\n")
                .host("h", "text: \"a; ${{ secret('x#y') }}\"", "a", "b");
        assertThat(infra.problems()).hasSize(2).allSatisfy(p -> assertThat(p).contains("not safe in a shell"));
    }

    @Test
    void masksSecretsUntilTheyAreRevealedAsQuotedScalars() {
        var infra = new Infra()
                .template("a", "password: \"${{ secret('a/b#c') }}\"\nfinal_message: \"is ${{ secret('a/b#c') }}\"")
                .host("h", "", "a");
        var userData = infra.valid().userData();
        assertThat(userData.masked()).contains("<secret a/b#c>").doesNotContain("s3cret");
        assertThat(parsed(text(userData.reveal(_ -> SECRET))))
                .isEqualTo(Map.of("password", SECRET, "final_message", "is " + SECRET));
        assertThat(userData.toString()).isEqualTo("user data " + userData.digest());
    }

    @Test
    void revealsInAScriptOnlyWhatAShellTakesAsItIs() {
        var userData = new Infra()
                .template("a", "#!/bin/sh\ncurl -u x:${{ secret('a#b') }} host\n")
                .host("h", "", "a")
                .valid()
                .userData();
        assertThat(text(userData.reveal(_ -> "Ab1_@%+=:,./-"))).isEqualTo("#!/bin/sh\ncurl -u x:Ab1_@%+=:,./- host\n");
        assertThatThrownBy(() -> userData.reveal(_ -> "$(reboot)"))
                .isInstanceOf(SecretSource.SecretUnavailable.class)
                .hasMessageContaining("<secret a#b>")
                .hasMessageNotContaining("reboot");
    }

    @Test
    void revealsInATextCommandOnlyWhatAShellTakesAsItIs() {
        var userData = new Infra()
                .template("a", "runcmd:\n- login ${{ secret('a#b') }}\n- [login, \"${{ secret('a#b') }}\"]")
                .host("h", "", "a")
                .valid()
                .userData();
        assertThat(text(userData.reveal(_ -> "safe"))).contains("- login safe");
        assertThatThrownBy(() -> userData.reveal(_ -> "a;b")).isInstanceOf(SecretSource.SecretUnavailable.class);
    }

    @Test
    void digestsTheMeaning() {
        var digest = digest("a: 1\nb: [1, 2]");
        assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(digest("b:\n- 1\n- 0x2\na: 1"));
        assertThat(digest).isNotEqualTo(digest("a: 1\nb: [2, 1]"));
        assertThat(digest).isNotEqualTo(digest("a: '1'\nb: [1, 2]"));
        assertThat(digest).isNotEqualTo(digest("a: 1\nb: [1, 2]\nc: ''"));
        assertThat(digest("a: \"${{ secret('x#y') }}\"")).isNotEqualTo(digest("a: \"<secret x#y>\""));
    }

    /** Of {@code s17:gough user data 1s6:config{1:s1:ai1;}: another value makes every deployed host look drifted. */
    @Test
    void keepsItsDigestsAcrossReleases() {
        assertThat(digest("a: 1")).isEqualTo("b530dc0478839815d003aff92b625d5cd4e3c4704ff30a2e41b9038c9a41a252");
    }

    @Test
    void sendsNothingForAHostWithoutTemplates() {
        var userData = new Infra().host("h", "").valid().userData();
        assertThat(userData.reveal(_ -> "")).isEmpty();
        assertThat(userData.masked()).isEmpty();
    }

    @Test
    void refusesUserDataAboveTheLimitOfTheForm() {
        var infra =
                new Infra().template("a", "#!/bin/sh\n" + "??>?".repeat(1000)).host("h", "", "a");
        var tight = new UserDataRenderer(new UserDataRenderer.Settings(5400, Optional.empty()));
        assertThat(infra.problems(tight)).singleElement().asString().contains("User data is too large", "5,400");
        assertThat(infra.problems(new UserDataRenderer(new UserDataRenderer.Settings(9000, Optional.empty()))))
                .isEmpty();
    }

    @Test
    void tellsWhatManyHostsShareOnce() {
        var infra = new Infra().template("a", "timezone: ${{ values.timezone }}\nlocale: ${{ values.nothing }}");
        for (int i = 0; i < 100; i++) infra.host("h-" + i, i == 50 ? "timezone: UTC\nnothing: C" : "nothing: C", "a");
        var all = new UserDataRenderer(UserDataRenderer.Settings.DEFAULT).renderAll(infra.inventory());
        assertThat(all.userData()).hasSize(1);
        assertThat(all.failed()).isTrue();
        assertThat(all.diagnostics()).singleElement().asString().contains("h-0", "h-1", "h-10", "95 more");
    }

    private static String digest(String config) {
        return new Infra()
                .template("a", config)
                .host("h", "", "a")
                .valid()
                .userData()
                .digest();
    }

    private static Object parsed(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

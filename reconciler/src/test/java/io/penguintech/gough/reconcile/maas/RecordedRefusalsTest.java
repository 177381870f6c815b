package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.schema.BackendName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal that was recorded is named by who must act, in words a person can use. */
class RecordedRefusalsTest {
    private static final MaasFailures FAILURES = new MaasFailures(new BackendName("default"));
    private static final SystemId MACHINE = new SystemId("wagqdr");
    private static final MachineNames NAMES = new MachineNames();
    /** What begins the sentence that tells a person, or says who acts instead. */
    private static final Pattern NEXT_STEP = Pattern.compile(
            "(Bring|Check|Correct|Create|Free|Give|Gough plans anew|Gough tries again|Have MAAS|Look at|Make|Mend|Move|Rename|See|Set it right|Somebody else may|Unlock|does a proxy|is its version|it must end|nothing more is written)");

    @BeforeAll
    static void readTheMachine() {
        var created = Recorded.labelled("create").answer().body();
        try {
            NAMES.saw(new MachineReader().read(created));
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    static List<Recorded> refusals() {
        return Recorded.all().stream()
                .filter(recorded -> !recorded.answer().ok())
                .toList();
    }

    private static Failure failure(Effect effect, Exchange exchange, String... secrets) {
        return FAILURES.of(effect, "deploy " + NAMES.of(MACHINE), exchange, Redaction.of(Stream.of(secrets)));
    }

    private static Failure written(String label) {
        return failure(Effect.WRITE, Recorded.labelled(label).answer());
    }

    private static Exchange.Answered answered(int status, String contentType, Optional<Duration> after, String body) {
        return new Exchange.Answered(status, contentType, after, Optional.empty(), body);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusalSaysWhoWhichHostWhatWhyAndWhatToDoOnOneLine(Recorded recorded) {
        var failure = failure(Effect.WRITE, recorded.answer());
        assertThat(failure.why())
                .startsWith("MAAS default ")
                .containsPattern(NEXT_STEP)
                .endsWith(failure.why().endsWith("?") ? "?" : ".")
                .doesNotContain("\n")
                .doesNotContain("SECRET")
                .doesNotContain("{\"")
                .hasSizeLessThan(900);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusalOfACallNamesTheHost(Recorded recorded) {
        // Where the credentials or the time are wrong no machine is to blame.
        if (recorded.answer().status() == 401 && !recorded.label().equals("nonce-replayed")) return;
        assertThat(failure(Effect.WRITE, recorded.answer()).why()).containsOnlyOnce("deploy machine wagqdr (golden1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create-duplicate-hostname | Rename or delete the machine in MAAS that has the name",
                "create-duplicate-mac | Correct spec.machine.macAddresses",
                "create-bad-arch | Have MAAS fetch an image of that architecture",
                "create-ipmi-missing-params | Correct spec.machine.power",
                "update-bad-zone | Create it in MAAS, declare it in region/",
                "deploy-bad-series | Correct spec.os, or have MAAS fetch that image or kernel",
                "commission-again | See in MAAS what state the machine is in",
                "release-locked | Unlock the machine in MAAS if it is locked; else make Gough's user an administrator",
                "unknown-machine | Somebody deleted it, or Gough's user may not see it",
                "unknown-op | is its version one that Gough supports?",
                "allocate-again | Somebody else may have it",
                "deploy-again | See in MAAS who else is at work on it",
                "query_power_state | check that a rack controller is connected",
                "list-bad-constraint | Correct what it names"
            })
    void aRefusalSaysWhatToDoAboutIt(String label, String way) {
        assertThat(written(label).why()).contains(way);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | hwe_kernel: hwe-99.04 is not available for ubuntu/noble on amd64/generic. | Correct spec.os",
                "400 | hwe_kernel: chosen kernel (ga-24.04) is older than minimal kernel required by the machine (hwe-24.04). | lower the machine's minimum kernel",
                "400 | noble has no kernels available which meet min_hwe_kernel(hwe-24.04). | lower the machine's minimum kernel",
                "400 | primary_rack: Select a valid choice. 6ntnxf is not one of the available choices. | an interface in a VLAN of that number",
                "400 | network: Node must be configured to use a network | spec.network",
                "400 | storage: Mount the root '/' filesystem to be able to deploy this node. | spec.storage",
                "400 | Failed to render preseed: no such template | preseeds of the region",
                "400 | hostname: Nonexistant domain. | create the domain",
                "400 | The following VM hosts must be removed first: hv | take it out of the VM hosts",
                "403 | This method is reserved for admin users. | Make Gough's user an administrator",
                "410 | VM host (KVM) support has been removed from MAAS. | take it out of the document",
                "500 | Error determining BMC task queue | upgrade MAAS",
                "500 | list index out of range | MAAS's own log",
                "503 | No more IPs available in subnet: 192.0.2.0/24. | Free addresses in the subnet",
                "503 | Power problem with BMC | spec.machine.power",
                "418 | I am a teapot | the proxy before it"
            })
    void theTextsOfMaasThatAreKnownHaveAWayOut(int status, String said, String way) {
        var answer = answered(status, "text/plain; charset=utf-8", Optional.empty(), said);
        assertThat(failure(Effect.WRITE, answer).why()).contains(said).contains(way);
    }

    @ParameterizedTest
    @CsvSource({
        "op-deploy-in-New, WorldChanged",
        "allocate-in-New, WorldChanged",
        "allocate-again, WorldChanged",
        "release-again, WorldChanged",
        "owner-data-unowned, WorldChanged",
        "D15-stamp-by-other-admin, WorldChanged",
        "unknown-machine, WorldChanged",
        "delete-again, WorldChanged",
        "create-duplicate-hostname, NeedsHuman",
        "update-bad-zone, NeedsHuman",
        "deploy-bad-series, NeedsHuman",
        "release-locked, NeedsHuman",
        "whoami-noauth, NeedsHuman",
        "machines-noauth, NeedsHuman",
        "bad-secret-ECHOES-SECRET, NeedsHuman",
        "old-timestamp, NeedsHuman",
        "unknown-endpoint, NeedsHuman",
        "no-trailing-slash, NeedsHuman",
        "nonce-replayed, Unclear",
        "query_power_state, TryAgain"
    })
    void recordedRefusalsAreForWhoMustAct(String label, String kind) {
        assertThat(written(label).getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void formErrorsAreReadable() {
        assertThat(written("create-duplicate-mac").why())
                .contains(
                        "mac_addresses: MAC address 52:54:00:00:aa:01 already in use on golden1.; power_type: Can't set");
        assertThat(written("commission-again").why())
                .contains("(HTTP 400): Commission is not available because of the current state of the node.");
        assertThat(written("release-locked").why()).contains("the machine is locked, or Gough's user may not");
        assertThat(written("machines-noauth").why()).contains("does a proxy remove the Authorization header?");
        assertThat(written("old-timestamp").why()).contains("clock");
        assertThat(written("no-trailing-slash").why()).contains("must end in /MAAS");
    }

    @Test
    void aRedirectSaysWhereToAndWhatToDo() {
        var answer = new Exchange.Answered(301, "", Optional.empty(), Optional.of("https://maas.example.org/MAAS"), "");
        assertThat(failure(Effect.READ, answer).why())
                .contains("HTTP 301 to https://maas.example.org/MAAS")
                .contains("put the right address");
    }

    @Test
    void theTwoKindsOf409AreToldApart() {
        assertThat(failure(Effect.WRITE, answered(409, "text/html", Optional.of(Duration.ofSeconds(5)), "Conflict")))
                .isInstanceOfSatisfying(
                        Failure.TryAgain.class,
                        again -> assertThat(again.after()).hasSeconds(5));
        assertThat(failure(Effect.WRITE, answered(409, "text/plain", Optional.empty(), "Machine is already locked")))
                .isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void whatMayHaveHappenedIsUnclearForWritesAndTriedAgainForReads() {
        for (var exchange : List.<Exchange>of(
                new Exchange.Lost("no answer within 120 s"),
                answered(504, "text/html", Optional.empty(), "<html>nginx</html>"),
                answered(502, "text/html", Optional.empty(), "<html>nginx</html>"))) {
            assertThat(failure(Effect.WRITE, exchange)).isInstanceOf(Failure.Unclear.class);
            assertThat(failure(Effect.READ, exchange)).isInstanceOf(Failure.TryAgain.class);
            assertThat(failure(Effect.WRITE, exchange).why()).doesNotContain("<html>");
        }
        assertThat(failure(Effect.WRITE, new Exchange.TooLong(5))).isInstanceOf(Failure.Unclear.class);
        assertThat(failure(Effect.READ, new Exchange.TooLong(5))).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure(Effect.WRITE, new Exchange.NotSent("refused"))).isInstanceOf(Failure.TryAgain.class);
        assertThat(failure(Effect.READ, new Exchange.Untrusted("PKIX"))).isInstanceOf(Failure.NeedsHuman.class);
    }

    @Test
    void otherRefusalsAreForWhoMustAct() {
        var text = "text/plain; charset=utf-8";
        assertThat(failure(Effect.WRITE, answered(410, text, Optional.empty(), "VM host support has been removed.")))
                .isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure(Effect.WRITE, answered(413, "text/html", Optional.empty(), "<html/>"))
                        .why())
                .contains("shorten the user data");
        assertThat(failure(Effect.WRITE, answered(503, text, Optional.empty(), "No more IPs")))
                .isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure(Effect.WRITE, answered(503, "text/html", Optional.empty(), "<html>haproxy</html>")))
                .isInstanceOf(Failure.TryAgain.class);
        assertThat(failure(Effect.READ, answered(302, "text/html", Optional.empty(), "")))
                .isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure(Effect.WRITE, answered(500, text, Optional.empty(), "key=hunter22 in a trace"), "hunter22"))
                .isInstanceOfSatisfying(
                        Failure.TryAgain.class,
                        again -> assertThat(again.why()).contains("in a trace").doesNotContain("hunter22"));
    }
}

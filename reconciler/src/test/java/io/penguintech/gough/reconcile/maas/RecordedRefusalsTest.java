package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.schema.BackendName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal that was recorded is named by who must act, in words a person can use. */
class RecordedRefusalsTest {
    private static final MaasFailures FAILURES = new MaasFailures(new BackendName("default"));

    static List<Recorded> refusals() {
        return Recorded.all().stream()
                .filter(recorded -> !recorded.answer().ok())
                .toList();
    }

    private static Failure failure(Effect effect, Exchange exchange, String... secrets) {
        return FAILURES.of(effect, "deploy machine wagqdr", exchange, Redaction.of(Stream.of(secrets)));
    }

    private static Failure written(String label) {
        return failure(Effect.WRITE, Recorded.labelled(label).answer());
    }

    private static Exchange.Answered answered(int status, String contentType, Optional<Duration> after, String body) {
        return new Exchange.Answered(status, contentType, after, Optional.empty(), body);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusalSaysWhoWhatAndWhyOnOneLine(Recorded recorded) {
        var failure = failure(Effect.WRITE, recorded.answer());
        assertThat(failure.why())
                .startsWith("MAAS default ")
                .doesNotContain("\n")
                .doesNotContain("SECRET")
                .doesNotContain("{\"")
                .hasSizeLessThan(900);
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

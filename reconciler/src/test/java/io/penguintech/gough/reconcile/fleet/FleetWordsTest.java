package io.penguintech.gough.reconcile.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What Fleet's versions, bodies and statuses mean to us. */
class FleetWordsTest {
    private static final FleetFailures FAILURES = new FleetFailures(new BackendName("default"));
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Failure failure(Effect effect, Exchange exchange) {
        return FAILURES.of(effect, "create query x", exchange, Redaction.of(Stream.of("t0ken")));
    }

    private static Exchange.Answered answered(int status, String body) {
        return new Exchange.Answered(status, "application/json", Optional.empty(), Optional.empty(), body);
    }

    @ParameterizedTest
    @CsvSource({
        "4.79.1, queries", "4.81.99, queries", "v4.9.0, queries", "3.90.0, queries", "4.82.0, reports",
        "4.86.2+premium, reports", "4.100.0, reports", "5.0.0, reports", "0.0.0-SNAPSHOT-abc, reports", "main, reports"
    })
    void theVersionDecidesTheNames(String version, String collection) {
        assertThat(Dialect.of(version)).isEqualTo(new Dialect(collection, version));
    }

    @Test
    void listsAndObjectsAreFoundUnderBothNamesAndAreEmptyUnderNone() {
        assertThat(Dialect.list(JSON.readTree("{\"queries\":[1],\"reports\":[1,2]}")))
                .hasSize(2);
        assertThat(Dialect.list(JSON.readTree("{\"queries\":[1],\"reports\":null}")))
                .hasSize(1);
        assertThat(Dialect.list(JSON.readTree("{}"))).isEmpty();
        assertThat(Dialect.one(JSON.readTree("{\"query\":{\"id\":1},\"report\":{\"id\":2}}"))
                        .path("id")
                        .asInt())
                .isEqualTo(2);
        assertThat(Dialect.one(JSON.readTree("{\"query\":{\"id\":1}}"))
                        .path("id")
                        .asInt())
                .isEqualTo(1);
    }

    private static ObservedObject read(FleetKind kind, String json) {
        return ObjectReader.read(kind, JSON.readTree(json), "").orElseThrow();
    }

    @Test
    void aQueryIsReadWithFleetsDefaults() {
        assertThat(read(FleetKind.QUERY, "{\"id\":7,\"name\":\"n\",\"query\":\"SELECT 1\",\"platform\":null}")
                        .fields())
                .containsEntry("sql", "SELECT 1")
                .containsEntry("platforms", "")
                .containsEntry("interval", "0")
                .containsEntry("logging", "snapshot")
                .containsEntry("discardData", "false")
                .containsEntry("labelsIncludeAny", "");
        assertThat(read(FleetKind.QUERY, "{\"id\":7,\"platform\":\" linux , darwin,\",\"interval\":60}")
                        .fields())
                .containsEntry("platforms", "darwin,linux")
                .containsEntry("interval", "60");
        assertThat(ObjectReader.read(FleetKind.QUERY, JSON.readTree("{\"name\":\"n\"}"), ""))
                .isEmpty();
    }

    @Test
    void labelsAndTheHostsOfAPolicyAreRead() {
        assertThat(read(
                                FleetKind.POLICY,
                                "{\"id\":7,\"critical\":true,\"labels_include_any\":[{\"id\":2,\"name\":\"b, c\"},{\"name\":\"a\"}]}")
                        .fields())
                .containsEntry("critical", "true")
                .containsEntry("labelsIncludeAny", "a, \"b, c\"");
        var label = read(
                FleetKind.LABEL,
                "{\"id\":1,\"label_type\":\"builtin\",\"count\":3,\"criteria\":{\"vital\":\"end_user_idp_group\",\"value\":\"x\"}}");
        assertThat(label.builtIn()).isTrue();
        assertThat(label.fields())
                .containsEntry("membership", "manual")
                .containsEntry("criteria", "end_user_idp_group = x")
                .doesNotContainKey("hosts");
        assertThat(FleetField.HOSTS.told("a (id 3), \"b, c (id 12)\", nonsense"))
                .isEqualTo(List.of(3L, 12L));
        assertThat(read(FleetKind.LABEL, "{\"id\":1,\"query\":\"SELECT 1\"}").fields())
                .containsEntry("membership", "dynamic")
                .doesNotContainKey("criteria");
    }

    @Test
    void whichTeamItBelongsToIsReadUnderEitherName() {
        assertThat(ObjectReader.team(JSON.readTree("{\"id\":1,\"team_id\":null}")))
                .isZero();
        assertThat(ObjectReader.team(JSON.readTree("{\"id\":1,\"team_id\":3}"))).isEqualTo(3);
        assertThat(ObjectReader.team(JSON.readTree("{\"id\":1,\"fleet_id\":3}")))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "302, NeedsHuman",
        "400, NeedsHuman",
        "401, NeedsHuman",
        "402, NeedsHuman",
        "403, NeedsHuman",
        "404, WorldChanged",
        "409, WorldChanged",
        "413, NeedsHuman",
        "422, NeedsHuman",
        "429, TryAgain",
        "500, TryAgain",
        "503, TryAgain",
        "408, Unclear",
        "499, Unclear",
        "502, Unclear",
        "504, Unclear"
    })
    void refusalsOfWritesAreForWhoMustAct(int status, String kind) {
        var failure = failure(Effect.WRITE, answered(status, "{\"message\":\"no t0ken\"}"));
        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.why()).startsWith("Fleet default ").doesNotContain("t0ken");
    }

    @Test
    void aReadIsNeverUnclear() {
        for (int status : List.of(408, 499, 502, 504))
            assertThat(failure(Effect.READ, answered(status, ""))).isInstanceOf(Failure.TryAgain.class);
        assertThat(failure(Effect.READ, new Exchange.Lost("x"))).isInstanceOf(Failure.TryAgain.class);
        assertThat(failure(Effect.READ, new Exchange.TooLong(1))).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure(Effect.WRITE, new Exchange.TooLong(1))).isInstanceOf(Failure.Unclear.class);
        assertThat(failure(Effect.WRITE, new Exchange.Untrusted("x"))).isInstanceOf(Failure.NeedsHuman.class);
    }

    @Test
    void aRedirectSaysWhereToAndWhatToDo() {
        var answer = new Exchange.Answered(301, "", Optional.empty(), Optional.of("https://fleet.example.org"), "");
        assertThat(failure(Effect.READ, answer).why())
                .contains("HTTP 301 to https://fleet.example.org")
                .contains("put the right address");
    }

    @Test
    void theWaitTheServerAsksForIsKept() {
        for (int status : List.of(409, 429, 500, 503)) {
            var answer = new Exchange.Answered(status, "", Optional.of(Duration.ofSeconds(7)), Optional.empty(), "");
            assertThat(failure(Effect.WRITE, answer))
                    .isInstanceOfSatisfying(
                            Failure.TryAgain.class,
                            again -> assertThat(again.after()).hasSeconds(7));
        }
    }

    @Test
    void messagesAreInFleetsWords() {
        assertThat(failure(Effect.WRITE, answered(401, "secret")).why())
                .contains("token")
                .doesNotContain("secret");
        assertThat(failure(
                                Effect.WRITE,
                                answered(
                                        409,
                                        "{\"message\":\"Resource Already Exists\",\"errors\":[{\"name\":\"base\","
                                                + "\"reason\":\"Query \\\"x\\\" already exists.\"}],\"uuid\":\"u\"}"))
                        .why())
                .isEqualTo("Fleet default refused to create query x (HTTP 409): Resource Already Exists:"
                        + " Query \"x\" already exists.");
        assertThat(failure(Effect.WRITE, answered(400, "plain\ntext")).why()).endsWith("(HTTP 400): plain text.");
        assertThat(failure(Effect.WRITE, answered(400, "{broken")).why()).endsWith("{broken.");
        var html = new Exchange.Answered(503, "text/html", Optional.empty(), Optional.empty(), "<html>x</html>");
        assertThat(failure(Effect.WRITE, html).why()).endsWith("(HTTP 503)");
        assertThat(failure(Effect.WRITE, answered(400, "x ".repeat(2000))).why())
                .hasSizeLessThan(700);
    }

    @Test
    void everyDeclaredFieldHasAWordOfFleets() {
        for (var kind : FleetKind.values())
            for (var field : FleetField.of(kind))
                assertThat(FleetField.named(kind, field.word())).contains(field);
        assertThat(FleetField.named(FleetKind.QUERY, "sql")).contains(FleetField.SQL);
        assertThat(FleetField.named(FleetKind.QUERY, "resolution")).isEmpty();
        assertThat(FleetField.named(FleetKind.LABEL, "nonsense")).isEmpty();
    }

    @Test
    void settingsThatCannotWorkAreRefusedAndPrintNoToken() {
        var token = new Credential("t0ken");
        var settings = FleetSettings.of(URI.create("https://fleet.example.org/prefix/"), token);
        assertThat(settings.api()).hasToString("https://fleet.example.org/prefix/api/v1/fleet/");
        assertThat(settings.toString()).doesNotContain("t0ken");
        for (var url : List.of("fleet.example.org", "ftp://fleet", "https://u:p@fleet", "https://fleet/?t=1"))
            assertThatThrownBy(() -> FleetSettings.of(URI.create(url), token))
                    .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FleetSettings.of(URI.create("https://fleet"), new Credential("two words")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("two");
        assertThatThrownBy(() -> settings.paging(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.paging(1001)).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.penguintech.gough.simulators.fleet;

import static io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH;
import static io.penguintech.gough.simulators.fleet.FleetSettings.OBSERVER;
import static io.penguintech.gough.simulators.fleet.FleetSettings.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetWritingTest extends FleetFixture {

    @Test
    void aReportIsMadeWithFleetsDefaults() {
        var made = gough.post("reports", "{'name':'x','query':'select 1'}");
        assertThat(made.status()).isEqualTo(200);
        var report = made.json().get("report");
        assertThat(report.get("logging").asString()).isEqualTo("snapshot");
        assertThat(report.get("interval").intValue()).isZero();
        assertThat(report.get("fleet_id").isNull()).isTrue();
        assertThat(report.get("labels_include_any").isNull()).isTrue();
        assertThat(report.get("author_email").asString()).isEqualTo(GOUGH.email());
        assertThat(report.get("created_at").asString()).isEqualTo("0001-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'  ','query':'x'} | 400 | query payload verification: query name cannot be empty",
                "{'name':'x','query':' '} | 400 | query payload verification: query's SQL query cannot be empty",
                "{'query':'x'} | 400 | name and query fields are required",
                "{'name':'x','query':'y','platform':'macos'} | 400 | query payload verification: query's platform"
                        + " must be a comma-separated list of 'darwin', 'linux', 'windows', and/or 'chrome' in a"
                        + " single string",
                "{'name':'x','query':'y','logging':'loud'} | 400 | query payload verification: invalid value for"
                        + " logging: must be one of 'snapshot', 'differential', or 'differential_ignore_removals'",
                "[] | 400 | Expected JSON Body",
                "{'name':3,'query':'y'} | 400 | json: cannot decode field name as string",
                "{'name':'x','query':'y','interval':-1} | 400 | json: cannot decode field interval as uint",
                "{'name':'x','query':'y','fleet_id':77} | 404 | Team 77 was not found in the datastore",
                "{'name':'x','query':'y','labels_include_any':['nope']} | 400 | some or all the labels provided"
                        + " don't exist: nope",
            },
            quoteCharacter = '`')
    void aWrongReportIsRefused(String body, int status, String reason) {
        var answer = gough.post("reports", body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(reason(answer)).isEqualTo(reason);
        assertThat(fleet.reports()).isEmpty();
    }

    @Test
    void aSecondReportOfTheSameNameIsRefused() {
        gough.post("reports", UPTIME);
        var again = gough.post("reports", "{'name':'UPTIME','query':'x'}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("message").asString()).isEqualTo("Resource Already Exists");
        gough.post("reports", "{'name':'other','query':'x'}");
        assertThat(gough.patch("reports/2", "{'name':'uptime'}").status()).isEqualTo(409);
    }

    @Test
    void aPatchChangesOnlyWhatItNames() {
        gough.post("reports", UPTIME);
        var patched = gough.patch("reports/1", "{'description':'How long','platform':null}");
        assertThat(patched.status()).isEqualTo(200);
        var fields = fleet.report("uptime").orElseThrow().fields();
        assertThat(fields)
                .isEqualTo(new ReportFields(
                        "uptime",
                        "How long",
                        "SELECT * FROM uptime",
                        null,
                        300,
                        "",
                        "",
                        false,
                        "snapshot",
                        false,
                        false,
                        List.of(),
                        List.of()));
        assertThat(gough.patch("reports/99", "{}").status()).isEqualTo(404);
    }

    @Test
    void labelsArePatchedWholeAndClearedByAnEmptyList() {
        fleet.addLabel("Docker hosts", "");
        gough.post("reports", "{'name':'x','query':'y','labels_include_any':['Docker hosts']}");
        gough.patch("reports/1", "{'labels_include_any':null}");
        assertThat(gough.get("reports/1")
                        .json()
                        .at("/report/labels_include_any/0/name")
                        .asString())
                .isEqualTo("Docker hosts");
        gough.patch("reports/1", "{'labels_include_any':[]}");
        assertThat(fleet.report("x").orElseThrow().fields().labelsIncludeAny()).isEmpty();
    }

    @Test
    void reportsAreDeletedByNameByIdAndTogether() {
        for (var name : List.of("a", "b", "c", "d")) {
            gough.post("reports", "{'name':'" + name + "','query':'x'}");
        }
        assertThat(gough.delete("reports/a").status()).isEqualTo(200);
        assertThat(gough.delete("reports/id/2").status()).isEqualTo(200);
        assertThat(gough.post("reports/delete", "{'ids':[3,99]}").status()).isEqualTo(404);
        assertThat(fleet.reports()).hasSize(2);
        assertThat(gough.post("reports/delete", "{'ids':[3,4]}")
                        .json()
                        .get("deleted")
                        .intValue())
                .isEqualTo(2);
        assertThat(fleet.reports()).isEmpty();
        assertThat(gough.delete("reports/id/2").status()).isEqualTo(404);
    }

    @Test
    void anIdIsNeverUsedTwice() {
        gough.post("reports", UPTIME);
        gough.delete("reports/id/1");
        assertThat(gough.post("reports", UPTIME).json().at("/report/id").intValue())
                .isEqualTo(2);
    }

    @Test
    void theBulkUpsertOverwritesAStrangersReport() {
        fleet.create(PERSON, ReportFields.of("uptime", "SELECT 1"));
        assertThat(gough.post("spec/reports", "{'specs':[{'name':'uptime','query':'SELECT 2'}]}")
                        .status())
                .isEqualTo(200);
        var overwritten = fleet.report("uptime").orElseThrow();
        assertThat(overwritten.id()).isEqualTo(1);
        assertThat(overwritten.fields().query()).isEqualTo("SELECT 2");
        assertThat(overwritten.author()).isEqualTo(GOUGH);
        assertThat(fleet.activities().getLast().type()).isEqualTo("applied_spec_saved_query");
        assertThat(gough.get("spec/reports/uptime").json().at("/specs/query").asString())
                .isEqualTo("SELECT 2");
    }

    @Test
    void theBulkUpsertPutsAbsentFieldsBackToTheirDefaults() {
        gough.post("reports", UPTIME);
        int host = fleet.enroll(FleetHost.ubuntu("h", "S", "m", "i"));
        fleet.storeResults("uptime", host, List.of(Map.of("days", "3")));
        gough.post("spec/reports", "{'specs':[{'name':'uptime','query':'SELECT * FROM uptime'}]}");
        assertThat(fleet.report("uptime").orElseThrow().fields().interval()).isZero();
        assertThat(fleet.storedRows("uptime")).isEqualTo(1);
        gough.post("spec/reports", "{'specs':[{'name':'uptime','query':'SELECT 2'}]}");
        assertThat(fleet.storedRows("uptime")).isZero();
        assertThat(gough.post("spec/reports", "{'specs':[{'name':'','query':'x'}]}")
                        .status())
                .isEqualTo(400);
        assertThat(gough.post("spec/reports", "{'specs':[{'name':'x','query':'x','fleet':'None'}]}")
                        .status())
                .isEqualTo(404);
        assertThat(gough.get("spec/reports").json().get("specs")).hasSize(1);
    }

    @Test
    void aReportThatDiscardsItsDataStoresNothing() {
        gough.post("reports", "{'name':'x','query':'y','discard_data':true}");
        fleet.storeResults("x", 1, List.of(Map.of("a", "b")));
        assertThat(gough.get("reports/1/report").json().get("results")).isEmpty();
    }

    @Test
    void aDeletedReportTakesItsResultsAlong() {
        gough.post("reports", UPTIME);
        fleet.storeResults("uptime", 1, List.of(Map.of("days", "3")));
        fleet.delete(PERSON, "uptime");
        assertThat(fleet.lostRows()).isEqualTo(1);
        assertThat(fleet.activities().getLast().type()).isEqualTo("deleted_saved_query");
        assertThatThrownBy(() -> fleet.delete(OBSERVER, "uptime"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no global report named uptime");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'query':'SELECT 2'} | true",
                "{'discard_data':true} | true",
                "{'logging':'differential'} | true",
                "{'platform':'linux'} | true",
                "{'min_osquery_version':'5.0.0'} | true",
                "{'query':'SELECT * FROM uptime'} | false",
                "{'description':'x','interval':60} | false",
            })
    void someEditsThrowStoredResultsAway(String patch, boolean lost) {
        gough.post("reports", UPTIME);
        int host = fleet.enroll(FleetHost.ubuntu("hv-01", "S1", "52:54:00:aa:bb:01", "192.0.2.1"));
        fleet.storeResults("uptime", host, List.of(Map.of("days", "3"), Map.of("days", "4")));
        assertThat(gough.get("reports/1/report")
                        .json()
                        .at("/results/1/columns/days")
                        .asString())
                .isEqualTo("4");

        gough.patch("reports/1", patch);

        assertThat(fleet.storedRows("uptime")).isEqualTo(lost ? 0 : 2);
        assertThat(fleet.lostRows()).isEqualTo(lost ? 2 : 0);
    }
}

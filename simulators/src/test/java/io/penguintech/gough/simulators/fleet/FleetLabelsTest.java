package io.penguintech.gough.simulators.fleet;

import static io.penguintech.gough.simulators.fleet.FleetSettings.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetLabelsTest extends FleetFixture {

    private static final String RACKS = "{'name':'racks','query':'select 1','platform':'ubuntu','description':'d'}";

    @Test
    void aLabelIsWhatItIsMadeOf() {
        int host = fleet.enroll(FleetHost.ubuntu("hv-01", "S1", "52:54:00:aa:bb:01", "192.0.2.1"));
        assertThat(gough.post("labels", RACKS)
                        .json()
                        .at("/label/label_membership_type")
                        .asString())
                .isEqualTo("dynamic");
        var manual = gough.post("labels", "{'name':'ours','hosts':['S1','nobody']}");
        assertThat(manual.json().at("/label/label_membership_type").asString()).isEqualTo("manual");
        assertThat(manual.json().at("/label/count").intValue()).isEqualTo(1);
        assertThat(gough.get("labels/7/hosts").json().at("/hosts/0/id").intValue())
                .isEqualTo(host);
        assertThat(gough.post(
                                "labels",
                                "{'name':'dep','criteria':{'vital':'end_user_idp_department','value':'Engineering'}}")
                        .json()
                        .at("/label/label_membership_type")
                        .asString())
                .isEqualTo("host_vitals");
        assertThat(fleet.activities()).extracting(Activity::type).containsExactly("fleet_enrolled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'query':'x'} | 422 | missing required argument",
                "{'name':'iOS','query':'x'} | 422 | cannot add label 'iOS' because it conflicts with the name of a"
                        + " built-in label",
                "{'name':'x','query':'y','host_ids':[1]} | 422 | Only one of \"criteria\", \"query\" or"
                        + " \"hosts/host_ids\" can be included in the request.",
                "{'name':'x','query':'y','criteria':{'vital':'end_user_idp_group','value':'v'}} | 422 | Only one of"
                        + " \"criteria\", \"query\" or \"hosts/host_ids\" can be included in the request.",
                "{'name':'x','criteria':{'vital':'moon','value':'v'}} | 422 | invalid criteria: unknown vital moon",
                "{'name':'x','hosts':['a'],'host_ids':[1]} | 422 | Only one of either \"hosts\" or \"host_ids\" can be"
                        + " included in the request.",
                "{'name':'x','query':7} | 400 | json: cannot decode field query as string",
            })
    void aWrongLabelIsRefused(String body, int status, String reason) {
        var answer = gough.post("labels", body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(reason(answer)).isEqualTo(reason);
        assertThat(fleet.labels()).hasSize(5);
    }

    @Test
    void whatALabelIsMadeOfNeverChangesThoughFleetSaysYes() {
        gough.post("labels", RACKS);
        var patched = gough.patch("labels/6", "{'name':'rows','query':'select 2','platform':'darwin','criteria':{}}");
        assertThat(patched.status()).isEqualTo(200);
        var label = fleet.label("rows").orElseThrow();
        assertThat(label.query()).isEqualTo("select 1");
        assertThat(label.platform()).isEqualTo("ubuntu");
        assertThat(label.description()).isEqualTo("d");
        assertThat(gough.patch("labels/6", "{'hosts':['S1']}").status()).isEqualTo(200);
        assertThat(gough.patch("labels/6", "{'host_ids':[1]}").status()).isEqualTo(422);
        assertThat(gough.patch("labels/99", "{}").status()).isEqualTo(404);
    }

    @Test
    void whatFleetBroughtAlongStays() {
        assertThat(reason(gough.patch("labels/1", "{'name':'x'}")))
                .isEqualTo("cannot modify built-in label 'All Hosts'");
        assertThat(gough.delete("labels/id/1").status()).isEqualTo(422);
        assertThat(gough.delete("labels/macOS").status()).isEqualTo(422);
        gough.post("labels", RACKS);
        assertThat(gough.patch("labels/6", "{'name':'iOS'}").status()).isEqualTo(422);
        assertThat(gough.post("spec/labels", "{'specs':[{'name':'macOS','query':'x'}]}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aNameIsTakenOnceRegardlessOfCase() {
        gough.post("labels", RACKS);
        assertThat(gough.post("labels", "{'name':'RACKS','query':'x'}").status())
                .isEqualTo(409);
        gough.post("labels", "{'name':'other','query':'x'}");
        assertThat(gough.patch("labels/7", "{'name':'racks'}").status()).isEqualTo(409);
    }

    @Test
    void aRenamedLabelIsStillTheOneThatReportsAndPoliciesAreFor() {
        gough.post("labels", RACKS);
        gough.post("reports", "{'name':'r','query':'x','labels_include_any':['racks']}");
        gough.post("global/policies", "{'name':'p','query':'x','labels_exclude_any':['racks']}");
        gough.patch("labels/6", "{'name':'rows'}");
        assertThat(fleet.report("r").orElseThrow().fields().labelsIncludeAny()).containsExactly("rows");
        assertThat(fleet.policy("p").orElseThrow().fields().scopes().excludeAny())
                .containsExactly("rows");
    }

    @Test
    void aLabelInUseIsKept() {
        gough.post("labels", RACKS);
        gough.post("reports", "{'name':'r','query':'x','labels_include_any':['racks']}");
        var refused = gough.delete("labels/id/6");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(reason(refused)).contains("foreign key constraint");
        gough.patch("reports/1", "{'labels_include_any':[]}");
        assertThat(gough.delete("labels/id/6").status()).isEqualTo(200);
        assertThat(gough.delete("labels/id/6").status()).isEqualTo(404);
        assertThat(gough.post("labels", RACKS).json().at("/label/id").intValue())
                .isEqualTo(7);
    }

    @Test
    void anOldServerDeletesALabelInUseAndForgetsWhatWasForIt() {
        reopen(settings -> settings.withGeneration(Generation.OLD));
        gough.post("labels", RACKS);
        gough.post("queries", "{'name':'r','query':'x','labels_include_any':['racks']}");
        assertThat(gough.delete("labels/racks").status()).isEqualTo(200);
        assertThat(fleet.report("r").orElseThrow().fields().labelsIncludeAny()).isEmpty();
    }

    @Test
    void aLabelOfAFleetIsListedWithThatFleet() {
        fleet.addFleet("Servers", "s");
        var made = gough.post("labels", "{'name':'own','query':'x','fleet_id':1}");
        assertThat(made.json().at("/label/team_id").intValue()).isEqualTo(1);
        assertThat(gough.get("labels").json().get("labels")).hasSize(5);
        assertThat(gough.get("labels?fleet_id=1").json().get("labels")).hasSize(6);
        assertThat(gough.post("labels", "{'name':'x','query':'x','team_id':9}").status())
                .isEqualTo(404);
    }

    @Test
    void hostsAreMovedInAndOutOfManualLabels() {
        int host = fleet.enroll(FleetHost.ubuntu("hv-01", "S1", "52:54:00:aa:bb:01", "192.0.2.1"));
        gough.post("labels", "{'name':'ours'}");
        gough.post("hosts/" + host + "/labels", "{'labels':['ours']}");
        assertThat(fleet.label("ours").orElseThrow().hosts()).containsExactly(host);
        gough.call("DELETE", "hosts/" + host + "/labels", "{'labels':['ours']}");
        assertThat(fleet.label("ours").orElseThrow().hosts()).isEmpty();
        gough.post("labels", RACKS);
        assertThat(gough.post("hosts/" + host + "/labels", "{'labels':['racks']}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void onlyWhoMayWritesLabels() {
        assertThat(observer.post("labels", RACKS).status()).isEqualTo(403);
        gough.post("labels", RACKS);
        assertThat(observer.delete("labels/id/6").status()).isEqualTo(403);
        assertThat(observer.get("labels").json().get("labels")).hasSize(6);
        fleet.deleteLabel(PERSON, "racks");
        assertThat(fleet.label("racks")).isEmpty();
    }
}

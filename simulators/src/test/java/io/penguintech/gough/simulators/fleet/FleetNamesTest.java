package io.penguintech.gough.simulators.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FleetNamesTest extends FleetFixture {

    @Test
    void aNewServerAnswersWithBothNames() {
        int id = gough.post("reports", UPTIME).json().at("/report/id").intValue();

        var one = gough.get("queries/" + id).json();
        assertThat(keys(one)).containsExactly("query", "report");
        assertThat(keys(one.get("report"))).contains("team_id", "fleet_id");

        var list = gough.get("/api/latest/fleet/reports").json();
        assertThat(keys(list))
                .containsExactly(
                        "queries", "reports", "count", "inherited_query_count", "inherited_report_count", "meta");
        assertThat(keys(list.at("/queries/0"))).contains("team_id").doesNotContain("fleet_id");
        assertThat(keys(list.at("/reports/0"))).contains("fleet_id").doesNotContain("team_id");
        assertThat(gough.get("version").json().get("version").asString()).isEqualTo("4.86.2");
    }

    @Test
    void anOldServerKnowsOnlyTheOldNames() {
        reopen(settings -> settings.withGeneration(Generation.OLD));
        assertThat(gough.post("reports", UPTIME).status()).isEqualTo(404);
        assertThat(gough.get("spec/reports").status()).isEqualTo(404);
        assertThat(gough.get("fleets").status()).isEqualTo(404);

        var made = gough.post("queries", UPTIME);
        assertThat(keys(made.json())).containsExactly("query");
        assertThat(keys(made.json().get("query"))).contains("team_id").doesNotContain("fleet_id");
        assertThat(keys(gough.get("queries").json()))
                .containsExactly("queries", "count", "inherited_query_count", "meta");
        assertThat(gough.get("version").json().get("version").asString()).isEqualTo("4.79.1");
        assertThat(keys(gough.get("config").json().get("server_settings"))).doesNotContain("report_cap");
    }

    @Test
    void bothNamesOfOneFieldTogetherAreRefused() {
        var answer = gough.post("reports", "{'name':'a','query':'b','team_id':null,'fleet_id':null}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(reason(answer))
                .isEqualTo("Conflicting field names: cannot specify both `team_id` (deprecated) and `fleet_id`"
                        + " in the same request");
    }

    @Test
    void eitherNameOfAFieldIsUnderstood() {
        var servers = fleet.addFleet("Servers", "secret-1");
        gough.post("reports", "{'name':'a','query':'b','team_id':" + servers.id() + "}");
        gough.post("reports", "{'name':'b','query':'b','fleet_id':" + servers.id() + "}");
        assertThat(gough.get("reports?fleet_id=" + servers.id())
                        .json()
                        .get("count")
                        .intValue())
                .isEqualTo(2);
        assertThat(gough.get("reports?team_id=" + servers.id())
                        .json()
                        .get("count")
                        .intValue())
                .isEqualTo(2);
        assertThat(gough.get("reports?team_id=1&fleet_id=1").status()).isEqualTo(400);
    }
}

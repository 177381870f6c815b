package io.penguintech.gough.simulators.fleet;

import static io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH;
import static io.penguintech.gough.simulators.fleet.FleetSettings.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FleetPeopleTest extends FleetFixture {

    @Test
    void nobodyGetsInWithoutAToken() {
        for (var user : List.of("", "wrong")) {
            try (var stranger = new FleetClient(fleet, new FleetUser(9, "x", "x", Role.ADMIN, false, user))) {
                var answer = stranger.get("reports");
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.json().get("message").asString())
                        .isIn("Authorization header required", "Authentication required");
            }
        }
        assertThat(fleet.reports()).isEmpty();
    }

    @Test
    void anObserverReadsButDoesNotWrite() {
        gough.post("reports", UPTIME);
        assertThat(observer.get("reports").status()).isEqualTo(200);
        var refused = observer.post("reports", "{'name':'x','query':'y'}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("message").asString()).isEqualTo("forbidden");
        assertThat(observer.delete("reports/id/1").status()).isEqualTo(403);
        assertThat(observer.patch("reports/1", "{'query':'z'}").status()).isEqualTo(403);
        assertThat(observer.get("spec/enroll_secret").status()).isEqualTo(403);
        assertThat(fleet.report("uptime").orElseThrow().fields().query()).isEqualTo("SELECT * FROM uptime");
    }

    @Test
    void theGitopsRoleWritesButListsNeitherHostsNorActivities() {
        var robot = new FleetUser(7, "Robot", "robot@example.org", Role.GITOPS, true, "token-7");
        reopen(settings -> settings.withUser(robot));
        try (var client = new FleetClient(fleet, robot)) {
            assertThat(client.post("reports", UPTIME).status()).isEqualTo(200);
            assertThat(client.get("hosts").status()).isEqualTo(403);
            assertThat(client.get("activities").status()).isEqualTo(403);
            assertThat(client.get("vulnerabilities").status()).isEqualTo(403);
        }
    }

    @Test
    void aPersonsEditIsLoggedUnderTheirName() {
        gough.post("reports", UPTIME);
        fleet.edit(PERSON, "uptime", fields -> fields.asking("SELECT 1"));

        var list = gough.get("activities?order_key=id&order_direction=desc&per_page=1")
                .json();
        assertThat(list.at("/activities/0/type").asString()).isEqualTo("edited_saved_query");
        assertThat(list.at("/activities/0/actor_email").asString()).isEqualTo(PERSON.email());
        assertThat(list.at("/activities/0/details/team_id").intValue()).isEqualTo(-1);
        assertThat(list.at("/meta/has_next_results").booleanValue()).isTrue();
        assertThat(gough.get("reports/1").json().at("/query/query").asString()).isEqualTo("SELECT 1");
    }

    @Test
    void tokensAreNotPrinted() {
        assertThat(FleetSettings.defaults().toString() + GOUGH).doesNotContain(GOUGH.token());
    }
}

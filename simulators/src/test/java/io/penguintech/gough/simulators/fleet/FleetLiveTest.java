package io.penguintech.gough.simulators.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Questions to one host, as fleetdm/fleet server/service/live_queries.go answers them. */
class FleetLiveTest extends FleetFixture {
    private static final String ASK = "{'query':' SELECT pid FROM processes '}";
    private static final String SQL = "SELECT pid FROM processes";
    private static final FleetHost ALPHA = FleetHost.ubuntu("alpha", "S1", "52:54:00:00:00:01", "192.0.2.1");

    private String ask(int host) {
        return gough.post("hosts/%d/query".formatted(host), ASK).json().toString();
    }

    @Test
    void anOnlineHostAnswersWithItsRows() {
        int host = fleet.enroll(ALPHA);
        assertThat(ask(host)).contains("\"status\":\"online\"", "\"rows\":[]").doesNotContain("error");
        fleet.answer(host, SQL, LiveAnswer.rows("pid", "1", "2"));
        assertThat(ask(host)).contains("\"rows\":[{\"pid\":\"1\"},{\"pid\":\"2\"}]", "\"host_id\":1");
        assertThat(fleet.asked(host)).isEqualTo(2);
        assertThat(fleet.writes()).as("it asks and changes nothing").isZero();
    }

    @Test
    void aHostThatFailsIsSilentOrOfflineIsASuccessThatSaysSo() {
        int host = fleet.enroll(ALPHA);
        fleet.answer(host, SQL, new LiveAnswer.Failing("no such table: vms"));
        assertThat(ask(host)).contains("\"status\":\"online\"", "\"error\":\"no such table: vms\"");
        fleet.answer(host, SQL, new LiveAnswer.Silent());
        assertThat(ask(host)).contains("\"rows\":null", "\"error\":\"timeout waiting for results\"");
        fleet.change(host, ALPHA.with(FleetHost.Status.MIA));
        assertThat(ask(host))
                .contains("\"status\":\"offline\"", "\"rows\":null")
                .doesNotContain("error");
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        int host = fleet.enroll(ALPHA);
        assertThat(gough.post("hosts/9/query", ASK).status()).isEqualTo(400);
        assertThat(ask(9)).contains("host not found: 9");
        assertThat(gough.post("hosts/%d/query".formatted(host), "{'query':' '}").status())
                .isEqualTo(400);
        assertThat(observer.post("hosts/%d/query".formatted(host), ASK).status())
                .isEqualTo(403);
        assertThat(gough.get("hosts/identifier/S2").status()).isEqualTo(404);
    }
}

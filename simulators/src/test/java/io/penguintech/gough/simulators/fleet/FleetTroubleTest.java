package io.penguintech.gough.simulators.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetTroubleTest extends FleetFixture {

    @Test
    void aSwallowedAnswerLeavesTheReportMade() {
        fleet.faults().add(FaultRule.once("POST", "/reports", new Fault.DoneThenTimeout(Duration.ofMillis(20))));
        assertThatThrownBy(() -> gough.post("reports", UPTIME)).isInstanceOf(AssertionError.class);
        assertThat(fleet.reports()).hasSize(1);
        assertThat(fleet.writes()).isEqualTo(1);
    }

    @Test
    void aFleetThatIsDownIsNotReachedUntilItIsUp() {
        fleet.down();
        assertThatThrownBy(() -> gough.post("reports", UPTIME)).isInstanceOf(AssertionError.class);
        fleet.up();
        assertThat(gough.get("reports").json().get("count").intValue()).isZero();
    }

    @Test
    void peopleCanBeActedOverHttp() {
        gough.post("reports", UPTIME);
        var edited = gough.patch("/standin/fleet/reports/1?as=robin@example.org", "{'query':'SELECT 9'}");
        assertThat(edited.status()).isEqualTo(200);
        var state = gough.get("/standin/fleet/state").json();
        assertThat(state.at("/reports/0/query").asString()).isEqualTo("SELECT 9");
        assertThat(state.at("/activities/1/actor").asString()).isEqualTo("robin@example.org");
        assertThat(gough.patch("/standin/fleet/reports/1?as=nobody", "{}").status())
                .isEqualTo(400);
        assertThat(gough.post("/standin/fleet/hosts", "{'hostname':'h1','serial':'S1'}")
                        .status())
                .isEqualTo(200);
        assertThat(gough.delete("/standin/fleet/reports/1?as=robin@example.org").status())
                .isEqualTo(204);
        assertThat(fleet.reports()).isEmpty();
        assertThat(fleet.writes()).isEqualTo(1);
    }

    @Test
    void aWrongMethodIsNotAWrongPath() {
        assertThat(gough.call("PUT", "reports", "{}").status()).isEqualTo(405);
        assertThat(gough.get("nothing").status()).isEqualTo(404);
        assertThat(gough.get("/api/v9/fleet/reports").status()).isEqualTo(404);
        assertThat(gough.get("/healthz").status()).isEqualTo(200);
    }
}

package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetHostTest {
    @Test
    void whatFleetHeardInTheSameSecondIsHeardSince() {
        var host = new FleetHost(
                1,
                "hv-01",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "online",
                Optional.of(Given.NOON),
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                "5.23.1");
        assertThat(host.isHeardSince(Given.NOON.plusMillis(700))).isTrue();
        assertThat(host.isHeardSince(Given.NOON.plusMillis(1000))).isFalse();
    }
}

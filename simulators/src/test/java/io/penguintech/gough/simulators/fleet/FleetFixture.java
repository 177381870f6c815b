package io.penguintech.gough.simulators.fleet;

import static io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH;
import static io.penguintech.gough.simulators.fleet.FleetSettings.OBSERVER;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** A running stand-in with one client for Gough and one for an observer. */
abstract class FleetFixture {

    static final String UPTIME = "{'name':'uptime','query':'SELECT * FROM uptime','interval':300}";

    FleetStandIn fleet;
    FleetClient gough;
    FleetClient observer;

    @BeforeEach
    void start() {
        open(Function.identity());
    }

    @AfterEach
    void stop() {
        gough.close();
        observer.close();
        fleet.close();
    }

    final void reopen(Function<FleetSettings, FleetSettings> change) {
        stop();
        open(change);
    }

    private void open(Function<FleetSettings, FleetSettings> change) {
        fleet = FleetStandIn.start(change.apply(FleetSettings.defaults()));
        gough = new FleetClient(fleet, GOUGH);
        observer = new FleetClient(fleet, OBSERVER);
    }

    static List<String> keys(JsonNode node) {
        return List.copyOf(node.propertyNames());
    }

    static String reason(FleetClient.Reply answer) {
        return answer.json().at("/errors/0/reason").asString();
    }
}

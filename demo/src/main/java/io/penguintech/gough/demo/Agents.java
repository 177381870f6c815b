package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.MachineSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What the machines' osquery does: a machine that was deployed with user data that has it enrol enrols in Fleet a few seconds
 * later, and is silent once it does not run any more.
 */
final class Agents implements AutoCloseable {
    private static final int SECONDS_TO_ENROL = 4;
    /** A part of a MIME message that travels as base64. */
    private static final Pattern ENCODED = Pattern.compile("(?m)^(?:[A-Za-z0-9+/=]{4,76}\\r?\\n)+");

    private final MaasStandIn maas;
    private final FleetStandIn fleet;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("agents").factory());
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Integer> enrolled = new HashMap<>();

    private Agents(MaasStandIn maas, FleetStandIn fleet) {
        this.maas = maas;
        this.fleet = fleet;
    }

    static Agents start(MaasStandIn maas, FleetStandIn fleet) {
        var agents = new Agents(maas, fleet);
        var _ = agents.clock.scheduleWithFixedDelay(agents::look, 1, 1, TimeUnit.SECONDS);
        return agents;
    }

    private void look() {
        for (var machine : maas.machines()) {
            boolean runs = machine.status() == MaasStatus.DEPLOYED && enrols(machine);
            int seconds = runs ? running.merge(machine.systemId(), 1, Integer::sum) : 0;
            if (seconds == SECONDS_TO_ENROL) enrol(machine);
            if (!runs && running.remove(machine.systemId()) != null) silence(machine);
        }
    }

    private void enrol(MachineSnapshot machine) {
        var known = enrolled.get(machine.systemId());
        if (known != null) fleet.enrollAgain(known);
        else
            enrolled.put(
                    machine.systemId(),
                    fleet.enroll(FleetHost.ubuntu(
                            machine.hostname(),
                            machine.serial(),
                            machine.macAddresses().getFirst(),
                            "192.0.2.%d".formatted(10 + enrolled.size()))));
    }

    private void silence(MachineSnapshot machine) {
        var id = enrolled.get(machine.systemId());
        var host = id == null ? null : fleet.hosts().get(id);
        if (id != null && host != null) fleet.change(id, host.with(FleetHost.Status.OFFLINE));
    }

    private boolean enrols(MachineSnapshot machine) {
        return maas.userData(machine.systemId())
                .map(Agents::decoded)
                .filter(Agents::speaksOfASecret)
                .isPresent();
    }

    private static boolean speaksOfASecret(String text) {
        return text.contains("--enroll_secret_path")
                || ENCODED.matcher(text)
                        .results()
                        .anyMatch(part -> decoded(part.group()).contains("--enroll_secret_path"));
    }

    private static String decoded(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

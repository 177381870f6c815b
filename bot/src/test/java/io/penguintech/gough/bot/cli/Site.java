package io.penguintech.gough.bot.cli;

import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small site: a MAAS, a Fleet, a folder with what is declared and one with what Gough remembers. */
final class Site implements AutoCloseable {
    final MaasStandIn maas;
    final FleetStandIn fleet = FleetStandIn.start(FleetSettings.defaults());
    final Path infra;
    final Path state;
    private final Path keys;

    /** Machines are done with everything at once. */
    Site(Path folder) {
        this(folder, Duration.ZERO);
    }

    /** Machines take {@code pace} for each thing they do. */
    Site(Path folder, Duration pace) {
        maas = MaasStandIn.start(MaasStandInSettings.defaults()
                .withClock(StandInClock.realTime())
                .withDurations(MaasDurations.all(pace)));
        infra = folder.resolve("infra");
        state = folder.resolve("state");
        keys = folder.resolve("keys");
        write(keys.resolve("maas"), maas.apiKey());
        write(keys.resolve("fleet"), FleetSettings.GOUGH.token());
        write(infra.resolve("gough.yaml"), """
                apiVersion: gough.io/v1
                kind: Repository
                metadata: {name: infra}
                spec: {mode: apply}
                """);
    }

    /** A command about this site's folder. */
    String[] command(String name, String... more) {
        var words = new ArrayList<>(List.of(name, infra.toString()));
        words.addAll(backends());
        words.addAll(List.of("--state", state.toString()));
        words.addAll(List.of("--initial-rules", infra.resolve("gough.yaml").toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    List<String> backends() {
        return List.of(
                "--maas-url",
                maas.url(),
                "--maas-api-key-file",
                keys.resolve("maas").toString(),
                "--fleet-url",
                fleet.url(),
                "--fleet-token-file",
                keys.resolve("fleet").toString());
    }

    Site host(String name, int number, String goal) {
        write(infra.resolve("hosts/" + name + ".yaml"), """
                apiVersion: gough.io/v1
                kind: Host
                metadata: {name: %s}
                spec:
                  machine:
                    macAddresses: ["52:54:00:00:00:%02x"]
                    architecture: amd64/generic
                    power: {type: manual}
                  os: {release: noble}
                  goal: %s
                """.formatted(name, number, goal));
        return this;
    }

    Site query(String name, String sql) {
        write(infra.resolve("queries/" + name + ".yaml"), """
                apiVersion: gough.io/v1
                kind: Query
                metadata: {name: %s}
                spec: {description: test, interval: 1h, query: "%s"}
                """.formatted(name, sql));
        return this;
    }

    /** A machine nobody declared, or one waiting to be. */
    String machine(String name, int number) {
        return maas.addMachine(NewMachine.named(name)
                .withMacAddresses("52:54:00:00:00:%02x".formatted(number))
                .withStatus(MaasStatus.NEW)
                .withPower("manual", Map.of()));
    }

    long writes() {
        return maas.writes() + fleet.writes();
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        maas.close();
        fleet.close();
    }
}

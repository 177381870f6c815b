package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import io.penguintech.gough.simulators.slack.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A rollout of three hosts and two queries, carried out by a service that may die and be started again. */
final class ThreeHosts implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> HOSTS = List.of("hv-01", "dk-01", "st-01");
    private static final String APPROVE = "rollout-approve";

    private final Path folder;
    private final Credentials credentials;
    private final StandIns standIns;
    private final List<String> settings;
    private final int port;
    private final Controls controls = new Controls();
    private final Set<String> confirmed = new HashSet<>();
    private ServiceProcess service;

    private ThreeHosts(Path folder, FreshDatabase database, List<String> options) {
        this.folder = folder;
        this.port = freePort();
        this.credentials = new Credentials(folder.resolve("secrets"));
        this.standIns = StandIns.start(
                folder,
                MaasDurations.all(Duration.ofMillis(400)),
                credentials,
                new StandIns.Furniture(ThreeHosts::machines, files()));
        this.settings = new ArrayList<>(ServiceArguments.of(port, folder, standIns, credentials));
        settings.addAll(database.settings());
        standIns.slack().connect(URI.create("http://127.0.0.1:" + port + "/slack/events"));
        this.service = process(options);
    }

    /** Everything new, on an emptied database; the service is on its way up. */
    static ThreeHosts start(FreshDatabase database, String... options) {
        try {
            database.empty();
            return new ThreeHosts(Files.createTempDirectory("gough-kill-"), database, List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one after it, on the same database. */
    void restart() {
        service.close();
        service = process(List.of());
    }

    private ServiceProcess process(List<String> options) {
        return ServiceProcess.start(folder.resolve("service.log"), options, settings);
    }

    private static void machines(MaasStandIn maas) {
        for (var host : List.of("hv-01", "dk-01"))
            maas.addMachine(NewMachine.named("found-" + host)
                    .withMacAddresses(mac(host))
                    .withStatus(MaasStatus.NEW));
        maas.addMachine(NewMachine.named("passing").inZone("rack-a").inPool("production"));
        maas.vanish("passing");
    }

    private static String mac(String host) {
        return Machines.hosts().stream()
                .filter(one -> one.name().equals(host))
                .findFirst()
                .orElseThrow()
                .mac();
    }

    /** The example with fewer hosts and queries. */
    private static List<Edit> files() {
        var files = new ArrayList<>(ExampleRepository.files());
        files.removeIf(file -> file.path().startsWith("hosts/") || file.path().startsWith("queries/"));
        var hosts = new ArrayList<String>();
        for (var document : ExampleRepository.file("hosts/rack-a.yaml").split("(?m)^---\n", -1))
            if (HOSTS.stream().anyMatch(name -> document.contains("name: " + name + "\n"))) hosts.add(document);
        files.add(Edit.write("hosts/three.yaml", String.join("---\n", hosts)));
        var queries = ExampleRepository.file("queries/system.yaml").split("(?m)^---\n", -1);
        files.add(Edit.write("queries/two.yaml", queries[0] + "---\n" + queries[1]));
        return files;
    }

    /** One answer in ten to a write is swallowed from now on; it had its effect. */
    void swallowAnswers() {
        for (var method : List.of("POST", "PUT"))
            standIns.maas()
                    .faults()
                    .add(FaultRule.chance(0.1, method, "/MAAS/api", new Fault.DoneThenTimeout(Duration.ZERO)));
    }

    /**
     * Does what people do, until the rollout is done or the process is dead. Whoever was told that their yes counted
     * does not say it again.
     *
     * @return whether the rollout is done
     */
    boolean play(BooleanSupplier enough) {
        var end = Instant.now().plus(PATIENCE);
        while (!enough.getAsBoolean()) {
            if (!service.isAlive()) return false;
            if (done()) return true;
            standIns.slack().messages(StandIns.CHANNEL).forEach(this::answer);
            assertThat(Instant.now())
                    .as(() -> "still not done: " + newest() + "\n" + service.said())
                    .isBefore(end);
            pause();
        }
        return done();
    }

    private void answer(Message message) {
        if (message.buttons().stream().noneMatch(button -> button.actionId().equals(APPROVE))) return;
        for (var person : List.of(Cast.BEN, Cast.CHI)) {
            if (confirmed.contains(person.slack()) || !service.isAlive()) continue;
            try {
                standIns.slack().click(person.slack(), StandIns.CHANNEL, message.ts(), APPROVE);
            } catch (IllegalArgumentException pressedMeanwhile) {
                return; // the buttons went while a finger was on its way
            }
            waitForConfirmation(person);
        }
    }

    private void waitForConfirmation(Cast.Person person) {
        var end = Instant.now().plusSeconds(3);
        while (Instant.now().isBefore(end) && service.isAlive()) {
            if (standIns.slack().ephemerals(person.slack()).stream()
                    .anyMatch(told -> told.text().contains("said yes"))) {
                confirmed.add(person.slack());
                return;
            }
            pause();
        }
    }

    private boolean done() {
        return newest().path("state").asString("").equals("done");
    }

    private JsonNode newest() {
        try {
            return controls.get("http://127.0.0.1:" + port + "/api/v1/rollouts", credentials.apiToken())
                    .path("rollouts")
                    .path(0);
        } catch (UncheckedIOException | Controls.Refused notUpYet) {
            return tools.jackson.databind.node.MissingNode.getInstance();
        }
    }

    /** The exit code of the dead service. */
    int exit() {
        return service.exit();
    }

    void kill() {
        service.kill();
    }

    /** What must be so however often the service died. */
    void assertEndIsRight(String when) {
        for (var host : HOSTS) {
            var machine = standIns.maas().machine(host);
            assertThat(machine).as("%s: %s\n%s", when, host, service.said()).isPresent();
            var id = machine.get().systemId();
            assertThat(machine.get().status())
                    .as("%s: status of %s", when, host)
                    .isEqualTo(MaasStatus.DEPLOYED);
            assertThat(standIns.maas().received("deploy", id))
                    .as("%s: deploys of %s", when, host)
                    .isEqualTo(1);
            assertThat(standIns.maas().received("release", id))
                    .as("%s: releases of %s", when, host)
                    .isZero();
            assertThat(machine.get().tags())
                    .as("%s: tags of %s", when, host)
                    .contains("managed-by-gough", "gough-main");
        }
        assertThat(standIns.maas().machines()).as("%s: machines", when).hasSize(3);
        assertThat(standIns.fleet().reports().stream()
                        .map(report -> report.fields().name())
                        .collect(Collectors.toSet()))
                .as("%s: queries", when)
                .containsExactlyInAnyOrder("Robin's own", "Hardware", "Operating system");
        assertThat(standIns.fleet().reports()).as("%s: queries", when).hasSize(3);
        assertNoMessageTwice(when);
    }

    private void assertNoMessageTwice(String when) {
        var said = new HashSet<String>();
        for (var message : standIns.slack().messages(StandIns.CHANNEL)) {
            var first = message.versions().getFirst();
            var key = message.threadTs() == null ? rollout(first.text()) : message.threadTs() + first.text();
            assertThat(said.add(key))
                    .as("%s: said twice in Slack: %s", when, first.text())
                    .isTrue();
        }
    }

    /** Every message about a rollout begins with its number; there is one for each, and one for each alert. */
    private static String rollout(String text) {
        return text.matches("r\\d+ .*") ? text.substring(0, text.indexOf(' ')) : text;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static int freePort() {
        try (var probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        service.close();
        controls.close();
        standIns.close();
        try {
            org.springframework.util.FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

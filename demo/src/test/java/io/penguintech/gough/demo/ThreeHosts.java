package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.storage.FreePort;
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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A rollout of three hosts and two queries, carried out by a service that may die and be started again. */
final class ThreeHosts implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final List<String> HOSTS = List.of("hv-01", "dk-01", "st-01");
    private static final String HOSTS_FILE = "hosts/three.yaml";
    private static final String OPEN = "  protect: false\n";
    private static final String APPROVE = "rollout-approve";

    private final Path folder;
    private final Credentials credentials;
    private final StandIns standIns;
    private final List<String> settings;
    private final int port;
    private final Controls controls = new Controls();
    private final Set<String> confirmed = new HashSet<>();
    private final Set<String> hosts = new TreeSet<>(HOSTS);
    private final Set<String> queries = new TreeSet<>(List.of("Robin's own", "Hardware", "Operating system"));
    private final Map<String, Long> heard = new HashMap<>();
    private String wanted = "";
    private ServiceProcess service;

    private ThreeHosts(Path folder, List<String> database, DemoForge forge, Wiring wiring, List<String> options) {
        this.folder = folder;
        this.port = FreePort.find();
        this.credentials = new Credentials(folder.resolve("secrets"), forge);
        this.standIns = StandIns.start(
                folder,
                MaasDurations.all(Duration.ofMillis(400)),
                credentials,
                new StandIns.Furniture(ThreeHosts::machines, files()),
                forge);
        var wires = wiring.to(standIns);
        this.settings = new ArrayList<>(ServiceArguments.of(port, folder, standIns, credentials).stream()
                .map(wires)
                .toList());
        settings.addAll(database);
        standIns.connect(URI.create("http://127.0.0.1:" + port));
        this.service = process(options);
    }

    /** Everything new, on an emptied database; the service is on its way up. */
    static ThreeHosts start(FreshDatabase database, String... options) {
        try {
            database.empty();
            var folder = Files.createTempDirectory("gough-kill-");
            return new ThreeHosts(
                    folder,
                    database.settings(),
                    DemoForge.GITHUB,
                    standIns -> UnaryOperator.identity(),
                    List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the service reaches the servers: changes its settings, which name them. */
    @FunctionalInterface
    interface Wiring {
        UnaryOperator<String> to(StandIns standIns);
    }

    /** Everything new, on an empty database, and the service reaches the stand-ins as {@code wiring} says. */
    static ThreeHosts start(List<String> database, Wiring wiring) {
        return start(database, DemoForge.GITHUB, wiring);
    }

    /** The same with this forge. */
    static ThreeHosts start(List<String> database, DemoForge forge, Wiring wiring) {
        try {
            return new ThreeHosts(Files.createTempDirectory("gough-scene-"), database, forge, wiring, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The servers. */
    StandIns standIns() {
        return standIns;
    }

    /** Waits for what is to come. */
    Watching watching() {
        return new Watching(Addresses.of(port, standIns), credentials.apiToken(), controls);
    }

    /** The channel as its people use it. */
    Channel channel() {
        return new Channel(Addresses.of(port, standIns).slack(), controls, watching());
    }

    /** The service's address. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What the service wrote, the newest part. */
    String said() {
        return service.said();
    }

    /** Everything the service wrote. */
    String log() {
        return service.log();
    }

    /** Ada adds a host and a query that nobody has heard of; {@link #play} waits for this commit from now on. */
    void add(String host, String query) {
        try (var clone = standIns.git().workbench(ExampleRepository.NAME, ExampleRepository.ADA, standIns.author())) {
            wanted = clone.commit("Add " + host, adding(host), Edit.write("queries/" + host + ".yaml", query(query)));
            clone.push();
        }
        hosts.add(host);
        queries.add(query);
        confirmed.clear();
        for (var person : List.of(Cast.BEN, Cast.CHI)) heard.put(person.slack(), yeses(person));
    }

    /** Ada opens a pull request that adds a host; answers its number. */
    long propose(String host) {
        var branch = "add-" + host;
        try (var clone = standIns.git().workbench(ExampleRepository.NAME, ExampleRepository.ADA, standIns.author())) {
            clone.switchTo(branch);
            clone.commit("Add " + host, adding(host));
            clone.push();
        }
        return standIns.forge()
                .open(Cast.ADA.handle(), "Add " + host, branch, "main")
                .number();
    }

    /** All of them stand in the one zone there is. */
    private static Edit adding(String host) {
        var racks = ExampleRepository.file("hosts/rack-a.yaml") + "---\n"
                + ExampleRepository.file("hosts/rack-b.yaml").replace("zone: rack-b", "zone: rack-a");
        var document = Stream.of(racks.split("(?m)^---\n", -1))
                .filter(one -> one.contains("name: " + host + "\n"))
                .findFirst()
                .orElseThrow();
        return Edit.write("hosts/" + host + ".yaml", document);
    }

    /** The newest commit that {@link #add} made. */
    String wanted() {
        return wanted;
    }

    private static String query(String name) {
        return """
                apiVersion: gough.io/v1
                kind: Query
                metadata: {name: %s}
                spec: {description: Added during an outage., interval: 1h, query: SELECT 1 FROM osquery_info;}
                """.formatted(name);
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
                    .withStatus(MaasStatus.NEW)
                    .withPower("manual", Map.of()));
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

    /** A reinstall of st-01 asked for, for the so many-eth time. */
    static Edit reinstalling(int generation) {
        return Edit.write(HOSTS_FILE, hosts().replace(OPEN, OPEN + "  generation: %d\n".formatted(generation)));
    }

    /** Those of rack A; st-01 is open to being reinstalled. */
    private static String hosts() {
        return Stream.of(ExampleRepository.file("hosts/rack-a.yaml").split("(?m)^---\n", -1))
                .filter(document -> HOSTS.stream().anyMatch(name -> document.contains("name: " + name + "\n")))
                .map(document -> document.contains("name: st-01\n") ? document + OPEN : document)
                .collect(Collectors.joining("---\n"));
    }

    /** The example with fewer hosts and queries. */
    private static List<Edit> files() {
        var files = new ArrayList<>(ExampleRepository.files());
        files.removeIf(file -> file.path().startsWith("hosts/") || file.path().startsWith("queries/"));
        files.add(Edit.write(HOSTS_FILE, hosts()));
        var queries = ExampleRepository.file("queries/system.yaml").split("(?m)^---\n", -1);
        files.add(Edit.write("queries/two.yaml", queries[0] + "---\n" + queries[1]));
        return files;
    }

    /** One answer in ten to a write is swallowed from now on; it had its effect. */
    void swallowAnswers() {
        var swallow = new Fault.DoneThenTimeout(Duration.ZERO);
        for (var method : List.of("POST", "PUT"))
            standIns.maas().faults().add(FaultRule.chance(0.1, method, "/MAAS/api", swallow));
        for (var method : List.of("POST", "PATCH"))
            standIns.fleet().faults().add(FaultRule.chance(0.1, method, "/api/", swallow));
        standIns.slack().faults().add(FaultRule.chance(0.1, "POST", "/api/chat\\.", swallow));
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
            if (yeses(person) > heard.getOrDefault(person.slack(), 0L)) {
                confirmed.add(person.slack());
                return;
            }
            pause();
        }
    }

    /** How often somebody was told that their yes counts. */
    private long yeses(Cast.Person person) {
        return standIns.slack().ephemerals(person.slack()).stream()
                .filter(told -> told.text().contains("said yes"))
                .count();
    }

    /** Whether the newest commit is brought about. */
    boolean done() {
        var newest = newest();
        return newest.path("state").asString("").equals("done")
                && newest.path("revision").asString("").startsWith(wanted);
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

    /** Whether the newest rollout's message says in Slack that it is done. */
    boolean isToldInSlack() {
        var name = newest().path("id").asString("?") + " ";
        return standIns.slack().messages(StandIns.CHANNEL).stream()
                .filter(message -> message.threadTs() == null)
                .anyMatch(message ->
                        message.text().startsWith(name) && message.text().contains("done"));
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
        for (var host : hosts) {
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
        assertThat(standIns.maas().machines()).as("%s: machines", when).hasSize(hosts.size());
        assertThat(standIns.fleet().reports().stream()
                        .map(report -> report.fields().name())
                        .collect(Collectors.toSet()))
                .as("%s: queries", when)
                .isEqualTo(queries);
        assertThat(standIns.fleet().reports()).as("%s: queries", when).hasSize(queries.size());
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

    static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
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

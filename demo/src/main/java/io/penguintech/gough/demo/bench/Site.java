package io.penguintech.gough.demo.bench;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.ReportFields;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Workbench;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A MAAS, a Fleet and a git server in which everything is as a sample repository declares it. */
final class Site implements AutoCloseable {
    static final String REPOSITORY = "main";

    private static final String USER = "gough";
    private static final Person ADA = new Person("Ada", "ada@example.org");

    private final MaasStandIn maas;
    private final FleetStandIn fleet;
    private final GitStandIn git;
    private final Map<String, String> machines = new LinkedHashMap<>();
    private final Map<String, Long> queries = new LinkedHashMap<>();
    private final Path folder;

    /** With lists of machines that cost next to nothing. */
    Site(SampleInfra infra, Path folder) {
        this(infra, folder, MaasStandInSettings.defaults());
    }

    Site(SampleInfra infra, Path folder, MaasStandInSettings region) {
        this.folder = folder;
        maas = MaasStandIn.start(region);
        fleet = FleetStandIn.start(FleetSettings.defaults());
        git = GitStandIn.start(GitSettings.in(folder.resolve("git")));
        for (int number = 1; number <= infra.hosts(); number++) machines.put(SampleInfra.name(number), machine(number));
        for (int number = 1; number <= infra.queries(); number++) queries.put(SampleInfra.query(number), query(number));
        push(infra);
    }

    private String machine(int number) {
        return maas.addMachine(NewMachine.named(SampleInfra.name(number))
                .withMacAddresses(SampleInfra.mac(number))
                .deployed("noble", USER)
                .withTags("managed-by-gough", "gough-" + REPOSITORY));
    }

    private long query(int number) {
        var usual = ReportFields.of(
                SampleInfra.query(number), "SELECT pid, name, path FROM processes WHERE uid = " + number + ";");
        var made = fleet.create(
                FleetSettings.GOUGH,
                new ReportFields(
                        usual.name(),
                        "Which programs run with number " + number + ".",
                        usual.query(),
                        null,
                        3600,
                        "linux",
                        "",
                        usual.automationsEnabled(),
                        "snapshot",
                        usual.observerCanRun(),
                        usual.discardData(),
                        usual.labelsIncludeAny(),
                        usual.labelsIncludeAll()));
        return made.id();
    }

    private void push(SampleInfra infra) {
        git.createRepository("bench");
        try (var ada = workbench()) {
            ada.commit(
                    "Declare everything",
                    infra.files().entrySet().stream()
                            .map(file -> Edit.write(file.getKey(), file.getValue()))
                            .toArray(Edit[]::new));
            ada.push();
        }
    }

    /** A person's clone of the repository; the caller closes it. */
    Workbench workbench() {
        return git.workbench("bench", ADA);
    }

    /** A forge that the repository is on from now on; the caller closes it. */
    ForgeStandIn forge(ForgeSettings settings) {
        return ForgeStandIn.start(settings, git, "bench");
    }

    /** System id of each host's machine. */
    Map<String, String> machines() {
        return machines;
    }

    /** Fleet's id of each query. */
    Map<String, Long> queries() {
        return queries;
    }

    String cloneUrl() {
        return git.cloneUrl("bench");
    }

    MaasStandIn maas() {
        return maas;
    }

    FleetStandIn fleet() {
        return fleet;
    }

    Path maasKey() {
        return secret("maas-key", maas.administrator(USER));
    }

    Path fleetToken() {
        return secret("fleet-token", FleetSettings.GOUGH.token());
    }

    Path secret(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + folder, e);
        }
    }

    /** How this process reaches them. */
    BackendSettings backends() {
        return new BackendSettings(
                Map.of(
                        "default",
                        BackendSettings.MaasRegion.usual(URI.create(maas.url()), new SecretFile(maasKey()), null)),
                Map.of(
                        "default",
                        BackendSettings.FleetServer.usual(
                                URI.create(fleet.url()), new SecretFile(fleetToken()), null)));
    }

    /**
     * What was received until now.
     *
     * @param lookups questions to git where the branch is
     * @param fetches downloads from git
     * @param maas calls to MAAS
     * @param lists of these, lists of machines that name none
     * @param fleet calls to Fleet
     */
    record Received(long lookups, long fetches, long maas, long lists, long fleet) {}

    Received received() {
        var traffic = git.traffic("bench");
        return new Received(
                traffic.lookups(),
                traffic.fetches(),
                maas.calls().size(),
                maas.count(call -> call.method().equals("GET")
                        && call.path().endsWith("/machines/")
                        && !call.query().contains("id=")),
                fleet.calls().size());
    }

    @Override
    public void close() {
        git.close();
        fleet.close();
        maas.close();
    }
}

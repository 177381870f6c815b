package io.penguintech.gough.bot.rollout;

import com.zaxxer.hikari.HikariDataSource;
import io.penguintech.gough.bot.secrets.PermittedSecrets;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.Journey;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.fleet.FleetHttp;
import io.penguintech.gough.reconcile.fleet.FleetSettings;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.reconcile.maas.MaasHttp;
import io.penguintech.gough.reconcile.maas.MaasSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.MaasVersion;
import io.penguintech.gough.simulators.maas.NewMachine;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A whole Gough without its edges: real database, real adapters, stand-ins that behave, a repository in memory. */
final class Scene implements AutoCloseable {
    static final RepositoryId REPOSITORY = new RepositoryId("main");
    static final BackendName DEFAULT = new BackendName("default");

    static final MemoryRepo.Author ADA = new MemoryRepo.Author("Ada", "ada@example.org", true);
    static final MemoryRepo.Author STRANGER = new MemoryRepo.Author("Sid", "sid@example.com", false);

    static final Actor ada = new Actor.SlackUser("UADA");
    static final Actor ben = new Actor.SlackUser("UBEN");
    static final Actor cyn = new Actor.SlackUser("UCYN");
    static final Actor dan = new Actor.SlackUser("UDAN");
    static final Actor stranger = new Actor.SlackUser("UNOBODY");

    static final String RULES = """
            apiVersion: gough.io/v1
            kind: Repository
            metadata: {name: infra}
            spec:
              mode: apply
              approvals: {validFor: 24h, disruptive: 1, destructive: 2}
              rollout: {maxParallel: 10, stopAfterFailures: 3, maxDestroyed: 5}
              retire: {hold: 0s}
              people:
                - {name: ada, slack: UADA, emails: [ada@example.org, ada@home.example], roles: [operator, approver], githubId: 101}
                - {name: ben, slack: UBEN, emails: [ben@example.org], roles: [approver], githubId: 102}
                - {name: cyn, slack: UCYN, emails: [cyn@example.org], roles: [admin], githubId: 103}
                - {name: dan, slack: UDAN, emails: [dan@example.org], roles: [viewer], githubId: 104}
            """;

    final StandInClock time;
    private final MaasDurations durations;
    private final MaasVersion version;
    MaasStandIn maas;
    final FleetStandIn fleet;
    final MemoryRepo repo = new MemoryRepo(REPOSITORY);
    final HikariDataSource dataSource = Databases.fresh();
    final Path dataDir = temporary();
    final Map<String, String> files = new TreeMap<>(Map.of("gough.yaml", RULES));
    Ceiling ceiling = Ceiling.DEFAULT;
    Optional<Repository> initialRules = Optional.of(rules(RULES));
    PermittedSecrets secrets = new PermittedSecrets(ref -> "secret-" + ref.key(), SecretPrefixes.ANY);
    String instance = "one";
    Accounts accounts = Accounts.NONE;
    GuardSettings guards = GuardSettings.DEFAULT;
    QuestionSettings questions = QuestionSettings.DEFAULT;
    CrashPoint crash = CrashPoint.NONE;
    HttpSettings http = HttpSettings.DEFAULT;
    /** How much one page of a list of Fleet's holds. */
    int fleetPage = 100;
    /** What happens between an answer of Fleet and whatever is done with it. */
    volatile Runnable afterFleetCall = () -> {};

    World world;
    RolloutService service;
    private int processes;

    static Scene start() {
        return start(MaasVersion.V3_4);
    }

    /** With a region of another version. */
    static Scene start(MaasVersion version) {
        return new Scene(StandInClock.realTime(), MaasDurations.all(Duration.ZERO), version);
    }

    /** Time moves only as {@code time} does, and what takes time takes {@code durations}. */
    static Scene start(StandInClock time, MaasDurations durations) {
        return new Scene(time, durations, MaasVersion.V3_4);
    }

    private Scene(StandInClock time, MaasDurations durations, MaasVersion version) {
        this.version = version;
        this.time = time;
        this.durations = durations;
        maas = MaasStandIn.start(region());
        fleet = FleetStandIn.start(
                io.penguintech.gough.simulators.fleet.FleetSettings.defaults().withClock(time));
        world = world();
        service = service();
    }

    // ---- the service

    private World world() {
        var region = new MaasHttp(
                DEFAULT,
                MaasSettings.of(URI.create(maas.url()), new Credential(maas.apiKey()))
                        .with(http),
                CallListener.NONE,
                time,
                // Another process has other nonces: MAAS refuses one that it saw before.
                new Random(++processes));
        var server = new FleetHttp(
                DEFAULT,
                FleetSettings.of(
                                URI.create(fleet.url()),
                                new Credential(io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH.token()))
                        .with(http)
                        .paging(fleetPage),
                (backend, operation, status, took, bytes) -> afterFleetCall.run(),
                time,
                new Random(2));
        return new World(Map.of(DEFAULT, region), Map.of(DEFAULT, server), time);
    }

    private RolloutService service() {
        var settings = new EngineSettings(
                instance,
                dataDir,
                Duration.ofSeconds(1),
                Journey.Patience.DEFAULT,
                accounts,
                guards,
                Health.Patience.DEFAULT,
                questions);
        var declarations =
                new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
        var served = new ServedRepository(repo, ceiling, initialRules, secrets);
        return new RolloutService(
                new RolloutService.Needs(dataSource, world, declarations, settings, time, crash, new Random(3)),
                List.of(served));
    }

    /** The service ends and another process starts on the same database, having seen nothing of the world yet. */
    Scene restart() {
        service.close();
        world = world();
        service = service();
        sweep();
        return this;
    }

    /** Another process on the same database and backends. */
    RolloutService second() {
        return service();
    }

    private MaasStandInSettings region() {
        return MaasStandInSettings.defaults()
                .withVersion(version)
                .withClock(time)
                .withDurations(durations);
    }

    /** Another region answers from now on, and the service restarts with its address. */
    Scene swapMaas() {
        maas.close();
        maas = MaasStandIn.start(region().withSeed(2));
        return restart();
    }

    /** What the sweep job does: reads everything. */
    Scene sweep() {
        world.sweep(DEFAULT);
        world.look(DEFAULT);
        return this;
    }

    // ---- the repository

    static String host(String name, int number, String more) {
        return """
                apiVersion: gough.io/v1
                kind: Host
                metadata: {name: %s}
                spec:
                  machine:
                    macAddresses: ["52:54:00:00:00:%02x"]
                    architecture: amd64/generic
                    power: {type: manual}
                  os: {release: noble}
                  goal: deployed
                %s
                """.formatted(name, number, more.indent(2).stripTrailing());
    }

    static String query(String name, String sql) {
        return """
                apiVersion: gough.io/v1
                kind: Query
                metadata: {name: %s}
                spec: {description: test, interval: 1h, query: "%s"}
                """.formatted(name, sql);
    }

    static String policy(String name, String sql, String more) {
        return """
                apiVersion: gough.io/v1
                kind: Policy
                metadata: {name: %s}
                spec: {description: test, query: "%s"%s}
                """.formatted(name, sql, more);
    }

    static String label(String name, String sql) {
        return """
                apiVersion: gough.io/v1
                kind: Label
                metadata: {name: %s}
                spec: {query: "%s"}
                """.formatted(name, sql);
    }

    static Repository rules(String text) {
        var tree = new RepoTree(
                Optional.empty(),
                new TreeMap<>(Map.of("gough.yaml", new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8)))));
        return switch (new InventoryLoader(Limits.DEFAULT).load(tree)) {
            case Loaded.Valid valid -> valid.inventory().repository();
            case Loaded.Invalid invalid -> throw new AssertionError(invalid.diagnostics());
        };
    }

    Scene write(String path, String text) {
        files.put(path, text);
        return this;
    }

    Scene delete(String path) {
        files.remove(path);
        return this;
    }

    /** Commits everything written so far and has it noticed. */
    Scene push(MemoryRepo.Author author, String message) {
        repo.commit(author, message, files);
        service.requests().look(REPOSITORY, "push");
        return this;
    }

    Scene push() {
        return push(ADA, "Change something");
    }

    // ---- the backends

    String newMachine(int number) {
        return maas.addMachine(NewMachine.named("m" + number)
                .withMacAddresses("52:54:00:00:00:%02x".formatted(number))
                .withStatus(MaasStatus.NEW)
                .withPower("manual", Map.of()));
    }

    long writes() {
        return maas.writes() + fleet.writes();
    }

    // ---- time

    /** One tick after the sweep job ran. */
    Scene tick() {
        sweep();
        service.engine().tick(REPOSITORY);
        return this;
    }

    /** Ticks, time passing, until nothing is under way any more. */
    Scene settle() {
        for (int i = 0; i < 60; i++) {
            tick();
            var state = latest().map(Rollout::state).orElse(new RolloutState.Requested());
            var moving = state instanceof RolloutState.Applying || state instanceof RolloutState.Requested;
            if (!moving && underWay() == 0) return this;
            time.advance(Duration.ofSeconds(20));
        }
        throw new AssertionError(
                "never settled: " + latest() + "\n" + database("select subject, detail, result from intents"));
    }

    /** A host that Gough deployed, with what its document says besides. */
    String deployed(String name, int number, String more) {
        return deployedOn(newMachine(number), name, host(name, number, more));
    }

    /** A host that Gough deployed on a machine that MAAS can switch; the document does not say how. */
    String switchable(String name, int number) {
        return switchable(name, number, "");
    }

    /** The same with more in its spec. */
    String switchable(String name, int number, String more) {
        var id = maas.addMachine(NewMachine.named("m" + number)
                .withMacAddresses("52:54:00:00:00:%02x".formatted(number))
                .withStatus(MaasStatus.NEW));
        return deployedOn(id, name, host(name, number, more).replaceFirst("(?m)^ *power: .*\n", ""));
    }

    private String deployedOn(String id, String name, String document) {
        write("hosts/" + name + ".yaml", document).push().settle();
        approve(ben);
        settle();
        if (!(state() instanceof RolloutState.Done)) throw new AssertionError(rollout());
        return id;
    }

    /** A deployed host that the next commit may reinstall. */
    String reinstallable(String name, int number) {
        return deployed(name, number, "protect: false");
    }

    /** From now on this rule for paths is in force. */
    void rule(String rule) {
        write("gough.yaml", RULES + "  paths: [" + rule + "]\n").push().settle();
        approve(ben);
        approve(cyn);
        settle();
    }

    /** Asks for a reinstall of such a host. */
    Scene askReinstall(String name, int number, int generation) {
        return write("hosts/" + name + ".yaml", host(name, number, "protect: false\ngeneration: " + generation))
                .push(ADA, "Reinstall " + name)
                .settle();
    }

    /** How many changes are under way. */
    int underWay() {
        return JdbcClient.create(dataSource)
                .sql("select count(*) from intents where finished_at is null and detail not like 'waits before%'")
                .query(Integer.class)
                .single();
    }

    // ---- questions and decisions

    Optional<Rollout> latest() {
        return service.rollouts().list(REPOSITORY, Optional.empty(), 1).stream().findFirst();
    }

    Rollout rollout() {
        return latest().orElseThrow();
    }

    RolloutState state() {
        return rollout().state();
    }

    String digest() {
        return rollout().plan().map(Plan::digest).orElseThrow();
    }

    Verdict approve(Actor actor) {
        return service.rollouts().approve(rollout().id(), actor, digest(), "slack");
    }

    Verdict approve(Actor actor, int destroys) {
        return service.rollouts().approve(rollout().id(), actor, digest(), OptionalInt.of(destroys), "slack");
    }

    Verdict reject(Actor actor) {
        return service.rollouts().reject(rollout().id(), actor, digest(), "not today", "slack");
    }

    /** Confirms exactly what the guards say now. */
    Verdict confirm(Actor actor) {
        var guard = service.rollouts().status().getFirst().guard().orElseThrow();
        return service.rollouts().confirm(REPOSITORY, actor, guard.digest().substring(0, 12), "looked at it");
    }

    /** Every event so far, in order. */
    List<RolloutEvent> events() {
        return database("select body from events order by sequence").stream()
                .map(row -> Json.read(String.valueOf(row.get("body")), RolloutEvent.class))
                .toList();
    }

    List<Map<String, Object>> database(String sql) {
        return JdbcClient.create(dataSource).sql(sql).query().listOfRows();
    }

    @Override
    public void close() {
        service.close();
        maas.close();
        fleet.close();
        dataSource.close();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("gough-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

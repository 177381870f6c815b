package io.penguintech.gough.bot.pulls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.ForgeAccess;
import io.penguintech.gough.bot.forge.ForgeKind;
import io.penguintech.gough.bot.forge.Forges;
import io.penguintech.gough.bot.forge.WritePace;
import io.penguintech.gough.bot.rollout.Accounts;
import io.penguintech.gough.bot.rollout.Ceiling;
import io.penguintech.gough.bot.rollout.CrashPoint;
import io.penguintech.gough.bot.rollout.Databases;
import io.penguintech.gough.bot.rollout.EngineSettings;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.bot.rollout.RolloutService;
import io.penguintech.gough.bot.rollout.ServedRepository;
import io.penguintech.gough.bot.secrets.PermittedSecrets;
import io.penguintech.gough.bot.source.GitInfraRepo;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RepositorySettings;
import io.penguintech.gough.bot.source.RulesFile;
import io.penguintech.gough.reconcile.Journey;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.fleet.FleetHttp;
import io.penguintech.gough.reconcile.fleet.FleetSettings;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.reconcile.maas.MaasHttp;
import io.penguintech.gough.reconcile.maas.MaasSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.forge.Note;
import io.penguintech.gough.simulators.forge.Status;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Push;
import io.penguintech.gough.simulators.git.Workbench;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import io.penguintech.gough.templates.view.PullView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Gough's part in pull requests with a real database, real git over HTTP, and stand-ins for the forge, MAAS and Fleet. */
final class PullScene implements AutoCloseable {
    static final RepositoryId REPOSITORY = new RepositoryId("main");
    private static final BackendName DEFAULT = new BackendName("default");
    private static final String RULES = """
            apiVersion: gough.io/v1
            kind: Repository
            metadata: {name: infra}
            spec:
              mode: apply
              approvals: {validFor: 24h, disruptive: 1, destructive: 2}
              people:
                - {name: ada, slack: UADA, githubId: 2, gitlabId: 2, giteaId: 2, emails: [ada@example.org], roles: [operator, approver]}
                - {name: ben, slack: UBEN, githubId: 3, gitlabId: 3, giteaId: 3, emails: [ben@example.org], roles: [approver]}
                - {name: cyn, slack: UCYN, githubId: 4, gitlabId: 4, giteaId: 4, emails: [cyn@example.org], roles: [admin]}
            """;

    final StandInClock time = StandInClock.realTime();
    /** As a database keeps it. */
    final Clock clock = Clock.tick(time, Duration.ofNanos(1000));

    final Path folder = temporary();
    final GitStandIn git = GitStandIn.start(GitSettings.in(folder.resolve("server")));
    final MaasStandIn maas = MaasStandIn.start(MaasStandInSettings.defaults());
    final FleetStandIn fleet = FleetStandIn.start(io.penguintech.gough.simulators.fleet.FleetSettings.defaults());
    final HikariDataSource database = Databases.fresh();
    final PullStore store = new PullStore(JdbcClient.create(database));
    final MemoryProposals proposals = new MemoryProposals();
    final ForgeStandIn forge;
    final Workbench ada;
    private final ForgeSettings forgeSettings;
    private final Forge client;
    private final GitInfraRepo source;

    World world;
    RolloutService service;
    Pulls pulls;
    PullPoll poll;
    /** Whether forks are planned when somebody asks. */
    boolean forks;
    /** What stands before the forge, git and the proposals. */
    UnaryOperator<Forge> beforeForge = UnaryOperator.identity();

    UnaryOperator<InfraRepo> beforeGit = UnaryOperator.identity();
    UnaryOperator<Proposals> beforeProposals = UnaryOperator.identity();
    private int processes;

    PullScene(ForgeDialect dialect) {
        forgeSettings = ForgeSettings.of(dialect).withClock(clock);
        forge = ForgeStandIn.start(forgeSettings);
        client = client();
        git.createRepository("infra");
        git.onPush(this::ownBranch);
        ada = git.workbench("infra", new Person("Ada", "ada@example.org"));
        source = GitInfraRepo.open(
                REPOSITORY,
                RepositorySettings.of(git.cloneUrl("infra"), "main"),
                folder.resolve("clones"),
                Limits.DEFAULT);
        machine(1);
        onMain(Edit.write("gough.yaml", RULES), Edit.write("hosts/alpha.yaml", host("alpha", 1, "")));
        // What the event of a proposal that changed has done.
        proposals.changed = number -> store.nudge(key(number), clock.instant());
        restart();
    }

    /** The forge hears of branches of Gough's own; of others the tests tell it. */
    private void ownBranch(String repository, Push push) {
        var heads = "refs/heads/";
        if (push.ref().startsWith(heads + "gough/"))
            forge.push("gough", push.ref().substring(heads.length()), push.after());
    }

    private Forge client() {
        return Forges.client(
                new ForgeAccess(
                        ForgeKind.valueOf(forgeSettings.dialect().name()),
                        URI.create(forge.url()),
                        forgeSettings.project(),
                        new ForgeAccess.Login.Token(() -> new Credential(forgeSettings.token())),
                        HttpSettings.DEFAULT.repeating(1, Duration.ofMillis(1)),
                        WritePace.NONE),
                CallListener.NONE,
                clock,
                new Random(1));
    }

    /** The process ends, and another one starts on the same database, which has read the backends. */
    void restart() {
        restartBlind();
        sweep();
        takeUp();
    }

    /** The same, but it has read no backend yet. */
    void restartBlind() {
        if (service != null) service.close();
        world = world();
        service = service();
        wire();
    }

    /** Everything that has to do with pull requests begins anew. */
    void wire() {
        var seen = beforeForge.apply(client);
        var repo = beforeGit.apply(source);
        var asked = beforeProposals.apply(proposals);
        var look = new PullLook(new PullLook.Parts(
                seen,
                repo,
                service.previews(),
                asked,
                service.rollouts(),
                store,
                hearing(seen, repo, asked),
                new PullTelling(
                        seen,
                        store,
                        new PullTelling.About(asked, service.rollouts(), "main", Optional.of("https://gough.example")),
                        clock),
                forks,
                clock));
        pulls = new Pulls(Map.of(REPOSITORY, look), store, () -> true, clock);
        poll = new PullPoll(REPOSITORY, seen, service.previews(), store, clock);
    }

    private CommandHearing hearing(Forge seen, InfraRepo repo, Proposals asked) {
        return CommandHearing.on(
                seen,
                repo,
                new CommandHearing.Parties(asked, service.rollouts()),
                new CommandStore(
                        new TransactionTemplate(new JdbcTransactionManager(database)), JdbcClient.create(database)),
                (repository, number) -> store.ask(new PullKey(repository, number), clock.instant()),
                clock);
    }

    private World world() {
        processes++;
        var region = new MaasHttp(
                DEFAULT,
                MaasSettings.of(URI.create(maas.url()), new Credential(maas.apiKey())),
                CallListener.NONE,
                clock,
                new Random(processes));
        var server = new FleetHttp(
                DEFAULT,
                FleetSettings.of(
                        URI.create(fleet.url()),
                        new Credential(io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH.token())),
                CallListener.NONE,
                clock,
                new Random(2));
        return new World(Map.of(DEFAULT, region), Map.of(DEFAULT, server), clock);
    }

    private RolloutService service() {
        var settings =
                new EngineSettings("one", folder, Duration.ofSeconds(1), Journey.Patience.DEFAULT, Accounts.NONE);
        var served = new ServedRepository(
                source,
                Ceiling.DEFAULT,
                Optional.of(RulesFile.read(rules())),
                new PermittedSecrets(ref -> "secret-" + ref.key(), SecretPrefixes.ANY));
        var declarations =
                new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
        return new RolloutService(
                new RolloutService.Needs(
                        database, world, declarations, settings, clock, CrashPoint.NONE, new Random(3)),
                List.of(served));
    }

    private Path rules() {
        try {
            return Files.writeString(folder.resolve("rules.yaml"), RULES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void sweep() {
        world.sweep(DEFAULT);
        world.look(DEFAULT);
    }

    /** The engine takes up what the branch is at. */
    void takeUp() {
        service.requests().look(REPOSITORY, "push");
        service.engine().tick(REPOSITORY);
        service.engine().tick(REPOSITORY);
    }

    // ---- machines, commits, pull requests

    String machine(int number) {
        return maas.addMachine(NewMachine.named("m" + number)
                .withMacAddresses("52:54:00:00:00:%02x".formatted(number))
                .withStatus(MaasStatus.NEW)
                .withPower("manual", Map.of()));
    }

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

    static Edit adds(String name, int number) {
        return Edit.write("hosts/" + name + ".yaml", host(name, number, ""));
    }

    String onMain(Edit... edits) {
        ada.switchTo("main");
        var commit = ada.commit("Change main", edits);
        ada.push();
        forge.push("ada", "main", commit);
        return commit;
    }

    /** A commit on a branch of its own, which begins at main when it is new. */
    String onBranch(String branch, Edit... edits) {
        var commit = elsewhere(branch, edits);
        forge.push("ada", branch, commit);
        return commit;
    }

    /** A commit that no branch of the forge's holds. */
    String elsewhere(String branch, Edit... edits) {
        ada.switchTo("main");
        ada.switchTo(branch);
        var commit = ada.commit("Change " + branch, edits);
        ada.forcePush();
        return commit;
    }

    /** A pull request from such a branch. */
    long open(String branch, Edit... edits) {
        var head = onBranch(branch, edits);
        long number = forge.open("ada", "Change " + branch, branch, "main").number();
        point(number, head);
        return number;
    }

    /** One more commit on it. */
    String pushTo(long number, Edit... edits) {
        var head = onBranch(forge.pull(number).branch(), edits);
        point(number, head);
        return head;
    }

    /** What a forge does when a branch of a pull request moves. */
    void point(long number, String head) {
        try (var bare = new FileRepositoryBuilder()
                .setGitDir(folder.resolve("server/infra.git").toFile())
                .build()) {
            var update = bare.updateRef(client.kind().head(number).name());
            update.setNewObjectId(ObjectId.fromString(head));
            update.forceUpdate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a commit of the branch. */
    Map<String, String> files(String commit) {
        var files = new TreeMap<String, String>();
        source.tree(new Revision(commit))
                .entries()
                .forEach((path, entry) -> files.put(path, new String(((RepoTree.Entry.Blob) entry).bytes(), UTF_8)));
        return files;
    }

    /** The whole message of a commit that was pushed. */
    String message(String commit) {
        try (var bare = new FileRepositoryBuilder()
                        .setGitDir(folder.resolve("server/infra.git").toFile())
                        .build();
                var walk = new RevWalk(bare)) {
            return walk.parseCommit(ObjectId.fromString(commit)).getFullMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void hint(long number) {
        store.hint(key(number), clock.instant());
    }

    static PullKey key(long number) {
        return new PullKey(REPOSITORY, number);
    }

    /** Takes every look that is due. */
    void settle() {
        for (int looks = 0; pulls.work(REPOSITORY); looks++)
            if (looks > 200) throw new AssertionError("never settled: " + store.open(REPOSITORY));
    }

    /** Somebody hints at it, and it is looked at. */
    void look(long number) {
        hint(number);
        settle();
    }

    PullState state(long number) {
        return store.find(key(number)).flatMap(PullRow::state).orElseThrow();
    }

    /** Ends every pull request that is open, so that the next test is about its own. */
    void closeAll() {
        for (var row : store.open(REPOSITORY)) {
            forge.close("ada", row.number());
            hint(row.number());
        }
        settle();
    }

    // ---- what the forge shows

    /** What Gough said on it. */
    List<Note> comments(long number) {
        return forge.comments(number).stream()
                .filter(note -> note.author().equals(ForgeSettings.BOT.login()))
                .toList();
    }

    /** What its comment is made of. */
    PullView view(long number) {
        var state = state(number);
        return PullWords.view(
                "main",
                REPOSITORY,
                state,
                proposals.find(REPOSITORY, number),
                store.about(key(number), state.hosts()),
                Optional.empty());
    }

    String comment(long number) {
        var all = comments(number);
        if (all.size() != 1) throw new AssertionError(all.toString());
        return all.getFirst().body();
    }

    List<Status> plans(String head) {
        return statuses(head, "gough/plan");
    }

    List<Status> statuses(String head, String context) {
        return forge.statuses(head).stream()
                .filter(status -> status.context().equals(context))
                .toList();
    }

    String head(long number) {
        return forge.pull(number).head();
    }

    List<CallRecord> forgeCalls(int since) {
        var all = forge.calls();
        return all.subList(since, all.size());
    }

    @Override
    public void close() {
        service.close();
        source.close();
        ada.close();
        client.close();
        forge.close();
        git.close();
        maas.close();
        fleet.close();
        database.close();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("gough-pulls");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

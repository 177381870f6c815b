package io.penguintech.gough.bot.pulls;

import com.zaxxer.hikari.HikariDataSource;
import io.penguintech.gough.bot.edge.FakeRollouts;
import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.ForgeAccess;
import io.penguintech.gough.bot.forge.ForgeKind;
import io.penguintech.gough.bot.forge.Forges;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.forge.WritePace;
import io.penguintech.gough.bot.proposing.RevertProposal;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.source.FolderRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.forge.Note;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A pull request of Ada's at a stand-in of a forge, and those who hear what is said there, on a real database. */
final class DeskScene implements AutoCloseable {
    static final RepositoryId REPOSITORY = new RepositoryId("main");
    static final String DIGEST = SaidProposals.DIGEST.substring(0, 12);

    final StandInClock clock = StandInClock.stoppedAt(Instant.parse("2026-11-28T12:00:00Z"));
    final SaidProposals proposals = new SaidProposals();
    final List<Long> planned = new ArrayList<>();
    final ForgeStandIn standIn;
    final long number;
    private final HikariDataSource database;
    private final Path folder;
    private final ForgeSettings settings;
    private final Forge forge;

    DeskScene(HikariDataSource database, Path folder, ForgeDialect dialect, UnaryOperator<ForgeSettings> more) {
        this.database = database;
        this.folder = folder;
        settings = more.apply(ForgeSettings.of(dialect).withClock(clock));
        standIn = ForgeStandIn.start(settings);
        standIn.push("carol", "main", "%040x".formatted(1));
        standIn.push("ada", "change", SaidProposals.HEAD.id());
        number = standIn.open("ada", "Change", "change", "main").number();
        proposals.number = number;
        forge = Forges.client(
                new ForgeAccess(
                        ForgeKind.valueOf(dialect.name()),
                        URI.create(standIn.url()),
                        settings.project(),
                        new ForgeAccess.Login.Token(() -> new Credential(settings.token())),
                        HttpSettings.DEFAULT.repeating(1, Duration.ofMillis(1)),
                        WritePace.NONE),
                CallListener.NONE,
                clock,
                new Random(1));
    }

    /** Bob may approve, Carol may look, Ada wrote it; Roy and Mallory may not write on the forge, whatever gough.yaml says. */
    static Optional<Repository.Person> person(Actor actor) {
        if (!(actor instanceof Actor.ForgeAccount account)) return Optional.empty();
        return switch ((int) account.id()) {
            case 3 -> Optional.of(person("bob", Role.APPROVER));
            case 4 -> Optional.of(person("carol", Role.VIEWER));
            case 5 -> Optional.of(person("roy", Role.ADMIN));
            default -> Optional.empty();
        };
    }

    private static Repository.Person person(String name, Role role) {
        return new Repository.Person(
                name, Optional.empty(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>(List.of(role)));
    }

    /** How an account is called in records. */
    String account(int id) {
        return settings.dialect().name().toLowerCase(Locale.ROOT) + ":" + id;
    }

    private CommandAnswers answers() {
        var host = """
                apiVersion: gough.io/v1
                kind: Host
                metadata: {name: alpha}
                spec: {zone: "rack|@all", goal: ready}
                """.getBytes(StandardCharsets.UTF_8);
        var files =
                new RepoTree(Optional.empty(), new TreeMap<>(Map.of("hosts/a.yaml", new RepoTree.Entry.Blob(host))));
        var source = FolderRepo.open(REPOSITORY, files, folder, "test", Limits.DEFAULT);
        var rollouts = new FakeRollouts();
        return new CommandAnswers(
                proposals,
                DeskScene::person,
                new HeadRepo(source),
                (repository, one) -> planned.add(one),
                new AfterMerge(REPOSITORY, proposals, rollouts, new RevertProposal(source, forge, rollouts)));
    }

    private CommandStore store() {
        return new CommandStore(
                new TransactionTemplate(new JdbcTransactionManager(database)), JdbcClient.create(database));
    }

    PullRequest pull() {
        return ((Answer.Given<PullRequest>) forge.pullRequest(number)).value();
    }

    /** The pull request, in that state. */
    PullRequest pull(PullRequest.State state) {
        var pull = pull();
        return new PullRequest(
                pull.number(),
                pull.title(),
                pull.author(),
                pull.branch(),
                pull.head(),
                pull.base(),
                pull.origin(),
                pull.draft(),
                pull.labels(),
                state,
                pull.updated(),
                pull.page());
    }

    /** Hears comments, as a process that began just now. */
    Heard hear() {
        return hear(pull());
    }

    /** The same, knowing the pull request as it was. */
    Heard hear(PullRequest pull) {
        return new CommandDesk(REPOSITORY, forge, store(), answers(), clock).hear(pull);
    }

    /** Hears reviews. */
    Heard hearReviews() {
        return hearReviews(pull());
    }

    /** Hears reviews, knowing the pull request as it was. */
    Heard hearReviews(PullRequest pull) {
        return new ReviewDesk(REPOSITORY, forge, store(), proposals, DeskScene::person, clock).hear(pull);
    }

    void forward(Duration by) {
        clock.advance(by);
    }

    Note say(String by, String text) {
        return standIn.comment(by, number, text);
    }

    List<String> answered() {
        return standIn.comments(number).stream()
                .filter(note -> note.author().equals(ForgeSettings.BOT.login()))
                .map(note -> note.body().lines().skip(1).reduce("", (one, next) -> one + next + "\n"))
                .toList();
    }

    boolean isAcknowledged(Note note) {
        return standIn.comments(number).stream()
                .filter(one -> one.id() == note.id())
                .anyMatch(one -> !one.reactions().isEmpty());
    }

    @Override
    public void close() {
        JdbcClient.create(database).sql("delete from pull_commands").update();
        forge.close();
        standIn.close();
    }
}

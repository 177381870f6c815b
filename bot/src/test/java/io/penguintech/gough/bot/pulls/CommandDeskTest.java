package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.ForgeAccess;
import io.penguintech.gough.bot.forge.ForgeKind;
import io.penguintech.gough.bot.forge.Forges;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Databases;
import io.penguintech.gough.bot.source.FolderRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.forge.Note;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Comments at a stand-in of each forge: what they do, once, and what Gough says to them. */
class CommandDeskTest {
    private static final RepositoryId REPOSITORY = new RepositoryId("main");
    private static final String DIGEST = SaidProposals.DIGEST.substring(0, 12);
    private static HikariDataSource database;

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
    private final Clock clock = new Turned(now::get);
    private final SaidProposals proposals = new SaidProposals();
    private final List<Long> planned = new ArrayList<>();
    private ForgeStandIn standIn;
    private Forge forge;
    private ForgeSettings settings;
    private long number;

    private static final class Turned extends Clock {
        private final InstantSource source;

        Turned(InstantSource source) {
            this.source = source;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return source.instant();
        }
    }

    @BeforeAll
    static void start() {
        database = Databases.fresh();
        JdbcClient.create(database)
                .sql("insert into repositories (repository) values ('main')")
                .update();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @AfterEach
    void close() {
        JdbcClient.create(database).sql("delete from pull_commands").update();
        if (forge != null) forge.close();
        if (standIn != null) standIn.close();
    }

    private void on(ForgeDialect dialect) {
        settings = ForgeSettings.of(dialect).withClock(clock);
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
                        Duration.ZERO),
                CallListener.NONE,
                clock,
                new Random(1));
    }

    /** Bob may approve, Carol may look, Ada wrote it; Roy and Mallory may not write on the forge, whatever gough.yaml says. */
    private static Optional<Repository.Person> person(Actor actor) {
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
        return new CommandAnswers(
                proposals, CommandDeskTest::person, new HeadRepo(source), (repository, one) -> planned.add(one));
    }

    private CommandStore store() {
        return new CommandStore(
                new TransactionTemplate(new JdbcTransactionManager(database)), JdbcClient.create(database));
    }

    private PullRequest pull() {
        return ((Answer.Given<PullRequest>) forge.pullRequest(number)).value();
    }

    private Optional<Failure> hear() {
        return new CommandDesk(REPOSITORY, forge, store(), answers(), clock).hear(pull());
    }

    private Note say(String by, String text) {
        return standIn.comment(by, number, text);
    }

    private List<String> answered() {
        return standIn.comments(number).stream()
                .filter(note -> note.author().equals(ForgeSettings.BOT.login()))
                .map(note -> note.body().lines().skip(1).reduce("", (one, next) -> one + next + "\n"))
                .toList();
    }

    private boolean isAcknowledged(Note note) {
        return standIn.comments(number).stream()
                .filter(one -> one.id() == note.id())
                .anyMatch(one -> !one.reactions().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void aYesInACommentIsSaidOnceAndAcknowledged(ForgeDialect dialect) {
        on(dialect);
        var yes = say("bob", "gough approve " + DIGEST + "\r\n\r\nGood.");

        assertThat(hear()).isEmpty();
        assertThat(hear()).isEmpty();

        assertThat(proposals.said)
                .containsExactly("approve %s:3 %s comment"
                        .formatted(settings.dialect().name().toLowerCase(java.util.Locale.ROOT), DIGEST));
        assertThat(isAcknowledged(yes)).isTrue();
        assertThat(answered()).isEmpty();
    }

    @Test
    void aRefusalSaysWhyAndRepeatsNothingThatWasWritten() {
        on(ForgeDialect.GITHUB);
        say("bob", "gough approve @acme/all");
        say("bob", "gough approve 000000000000");
        say("bob", "gough approve " + DIGEST + " many");
        say("bob", "gough explain @acme/all");
        hear();

        assertThat(answered()).hasSize(4).allSatisfy(text -> assertThat(text).doesNotContain("@acme"));
        assertThat(answered().get(2)).contains("gough approve DIGEST");
        assertThat(proposals.said).hasSize(2);
    }

    @Test
    void whoMayNotWriteInTheRepositoryIsNotHeardWhateverRoleTheyHave() {
        on(ForgeDialect.GITHUB);
        for (var who : List.of("roy", "mallory")) say(who, "gough approve " + DIGEST);
        hear();

        assertThat(proposals.said).isEmpty();
        assertThat(answered()).isEmpty();
    }

    @Test
    void whoMayWriteButHasNoRoleIsToldWhatIsMissing() {
        on(ForgeDialect.GITHUB);
        say("ada", "gough approve " + DIGEST);
        say("carol", "gough reject " + DIGEST);
        hear();

        assertThat(proposals.said).isEmpty();
        assertThat(answered().get(0))
                .contains("does not know this account")
                .contains("github")
                .contains("2");
        assertThat(answered().get(1)).contains("takes the role approver");
    }

    @Test
    void editedCommentsAndThoseOfGoughItselfSayNothing() {
        on(ForgeDialect.GITHUB);
        var harmless = say("bob", "nice");
        now.updateAndGet(at -> at.plusSeconds(5));
        standIn.edit("carol", harmless.id(), "gough approve " + DIGEST);
        say(ForgeSettings.BOT.login(), "gough approve " + DIGEST);
        hear();

        assertThat(proposals.said).isEmpty();
    }

    @Test
    void theOtherWordsDoWhatHelpSays() {
        on(ForgeDialect.GITHUB);
        say("carol", "gough plan");
        say("bob", "gough reject " + DIGEST + " not on a Friday");
        say("carol", "gough explain alpha");
        say("carol", "gough explain alhpa");
        say("carol", "gough unlock");
        say("carol", "gough help");
        say("carol", "gough aprove");
        hear();

        assertThat(planned).containsExactly(number);
        assertThat(proposals.said).containsExactly("reject github:3 " + DIGEST + " not on a Friday");
        assertThat(answered()).hasSize(5);
        assertThat(answered().get(0))
                .contains("| zone |")
                .contains("hosts")
                .doesNotContain("@all")
                .doesNotContain("rack|");
        assertThat(answered().get(1)).contains("alpha");
        assertThat(answered().get(2)).contains("Nothing is locked");
        assertThat(answered().get(3)).contains("gough reject");
        assertThat(answered().get(4)).contains("Did you mean");
    }

    @Test
    void anAnswerThatMayHaveArrivedIsNotGivenTwiceAndAYesThatWasSaidIsNotSaidAgain() {
        on(ForgeDialect.GITHUB);
        say("bob", "gough approve 000000000000");
        standIn.faults().add(FaultRule.once("POST", "comments$", new Fault.DoneThenTimeout(Duration.ZERO)));

        assertThat(hear()).isPresent();
        assertThat(hear()).isEmpty();
        assertThat(answered()).hasSize(1);
        assertThat(proposals.said).hasSize(1);
    }

    @Test
    void aForgeThatDoesNotSayWhatSomebodyMayDoIsAskedAgain() {
        on(ForgeDialect.GITHUB);
        say("bob", "gough approve " + DIGEST);
        standIn.faults().add(FaultRule.once("GET", "permission", Fault.Status.of(502, "<html>")));

        assertThat(hear()).isPresent();
        assertThat(proposals.said).isEmpty();
        assertThat(hear()).isEmpty();
        assertThat(proposals.said).hasSize(1);
    }
}

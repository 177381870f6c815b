package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.QuestionJudge.Judged;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.LiveEnd;
import io.penguintech.gough.reconcile.LiveQuestion;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link HostQuestions} on the Fleets of the world. The record gets a line before anybody is asked, and one at the end. */
final class Inquiries implements HostQuestions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiries.class);
    /** Fleet is asked for its hosts first, and waits for a single one by its own clock. */
    private static final Duration FLEETS_OWN = Duration.ofSeconds(60);

    private static final int LONGEST_REASON = 500;
    /** Of what is written to the record before anybody judged it. */
    private static final int LONGEST_SQL = 20_000;

    private static final int LONGEST_NAME = 300;
    /** How many questions' worth of answers are kept of all together. */
    private static final int MOST_KEPT = 4;

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Registrar registrar;
    private final QuestionJudge judge;
    private final World world;
    private final QuestionSettings settings;
    private final RandomGenerator random;
    private final QuestionRates rates = new QuestionRates();
    private final Semaphore turns;
    private final Map<String, Inquiry> inquiries = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("question-", 0).factory());

    Inquiries(
            Registrar registrar, QuestionJudge judge, World world, QuestionSettings settings, RandomGenerator random) {
        this.registrar = registrar;
        this.judge = judge;
        this.world = world;
        this.settings = settings;
        this.random = random;
        this.turns = new Semaphore(settings.atOnce());
    }

    @Override
    public Begun ask(RepositoryId repository, Ask ask, Actor actor) {
        var served = registrar.served(repository);
        if (served.isEmpty())
            return new Begun.Refused(Registrar.unknown(repository).text());
        if (ask.reason().length() > LONGEST_REASON)
            return new Begun.Refused("Say why in %d characters at most.".formatted(LONGEST_REASON));
        int longest = ask.what() instanceof What.Sql ? LONGEST_SQL : LONGEST_NAME;
        if (ask.what().text().length() > longest || ask.on().length() > LONGEST_NAME)
            return new Begun.Refused(
                    "An SQL has %,d characters at most, a name %d.".formatted(LONGEST_SQL, LONGEST_NAME));
        return switch (judge.judge(served.get(), ask, actor)) {
            case Judged.Refused(var why, var hosts) -> refused(repository, ask, actor, why, hosts);
            case Judged.Allowed allowed -> begin(repository, ask, actor, allowed);
        };
    }

    private Begun refused(RepositoryId repository, Ask ask, Actor actor, String why, SortedSet<HostName> hosts) {
        record(repository, actor, ask, ask.what().text(), hosts, new Verdict.Refused(why));
        return new Begun.Refused(why);
    }

    private Begun begin(RepositoryId repository, Ask ask, Actor actor, Judged.Allowed allowed) {
        if (!turns.tryAcquire())
            return refused(
                    repository,
                    ask,
                    actor,
                    "%d questions are under way. Ask again in a moment.".formatted(settings.atOnce()),
                    allowed.hosts());
        boolean begun = false;
        try {
            var often = rates.take(repository, allowed.by(), allowed.rules(), registrar.now());
            if (often.isPresent()) return refused(repository, ask, actor, often.get(), allowed.hosts());
            var inquiry = new Inquiry("q%016x".formatted(random.nextLong()), repository, allowed, registrar.now());
            var tables = allowed.tables().isEmpty() ? "no table" : String.join(", ", allowed.tables());
            var text = "%s asks %s, which reads %s, question %s."
                    .formatted(allowed.by(), hosts(allowed.hosts().size()), tables, inquiry.id());
            record(repository, actor, ask, allowed.sql(), allowed.hosts(), new Verdict.Accepted(text));
            inquiries.put(inquiry.id(), inquiry);
            begun = started(inquiry, actor);
            return begun
                    ? new Begun.Asking(inquiry.id(), asking(inquiry))
                    : new Begun.Refused("Gough is being stopped. Nobody was asked.");
        } finally {
            if (!begun) turns.release();
        }
    }

    private boolean started(Inquiry inquiry, Actor actor) {
        try {
            threads.execute(() -> run(inquiry, actor));
            return true;
        } catch (RejectedExecutionException closing) {
            inquiries.remove(inquiry.id());
            told(inquiry, actor, "Nobody was asked, as Gough is being stopped");
            return false;
        }
    }

    private String asking(Inquiry inquiry) {
        var allowed = inquiry.allowed();
        int all = allowed.hosts().size();
        int silent = allowed.silent().size();
        return "Asking %s%s; answers are waited for %d s. It is question %s."
                .formatted(
                        hosts(all - silent),
                        silent == 0
                                ? ""
                                : " of %d (%s not be asked)".formatted(all, silent == 1 ? "one can" : silent + " can"),
                        settings.timeLimit().toSeconds(),
                        inquiry.id());
    }

    private static String hosts(int count) {
        return count == 1 ? "1 host" : count + " hosts";
    }

    private void record(
            RepositoryId repository, Actor actor, Ask ask, String sql, SortedSet<HostName> hosts, Verdict verdict) {
        var names = hosts.stream().map(HostName::value).toList();
        var about = ask.what() instanceof What.Named(var name) ? name + ": " + sql : sql;
        registrar.write(
                repository.value(), actor, new Registrar.Deed("ask-hosts", about, ask.reason(), names), verdict);
    }

    // ---- beside whoever asked

    private void run(Inquiry inquiry, Actor actor) {
        try {
            askAll(inquiry);
        } finally {
            turns.release();
            inquiry.end(registrar.now());
            forgetOldest();
        }
        told(inquiry, actor, words(inquiry.now()));
        inquiry.announce(); // after the record has it
        try {
            Thread.sleep(settings.kept());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inquiries.remove(inquiry.id());
        }
    }

    /** Answers of the past give way: the memory is that of rollouts. */
    private void forgetOldest() {
        var ended = inquiries.values().stream()
                .filter(Inquiry::isOver)
                .sorted(Comparator.comparing(Inquiry::at).reversed())
                .toList();
        long kept = 0;
        for (var inquiry : ended) {
            kept += inquiry.now().characters();
            if (kept > MOST_KEPT * settings.mostCharacters()) inquiries.remove(inquiry.id());
        }
    }

    private static String words(HostQuestion question) {
        return question.words()
                + "."
                + question.notes().stream().map(note -> " " + note + ".").collect(Collectors.joining());
    }

    private void askAll(Inquiry inquiry) {
        try (var fleets = Executors.newVirtualThreadPerTaskExecutor()) {
            inquiry.allowed().asked().forEach((fleet, hosts) -> fleets.execute(() -> ask(inquiry, fleet, hosts)));
        }
    }

    private void ask(Inquiry inquiry, BackendName fleet, SortedMap<HostName, HostIdentity> hosts) {
        int fleets = inquiry.allowed().asked().size(); // they share what is kept
        var question = new LiveQuestion(
                inquiry.allowed().sql(),
                hosts,
                settings.timeLimit(),
                settings.mostRows() / fleets,
                settings.mostCharacters() / fleets);
        boolean foreseen = false;
        try {
            switch (world.fleet(fleet).ask(question, inquiry::heard)) {
                case Reading.Got<LiveEnd>(LiveEnd.Complete _) -> {}
                case Reading.Got<LiveEnd>(LiveEnd.TimeOver _) -> inquiry.note("The time was over");
                case Reading.Got<LiveEnd>(LiveEnd.CutOff(var why)) ->
                    inquiry.note("The answers of Fleet %s were cut off: %s".formatted(fleet, why));
                case Reading.Missed<LiveEnd>(var failure) -> inquiry.note(failure.why());
            }
            foreseen = true;
        } catch (RuntimeException e) {
            LOG.error("question {} ended unforeseen", inquiry.id(), e);
        } finally {
            if (!foreseen) inquiry.note("Gough itself failed; the log says more");
        }
    }

    private void told(Inquiry inquiry, Actor actor, String what) {
        var text = inquiry.id() + ": " + what;
        try {
            registrar.write(
                    inquiry.repository().value(),
                    actor,
                    new Registrar.Deed("hosts-answered", "", "", new TreeSet<String>()),
                    new Verdict.Accepted(text));
        } catch (RuntimeException e) {
            LOG.warn("the end of question {} is not in the record", inquiry.id(), e);
        }
    }

    // ---- answers

    @Override
    public Optional<HostQuestion> find(String id, Actor actor) {
        return inquiry(id, actor).map(Inquiry::now);
    }

    @Override
    public Optional<HostQuestion> ended(String id, Actor actor) {
        return inquiry(id, actor).map(inquiry -> {
            inquiry.await(settings.timeLimit().plus(FLEETS_OWN));
            return inquiry.now();
        });
    }

    private Optional<Inquiry> inquiry(String id, Actor actor) {
        return Optional.ofNullable(inquiries.get(id))
                .filter(inquiry -> registrar
                        .served(inquiry.repository())
                        .filter(served -> isTheirs(served, inquiry, actor) || judge.mayReadAll(served, actor))
                        .isPresent());
    }

    /** Who may not ask any more may not read either, nor does a token read what it may not ask. */
    private boolean isTheirs(ServedRepository served, Inquiry inquiry, Actor actor) {
        return judge.tables(served, actor).isPresent()
                && registrar
                        .person(served, actor)
                        .filter(person -> person.name().equals(inquiry.allowed().by()))
                        .isPresent();
    }

    @Override
    public boolean may(RepositoryId repository, Actor actor) {
        return registrar
                .served(repository)
                .flatMap(served -> judge.tables(served, actor))
                .isPresent();
    }

    /** Cuts what is asked, and forgets. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS))
                LOG.warn("questions to hosts did not end within {} s", FAREWELL.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inquiries.clear();
    }
}

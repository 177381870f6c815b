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
        return switch (judge.judge(served.get(), ask, actor)) {
            case Judged.Refused(var why, var hosts) -> refused(repository, ask, actor, why, hosts);
            case Judged.Allowed allowed ->
                rates.take(repository, allowed.by(), allowed.rules(), registrar.now())
                        .map(why -> refused(repository, ask, actor, why, allowed.hosts()))
                        .orElseGet(() -> begin(repository, ask, actor, allowed));
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
        var inquiry = new Inquiry("q%016x".formatted(random.nextLong()), repository, allowed, registrar.now());
        try {
            var tables = allowed.tables().isEmpty() ? "no table" : String.join(", ", allowed.tables());
            var text = "%s asks %s, which reads %s, question %s."
                    .formatted(allowed.by(), hosts(allowed.hosts().size()), tables, inquiry.id());
            record(repository, actor, ask, allowed.sql(), allowed.hosts(), new Verdict.Accepted(text));
            inquiries.put(inquiry.id(), inquiry);
            threads.execute(() -> run(inquiry, actor));
        } catch (RejectedExecutionException closing) {
            inquiries.remove(inquiry.id());
            turns.release();
            return new Begun.Refused("Gough is being stopped.");
        } catch (RuntimeException e) {
            turns.release();
            throw e;
        }
        return new Begun.Asking(inquiry.id(), asking(inquiry));
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
        }
        told(inquiry, actor);
        try {
            Thread.sleep(settings.kept());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inquiries.remove(inquiry.id());
        }
    }

    private void askAll(Inquiry inquiry) {
        try (var fleets = Executors.newVirtualThreadPerTaskExecutor()) {
            inquiry.allowed().asked().forEach((fleet, hosts) -> fleets.execute(() -> ask(inquiry, fleet, hosts)));
        }
    }

    private void ask(Inquiry inquiry, BackendName fleet, SortedMap<HostName, HostIdentity> hosts) {
        var question = new LiveQuestion(
                inquiry.allowed().sql(), hosts, settings.timeLimit(), settings.mostRows(), settings.mostCharacters());
        try {
            switch (world.fleet(fleet).ask(question, inquiry::heard)) {
                case Reading.Got<LiveEnd>(LiveEnd.Complete _) -> {}
                case Reading.Got<LiveEnd>(LiveEnd.TimeOver _) -> inquiry.note("The time was over");
                case Reading.Got<LiveEnd>(LiveEnd.CutOff(var why)) ->
                    inquiry.note("The answers of Fleet %s were cut off: %s".formatted(fleet, why));
                case Reading.Missed<LiveEnd>(var failure) -> inquiry.note(failure.why());
            }
        } catch (RuntimeException e) {
            LOG.error("question {} ended unforeseen", inquiry.id(), e);
            inquiry.note("Gough itself failed (%s); the log says more"
                    .formatted(e.getClass().getSimpleName()));
        }
    }

    private void told(Inquiry inquiry, Actor actor) {
        var now = inquiry.now();
        var text = "%s: %s.%s"
                .formatted(
                        now.id(),
                        now.words(),
                        now.notes().stream().map(note -> " " + note + ".").collect(Collectors.joining()));
        try {
            registrar.write(
                    now.repository().value(),
                    actor,
                    new Registrar.Deed("hosts-answered", "", "", new TreeSet<String>()),
                    new Verdict.Accepted(text));
        } catch (RuntimeException e) {
            LOG.warn("the end of question {} is not in the record", now.id(), e);
        }
    }

    // ---- answers

    @Override
    public Optional<HostQuestion> find(String id, Actor actor) {
        return inquiry(id, actor).map(Inquiry::now);
    }

    @Override
    public Optional<HostQuestion> ended(String id, Actor actor) {
        return inquiry(id, actor)
                .filter(inquiry -> inquiry.await(settings.timeLimit().plus(FLEETS_OWN)))
                .map(Inquiry::now);
    }

    private Optional<Inquiry> inquiry(String id, Actor actor) {
        return Optional.ofNullable(inquiries.get(id))
                .filter(inquiry -> registrar
                        .served(inquiry.repository())
                        .filter(served -> registrar
                                        .person(served, actor)
                                        .filter(person -> person.name()
                                                .equals(inquiry.allowed().by()))
                                        .isPresent()
                                || judge.mayReadAll(served, actor))
                        .isPresent());
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
        inquiries.clear();
    }
}

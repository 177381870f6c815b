package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.World;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** Everything of this package put together: for the service and for commands that run without it. */
public final class RolloutService implements AutoCloseable {
    private final RolloutEngine engine;
    private final JdbcRollouts rollouts;
    private final HostDecisions hostDecisions;
    private final Ledger ledger;
    private final Alerts alerts;
    private final Inquiries hostQuestions;
    private final Previews previews;
    private final Proposals proposals;
    private final FleetPolls polls;
    private final Outbox outbox;
    private final Clock clock;
    private final Map<RepositoryId, ServedRepository> served;
    private final Stores stores;
    private final Revisions revisions;
    private final World world;
    private final RandomGenerator random;

    /**
     * What it needs from outside.
     *
     * @param dataSource a migrated PostgreSQL
     * @param crash {@link CrashPoint#NONE} but in tests that kill the process
     * @param random spreads the pauses before something is tried again
     */
    public record Needs(
            DataSource dataSource,
            World world,
            Declarations declarations,
            EngineSettings settings,
            Clock clock,
            CrashPoint crash,
            RandomGenerator random) {}

    /** Serves {@code repositories}. Nothing happens until the engine is ticked. */
    public RolloutService(Needs needs, Collection<ServedRepository> repositories) {
        var settings = needs.settings();
        clock = whole(needs.clock());
        served = byId(repositories);
        stores = Stores.on(needs.dataSource(), settings.dataDir());
        outbox = stores.outbox();
        var lock = new EngineLock(needs.dataSource());
        world = needs.world();
        revisions = new Revisions(needs.declarations(), world);
        var gate = new WriteGate(stores, lock, world, revisions, new WriteGate.Writer(settings.instance(), clock));
        random = needs.random();
        var remotes = new Remotes(stores.alerts(), settings.outage(), random);
        var intake = new Intake(stores, revisions, remotes, clock);
        var outlook = new Outlook(stores, world, revisions, clock);
        previews = new Previews(served, stores, world, revisions, outlook, clock);
        var sources = new Sources(stores, revisions);
        var judgement = new Judgement(stores, world, intake, gate, sources, clock);
        var backendAlerts = new BackendAlerts(stores, world, revisions, clock, settings.outage());
        var glances = new Glances(world, clock);
        var questions = new GuardQuestions(world, settings.guards(), clock);
        var guards = new LiveGuards(stores, world, questions, clock);
        var flights = new Flights(
                stores,
                glances,
                new Caller(world, revisions),
                gate,
                guards,
                new Flights.Surroundings(world, clock, settings.patience(), needs.crash()));
        var healths = new Healths(stores, world, settings.health(), clock);
        var starting = new Starting(
                stores,
                outlook,
                glances,
                gate,
                new Starting.Departure(guards, healths, flights, intake, sources, needs.crash(), clock));
        var registrar = new Registrar(served, stores, new People(settings.accounts()), clock);
        var overrules = new Overrules(registrar, stores, judgement, guards, revisions);
        polls = new FleetPolls(served.keySet(), stores, world, lock, clock);
        engine = new RolloutEngine(new RolloutEngine.Parts(
                served,
                stores,
                lock,
                intake,
                backendAlerts,
                outlook,
                flights,
                starting,
                judgement,
                new RequestBook(stores, clock),
                guards,
                healths,
                new HostAlerts(stores, world, polls, healths, clock),
                new CarryOver(stores, overrules, clock),
                sources));
        var causes = new Causes(stores);
        var differences = new Differences(stores, engine, causes);
        var overview = new Overview(served, stores, world, engine, new Overview.Derived(causes, healths), clock);
        var halts = new Halts(registrar, stores, overview, settings.instance());
        rollouts = new JdbcRollouts(registrar, stores, judgement, overview, new JdbcRollouts.Others(halts, overrules));
        hostDecisions = new JdbcHostDecisions(
                registrar,
                stores,
                engine,
                differences,
                new Asking(registrar, stores, new Asking.Sights(engine, outlook, world, differences)));
        hostQuestions = new Inquiries(
                registrar,
                new QuestionJudge(registrar, stores, engine, world, differences),
                world,
                settings.questions(),
                random);
        proposals = new JdbcProposals(registrar, stores, guards);
        ledger = new JdbcLedger(stores);
        alerts = new JdbcAlerts(registrar, stores, engine);
        served.keySet().forEach(stores.repositories()::get);
    }

    /** The engine: tick it. */
    public RolloutEngine engine() {
        return engine;
    }

    /** Questions and decisions. */
    public Rollouts rollouts() {
        return rollouts;
    }

    /** Decisions about differences that no plan can end. */
    public HostDecisions hostDecisions() {
        return hostDecisions;
    }

    /** Live questions of people to hosts. */
    public HostQuestions hostQuestions() {
        return hostQuestions;
    }

    /** What was written down for people. */
    public Ledger ledger() {
        return ledger;
    }

    /** What is worth a person's attention. */
    public Alerts alerts() {
        return alerts;
    }

    /** What files that nobody merged yet would bring about. */
    public Previews previews() {
        return previews;
    }

    /** What pull requests would do, and what people say to it before they are merged. */
    public Proposals proposals() {
        return proposals;
    }

    /** Reads what webhooks of Fleets may lose. */
    public FleetPolls polls() {
        return polls;
    }

    /** Where triggers ask for a look. */
    public Requests requests() {
        return rollouts;
    }

    /** What a plan of {@code repository} is made of right now; empty for one that is not served. */
    public Optional<Snapshot> snapshot(RepositoryId repository) {
        return Optional.ofNullable(served.get(repository)).map(one -> {
            var row = stores.repositories().get(repository);
            var remembered = Remembered.of(
                            row,
                            stores.records().all(repository),
                            stores.hostRequests().planned(repository, clock.instant()))
                    .judgedAtFirstBy(InForce.of(one, row).rules());
            return new Snapshot(repository, world.snapshot(), remembered);
        });
    }

    /**
     * The plan of the newest files, as the engine would make it of what was seen last. Nothing is recorded. Empty when
     * they cannot be fetched or used.
     */
    public Optional<Plan> preview(RepositoryId repository) {
        var one = served.get(repository);
        if (one == null || !(one.source().fetch() instanceof InfraRepo.Fetched.At(var revision, var relation)))
            return Optional.empty();
        return switch (revisions.declared(one, revision)) {
            case Declarations.Declared.Invalid invalid -> Optional.empty();
            case Declarations.Declared.Valid valid -> snapshot(repository).map(snapshot -> snapshot.plan(valid));
        };
    }

    /** Which changes nobody is asked about again as they are, by their digests: who said so, and in which rollout. */
    public SortedMap<String, String> silenced(RepositoryId repository) {
        var words = new TreeMap<String, String>();
        stores.silences().of(repository).forEach((digest, silence) -> words.put(digest, silence.words()));
        return words;
    }

    /** Hands events to {@code consumers}. */
    public EventFeed feed(List<EventConsumer> consumers) {
        return new EventFeed(outbox, clock, random, consumers);
    }

    @Override
    public void close() {
        hostQuestions.close();
        engine.close();
    }

    /** PostgreSQL keeps microseconds; a moment must not change by being stored. */
    private static Clock whole(Clock clock) {
        return Clock.tick(clock, java.time.Duration.ofNanos(1000));
    }

    private static Map<RepositoryId, ServedRepository> byId(Collection<ServedRepository> repositories) {
        var served = new TreeMap<RepositoryId, ServedRepository>();
        repositories.forEach(one -> served.put(one.id(), one));
        return Map.copyOf(served);
    }
}

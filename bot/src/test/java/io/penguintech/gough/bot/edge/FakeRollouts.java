package io.penguintech.gough.bot.edge;

import io.penguintech.gough.bot.rollout.AcceptedFinding;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Alert;
import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.HealthSummary;
import io.penguintech.gough.bot.rollout.HostDecisions;
import io.penguintech.gough.bot.rollout.HostQuestion;
import io.penguintech.gough.bot.rollout.HostQuestions;
import io.penguintech.gough.bot.rollout.HostSelection;
import io.penguintech.gough.bot.rollout.HostStatus;
import io.penguintech.gough.bot.rollout.Ledger;
import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.bot.rollout.RequestStatus;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Scope;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Deed;
import io.penguintech.gough.reconcile.FleetNews;
import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Repository.Person;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.schema.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rollouts in memory, with rules just large enough to be refused by: what the edges say is tested, not the engine. */
public final class FakeRollouts implements Rollouts, HostDecisions, HostQuestions, Ledger, Alerts {
    static final Person ANN = Samples.person("ann", "U0ANN", Role.VIEWER);
    static final Person BOB = Samples.person("bob", "U0BOB", Role.APPROVER);
    static final Person CAROL = Samples.person("carol", "U0CAROL", Role.ADMIN);
    static final Person OSCAR = Samples.person("oscar", "U0OSCAR", Role.OPERATOR, "oscar@example.org");

    static final Plan.Finding LOST =
            new Plan.Finding(new Subject.OfHost(new HostName("hv-100")), "lost", "Lost: nobody knows.", "1".repeat(64));
    static final AcceptedFinding ACCEPTED = new AcceptedFinding(
            new Plan.Finding(
                    new Subject.OfHost(new HostName("hv-001")),
                    "release",
                    "It was deployed with release jammy, the document says noble.",
                    "3f2a91c0ffee".repeat(6).substring(0, 64)),
            "bob",
            Samples.NOW,
            "replaced next month");

    static final RequestStatus ASKED = new RequestStatus(
            7,
            new HostName("hv-003"),
            HostRequest.What.POWER_CYCLE,
            "oscar",
            "its kernel hangs",
            Samples.NOW,
            Samples.NOW.plusSeconds(86_400),
            "It is planned.",
            Optional.empty());

    /** Somebody whose name would do harm where it is not escaped. */
    static final Deed DEED = new Deed("<b>mallory</b> <!channel>", "Deployed→Releasing", Samples.NOW, Deed.MAAS_EVENT);

    final Map<RolloutId, Rollout> known = new ConcurrentSkipListMap<>();
    /** Every deed that was done, in words. */
    final List<String> deeds = new CopyOnWriteArrayList<>();

    final AtomicReference<Optional<String>> stopped = new AtomicReference<>(Optional.empty());
    final AtomicReference<RuntimeException> broken = new AtomicReference<>();
    /** The revision before that of every rollout. */
    final AtomicReference<Optional<Revision>> before = new AtomicReference<>(Optional.empty());
    /** The most bob may do, whose token is "operate". */
    final AtomicReference<Optional<Role>> bobs = new AtomicReference<>(Optional.of(Role.APPROVER));

    private static final Health WELL = new Health(
            Health.State.HEALTHY, List.of(), Optional.of(Samples.NOW), Optional.empty(), Optional.of(Samples.NOW));
    private static final Health SICK = new Health(
            Health.State.UNHEALTHY,
            List.of(
                    "silent for 2 h 10 min: Fleet last saw it 17:50 UTC",
                    "fails 1 policy: No <b>password</b> over SSH"),
            Optional.of(Samples.NOW.minusSeconds(7800)),
            Optional.of(Samples.NOW.minusSeconds(7800)),
            Optional.of(Samples.NOW));
    private static final HealthSummary HEALTH = new HealthSummary(
            new TreeMap<>(Map.of(Health.State.HEALTHY, 249, Health.State.UNHEALTHY, 1)),
            new TreeMap<>(Map.of(new HostName("hv-050"), SICK)),
            new TreeMap<>());

    /** Who stands in the rules of one repository alone; everybody else stands in those of all. */
    static final Map<String, RepositoryId> ONLY = new ConcurrentHashMap<>();

    static boolean isOf(RepositoryId repository, Person person) {
        return ONLY.getOrDefault(person.name(), repository).equals(repository);
    }

    private final List<HostStatus> hosts = new ArrayList<>();

    public FakeRollouts() {
        for (int i = 1; i <= 250; i++)
            hosts.add(new HostStatus(
                    new HostName("hv-%03d".formatted(i)),
                    "deployed",
                    Optional.of(new SystemId("sys" + i)),
                    "Deployed",
                    "rack-a",
                    "production",
                    i % 50 == 0 ? "blocked" : "in-sync",
                    i % 50 == 0 ? "locked by <b>someone</b>" : "",
                    i == 50 ? SICK : WELL,
                    Optional.of(Samples.NOW),
                    i == 2 ? Optional.of(DEED) : Optional.empty(),
                    labels(i),
                    i == 4 ? Optional.empty() : Optional.of("hv-%03d.maas".formatted(i)),
                    "hosts/all.yaml:%d:1".formatted(i),
                    i == 100 ? List.of(LOST) : List.of(),
                    i == 1 ? List.of(ACCEPTED) : List.of(),
                    i == 3 ? List.of(ASKED) : List.of()));
    }

    private static SortedMap<String, String> labels(int i) {
        var labels = new TreeMap<>(Map.of("role", "web"));
        if (i == 2) labels.put("note", "{{ lookup('pipe', 'id') }}");
        return labels;
    }

    public void put(Rollout rollout) {
        known.put(rollout.id(), rollout);
    }

    @Override
    public Optional<Rollout> find(RolloutId id) {
        check();
        return Optional.ofNullable(known.get(id));
    }

    @Override
    public Optional<Revision> revisionBefore(RolloutId id) {
        return before.get();
    }

    @Override
    public Optional<RolloutId> newestOfSameRevision(RolloutId id, Instant since) {
        return find(id).filter(one -> one.updatedAt().isAfter(since))
                .flatMap(one -> known.values().stream()
                        .filter(other -> other.revision().equals(one.revision()))
                        .map(Rollout::id)
                        .max(Comparator.naturalOrder()));
    }

    /** By rollout: what else is brought about with it. */
    public final Map<RolloutId, List<Revision>> merges = new ConcurrentHashMap<>();

    @Override
    public List<Revision> mergesBehind(RolloutId id) {
        return merges.getOrDefault(id, List.of());
    }

    private void check() {
        var e = broken.get();
        if (e != null) throw e;
    }

    @Override
    public List<Rollout> list(RepositoryId repository, Optional<RolloutId> before, int limit) {
        check();
        return known.values().stream()
                .filter(r -> before.isEmpty() || r.id().compareTo(before.get()) < 0)
                .sorted(Comparator.comparing(Rollout::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<Rollout> withPlan(RepositoryId repository, String digest) {
        return list(repository, Optional.empty(), Integer.MAX_VALUE).stream()
                .filter(r -> r.plan().filter(p -> p.digest().startsWith(digest)).isPresent())
                .toList();
    }

    @Override
    public Verdict approve(RolloutId id, Actor actor, String digest, OptionalInt destroys, String via) {
        var what = destroys.isPresent() ? "approve of %d destroyed".formatted(destroys.getAsInt()) : "approve";
        return decide(id, actor, digest, what).orElseGet(() -> {
            var rollout = known.get(id);
            var yes = new ArrayList<>(rollout.approvals());
            yes.add(new Approval(
                    name(actor), digest, rollout.revision(), Samples.NOW, Samples.NOW.plusSeconds(60), via));
            put(Samples.withApprovals(rollout, yes));
            return new Verdict.Accepted("Recorded: " + name(actor) + " approves " + id);
        });
    }

    @Override
    public Verdict reject(RolloutId id, Actor actor, String digest, String why, String via) {
        return decide(id, actor, digest, "reject").orElse(new Verdict.Accepted(id + " is rejected"));
    }

    private Optional<Verdict> decide(RolloutId id, Actor actor, String digest, String what) {
        var rollout = known.get(id);
        if (rollout == null) return refused("There is no " + id + ".");
        var plan = rollout.plan().map(Plan::digest).orElse("");
        if (!may(actor, Role.APPROVER)) return refused("Gough does not know you as an approver of main.");
        if (digest.length() < 12 || !plan.startsWith(digest))
            return refused("The plan has changed since: it is %s now. Look at the newest question of %s."
                    .formatted(plan.substring(0, 12), id));
        deeds.add("%s %s by %s".formatted(what, id, name(actor)));
        return Optional.empty();
    }

    private static Optional<Verdict> refused(String why) {
        return Optional.of(new Verdict.Refused(why));
    }

    private Verdict done(Actor actor, Role role, String what) {
        if (!may(actor, role)) return new Verdict.Refused("You may not " + what + ".");
        deeds.add(what + " by " + name(actor));
        return new Verdict.Accepted("Done: " + what);
    }

    private boolean may(Actor actor, Role role) {
        return switch (actor) {
            case Actor.ApiToken(var name) -> !name.equals("look");
            case Actor.SlackUser user ->
                person(Samples.MAIN, user).filter(p -> p.may(role)).isPresent();
            case Actor.ForgeAccount account ->
                person(Samples.MAIN, account).filter(p -> p.may(role)).isPresent();
            case Actor.LocalUser _ -> true;
        };
    }

    private String name(Actor actor) {
        return person(Samples.MAIN, actor).map(Person::name).orElse(actor.account());
    }

    @Override
    public Verdict cancel(RolloutId id, Actor actor, String why) {
        return done(actor, Role.APPROVER, "cancel " + id);
    }

    @Override
    public Verdict retry(RolloutId id, Actor actor) {
        return done(actor, Role.OPERATOR, "retry " + id);
    }

    @Override
    public Verdict retry(RolloutId id, Actor actor, String host) {
        return done(actor, Role.OPERATOR, "retry %s of %s".formatted(host, id));
    }

    @Override
    public Verdict early(RolloutId id, Actor actor, String digest, String reason) {
        return done(actor, Role.ADMIN, "early %s %s: %s".formatted(id, digest, reason));
    }

    @Override
    public Verdict overrule(RolloutId id, Actor actor, String digest, String reason) {
        return done(actor, Role.ADMIN, "overrule %s %s: %s".formatted(id, digest, reason));
    }

    @Override
    public Verdict reconcile(RepositoryId repository, Actor actor) {
        return done(actor, Role.OPERATOR, "reconcile " + repository);
    }

    @Override
    public Verdict stop(Scope scope, Actor actor, String reason) {
        var word = scope.word().isEmpty() ? "" : " " + scope.word();
        return done(actor, Role.OPERATOR, "stop%s: %s".formatted(word, reason));
    }

    @Override
    public Verdict resume(Scope scope, Actor actor) {
        return done(actor, Role.ADMIN, ("resume " + scope.word()).strip());
    }

    @Override
    public List<Entry> audit(Filter filter) {
        check();
        return Stream.of(
                        new Entry(
                                2,
                                "main",
                                Samples.NOW,
                                "slack:U0BOB",
                                Optional.of("bob"),
                                "accept",
                                "accepted",
                                "bob accepted the finding release of host hv-001.",
                                "replaced <b>next</b> month",
                                List.of("hv-001")),
                        new Entry(
                                1,
                                "*",
                                Samples.NOW,
                                "token:robot",
                                Optional.empty(),
                                "stop",
                                "refused",
                                "The token robot may not.",
                                "",
                                List.of()))
                .filter(entry -> filter.before().isEmpty()
                        || entry.id() < filter.before().getAsLong())
                .filter(entry -> filter.person().isEmpty() || entry.person().equals(filter.person()))
                .filter(entry -> filter.host().isEmpty()
                        || entry.hosts().contains(filter.host().get()))
                .limit(filter.limit())
                .toList();
    }

    @Override
    public List<Alert> alerts(Optional<RepositoryId> repository) {
        return List.of(
                alert("backend maas default", "maas default cannot be read.", Optional.empty()),
                alert(
                        "git",
                        "The repository cannot be fetched.",
                        Optional.of(new Alert.Resolved(Samples.NOW.plusSeconds(60), "The repository answers again."))));
    }

    private static Alert alert(String key, String text, Optional<Alert.Resolved> resolved) {
        return new Alert(
                Samples.MAIN,
                key,
                Alert.Severity.WARNING,
                text,
                Samples.NOW,
                resolved.map(Alert.Resolved::at).orElse(Samples.NOW),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                resolved);
    }

    /** Alerts that a test raised, by key. */
    final Map<String, Alert> raised = new ConcurrentHashMap<>();

    @Override
    public Optional<Alert> open(RepositoryId repository, String key) {
        if (raised.containsKey(key)) return Optional.ofNullable(raised.get(key));
        return alerts(Optional.of(repository)).stream()
                .filter(alert -> alert.key().equals(key) && alert.resolved().isEmpty())
                .findFirst();
    }

    @Override
    public List<InFleet> inFleets(RolloutId id) {
        return List.of();
    }

    @Override
    public List<AboutHost> hosts(RepositoryId repository, String alert, int after, int limit) {
        return List.of(new AboutHost("hv-001", Samples.NOW, Optional.empty()));
    }

    @Override
    public List<Alert.Silence> silences(RepositoryId repository) {
        return List.of(new Alert.Silence(
                Optional.of("git"),
                Optional.empty(),
                "oscar",
                "the forge moves tonight",
                Samples.NOW,
                Samples.NOW.plusSeconds(7200)));
    }

    @Override
    public Verdict acknowledge(RepositoryId repository, String alert, Actor actor) {
        return done(actor, Role.OPERATOR, "ack " + alert);
    }

    @Override
    public Verdict silence(RepositoryId repository, Silenced what, Duration time, Actor actor, String reason) {
        return done(
                actor, Role.OPERATOR, "silence %s %s for %s: %s".formatted(what.alert(), what.host(), time, reason));
    }

    @Override
    public void heard(BackendName fleet, FleetNews news) {
        check();
        deeds.add("heard of %s: %s".formatted(fleet, news));
    }

    @Override
    public Verdict unsilence(RepositoryId repository, Silenced what, Actor actor) {
        return done(actor, Role.OPERATOR, "unsilence %s %s".formatted(what.alert(), what.host()));
    }

    @Override
    public Verdict confirm(RepositoryId repository, Actor actor, String digest, String reason) {
        return done(actor, Role.ADMIN, "confirm %s: %s".formatted(digest, reason));
    }

    @Override
    public Verdict accept(RepositoryId repository, Which finding, Actor actor, String reason) {
        return done(actor, Role.APPROVER, "accept %s: %s".formatted(words(finding), reason));
    }

    @Override
    public Verdict reopen(RepositoryId repository, Which finding, Actor actor, String reason) {
        return done(actor, Role.APPROVER, "reopen %s: %s".formatted(words(finding), reason));
    }

    @Override
    public Verdict confirmLost(RepositoryId repository, HostName host, String digest, Actor actor, String reason) {
        return done(actor, Role.APPROVER, "confirm-lost %s %s: %s".formatted(host, digest, reason));
    }

    @Override
    public Optional<LostRegion> forgotten(RepositoryId repository, BackendName region) {
        check();
        return region.value().equals("default")
                ? Optional.of(new LostRegion(region, List.of(new HostName("hv-100")), "1".repeat(64)))
                : Optional.empty();
    }

    @Override
    public Verdict confirmRunning(
            RepositoryId repository, BackendName region, String digest, Actor actor, String reason) {
        return done(actor, Role.ADMIN, "confirm-running %s %s: %s".formatted(region, digest, reason));
    }

    @Override
    public Verdict ask(
            RepositoryId repository, HostRequest.What what, HostSelection hosts, Actor actor, String reason) {
        return done(actor, Role.OPERATOR, "%s %s: %s".formatted(what.word(), hosts.word(), reason));
    }

    @Override
    public Verdict withdraw(RepositoryId repository, HostSelection hosts, Actor actor, String reason) {
        return done(actor, Role.OPERATOR, "withdraw %s: %s".formatted(hosts.word(), reason));
    }

    private static String words(Which finding) {
        return Stream.of(finding.subject(), finding.kind(), finding.digest())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    @Override
    public Verdict breakGlass(
            RolloutId id, Actor.LocalUser actor, String digest, SortedSet<HostName> typed, String reason) {
        return new Verdict.Refused("not here");
    }

    @Override
    public List<RepositoryStatus> status() {
        check();
        var latest = list(Samples.MAIN, Optional.empty(), 1).stream().findFirst();
        var plan = latest.flatMap(Rollout::plan);
        return List.of(new RepositoryStatus(
                Samples.MAIN,
                "main",
                Repository.Mode.APPLY,
                latest.map(Rollout::revision),
                latest.map(Rollout::revision),
                stopped.get(),
                List.of(),
                List.of(new RepositoryStatus.Backend("maas default", Optional.empty(), Optional.of(Samples.NOW))),
                latest,
                plan.map(Plan::findings).orElse(List.of()),
                List.of(),
                List.of(ACCEPTED),
                plan.map(Plan::blocked).orElse(List.of()),
                HEALTH,
                List.of(ASKED),
                plan.map(Plan::blocked).orElse(List.of()).stream()
                        .collect(Collectors.toMap(
                                blocked -> blocked.subject().text(),
                                blocked -> DEED,
                                (one, same) -> one,
                                TreeMap::new)),
                Optional.empty(),
                Optional.of(Samples.NOW)));
    }

    @Override
    public List<HostStatus> hosts(RepositoryId repository) {
        return List.copyOf(hosts);
    }

    @Override
    public Optional<Role> standing(Actor.ApiToken token) {
        return switch (token.name()) {
            case "look" -> Optional.of(Role.VIEWER);
            default -> bobs.get();
        };
    }

    @Override
    public Optional<Person> person(RepositoryId repository, Actor actor) {
        check();
        if (!(actor instanceof Actor.SlackUser(var id))) return Optional.empty();
        return List.of(ANN, BOB, CAROL, OSCAR).stream()
                .filter(p -> p.slack().filter(id::equals).isPresent())
                .filter(p -> isOf(repository, p))
                .findFirst();
    }

    /** What two hosts answered, and one did not. */
    static final HostQuestion ANSWERED = new HostQuestion(
            "q00f1e2d3c4b5a697",
            Samples.MAIN,
            "carol",
            "SELECT name FROM processes WHERE on_disk = 0",
            Samples.NOW,
            new TreeSet<>(List.of(new HostName("hv-001"), new HostName("hv-002"), new HostName("hv-003"))),
            new TreeMap<>(Map.of(
                    new HostName("hv-001"),
                    new LiveAnswer.Rows(1, List.of(new TreeMap<>(Map.of("name", "sshd")))),
                    new HostName("hv-002"),
                    new LiveAnswer.Rows(0, List.of()),
                    new HostName("hv-003"),
                    new LiveAnswer.Silent(LiveAnswer.Cause.OFFLINE, "Fleet says that the host is offline"))),
            List.of(),
            Optional.of(Samples.NOW.plusSeconds(3)));

    @Override
    public Begun ask(RepositoryId repository, Ask ask, Actor actor) {
        deeds.add("ask %s %s by %s".formatted(ask.on(), ask.what(), name(actor)));
        return new Begun.Refused("There are no hosts here.");
    }

    @Override
    public Optional<HostQuestion> find(String id, Actor actor) {
        return Optional.of(ANSWERED).filter(one -> one.id().equals(id));
    }

    @Override
    public Optional<HostQuestion> ended(String id, Actor actor) {
        return find(id, actor);
    }

    @Override
    public boolean may(RepositoryId repository, Actor actor) {
        return may(actor, Role.ADMIN);
    }
}

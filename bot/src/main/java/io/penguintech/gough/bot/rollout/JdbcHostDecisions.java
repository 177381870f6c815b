package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@link HostDecisions} on the database: judged and recorded in one transaction. */
final class JdbcHostDecisions implements HostDecisions {
    private static final String LOST = "lost";
    private static final String HOST = "host ";

    private final Registrar registrar;
    private final Stores stores;
    private final RolloutEngine engine;
    private final LostRegions regions;
    private final Differences differences;
    private final Asking asking;

    JdbcHostDecisions(
            Registrar registrar, Stores stores, RolloutEngine engine, Differences differences, Asking asking) {
        this.registrar = registrar;
        this.stores = stores;
        this.engine = engine;
        this.differences = differences;
        this.regions = new LostRegions(registrar, stores, engine);
        this.asking = asking;
    }

    @Override
    public Verdict accept(RepositoryId repository, Which finding, Actor actor, String reason) {
        var deed = deed("accept", finding, reason);
        return decide(repository, actor, deed, served -> accepted(served, finding, actor, reason));
    }

    @Override
    public Verdict reopen(RepositoryId repository, Which finding, Actor actor, String reason) {
        var deed = deed("reopen", finding, reason);
        return decide(repository, actor, deed, served -> reopened(served, finding, actor));
    }

    @Override
    public Verdict confirmLost(RepositoryId repository, HostName host, String digest, Actor actor, String reason) {
        var deed = new Registrar.Deed("confirm-lost", digest, reason, List.of(host.value()));
        return decide(repository, actor, deed, served -> confirmed(served, host, digest, actor));
    }

    @Override
    public Optional<LostRegion> forgotten(RepositoryId repository, BackendName region) {
        return registrar.served(repository).flatMap(served -> regions.forgotten(served, region));
    }

    @Override
    public Verdict confirmRunning(
            RepositoryId repository, BackendName region, String digest, Actor actor, String reason) {
        return registrar
                .served(repository)
                .map(served -> regions.confirm(served, region, digest, actor, reason))
                .orElseGet(() -> Registrar.unknown(repository));
    }

    @Override
    public Verdict ask(
            RepositoryId repository, HostRequest.What what, HostSelection hosts, Actor actor, String reason) {
        return registrar
                .served(repository)
                .map(served -> asking.ask(served, what, hosts, actor, reason))
                .orElseGet(() -> Registrar.unknown(repository));
    }

    @Override
    public Verdict withdraw(RepositoryId repository, HostSelection hosts, Actor actor, String reason) {
        return registrar
                .served(repository)
                .map(served -> asking.withdraw(served, hosts, actor, reason))
                .orElseGet(() -> Registrar.unknown(repository));
    }

    // ---- the same for each of them

    /** What came of it, and whether people should hear of it. */
    private record Ruling(Verdict verdict, boolean news) {
        static Ruling refused(String why) {
            return new Ruling(new Verdict.Refused(why), false);
        }

        static Ruling news(String text) {
            return new Ruling(new Verdict.Accepted(text), true);
        }

        static Ruling known(String text) {
            return new Ruling(new Verdict.Accepted(text), false);
        }
    }

    private Verdict decide(
            RepositoryId repository, Actor actor, Registrar.Deed deed, Function<ServedRepository, Ruling> decision) {
        var served = registrar.served(repository);
        if (served.isEmpty()) return Registrar.unknown(repository);
        return stores.transaction().execute(status -> {
            var ruling = registrar
                    .objection(served.get(), actor, Repository.Role.APPROVER)
                    .map(no -> new Ruling(no, false))
                    .or(() -> unreasoned(deed))
                    .orElseGet(() -> decision.apply(served.get()));
            long line = registrar.write(repository.value(), actor, deed, ruling.verdict());
            if (ruling.news()) tell(repository, line, ruling.verdict().text(), deed.reason());
            return ruling.verdict();
        });
    }

    private static Optional<Ruling> unreasoned(Registrar.Deed deed) {
        return deed.reason().isBlank()
                ? Optional.of(Ruling.refused("Say why, for the people who will ask."))
                : Optional.empty();
    }

    private void tell(RepositoryId repository, long line, String text, String reason) {
        var words = "%s Reason: %s".formatted(text, reason);
        stores.outbox().publish(new RolloutEvent.Decided(repository, line, words), registrar.now());
    }

    private static Registrar.Deed deed(String what, Which finding, String reason) {
        var about = new ArrayList<String>();
        finding.subject().ifPresent(about::add);
        finding.kind().ifPresent(about::add);
        finding.digest().ifPresent(about::add);
        var hosts = finding.subject()
                .map(subject -> subject.startsWith(HOST) ? subject.substring(HOST.length()) : subject)
                .map(List::of)
                .orElse(List.of());
        return new Registrar.Deed(what, String.join(" ", about), reason, hosts);
    }

    // ---- accepted differences

    private Ruling accepted(ServedRepository served, Which which, Actor actor, String reason) {
        var shared = together(which)
                .flatMap(digest -> differences.open(served, digest).or(() -> differences.accepted(served, digest)));
        if (shared.isPresent()) return acceptedTogether(served, shared.get(), actor, reason);
        var found = differences.all(served).stream()
                .filter(one -> meant(which, one.subject().text(), one.kind(), one.digest()))
                .toList();
        if (found.size() != 1) return Ruling.refused(notOne(found, which));
        var finding = found.getFirst();
        if (finding.kind().equals(LOST))
            return Ruling.refused(
                    "A lost host is not a difference to live with: bring it back, or confirm that what ran there is gone: gough confirm-lost %s --reason TEXT."
                            .formatted(finding.subject().text().replaceFirst("^" + HOST, "")));
        var by = registrar.name(served, actor);
        if (!stores.findings().accept(served.id(), finding, by, reason, registrar.now())) {
            var before = stores.findings().accepted(served.id()).get(finding.digest());
            return Ruling.known("%s is accepted already%s."
                    .formatted(
                            name(finding), before == null ? "" : ", by %s at %s".formatted(before.by(), before.at())));
        }
        return Ruling.news(
                "%s accepted %s: %s It stays visible and alerts nobody; a different difference is shown again."
                        .formatted(by, name(finding), finding.what()));
    }

    private Ruling acceptedTogether(ServedRepository served, SharedCause cause, Actor actor, String reason) {
        var by = registrar.name(served, actor);
        long news = cause.findings().stream()
                .filter(finding -> stores.findings().accept(served.id(), finding, by, reason, registrar.now()))
                .count();
        if (news == 0) return Ruling.known("These are accepted already.");
        return Ruling.news(
                "%s accepted the finding %s of %s. %s They stay visible and alert nobody; a different difference is shown again."
                        .formatted(by, cause.kind(), cause.who(), cause.what()));
    }

    /** What is named by a digest alone may be what several differences have in common. */
    private static Optional<String> together(Which which) {
        return which.subject().isPresent() || which.kind().isPresent() ? Optional.empty() : which.digest();
    }

    private static String name(Plan.Finding finding) {
        return "the finding %s of %s (%s)"
                .formatted(finding.kind(), finding.subject().text(), Decisions.brief(finding.digest()));
    }

    private static String notOne(List<Plan.Finding> found, Which which) {
        if (found.isEmpty())
            return "There is no such finding%s now. What there is says /gough drift, or gough status."
                    .formatted(which.subject().map(subject -> " of " + subject).orElse(""));
        return "There are %d: %s. Say which one: --finding CODE, or its digest."
                .formatted(
                        found.size(),
                        found.stream()
                                .map(one -> "%s %s (%s)"
                                        .formatted(one.subject().text(), one.kind(), Decisions.brief(one.digest())))
                                .collect(Collectors.joining(", ")));
    }

    private Ruling reopened(ServedRepository served, Which which, Actor actor) {
        var shared = together(which).flatMap(digest -> differences.accepted(served, digest));
        if (shared.isPresent()) {
            var cause = shared.get();
            cause.findings().forEach(one -> stores.findings().reopen(served.id(), one.digest()));
            return Ruling.news("%s no longer accepts the finding %s of %s."
                    .formatted(registrar.name(served, actor), cause.kind(), cause.who()));
        }
        var found = stores.findings().accepted(served.id()).values().stream()
                .filter(one -> meant(which, one.subject(), one.kind(), one.digest()))
                .toList();
        if (found.isEmpty()) return Ruling.refused("No such finding is accepted, so there is nothing to take back.");
        if (found.size() > 1)
            return Ruling.refused("%d accepted findings are meant: %s. Say which one: --finding CODE, or its digest."
                    .formatted(
                            found.size(),
                            found.stream()
                                    .map(one -> "%s %s (%s)"
                                            .formatted(one.subject(), one.kind(), Decisions.brief(one.digest())))
                                    .collect(Collectors.joining(", "))));
        var one = found.getFirst();
        stores.findings().reopen(served.id(), one.digest());
        return Ruling.news("%s no longer accepts the finding %s of %s (%s), which %s had accepted."
                .formatted(
                        registrar.name(served, actor),
                        one.kind(),
                        one.subject(),
                        Decisions.brief(one.digest()),
                        one.by()));
    }

    private static boolean meant(Which which, String subject, String kind, String digest) {
        return which.subject()
                        .map(name -> subject.equals(name)
                                || subject.substring(subject.indexOf(' ') + 1).equals(name))
                        .orElse(true)
                && which.kind().map(kind::equals).orElse(true)
                && which.digest().map(start -> DigestName.names(start, digest)).orElse(true)
                && (which.subject().isPresent() || which.digest().isPresent());
    }

    // ---- lost hosts

    private Ruling confirmed(ServedRepository served, HostName host, String digest, Actor actor) {
        var record = recorded(served, host);
        if (record.filter(Records.HostRecord::lost).isPresent())
            return Ruling.known("That %s is lost was confirmed before. It is planned as a new host.".formatted(host));
        var finding = differences.all(served).stream()
                .filter(one -> one.kind().equals(LOST) && one.subject().equals(new Subject.OfHost(host)))
                .findFirst();
        if (finding.isEmpty() || record.filter(Records.HostRecord::ran).isEmpty())
            return Ruling.refused(
                    "%s is not lost, as far as was seen. gough status says what there is.".formatted(host));
        if (!DigestName.names(digest, finding.get().digest()))
            return Ruling.refused("That does not name what was found of %s. It is %s: %s"
                    .formatted(
                            host,
                            Decisions.brief(finding.get().digest()),
                            finding.get().what()));
        if (underWay(served, host))
            return Ruling.refused("A change of %s is under way. Let it end, then look again.".formatted(host));
        stores.records().put(served.id(), record.get().confirmedLost());
        stores.requests().add(served.id(), "confirm-lost", Optional.empty(), registrar.now());
        return Ruling.news(
                "%s confirmed that what ran on %s (machine %s) is gone. It is planned as a new host; deploying it needs the approvals of a destructive change."
                        .formatted(
                                registrar.name(served, actor),
                                host,
                                record.get().systemId()));
    }

    /** The host's record, also under a name it had before, locked. */
    private Optional<Records.HostRecord> recorded(ServedRepository served, HostName host) {
        var own = stores.records().lock(served.id(), host);
        if (own.isPresent()) return own;
        return engine.sight(served.id()).stream()
                .map(sight -> sight.compared().declared().inventory())
                .flatMap(inventory -> Optional.ofNullable(inventory.hosts().get(host)).stream()
                        .flatMap(declared -> declared.formerly().stream())
                        .filter(name -> !inventory.hosts().containsKey(name)))
                .flatMap(name -> stores.records().lock(served.id(), name).stream())
                .filter(record -> record.ran() || record.lost())
                .findFirst();
    }

    private boolean underWay(ServedRepository served, HostName host) {
        return stores.journal().inFlight(served.id()).stream()
                .anyMatch(intent -> intent.change().subject().equals(new Subject.OfHost(host)));
    }
}

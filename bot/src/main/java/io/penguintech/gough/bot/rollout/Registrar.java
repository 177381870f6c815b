package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Repository;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows who asks for something and whether they may, and writes down what they asked for and what came of it. */
final class Registrar {
    private final Map<RepositoryId, ServedRepository> repositories;
    private final Stores stores;
    private final People people;
    private final Clock clock;

    Registrar(Map<RepositoryId, ServedRepository> repositories, Stores stores, People people, Clock clock) {
        this.repositories = repositories;
        this.stores = stores;
        this.people = people;
        this.clock = clock;
    }

    /**
     * What somebody asks for.
     *
     * @param what one or two words
     * @param about what exactly: a digest, a finding; may be empty text
     * @param reason why; may be empty text
     * @param hosts the hosts it is about
     */
    record Deed(String what, String about, String reason, Collection<String> hosts) {
        /** Keeps a copy. */
        Deed {
            hosts = List.copyOf(hosts);
        }

        static Deed of(String what, String reason) {
            return new Deed(what, "", reason, List.of());
        }
    }

    Map<RepositoryId, ServedRepository> repositories() {
        return repositories;
    }

    Optional<ServedRepository> served(RepositoryId repository) {
        return Optional.ofNullable(repositories.get(repository));
    }

    /** The people of the rules in force. */
    List<Repository.Person> people(ServedRepository served) {
        return InForce.of(served, stores.repositories().get(served.id()))
                .rules()
                .people();
    }

    Optional<Repository.Person> person(ServedRepository served, Actor actor) {
        return people.person(actor, people(served));
    }

    boolean may(ServedRepository served, Actor actor, Repository.Role role) {
        return people.may(actor, role, people(served));
    }

    /** The most a token's person may do in any repository; empty when no repository knows them. */
    Optional<Repository.Role> standing(Actor.ApiToken token) {
        return repositories.values().stream()
                .flatMap(served -> people.most(token, people(served)).stream())
                .max(Comparator.naturalOrder());
    }

    /** Whether a token itself has a role or one above it, whoever it belongs to. */
    boolean isAtLeast(Actor.ApiToken token, Repository.Role role) {
        return people.own(token).filter(own -> own.compareTo(role) >= 0).isPresent();
    }

    /** How an account is called in records of a repository: the person's name, else the account itself. */
    String name(ServedRepository served, Actor actor) {
        return people.name(actor, people(served));
    }

    /** Why somebody may not decide as a person with this role; empty when they may. */
    Optional<Verdict> objection(ServedRepository served, Actor actor, Repository.Role role) {
        var person = person(served, actor);
        if (person.isEmpty()) return Optional.of(stranger(actor));
        boolean allowed = person.get().may(role) && may(served, actor, role);
        return allowed ? Optional.empty() : Optional.of(forbidden(actor, role));
    }

    /** Writes down what was asked for and what came of it, and hands that on. */
    Verdict audited(String repository, Actor actor, Deed deed, Verdict verdict) {
        write(repository, actor, deed, verdict);
        return verdict;
    }

    /** Writes it down; answers the number of the line. */
    long write(String repository, Actor actor, Deed deed, Verdict verdict) {
        var outcome = switch (verdict) {
            case Verdict.Accepted _ -> "accepted";
            case Verdict.Refused _ -> "refused";
        };
        var text = deed.about().isEmpty() ? verdict.text() : "%s [%s]".formatted(verdict.text(), deed.about());
        return stores.audit()
                .write(
                        new AuditStore.Line(
                                repository,
                                actor.account(),
                                personIn(repository, actor),
                                deed.what(),
                                outcome,
                                text,
                                deed.reason(),
                                deed.hosts()),
                        now());
    }

    private Optional<String> personIn(String repository, Actor actor) {
        return repositories.values().stream()
                .filter(served -> repository.equals("*") || served.id().value().equals(repository))
                .flatMap(served -> person(served, actor).stream())
                .map(Repository.Person::name)
                .findFirst();
    }

    Instant now() {
        return clock.instant();
    }

    /** Names of the hosts that changes are about. */
    static List<String> hosts(Collection<Change> changes) {
        return changes.stream()
                .flatMap(change -> change instanceof Change.OfHost host
                        ? Stream.of(host.subject().host().value())
                        : Stream.empty())
                .distinct()
                .sorted()
                .toList();
    }

    static Verdict stranger(Actor actor) {
        return new Verdict.Refused(
                "%s belongs to nobody in the people list of the gough.yaml in force. Add the account there, and have that accepted."
                        .formatted(actor.account()));
    }

    static Verdict forbidden(Actor actor, Repository.Role role) {
        return new Verdict.Refused("%s does not have the role %s by the gough.yaml in force."
                .formatted(actor.account(), role.name().toLowerCase(Locale.ROOT)));
    }

    static Verdict unknown(RepositoryId repository) {
        return new Verdict.Refused("The server settings know no repository " + repository + ".");
    }
}

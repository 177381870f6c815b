package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.schema.Repository;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who is behind the commits a rollout brings about, as persons.
 *
 * @param persons names of authors, committers and the person who asked
 * @param certain whether every commit is signed with a known key and every address belongs to a known person
 */
record Authors(SortedSet<String> persons, boolean certain) {
    /** Keeps an unmodifiable copy. */
    Authors {
        persons = Collections.unmodifiableSortedSet(new TreeSet<>(persons));
    }

    /** No commit and nobody who asked: drift found by Gough itself. */
    static final Authors NOBODY = new Authors(new TreeSet<>(), true);

    /** The persons behind {@code commits} by {@code people}, and {@code requester}. */
    static Authors of(
            Collection<InfraRepo.Commit> commits, Optional<String> requester, List<Repository.Person> people) {
        var persons = new TreeSet<String>();
        requester.ifPresent(persons::add);
        var certain = true;
        for (var commit : commits) {
            var author = byEmail(commit.authorEmail(), people);
            var committer = byEmail(commit.committerEmail(), people);
            author.ifPresent(persons::add);
            committer.ifPresent(persons::add);
            commit.coAuthors().stream()
                    .flatMap(address -> byEmail(address, people).stream())
                    .forEach(persons::add);
            commit.signature().flatMap(signer -> named(signer, people)).ifPresent(persons::add);
            certain = certain
                    && author.isPresent()
                    && committer.isPresent()
                    && commit.signature().isPresent();
        }
        return new Authors(persons, certain);
    }

    /** Both together. */
    Authors and(Authors others) {
        var all = new TreeSet<>(persons);
        all.addAll(others.persons);
        return new Authors(all, certain && others.certain);
    }

    private static Optional<String> byEmail(String email, List<Repository.Person> people) {
        return people.stream()
                .filter(person -> person.emails().contains(email))
                .map(Repository.Person::name)
                .findFirst();
    }

    /** A signer is written as a person's name or one of their addresses. */
    private static Optional<String> named(String signer, List<Repository.Person> people) {
        return people.stream()
                .filter(person ->
                        person.name().equals(signer) || person.emails().contains(signer.toLowerCase(Locale.ROOT)))
                .map(Repository.Person::name)
                .findFirst();
    }
}

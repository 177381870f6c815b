package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Repository;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which person an account belongs to, by the rules in force, and what they may do. Pure. */
final class People {
    private final Accounts accounts;

    People(Accounts accounts) {
        this.accounts = accounts;
    }

    Optional<Repository.Person> person(Actor actor, List<Repository.Person> people) {
        return switch (actor) {
            case Actor.SlackUser(var id) ->
                first(people, person -> person.slack().filter(id::equals).isPresent());
            case Actor.ApiToken(var name) ->
                Optional.ofNullable(accounts.tokens().get(name))
                        .flatMap(Accounts.Token::person)
                        .flatMap(owner -> first(people, person -> person.name().equals(owner)));
            case Actor.ForgeAccount(var forge, var id, var login) ->
                first(people, person -> Objects.equals(person.accounts().get(forge), id));
            case Actor.LocalUser local -> Optional.empty(); // a login there proves nothing about a person
        };
    }

    /**
     * Whether {@code actor} may do what {@code role} may. A token never does more than its own role, nor than its person;
     * somebody at the server's own command line may do anything but approve, for they could change the settings as well.
     */
    boolean may(Actor actor, Repository.Role role, List<Repository.Person> people) {
        return switch (actor) {
            case Actor.SlackUser user ->
                person(user, people).filter(person -> person.may(role)).isPresent();
            case Actor.ApiToken token ->
                most(token, people).filter(most -> most.compareTo(role) >= 0).isPresent();
            case Actor.ForgeAccount account ->
                person(account, people).filter(person -> person.may(role)).isPresent();
            case Actor.LocalUser user -> true;
        };
    }

    /**
     * The most a token may do where {@code people} are in force. Where nobody is yet, its own role says it: otherwise
     * nobody could look at a service that waits for its first rules.
     */
    Optional<Repository.Role> most(Actor.ApiToken token, List<Repository.Person> people) {
        var known = Optional.ofNullable(accounts.tokens().get(token.name()));
        if (people.isEmpty() || known.flatMap(Accounts.Token::person).isEmpty()) return known.map(Accounts.Token::role);
        return person(token, people)
                .flatMap(People::highest)
                .flatMap(theirs ->
                        known.map(Accounts.Token::role).map(own -> own.compareTo(theirs) <= 0 ? own : theirs));
    }

    /** The role of a token itself, whoever it belongs to; empty when the settings do not know it. */
    Optional<Repository.Role> own(Actor.ApiToken token) {
        return Optional.ofNullable(accounts.tokens().get(token.name())).map(Accounts.Token::role);
    }

    private static Optional<Repository.Role> highest(Repository.Person person) {
        return Arrays.stream(Repository.Role.values()).filter(person::may).max(Comparator.naturalOrder());
    }

    /** How an account is called in records: the person's name, else the account itself. */
    String name(Actor actor, List<Repository.Person> people) {
        return person(actor, people).map(Repository.Person::name).orElse(actor.account());
    }

    private static Optional<Repository.Person> first(
            List<Repository.Person> people, java.util.function.Predicate<Repository.Person> test) {
        return people.stream().filter(test).findFirst();
    }
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Repository;
import java.util.List;
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
            case Actor.LocalUser local -> Optional.empty(); // a login there proves nothing about a person
        };
    }

    /**
     * Whether {@code actor} may do what {@code role} may. A token never does more than its own role; somebody at the
     * server's own command line may do anything but approve, for they could change the settings as well.
     */
    boolean may(Actor actor, Repository.Role role, List<Repository.Person> people) {
        return switch (actor) {
            case Actor.SlackUser user ->
                person(user, people).filter(person -> person.may(role)).isPresent();
            case Actor.ApiToken(var name) ->
                Optional.ofNullable(accounts.tokens().get(name))
                        .filter(token -> token.role().compareTo(role) >= 0)
                        .isPresent();
            case Actor.LocalUser user -> true;
        };
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

package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may say yes to what comes from certain files of the repository.
 *
 * @param glob which files
 * @param roles whoever has one of these roles, or one above it, is admitted
 * @param people and so are these, by their names
 */
public record PathRule(PathGlob glob, SortedSet<Repository.Role> roles, SortedSet<String> people) {
    /** Keeps unmodifiable copies. */
    public PathRule {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        people = Collections.unmodifiableSortedSet(new TreeSet<>(people));
    }

    /** Whether it lets {@code person} say yes. That they must be approvers as well is another rule. */
    public boolean admits(Repository.Person person) {
        return people.contains(person.name()) || roles.stream().anyMatch(person::may);
    }

    /** Whom it admits, for people and records: {@code role admin, Ben Haas}. */
    public String words() {
        return Stream.concat(
                        roles.stream().map(role -> "role " + role.name().toLowerCase(Locale.ROOT)), people.stream())
                .collect(Collectors.joining(", "));
    }
}

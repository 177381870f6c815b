package io.penguintech.gough.simulators.git;

import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Someone whose name stands in a commit, as author or as committer.
 *
 * @param name as git shows it
 * @param email without angle brackets
 */
public record Person(String name, String email) {

    PersonIdent at(Instant when) {
        return new PersonIdent(name, email, when, ZoneOffset.UTC);
    }
}

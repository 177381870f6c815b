package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.forge.Member;
import java.util.List;
import java.util.Optional;

/** The people of the demo. All but the last stand in the example's gough.yaml. */
final class Cast {
    static final Person ADA =
            new Person("U0ADA00001", "Ada Okafor", "author", new Member(4_100_001, "ada", Member.Role.WRITE));
    static final Person BEN =
            new Person("U0BEN00002", "Ben Haas", "approver", new Member(4_100_002, "ben", Member.Role.WRITE));
    static final Person CHI =
            new Person("U0CHI00003", "Chi Tanaka", "admin", new Member(4_100_003, "chi", Member.Role.ADMIN));
    static final Person DORA =
            new Person("U0DORA0004", "Dora Lind", "viewer", new Member(4_100_004, "dora", Member.Role.WRITE));
    static final Person STRANGER = new Person(
            "U0MAL00005", "Mallory Stranger", "stranger", new Member(4_100_005, "mallory", Member.Role.READ));

    private Cast() {}

    /**
     * A person.
     *
     * @param slack Slack's id
     * @param name the full name
     * @param part what they are in the demo
     * @param account theirs on the forge
     */
    record Person(String slack, String name, String part, Member account) {
        /** Their name in Slack, at the git server and on the forge. */
        String handle() {
            return account.login();
        }
    }

    static List<Person> all() {
        return List.of(ADA, BEN, CHI, DORA, STRANGER);
    }

    /** Whose id in Slack this is. */
    static Optional<Person> of(String slack) {
        return all().stream().filter(person -> person.slack().equals(slack)).findFirst();
    }
}

package io.penguintech.gough.demo;

import java.util.List;

/** The people of the demo. All but the last stand in the example's gough.yaml. */
final class Cast {
    static final Person ADA = new Person("U0ADA00001", "ada", "Ada Okafor", "author");
    static final Person BEN = new Person("U0BEN00002", "ben", "Ben Haas", "approver");
    static final Person CHI = new Person("U0CHI00003", "chi", "Chi Tanaka", "admin");
    static final Person DORA = new Person("U0DORA0004", "dora", "Dora Lind", "viewer");
    static final Person STRANGER = new Person("U0MAL00005", "mallory", "Mallory Stranger", "stranger");

    private Cast() {}

    /**
     * A person.
     *
     * @param slack Slack's id
     * @param handle Slack's name
     * @param name the full name
     * @param part what they are in the demo
     */
    record Person(String slack, String handle, String name, String part) {}

    static List<Person> all() {
        return List.of(ADA, BEN, CHI, DORA, STRANGER);
    }
}

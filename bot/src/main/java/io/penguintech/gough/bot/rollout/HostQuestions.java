package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Live questions of people to running hosts. Judged by the rules in force and written to the record, asked or refused;
 * the answers are kept in memory only, and for a short time. Thread-safe; nothing but {@link #ended} waits for a host.
 */
public interface HostQuestions {
    /**
     * What somebody wants to know.
     *
     * @param what the SQL, or the name of a declared query
     * @param on a host's name, {@code label:KEY=VALUE} or {@code finding:DIGEST}
     * @param reason why; may be empty text
     * @param hosts how many hosts that means, as far as the person says
     */
    record Ask(What what, String on, String reason, OptionalInt hosts) {}

    /** An SQL, or the name of a declared query. */
    sealed interface What {
        /** As the person wrote it. */
        String text();

        /** What is asked. */
        record Sql(String text) implements What {}

        /** The name of a query whose SQL is asked. */
        record Named(String text) implements What {}
    }

    /** What came of it. */
    sealed interface Begun {
        /**
         * Hosts are being asked.
         *
         * @param id by which the answers are read
         * @param text for the person
         */
        record Asking(String id, String text) implements Begun {}

        /**
         * Nobody is asked.
         *
         * @param why for the person, everything that is wrong
         */
        record Refused(String why) implements Begun {}
    }

    /** Asks hosts, if the rules let this person. An API token must have the role operator itself. */
    Begun ask(RepositoryId repository, Ask ask, Actor actor);

    /** A question as it stands, for whoever asked and for admins; empty for others, and when it is forgotten. */
    Optional<HostQuestion> find(String id, Actor actor);

    /** The same once it is over: waits for that, at most as long as hosts are waited for and Fleet needs, and then as it stands. */
    Optional<HostQuestion> ended(String id, Actor actor);

    /** Whether this person may ask anything at all. */
    boolean may(RepositoryId repository, Actor actor);
}

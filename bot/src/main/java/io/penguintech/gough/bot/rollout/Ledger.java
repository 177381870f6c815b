package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What was written down for people: who asked for what. Thread-safe; reads only. */
public interface Ledger {
    /**
     * One line: somebody asked for something, also when it was refused.
     *
     * @param id its number; grows with time
     * @param repository its id; {@code *} for what concerns all
     * @param at when
     * @param who the account it was asked with, such as {@code slack:U012ABC}
     * @param person the person behind that account by the rules then in force
     * @param what the deed, such as {@code approve r12}
     * @param outcome accepted or refused; empty for lines of an older version
     * @param text what Gough answered
     * @param reason why, as the person said; may be empty text
     * @param hosts the hosts it was about
     */
    record Entry(
            long id,
            String repository,
            Instant at,
            String who,
            Optional<String> person,
            String what,
            String outcome,
            String text,
            String reason,
            List<String> hosts) {
        /** Keeps a copy. */
        public Entry {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * Which lines.
     *
     * @param repository of this repository, and what concerned all
     * @param person by this person, or with this account
     * @param host about this host
     * @param before with a number below this
     * @param limit at most so many, 1 to 1,000
     */
    record Filter(
            Optional<RepositoryId> repository,
            Optional<String> person,
            Optional<String> host,
            OptionalLong before,
            int limit) {}

    /** The newest lines first. */
    List<Entry> audit(Filter filter);
}

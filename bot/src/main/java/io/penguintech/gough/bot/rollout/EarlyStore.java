package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code early_changes}: what somebody let begin outside of the change windows. */
final class EarlyStore {
    private final JdbcClient db;

    EarlyStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * Somebody's word.
     *
     * @param by who let them begin
     * @param reason why
     * @param at when
     * @param expires until when it holds
     */
    record Word(String by, String reason, Instant at, Instant expires) {}

    /** Lets changes of a rollout begin; the last word holds. */
    void add(RepositoryId repository, RolloutId rollout, Collection<String> digests, Word word) {
        db.sql("""
                insert into early_changes (repository, rollout, digest, by, reason, at, expires)
                select :repository, :rollout, digest, :by, :reason, :at, :expires
                from unnest(cast(:digests as text[])) as t (digest)
                on conflict (rollout, digest) do update set by = :by, reason = :reason, at = :at, expires = :expires""")
                .param("repository", repository.value())
                .param("rollout", rollout.value())
                .param("digests", Columns.array(Set.copyOf(digests)))
                .param("by", Columns.text(word.by()))
                .param("reason", Columns.text(word.reason()))
                .param("at", Columns.at(word.at()))
                .param("expires", Columns.at(word.expires()))
                .update();
    }

    /** The rollout is succeeded by another one, which takes over what was said of it. */
    void move(RolloutId from, RolloutId to) {
        db.sql("update early_changes set rollout = :to where rollout = :from")
                .param("from", from.value())
                .param("to", to.value())
                .update();
    }

    /** Whether what was begun may go on early now, whichever rollout took over what was said. */
    boolean holdsFor(Intent intent, Instant now) {
        return db.sql("""
                select exists (
                    select from early_changes where repository = :repository and digest = :digest and expires > :now)""")
                .param("repository", intent.repository().value())
                .param("digest", intent.digest())
                .param("now", Columns.at(now))
                .query(Boolean.class)
                .single();
    }

    /** Digests of the changes of a rollout that may begin early now. */
    Set<String> of(RolloutId rollout, Instant now) {
        return db
                .sql("select digest from early_changes where rollout = :rollout and expires > :now")
                .param("rollout", rollout.value())
                .param("now", Columns.at(now))
                .query(String.class)
                .list() // a stream would keep its connection
                .stream()
                .collect(Collectors.toSet());
    }
}

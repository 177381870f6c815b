package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code alert_parts}: what an open alert consists of that only a Fleet tells. They go with the alert. */
final class AlertParts {
    private final JdbcClient db;

    AlertParts(JdbcClient db) {
        this.db = db;
    }

    /** What the hosts of a part are. */
    enum Hosts {
        /** Some that somebody told of: they come to those that are known. */
        TOLD,
        /** Some of those that there are, as not all were read. */
        SOME,
        /** All that there are, and no others. */
        ALL
    }

    /**
     * A part.
     *
     * @param id what makes it one and the same
     * @param words what people see of it
     * @param at since when: the newest are shown first
     * @param hosts hosts that it is about, by Fleet's id
     * @param which what they are
     */
    record Part(String id, String words, Instant at, SortedMap<Long, String> hosts, Hosts which) {
        /** One that is about no host. */
        static Part of(String id, String words, Instant at) {
            return new Part(id, words, at, new TreeMap<>(), Hosts.TOLD);
        }
    }

    /**
     * Adds one, or renews it.
     *
     * @param expires until when it counts, if it is not heard of again
     */
    void put(RepositoryId repository, String key, Part part, Instant expires) {
        db.sql("""
                insert into alert_parts (repository, key, part, words, at, expires, hosts, whole)
                values (:repository, :key, :part, :words, :at, :expires, cast(:hosts as bigint[]), :which <> 'SOME')
                on conflict (repository, key, part) do update set
                    words = excluded.words, at = excluded.at,
                    expires = greatest(alert_parts.expires, excluded.expires),
                    hosts = case when :which = 'ALL' then excluded.hosts else
                        array(select distinct unnest(alert_parts.hosts || excluded.hosts)) end,
                    whole = case when :which = 'TOLD' then alert_parts.whole else excluded.whole end""")
                .param("repository", repository.value())
                .param("key", key)
                .param("part", part.id())
                .param("words", Columns.text(part.words()))
                .param("at", Columns.at(part.at()))
                .param("expires", Columns.at(expires))
                .param("hosts", Columns.array(part.hosts().keySet()))
                .param("which", part.which().name())
                .update();
    }

    /** They were heard of again; nothing happens to what is no part any more. Answers whether any is. */
    boolean prolong(RepositoryId repository, String key, Collection<String> parts, Instant expires) {
        return db.sql("""
                update alert_parts set expires = greatest(expires, :expires)
                where repository = :repository and key = :key and part = any(cast(:parts as text[]))""")
                        .param("repository", repository.value())
                        .param("key", key)
                        .param("parts", Columns.array(parts))
                        .param("expires", Columns.at(expires))
                        .update()
                > 0;
    }

    /** The words of those that count now, the newest first. */
    List<String> words(RepositoryId repository, String key, Instant now) {
        return db.sql("""
                select words from alert_parts where repository = :repository and key = :key and expires > :now
                order by at desc, part""")
                .param("repository", repository.value())
                .param("key", key)
                .param("now", Columns.at(now))
                .query(Columns::only)
                .list();
    }

    /** Of how many not all hosts are known. */
    int unread(RepositoryId repository, String key) {
        return db.sql("select count(*) from alert_parts where repository = :repository and key = :key and not whole")
                .param("repository", repository.value())
                .param("key", key)
                .query(Integer.class)
                .single();
    }

    /** When each part of these alerts was heard of last, by the key of the alert and what makes the part one and the same. */
    Map<String, SortedMap<String, Instant>> all(RepositoryId repository, Collection<String> keys) {
        var all = new TreeMap<String, SortedMap<String, Instant>>();
        db.sql(
                        "select key, part, at from alert_parts where repository = :repository and key = any(cast(:keys as text[]))")
                .param("repository", repository.value())
                .param("keys", Columns.array(keys))
                .query(row -> {
                    all.computeIfAbsent(row.getString("key"), any -> new TreeMap<>())
                            .put(row.getString("part"), Columns.instant(row, "at"));
                });
        return all;
    }

    /** Removes one; answers whether it was there. */
    boolean remove(RepositoryId repository, String key, String part) {
        return db.sql("delete from alert_parts where repository = :repository and key = :key and part = :part")
                        .param("repository", repository.value())
                        .param("key", key)
                        .param("part", part)
                        .update()
                > 0;
    }

    /** When the last of them is over; empty when there is none. */
    Optional<Instant> until(RepositoryId repository, String key) {
        return db.sql("select max(expires) as until from alert_parts where repository = :repository and key = :key")
                .param("repository", repository.value())
                .param("key", key)
                .query((row, _) -> Columns.optionalInstant(row, "until"))
                .single();
    }

    /** Forgets those that do not count any more: these, by the key of their alert. */
    Map<String, List<String>> forget(RepositoryId repository, Instant now) {
        var gone = new TreeMap<String, List<String>>();
        db.sql("delete from alert_parts where repository = :repository and expires <= :now returning key, part")
                .param("repository", repository.value())
                .param("now", Columns.at(now))
                .query(row -> {
                    gone.computeIfAbsent(row.getString("key"), any -> new ArrayList<>())
                            .add(row.getString("part"));
                });
        return gone;
    }
}

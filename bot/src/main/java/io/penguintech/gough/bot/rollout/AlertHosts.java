package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code alert_hosts}: which host an alert is about from when to when. Ten thousand at once are one statement. */
final class AlertHosts {
    private final JdbcClient db;

    AlertHosts(JdbcClient db) {
        this.db = db;
    }

    /** Those that an alert is about now: each host's identity with its name. */
    SortedMap<String, String> now(RepositoryId repository, String key) {
        var all = new TreeMap<String, String>();
        db.sql("select host, name from alert_hosts where repository = :repository and key = :key and until is null")
                .param("repository", repository.value())
                .param("key", key)
                .query(row -> {
                    all.put(row.getString("host"), row.getString("name"));
                });
        return all;
    }

    /** Names of all hosts that an alert is or was about lately. */
    List<String> names(RepositoryId repository) {
        return db.sql("select distinct name from alert_hosts where repository = :repository order by name")
                .param("repository", repository.value())
                .query(Columns::only)
                .list();
    }

    /** From now on it is about these too: each host's identity with its name. */
    void began(RepositoryId repository, String key, Map<String, String> hosts, Instant now) {
        if (hosts.isEmpty()) return;
        var ids = List.copyOf(hosts.keySet());
        db.sql("""
                insert into alert_hosts (repository, key, host, name, since)
                select :repository, :key, host, name, :now
                from unnest(cast(:hosts as text[]), cast(:names as text[])) as new(host, name)
                on conflict do nothing""")
                .param("repository", repository.value())
                .param("key", key)
                .param("hosts", Columns.array(ids))
                .param(
                        "names",
                        Columns.array(ids.stream()
                                .map(id -> Columns.text(hosts.getOrDefault(id, "")))
                                .toList()))
                .param("now", Columns.at(now))
                .update();
    }

    /** From now on it is not about these any more. */
    void ended(RepositoryId repository, String key, Collection<String> hosts, Instant now) {
        if (hosts.isEmpty()) return;
        db.sql("""
                update alert_hosts set until = :now from unnest(cast(:hosts as text[])) as gone(host)
                where repository = :repository and key = :key and alert_hosts.host = gone.host and until is null""")
                .param("repository", repository.value())
                .param("key", key)
                .param("hosts", Columns.array(hosts))
                .param("now", Columns.at(now))
                .update();
    }

    /** From now on it is about none that no part of it is about; nothing happens while a part does not say whom it is about. */
    void endedWithParts(RepositoryId repository, String key, Instant now) {
        db.sql("""
                update alert_hosts set until = :now
                where repository = :repository and key = :key and until is null
                    and host not in (select unnest(hosts)::text from alert_parts
                        where repository = :repository and key = :key and hosts is not null)
                    and not exists (select 1 from alert_parts
                        where repository = :repository and key = :key and hosts is null)""")
                .param("repository", repository.value())
                .param("key", key)
                .param("now", Columns.at(now))
                .update();
    }

    /** How many different hosts it was about since. */
    int since(RepositoryId repository, String key, Instant since) {
        return db.sql("""
                select count(distinct host) from alert_hosts
                where repository = :repository and key = :key and since >= :since""")
                .param("repository", repository.value())
                .param("key", key)
                .param("since", Columns.at(since))
                .query(Integer.class)
                .single();
    }

    /** Those of now first, then by name. */
    List<Alerts.AboutHost> page(RepositoryId repository, String key, int after, int limit) {
        return db.sql("""
                select name, since, until from alert_hosts where repository = :repository and key = :key
                order by until is not null, name, host, since limit :limit offset :after""")
                .param("repository", repository.value())
                .param("key", key)
                .param("limit", limit)
                .param("after", after)
                .query((row, _) -> new Alerts.AboutHost(
                        row.getString("name"), Columns.instant(row, "since"), Columns.optionalInstant(row, "until")))
                .list();
    }

    /** The key that something was recorded under lately, by its short name. */
    Optional<String> key(RepositoryId repository, String id) {
        return db.sql("""
                select key from open_alerts where repository = :repository
                union select key from resolved_alerts where repository = :repository
                union select key from alert_silences where repository = :repository and key is not null""").param("repository", repository.value()).query(Columns::only).list().stream()
                .filter(key -> Alert.id(key).equals(id) || key.equals(id))
                .findFirst();
    }
}

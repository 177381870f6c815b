package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.BackendIdentity;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code backend_pins} and {@code backend_claims}: which server is meant, and which instance writes to it. */
final class BackendStore {
    private final JdbcClient db;

    BackendStore(JdbcClient db) {
        this.db = db;
    }

    /** The identities a repository is pinned to, by backend. Addresses and versions are not kept: they may change. */
    Map<String, BackendIdentity> pins(RepositoryId repository) {
        return db
                .sql("select * from backend_pins where repository = :repository")
                .param("repository", repository.value())
                .query((row, number) -> Map.entry(
                        row.getString("backend"),
                        new BackendIdentity("", row.getString("fingerprint"), row.getString("login"), "")))
                .list() // a stream would keep its connection
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Pins a backend; replaces the pin it had. */
    void pin(RepositoryId repository, String backend, BackendIdentity identity) {
        db.sql("""
                insert into backend_pins (repository, backend, fingerprint, login)
                values (:repository, :backend, :fingerprint, :login)
                on conflict (repository, backend) do update
                set fingerprint = excluded.fingerprint, login = excluded.login""")
                .param("repository", repository.value())
                .param("backend", backend)
                .param("fingerprint", identity.fingerprint())
                .param("login", identity.user())
                .update();
    }

    /** Claims a server for an instance. Answers whose it is: another instance's when that one was first. */
    String claim(RepositoryId repository, String fingerprint, String instance, Instant now) {
        db.sql("""
                insert into backend_claims (fingerprint, repository, instance, at)
                values (:fingerprint, :repository, :instance, :now) on conflict do nothing""")
                .param("fingerprint", fingerprint)
                .param("repository", repository.value())
                .param("instance", instance)
                .param("now", Columns.at(now))
                .update();
        return db.sql("select instance from backend_claims where fingerprint = :fingerprint")
                .param("fingerprint", fingerprint)
                .query(String.class)
                .single();
    }

    /** An admin says that this instance takes over what another had claimed. */
    void reclaim(RepositoryId repository, String instance) {
        db.sql("""
                update backend_claims set instance = :instance
                where fingerprint in (select fingerprint from backend_pins where repository = :repository)""")
                .param("instance", instance)
                .param("repository", repository.value())
                .update();
    }
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.HostName;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code deployed_images}: from which version of its image a host was deployed. MAAS does not remember it. */
final class ImageRecordStore {
    private final JdbcClient db;
    private final RepositoryId repository;

    ImageRecordStore(JdbcClient db, RepositoryId repository) {
        this.db = db;
        this.repository = repository;
    }

    SortedMap<HostName, String> all() {
        var images = new TreeMap<HostName, String>();
        db.sql("select * from deployed_images where repository = :repository")
                .param("repository", repository.value())
                .query(row -> {
                    images.put(new HostName(row.getString("host")), row.getString("version"));
                });
        return images;
    }

    void put(HostName host, String version) {
        db.sql("""
                insert into deployed_images (repository, host, version) values (:repository, :host, :version)
                on conflict (repository, host) do update set version = excluded.version""")
                .param("repository", repository.value())
                .param("host", host.value())
                .param("version", version)
                .update();
    }

    /** What one host was deployed from is what the other was: it has another name. */
    void rename(HostName from, HostName to) {
        forget(to);
        db.sql("update deployed_images set host = :to where repository = :repository and host = :from")
                .param("repository", repository.value())
                .param("from", from.value())
                .param("to", to.value())
                .update();
    }

    void forget(HostName host) {
        db.sql("delete from deployed_images where repository = :repository and host = :host")
                .param("repository", repository.value())
                .param("host", host.value())
                .update();
    }
}

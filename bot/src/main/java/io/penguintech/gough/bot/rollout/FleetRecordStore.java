package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code fleet_records}: which queries, policies and labels a repository manages. */
final class FleetRecordStore {
    private final JdbcClient db;
    private final RepositoryId repository;

    FleetRecordStore(JdbcClient db, RepositoryId repository) {
        this.db = db;
        this.repository = repository;
    }

    /** Fleet's ids. */
    SortedMap<Subject.OfFleet, Long> all() {
        var objects = new TreeMap<Subject.OfFleet, Long>();
        db.sql("select * from fleet_records where repository = :repository")
                .param("repository", repository.value())
                .query(row -> {
                    objects.put(
                            new Subject.OfFleet(
                                    FleetKind.of(row.getString("kind")).orElseThrow(),
                                    new BackendName(row.getString("fleet")),
                                    row.getString("team"),
                                    row.getString("name")),
                            row.getLong("object_id"));
                });
        return objects;
    }

    /** Takes an object over that nobody has, of this repository or another one: one that somebody has stays theirs. */
    void adopt(Subject.OfFleet subject, long id) {
        boolean taken =
                db.sql("select count(*) from fleet_records where kind = :kind and fleet = :fleet and object_id = :id")
                                .param("kind", subject.kind().word())
                                .param("fleet", subject.fleet().value())
                                .param("id", id)
                                .query(Integer.class)
                                .single()
                        > 0;
        if (!taken) put(subject, id);
    }

    /** Writes a record; one of the same object under another name goes. */
    void put(Subject.OfFleet subject, long id) {
        db.sql("""
                delete from fleet_records
                where repository = :repository and kind = :kind and fleet = :fleet
                    and ((team = :team and name = :name) or object_id = :id)""")
                .param("repository", repository.value())
                .param("kind", subject.kind().word())
                .param("fleet", subject.fleet().value())
                .param("team", subject.team())
                .param("name", subject.name())
                .param("id", id)
                .update();
        db.sql("""
                insert into fleet_records (repository, kind, fleet, team, name, object_id)
                values (:repository, :kind, :fleet, :team, :name, :id)""")
                .param("repository", repository.value())
                .param("kind", subject.kind().word())
                .param("fleet", subject.fleet().value())
                .param("team", subject.team())
                .param("name", subject.name())
                .param("id", id)
                .update();
    }

    void forget(Subject.OfFleet subject) {
        db.sql("""
                delete from fleet_records
                where repository = :repository and kind = :kind and fleet = :fleet and team = :team and name = :name""")
                .param("repository", repository.value())
                .param("kind", subject.kind().word())
                .param("fleet", subject.fleet().value())
                .param("team", subject.team())
                .param("name", subject.name())
                .update();
    }
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.ThingKind;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code thing_records}: which zones, subnets, DNS records and so on a repository manages. */
final class ThingRecordStore {
    private final JdbcClient db;
    private final RepositoryId repository;

    ThingRecordStore(JdbcClient db, RepositoryId repository) {
        this.db = db;
        this.repository = repository;
    }

    /** MAAS's ids. */
    SortedMap<Subject.OfThing, String> all() {
        return column("thing_id");
    }

    /** What told each from all others, as far as it is known. */
    SortedMap<Subject.OfThing, String> keys() {
        return column("thing_key");
    }

    private SortedMap<Subject.OfThing, String> column(String column) {
        var things = new TreeMap<Subject.OfThing, String>();
        db.sql("select * from thing_records where repository = :repository")
                .param("repository", repository.value())
                .query(row -> {
                    var value = row.getString(column);
                    if (value != null)
                        things.put(
                                new Subject.OfThing(
                                        new BackendName(row.getString("region")),
                                        ThingKind.of(row.getString("kind")).orElseThrow(),
                                        row.getString("name")),
                                value);
                });
        return things;
    }

    /** It was seen to be as declared, and this told it from all others. */
    void learn(Subject.OfThing thing, String key) {
        db.sql("""
                update thing_records set thing_key = :key
                where repository = :repository and region = :region and kind = :kind and name = :name""")
                .param("repository", repository.value())
                .param("region", thing.region().value())
                .param("kind", thing.kind().word())
                .param("name", thing.name())
                .param("key", key)
                .update();
    }

    /** The region is another server: its numbers are those of other things. A tag is known by its name. */
    void forget(BackendName region) {
        db.sql("delete from thing_records where repository = :repository and region = :region and kind <> :tag")
                .param("repository", repository.value())
                .param("region", region.value())
                .param("tag", ThingKind.TAG.word())
                .update();
    }

    /** Writes a record, in one statement with what it replaces: the same thing under another name goes. */
    void put(Subject.OfThing thing, String id) {
        db.sql("""
                with gone as (
                    delete from thing_records
                    where repository = :repository and region = :region and kind = :kind
                        and thing_id = :id and name <> :name)
                insert into thing_records (repository, region, kind, name, thing_id)
                values (:repository, :region, :kind, :name, :id)
                on conflict (repository, region, kind, name)
                do update set thing_id = excluded.thing_id,
                    thing_key = case when thing_records.thing_id = excluded.thing_id then thing_records.thing_key end""")
                .param("repository", repository.value())
                .param("region", thing.region().value())
                .param("kind", thing.kind().word())
                .param("name", thing.name())
                .param("id", id)
                .update();
    }
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Installation;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.BackendName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Table {@code installations}: when what runs on a machine was installed, and whether it is meant to be in Fleet. By machine, as
 * a host that is renamed runs on.
 */
final class InstallationStore {
    private static final String USER_DATA = "user data";
    private static final String SEEN = "fleet";
    private static final String SEEN_BEFORE = "user data, in fleet before";

    private final JdbcClient db;
    private final RepositoryId repository;

    InstallationStore(JdbcClient db, RepositoryId repository) {
        this.db = db;
        this.repository = repository;
    }

    /** A machine of a region. */
    record Key(BackendName region, SystemId id) {}

    /**
     * What is remembered of a machine.
     *
     * @param installed when Gough installed what runs there; empty when Gough did not
     * @param meant whether it is meant to be in Fleet
     * @param seen whether it was seen there, even if it was installed again since
     */
    record Row(Optional<Installation> installed, boolean meant, boolean seen) {
        static final Row NOTHING = new Row(Optional.empty(), false, false);
    }

    Map<Key, Row> all() {
        var all = new HashMap<Key, Row>();
        db.sql("select * from installations where repository = :repository")
                .param("repository", repository.value())
                .query(row -> {
                    all.put(
                            new Key(new BackendName(row.getString("region")), new SystemId(row.getString("system_id"))),
                            row(row));
                });
        return all;
    }

    private static Row row(ResultSet row) throws SQLException {
        var sent = Columns.optionalInstant(row, "sent_at");
        var arrived = Columns.optionalInstant(row, "arrived_at");
        var meantBy = Columns.optional(row, "meant_by");
        return new Row(
                sent.flatMap(from -> arrived.map(at -> new Installation(from, at))),
                meantBy.isPresent(),
                meantBy.filter(by -> by.equals(SEEN) || by.equals(SEEN_BEFORE)).isPresent());
    }

    /** A machine was installed: of an earlier installation only counts that our user saw it in Fleet, if this one is to be there. */
    void put(Key machine, Installation installed, boolean enrols) {
        db.sql("""
            insert into installations (repository, region, system_id, sent_at, arrived_at, meant_by)
            values (:repository, :region, :id, :sent, :arrived, :by)
            on conflict (repository, region, system_id) do update
            set sent_at = excluded.sent_at, arrived_at = excluded.arrived_at,
                meant_by = case when excluded.meant_by is not null and installations.meant_by in (:seen, :before)
                    then :before else excluded.meant_by end\
            """)
                .param("seen", SEEN)
                .param("before", SEEN_BEFORE)
                .param("repository", repository.value())
                .param("region", machine.region().value())
                .param("id", machine.id().value())
                .param("sent", Columns.at(installed.sent()))
                .param("arrived", Columns.at(installed.arrived()))
                .param("by", enrols ? USER_DATA : null, java.sql.Types.VARCHAR)
                .update();
    }

    /** What runs on these machines was seen in Fleet: from now on it is missed there. */
    void seenInFleet(List<Key> machines) {
        if (machines.isEmpty()) return;
        db.sql("""
            insert into installations (repository, region, system_id, meant_by)
            select :repository, seen.region, seen.id, :by
            from unnest(cast(:regions as text[]), cast(:ids as text[])) as seen (region, id)
            on conflict (repository, region, system_id) do update
            set meant_by = excluded.meant_by\
            """)
                .param("by", SEEN)
                .param("repository", repository.value())
                .param(
                        "regions",
                        machines.stream().map(one -> one.region().value()).toArray(String[]::new))
                .param("ids", machines.stream().map(one -> one.id().value()).toArray(String[]::new))
                .update();
    }

    /** Nothing is installed there any more. */
    void forget(Key machine) {
        db.sql("delete from installations where repository = :repository and region = :region and system_id = :id")
                .param("repository", repository.value())
                .param("region", machine.region().value())
                .param("id", machine.id().value())
                .update();
    }
}

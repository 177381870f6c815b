package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.BackendName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tables {@code fleet_hints} and {@code fleet_deliveries}: what Fleets say by themselves. Whichever process hears it, the one that
 * works follows it.
 */
final class FleetHints {
    /** Its queries, policies and labels. */
    static final String OBJECTS = "objects";
    /** What people did in it. */
    static final String LOG = "log";
    /** Its hosts as a whole. */
    static final String HOSTS = "hosts";
    /** Who fails a policy; Fleet's id of it follows. */
    static final String POLICY = "policy ";

    private static final Duration KEPT = Duration.ofDays(7);

    private final JdbcClient db;

    FleetHints(JdbcClient db) {
        this.db = db;
    }

    /** Twice before it is taken is once. */
    void add(BackendName fleet, String about, Instant now) {
        db.sql("insert into fleet_hints (fleet, about, at) values (:fleet, :about, :now) on conflict do nothing")
                .param("fleet", fleet.value())
                .param("about", about)
                .param("now", Columns.at(now))
                .update();
    }

    /** All that there are for a Fleet, once. */
    List<String> take(BackendName fleet) {
        return db.sql("delete from fleet_hints where fleet = :fleet returning about")
                .param("fleet", fleet.value())
                .query(Columns::only)
                .list();
    }

    /** Whether this was delivered for the first time. */
    boolean first(String digest, Instant now) {
        db.sql("delete from fleet_deliveries where at < :old")
                .param("old", Columns.at(now.minus(KEPT)))
                .update();
        return db.sql("insert into fleet_deliveries (digest, at) values (:digest, :now) on conflict do nothing")
                        .param("digest", digest)
                        .param("now", Columns.at(now))
                        .update()
                > 0;
    }

    /** Repositories that manage something in a Fleet. */
    List<String> repositories(BackendName fleet) {
        return db.sql("select distinct repository from fleet_records where fleet = :fleet")
                .param("fleet", fleet.value())
                .query(Columns::only)
                .list();
    }
}

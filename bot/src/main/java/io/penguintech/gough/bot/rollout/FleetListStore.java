package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.BackendName;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code fleet_lists}: how far was read what Fleets list of what happened. What was read of another server counts for nothing. */
final class FleetListStore {
    private final JdbcClient db;

    FleetListStore(JdbcClient db) {
        this.db = db;
    }

    /** What is read. */
    enum What {
        /** What people did. */
        LOG("log"),
        /** What is known to be wrong with software of hosts. */
        VULNERABILITIES("vulnerabilities");

        private final String word;

        What(String word) {
            this.word = word;
        }
    }

    /**
     * A list of one server.
     *
     * @param server the fingerprint of the server
     */
    record Which(BackendName fleet, What what, String server) {}

    /** Answers whether another server was this Fleet until now; what was read of it counts for nothing any more. */
    boolean isAnother(Which which) {
        return db.sql("""
                update fleet_lists set server = :server, newest = 0, read_at = null
                where fleet = :fleet and list = :list and server <> :server""")
                        .param("fleet", which.fleet().value())
                        .param("list", which.what().word)
                        .param("server", which.server())
                        .update()
                > 0;
    }

    /** When it was last read to its end; empty: never. */
    Optional<Instant> readAt(Which which) {
        return db.sql("""
                select read_at from fleet_lists
                where fleet = :fleet and list = :list and server = :server and read_at is not null""")
                .param("fleet", which.fleet().value())
                .param("list", which.what().word)
                .param("server", which.server())
                .query((row, _) -> Columns.instant(row, "read_at"))
                .optional();
    }

    /** The newest entry that was read; empty when it was never read to its end. */
    Optional<Long> newest(Which which) {
        return db.sql("""
                select newest from fleet_lists
                where fleet = :fleet and list = :list and server = :server and read_at is not null""")
                .param("fleet", which.fleet().value())
                .param("list", which.what().word)
                .param("server", which.server())
                .query(Long.class)
                .optional();
    }

    /** Whether it can be read, as far as is known. */
    boolean isRead(BackendName fleet, What what) {
        return db.sql("""
                select read_at is not null and not refused from fleet_lists
                where fleet = :fleet and list = :list""")
                .param("fleet", fleet.value())
                .param("list", what.word)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** It was read to its end. Answers whether people were told that it cannot be. */
    boolean read(Which which, long newest, Instant now) {
        boolean refused = isRefused(which);
        db.sql("""
                insert into fleet_lists (fleet, list, server, newest, refused, read_at)
                values (:fleet, :list, :server, :newest, false, :now)
                on conflict (fleet, list) do update set
                    server = excluded.server, newest = excluded.newest, refused = false, read_at = excluded.read_at""")
                .param("fleet", which.fleet().value())
                .param("list", which.what().word)
                .param("server", which.server())
                .param("newest", newest)
                .param("now", Columns.at(now))
                .update();
        return refused;
    }

    /** It cannot be read until a person acts. Answers whether that is news. */
    boolean refused(Which which) {
        if (isRefused(which)) return false;
        db.sql("""
                insert into fleet_lists (fleet, list, server, refused) values (:fleet, :list, :server, true)
                on conflict (fleet, list) do update set refused = true""")
                .param("fleet", which.fleet().value())
                .param("list", which.what().word)
                .param("server", which.server())
                .update();
        return true;
    }

    private boolean isRefused(Which which) {
        return db.sql("select refused from fleet_lists where fleet = :fleet and list = :list and server = :server")
                .param("fleet", which.fleet().value())
                .param("list", which.what().word)
                .param("server", which.server())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }
}

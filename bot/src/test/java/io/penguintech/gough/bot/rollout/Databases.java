package io.penguintech.gough.bot.rollout;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One PostgreSQL for the whole test run, and an empty migrated database for whoever asks. */
public final class Databases {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String MIGRATED = "migrated";

    private Databases() {}

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var server = EmbeddedPostgres.builder().start();
                JdbcClient.create(server.getPostgresDatabase())
                        .sql("create database " + MIGRATED)
                        .update();
                Flyway.configure()
                        .dataSource(server.getJdbcUrl("postgres", MIGRATED), "postgres", "")
                        .outOfOrder(true)
                        .load()
                        .migrate();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static void order(String statement) {
            JdbcClient.create(POSTGRES.getPostgresDatabase()).sql(statement).update();
        }
    }

    /** A database of its own, with every table and no row. Closing it drops it: two hundred of them fill a disk. */
    public static HikariDataSource fresh() {
        var name = "test" + NUMBER.incrementAndGet();
        // A copy of one that was migrated: a tenth of the work of migrating each.
        Server.order("create database " + name + " template " + MIGRATED);
        // A pool as small as the service's: a connection that is not given back stands still here too.
        var pool = new HikariConfig();
        pool.setJdbcUrl(Server.POSTGRES.getJdbcUrl("postgres", name));
        pool.setMaximumPoolSize(5);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(10_000);
        return new Dropped(pool, name);
    }

    private static final class Dropped extends HikariDataSource {
        private final String name;

        Dropped(HikariConfig pool, String name) {
            super(pool);
            this.name = name;
        }

        @Override
        public void close() {
            if (isClosed()) return;
            super.close();
            Server.order("drop database if exists " + name + " with (force)");
        }
    }
}

package io.penguintech.gough.bot.rollout;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One PostgreSQL for the whole test run, and an empty migrated database for whoever asks. */
public final class Databases {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Databases() {}

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A database of its own, with every table and no row. */
    public static DataSource fresh() {
        var name = "test" + NUMBER.incrementAndGet();
        JdbcClient.create(Server.POSTGRES.getPostgresDatabase())
                .sql("create database " + name)
                .update();
        // A pool as small as the service's: a connection that is not given back stands still here too.
        var pool = new HikariConfig();
        pool.setJdbcUrl(Server.POSTGRES.getJdbcUrl("postgres", name));
        pool.setMaximumPoolSize(5);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(10_000);
        var dataSource = new HikariDataSource(pool);
        Flyway.configure().dataSource(dataSource).outOfOrder(true).load().migrate();
        return dataSource;
    }
}

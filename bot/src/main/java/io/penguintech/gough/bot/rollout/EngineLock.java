package io.penguintech.gough.bot.rollout;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One active engine per database: a PostgreSQL advisory lock on a connection of its own. The server frees it the moment
 * that connection ends, so whoever cannot use the connection any more has lost the lock.
 */
final class EngineLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLock.class);
    private static final long KEY = 0x676f7567680001L;
    private static final int ANSWER_SECONDS = 5;

    private final DataSource dataSource;
    private @Nullable Connection holding;
    private Term term = new Term();

    /** A time in which this process has the lock without a break: whatever was begun in another one, somebody else went on with. */
    final class Term {
        private Term() {}

        /** Whether it lasts, asked of the database. */
        boolean lasts() {
            synchronized (EngineLock.this) {
                return isHeld() && term == this;
            }
        }
    }

    EngineLock(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Takes the lock if it is free. Answers whether this process has it now. */
    synchronized boolean hold() {
        if (isHeld()) return true;
        Connection fresh = null;
        try {
            fresh = dataSource.getConnection();
            fresh.setAutoCommit(true);
            if (!tryLock(fresh)) {
                fresh.close();
                return false;
            }
            holding = fresh;
            term = new Term();
            return true;
        } catch (SQLException e) {
            LOG.debug("the database does not give the engine lock: {}", e.getMessage());
            abandon(fresh);
            return false;
        }
    }

    /** The time in which this process has the lock; begins one when the lock is free, and is empty when it is not. */
    synchronized Optional<Term> term() {
        return hold() ? Optional.of(term) : Optional.empty();
    }

    /** Whether the lock is still ours, asked of the database on the very connection that holds it. */
    synchronized boolean isHeld() {
        var connection = holding;
        if (connection == null) return false;
        try (var statement = connection.createStatement()) {
            statement.setQueryTimeout(ANSWER_SECONDS);
            statement.execute("select 1");
            return true;
        } catch (SQLException e) {
            LOG.info("the engine lock is lost: {}", e.getMessage());
            abandon(connection);
            holding = null;
            return false;
        }
    }

    @Override
    public synchronized void close() {
        var connection = holding;
        holding = null;
        if (connection == null) return;
        try (connection;
                var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_unlock(" + KEY + ")");
        } catch (SQLException e) {
            LOG.debug("the engine lock goes with its connection: {}", e.getMessage());
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("select pg_try_advisory_lock(" + KEY + ")")) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** A pooled connection that may still hold the lock must not go back to the pool alive. */
    private static void abandon(@Nullable Connection connection) {
        if (connection == null) return;
        try (connection) {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("closing a broken connection: {}", e.getMessage());
        }
    }
}

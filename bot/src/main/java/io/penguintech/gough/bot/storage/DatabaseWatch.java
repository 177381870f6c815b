package io.penguintech.gough.bot.storage;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database now and then whether it is there, and says in the log when it is not: once an outage, and once when
 * it is over. Everybody else who meets {@link DatabaseAway} may be quiet. Used by one thread at a time.
 */
public final class DatabaseWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final int ANSWER_SECONDS = 5;

    private final DataSource dataSource;
    private final Clock clock;
    private Optional<Instant> awaySince = Optional.empty();

    /** Asks through {@code dataSource}. */
    public DatabaseWatch(DataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /** Asks once; waits for a connection no longer than the pool allows. */
    public void look() {
        var asked = clock.instant();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(ANSWER_SECONDS);
            statement.execute("select 1");
            awaySince.ifPresent(since -> LOG.info(
                    "The database answers again, after {} s",
                    Duration.between(since, clock.instant()).toSeconds()));
            awaySince = Optional.empty();
        } catch (SQLException e) {
            if (awaySince.isPresent()) return;
            awaySince = Optional.of(asked);
            LOG.warn(
                    "The database does not answer: {}. Nothing is begun and nothing is forgotten meanwhile; Gough keeps asking and goes on by itself.",
                    e.getMessage());
        }
    }
}

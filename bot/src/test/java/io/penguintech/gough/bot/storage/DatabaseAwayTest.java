package io.penguintech.gough.bot.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.transaction.TransactionSystemException;

class DatabaseAwayTest {
    private static final SQLException ENDED = new SQLException("terminating connection", "57P01");
    private static final SQLException BROKEN = new SQLException("An I/O error occurred", "08006");
    private static final SQLException THROWN_AWAY = new SQLException("Connection is closed");
    private static final SQLException TWICE = new SQLException("duplicate key", "23505");

    @Test
    void brokenConnectionsAndServersThatEndMeanThatItIsAwayHoweverDeepThatIsSaid() {
        assertThat(DatabaseAway.because(ENDED)).isTrue();
        assertThat(DatabaseAway.because(new CannotGetJdbcConnectionException("no", BROKEN)))
                .isTrue();
        assertThat(DatabaseAway.because(new UncategorizedSQLException("JDBC rollback", null, THROWN_AWAY)))
                .isTrue();
        assertThat(DatabaseAway.because(new MessageHandlingException(
                        new GenericMessage<>("any"), new IllegalStateException(new SQLTransientConnectionException()))))
                .isTrue();
    }

    @Test
    void aRollbackThatFailedSaysWhatItWasFor() {
        var failed = new TransactionSystemException("cannot roll back", new SQLException("no state"));
        failed.initApplicationException(new IllegalStateException(ENDED));
        assertThat(DatabaseAway.because(failed)).isTrue();
    }

    @Test
    void whatTheDatabaseRefusesAndWhatIsOurFaultDoesNot() {
        assertThat(DatabaseAway.because(new DuplicateKeyException("no", TWICE))).isFalse();
        assertThat(DatabaseAway.because(new IllegalStateException("ours"))).isFalse();
        assertThat(DatabaseAway.because(new SQLException("no state"))).isFalse();
        var circle = new IllegalStateException("one");
        circle.initCause(new IllegalStateException("two", circle));
        assertThat(DatabaseAway.because(circle)).isFalse();
    }
}

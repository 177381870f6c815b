package io.penguintech.gough.bot.storage;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionSystemException;

/** Tells whether a failure means that the database does not answer now, however deep that is said. */
public final class DatabaseAway {
    /** Connections that broke or did not come about (class 08), and a server that is ending or starting (57P). */
    private static final String STATES = "08...|57P..";

    /** What the pool says, without a state, of a connection it threw away because it broke. */
    private static final String CLOSED = "Connection is closed";

    private static final int DEEPEST = 20;

    private DatabaseAway() {}

    /** Whether {@code failure} comes of it. */
    public static boolean because(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (says(cause)) return true;
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean says(Throwable cause) {
        // A transaction that could not even be rolled back hides why it should have been.
        if (cause instanceof TransactionSystemException rolledBack && rolledBack.getApplicationException() != null)
            return because(rolledBack.getApplicationException());
        // What the pool says when no connection is to be had in time.
        if (cause instanceof SQLTransientConnectionException) return true;
        if (!(cause instanceof SQLException said)) return false;
        return said.getSQLState() == null
                ? CLOSED.equals(said.getMessage())
                : said.getSQLState().matches(STATES);
    }
}

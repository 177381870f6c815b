package io.penguintech.gough.schema;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sqlite.Collation;
import org.sqlite.Function;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/**
 * SQLite with the tables that osquery has on one platform, all of them empty. SQL is compiled here and never run: there
 * is no way to run it. One database per platform serves the whole program, and a few
 * that lack tables; their callers take turns.
 */
final class SqlDatabase {
    private static final Pattern MESSAGE = Pattern.compile("\\[\\w+]\\s+[^(]*\\((.*)\\)", Pattern.DOTALL);
    private static final Map<OsqueryPlatform, SqlDatabase> DATABASES = new EnumMap<>(OsqueryPlatform.class);
    private static final int MOST_OTHERS = 16;
    private static final Map<Other, SqlDatabase> OTHERS = new LinkedHashMap<>(MOST_OTHERS, 1, true);

    private final SQLiteConnection connection;

    private SqlDatabase(SQLiteConnection connection) {
        this.connection = connection;
    }

    /**
     * The database of a platform, made when it is first asked for.
     *
     * @throws SqlUnavailable when SQLite cannot be loaded on this machine
     */
    static SqlDatabase of(OsqueryPlatform platform) throws SqlUnavailable {
        synchronized (DATABASES) {
            var database = DATABASES.get(platform);
            if (database == null) {
                database = create(platform, Set.of(), Set.of());
                DATABASES.put(platform, database);
            }
            return database;
        }
    }

    private record Other(OsqueryPlatform platform, Set<String> lacking, Set<String> besides) {}

    /**
     * What SQLite objects to where some tables are not there, under all their names, and others are besides, of which no
     * column is known. SQL that reads a table which is not there does not compile, however it names it.
     */
    static Optional<String> objection(String sql, OsqueryPlatform platform, Set<String> lacking, Set<String> besides)
            throws SqlUnavailable {
        synchronized (OTHERS) { // also while it is asked, so that none is closed under somebody's hands
            var key = new Other(platform, Set.copyOf(lacking), Set.copyOf(besides));
            var database = OTHERS.get(key);
            if (database == null) {
                if (OTHERS.size() >= MOST_OTHERS) {
                    var oldest = OTHERS.entrySet().iterator().next();
                    OTHERS.remove(oldest.getKey());
                    oldest.getValue().close();
                }
                database = create(platform, lacking, besides);
                OTHERS.put(key, database);
            }
            return database.objection(sql);
        }
    }

    private synchronized void close() throws SqlUnavailable {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SqlUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    /** What SQLite objects to, in its own words; empty when the SQL compiles. Only the first statement is looked at. */
    synchronized Optional<String> objection(String sql) {
        try (var _ = connection.prepareStatement(sql)) {
            return Optional.empty();
        } catch (SQLException e) {
            var message = String.valueOf(e.getMessage());
            var inner = MESSAGE.matcher(message);
            return Optional.of(inner.matches() ? inner.group(1) : message);
        }
    }

    private static SqlDatabase create(OsqueryPlatform platform, Set<String> lacking, Set<String> besides)
            throws SqlUnavailable {
        try {
            var connection = JDBC.createConnection("jdbc:sqlite::memory:", new Properties());
            try (var statement = connection.createStatement()) {
                statement.execute("BEGIN");
                for (var table : OsqueryTables.get().all())
                    if (table.platforms().contains(platform) && !lacking.contains(table.name())) {
                        var columns = table.columnsOn(platform).stream()
                                .map(column -> "\"" + column + "\"")
                                .collect(Collectors.joining(","));
                        statement.execute("CREATE TABLE \"%s\" (%s)".formatted(table.name(), columns));
                        for (var alias : table.aliases())
                            statement.execute("CREATE TABLE \"%s\" (%s)".formatted(alias, columns));
                    }
                for (var name : besides) statement.execute("CREATE TABLE IF NOT EXISTS \"%s\" (_)".formatted(name));
                statement.execute("COMMIT");
            }
            register(connection);
            return new SqlDatabase(connection);
        } catch (SQLException | LinkageError e) {
            throw new SqlUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private static void register(SQLiteConnection connection) throws SQLException {
        for (var function : SqlFunctions.OF_OSQUERY.entrySet())
            Function.create(
                    connection,
                    function.getKey(),
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            error("SQL is compiled here, never run");
                        }
                    },
                    function.getValue(),
                    0);
        for (var collation : SqlFunctions.COLLATIONS)
            Collation.create(connection, collation, new Collation() {
                @Override
                protected int xCompare(String one, String other) {
                    return one.compareTo(other);
                }
            });
    }

    /** SQLite cannot be loaded on this machine. */
    static final class SqlUnavailable extends Exception {
        private static final long serialVersionUID = 1L;

        SqlUnavailable(String why, Throwable cause) {
            super(why, cause);
        }
    }
}

package io.penguintech.gough.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlite.JDBC;

/**
 * One host of Ubuntu as osquery shows it: SQLite with osquery's tables, whose columns hold numbers or text as osquery's do,
 * and the rows of a case in them. None of osquery's own functions is there: the library does without.
 */
final class OsqueryHost implements AutoCloseable {
    private static final Path NUMBERS = Path.of("src/test/resources/library/numbers.txt");

    private final Connection connection;

    OsqueryHost() throws SQLException, IOException {
        connection = JDBC.createConnection("jdbc:sqlite::memory:", new Properties());
        for (var line : Files.readAllLines(NUMBERS)) if (!line.startsWith("#")) create(List.of(line.split(" ")));
        connection.setAutoCommit(false);
    }

    private void create(List<String> words) throws SQLException {
        var table = OsqueryTables.get().table(words.getFirst()).orElseThrow();
        var numbers = Set.copyOf(words.subList(1, words.size()));
        var columns = table.columnsOn(OsqueryPlatform.LINUX).stream()
                .map(column -> "\"%s\" %s".formatted(column, numbers.contains(column) ? "BIGINT" : "TEXT"))
                .collect(Collectors.joining(","));
        execute("CREATE TABLE \"%s\" (%s)".formatted(words.getFirst(), columns));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What {@code sql} answers on a host that is as the case says; afterwards the host is empty again. */
    List<Map<String, Object>> answer(String sql, LibraryCase on) throws SQLException {
        try {
            for (var table : on.tables().entrySet()) for (var row : table.getValue()) insert(table.getKey(), row);
            scan(sql, on.files());
            return rows(sql);
        } finally {
            connection.rollback();
        }
    }

    private void insert(String table, Map<String, Object> row) throws SQLException {
        var columns = String.join("\",\"", row.keySet());
        var marks = String.join(",", java.util.Collections.nCopies(row.size(), "?"));
        try (var statement = connection.prepareStatement(
                "INSERT INTO \"%s\" (\"%s\") VALUES (%s)".formatted(table, columns, marks))) {
            int at = 1;
            for (var value : row.values()) statement.setObject(at++, value);
            statement.execute();
        }
    }

    /** The table yara, filled by every rule of the SQL with every file. */
    private void scan(String sql, Map<String, String> files) throws SQLException {
        for (var rules : rules(sql))
            for (var file : files.entrySet()) {
                var matches = YaraRules.of(rules).matches(file.getValue());
                var row = new LinkedHashMap<String, Object>();
                row.put("path", file.getKey());
                row.put("sigrule", rules);
                row.put("matches", String.join(",", matches));
                row.put("count", matches.size());
                insert("yara", row);
            }
    }

    /** The rules that stand in an SQL, each once. */
    static Set<String> rules(String sql) {
        return SqlTokens.of(sql).stream()
                .filter(token -> token.kind() == SqlToken.Kind.TEXT)
                .map(token ->
                        token.text().substring(1, token.text().length() - 1).replace("''", "'"))
                .filter(YaraRules::isOne)
                .collect(Collectors.toSet());
    }

    private List<Map<String, Object>> rows(String sql) throws SQLException {
        var rows = new ArrayList<Map<String, Object>>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var columns = result.getMetaData();
            while (result.next()) {
                var row = new LinkedHashMap<String, Object>();
                for (int i = 1; i <= columns.getColumnCount(); i++)
                    row.put(columns.getColumnLabel(i), String.valueOf(result.getObject(i)));
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

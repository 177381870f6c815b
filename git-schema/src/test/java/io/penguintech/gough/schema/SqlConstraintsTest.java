package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether table {@code file} is constrained by its path or directory. */
class SqlConstraintsTest {
    private static boolean isConstrained(String sql) {
        var constraints = new SqlConstraints(SqlTokens.of(sql));
        var file = constraints.tables().stream()
                .filter(ref -> ref.name().equals("file"))
                .findFirst()
                .orElseThrow();
        return constraints.any(file, List.of("path", "directory"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM file WHERE path = '/x'",
                "SELECT 1 FROM file WHERE '/x' = path",
                "SELECT 1 FROM file WHERE '/x' = file.path",
                "SELECT 1 FROM file WHERE (path) = '/x'",
                "SELECT 1 FROM file f WHERE f.directory IN ('/x')",
                "SELECT 1 FROM file WHERE path COLLATE nocase = '/x'",
                "SELECT 1 FROM users JOIN file USING (path)",
                "SELECT 1 FROM users JOIN file USING (uid, path)",
                "SELECT 1 FROM users JOIN file USING (path, uid)",
                "SELECT 1 FROM users u JOIN file f ON f.directory = u.directory",
                "SELECT 1 FROM (SELECT path FROM file) WHERE path LIKE '/x%'",
                "SELECT 1 FROM (SELECT path FROM file) f WHERE f.path LIKE '/x%'",
                "WITH f AS (SELECT path FROM file) SELECT 1 FROM f JOIN users u ON f.path = u.directory",
                "SELECT 1 FROM users u WHERE EXISTS (SELECT 1 FROM file f WHERE f.path = u.directory)",
            })
    void aComparedColumnConstrainsItsTable(String sql) {
        assertThat(isConstrained(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT path FROM file",
                "SELECT path = '/x' FROM file",
                "SELECT 1 FROM file ORDER BY path",
                "SELECT 1 FROM file WHERE path",
                "SELECT 1 FROM file WHERE (path)",
                "SELECT 1 FROM file WHERE size = 1",
                "SELECT 1 FROM users JOIN file USING (uid)",
                "SELECT 1 FROM processes p, file f WHERE p.path = '/x'",
                "SELECT 1 FROM file UNION SELECT 1 FROM processes WHERE path = '/x'",
                "SELECT 1 FROM (SELECT path FROM file) WHERE size = 1",
                "SELECT 1 FROM (SELECT path FROM file), processes p WHERE p.path = '/x'",
                "SELECT 1 FROM file WHERE size > (SELECT 1 FROM processes) OR path",
                "SELECT (1) FROM file UNION SELECT 1 FROM (SELECT 1), processes p WHERE p.path = '/x'",
                "SELECT 1 FROM file WHERE path NOTNULL",
            })
    void whatIsOnlyReadOrIsAnothersDoesNot(String sql) {
        assertThat(isConstrained(sql)).isFalse();
    }
}

package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTablesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1 | ``",
                "SELECT 1 FROM a | a",
                "SELECT 1 FROM \"A\" | a",
                "SELECT 1 FROM a WHERE x = (SELECT 1 FROM b) | a b",
                "SELECT 1 FROM a AS b, c d JOIN e ON 1, f | a=b c=d e f",
                "SELECT 1 FROM a LEFT JOIN b USING (x) | a b",
                "SELECT 1 FROM main.a | a",
                "SELECT 1 FROM main.a b | a=b",
                "SELECT 1 FROM (SELECT 2 FROM b), c | b c",
                "SELECT 1 FROM (a JOIN b), c | a b c",
                "SELECT 1 FROM ((a)) | a",
                "SELECT 1 FROM json_each('[]'), a | a",
                "SELECT (SELECT 1 FROM a), x FROM b | a b",
                "SELECT 1 FROM a GROUP BY x, y | a",
                "SELECT 1 FROM a ORDER BY x, y LIMIT 1, 2 | a",
                "SELECT 1 FROM a UNION SELECT 1 FROM b | a b",
                "SELECT x IS DISTINCT FROM y, z FROM a | a",
                "SELECT y IS NOT DISTINCT FROM y, z FROM a | a",
                "SELECT 1 FROM a WHERE x IN (1, y) AND z IN (2, z) | a",
                "VALUES (1), (2) | ``",
                // What the SQL itself makes is no table.
                "WITH t AS (SELECT 1 FROM a) SELECT x FROM t, b | a b",
                "WITH t(x) AS (SELECT 1 FROM a) SELECT x FROM t | a",
                "WITH t(x, y) AS MATERIALIZED (SELECT 1 FROM a) SELECT x FROM t | a",
                "WITH t AS NOT MATERIALIZED (VALUES (1)) SELECT x FROM t, b | b",
                "WITH t AS (SELECT 1), u AS (SELECT x FROM t, a) SELECT 1 FROM u JOIN c | a c",
                "SELECT max(x) AS t FROM t | t",
            })
    void aTableIsFoundByItsNameAndWhatItIsCalled(String sql, String expected) {
        var found = SqlTables.of(SqlTokens.of(sql)).stream()
                .map(ref -> ref.name().equals(ref.alias()) ? ref.name() : ref.name() + "=" + ref.alias())
                .toList();
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    /** Marked by {@code here} are the tokens that belong to the SELECT of table {@code a}, from its FROM on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT there FROM a WHERE here = (SELECT here FROM b WHERE here)",
                "SELECT there FROM b WHERE there = (SELECT there FROM a WHERE here) AND there",
                "SELECT there FROM a WHERE here UNION SELECT there FROM b WHERE there",
                "SELECT there FROM b WHERE there UNION SELECT there FROM a WHERE here ORDER BY here",
                "SELECT there FROM (SELECT there FROM a WHERE here) WHERE there",
                "SELECT there FROM a JOIN (b JOIN c ON here) ON here",
                "WITH t AS (SELECT there FROM a WHERE here) SELECT there FROM t WHERE there",
                "SELECT there FROM b WHERE (there IN (SELECT there FROM a WHERE (here) AND (here))) OR there",
            })
    void aSelectGoesFromItsFromToItsEnd(String sql) {
        var tokens = SqlTokens.of(sql);
        var core = SqlTables.of(tokens).stream()
                .filter(ref -> ref.name().equals("a"))
                .findFirst()
                .orElseThrow()
                .core();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("here"))
                assertThat(core.holds(i)).as("token " + i).isTrue();
            if (tokens.get(i).is("there"))
                assertThat(core.holds(i)).as("token " + i).isFalse();
        }
    }

    /** An estimate that is never too small: what reads another is counted where it is defined, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 FROM a | 0",
                "WITH t AS (SELECT 1) SELECT 2 | 1",
                "WITH t AS (SELECT 1) SELECT x FROM t | 2",
                "WITH t AS (SELECT 1) SELECT x FROM t a, t b | 3",
                "WITH t AS (SELECT 1), u AS (SELECT x FROM t a, t b) SELECT 1 FROM u a, u b | 9",
                "WITH u AS (SELECT x FROM t a, t b), t AS (SELECT 1) SELECT 1 FROM u | 6",
                "WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT x FROM t) SELECT x FROM t | 3",
                "WITH t(x) AS MATERIALIZED (SELECT 1) SELECT x FROM t, t b | 4",
            })
    void whatWithDefinesCountsAsOftenAsItIsCopied(String sql, long copies) {
        assertThat(SqlTables.copies(SqlTokens.of(sql))).isEqualTo(copies);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT", "SELECT 1 FROM", "WITH t AS", "WITH t AS (", "SELECT ) FROM a", "t (", "FROM a."})
    void whatIsNoSqlIsReadToItsEnd(String sql) {
        var tokens = SqlTokens.of(sql);
        assertThat(SqlTables.of(tokens)).hasSizeLessThan(2);
        assertThat(List.of(0L, 1L)).contains(SqlTables.copies(tokens));
    }
}

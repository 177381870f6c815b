package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault is told once, at the token that is to blame for it, and does not hide the next. */
class SqlFaultsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Of columns of one name, the one that its table lacks.
                "SELECT name FROM processes UNION SELECT name FROM users | Unknown column 40",
                "SELECT u.pid FROM processes u UNION SELECT u.pid FROM users u | Unknown column 43",
                "SELECT name FROM users UNION SELECT name FROM processes UNION SELECT name FROM users | Unknown column 7, Unknown column 69",
                "SELECT count(count) FROM users | Unknown column 13",
                "SELECT uid AS nope FROM users WHERE nope.x = 1 | Unknown column 36",
                "SELECT uid FROM users WHERE users.nope.x = 1 | Unknown column 28",
                // Of tables, the place where it is read and not where it is named.
                "SELECT nope FROM nope | Unknown table 17",
                "SELECT uid, nope.x FROM nope | Unknown table 24",
                "SELECT 1 FROM nope a JOIN nope b | Unknown table 14, Unknown table 26",
                "SELECT 1 FROM nope a, other b | Unknown table 14, Unknown table 22",
                "SELECT nope.* FROM users | Unknown column 7",
                "SELECT 1 FROM other.nope | Unknown table 20",
                // SQLite knows it, osquery does not, whatever it is called afterwards.
                "SELECT exp(1) AS x FROM users | Unknown function 7",
                "SELECT uid, exp(1) AS x FROM users | Unknown function 12",
                "SELECT uid, exp(1) AS materialized FROM users | Unknown function 12",
                "SELECT \"foo\"(1) FROM users | Unknown function 7",
                "WITH exp(x) AS (SELECT 1) SELECT x FROM exp | ``",
                "WITH a AS (SELECT 1), exp(x) AS NOT MATERIALIZED (SELECT 1) SELECT x FROM exp | ``",
                "WITH exp(x) AS MATERIALIZED (SELECT 1) SELECT x FROM exp | ``",
                // One fault does not hide the next.
                "SELECT uid FROM users a JOIN users b WHERE nope = 1 | Ambiguous column 7, Unknown column 43",
                "SELECT split(uid), nope FROM users | Wrong number of arguments 7, Unknown column 19",
                "SELECT split(uid, 1, 2), split(uid) FROM users | Wrong number of arguments 25",
                // What cannot be put out of the way is told once.
                "SELECT uid FROM users WHERE count(uid) > 1 | SQL does not compile 28",
                "SELECT uid FROM users UNION SELECT uid, gid FROM users | SQL does not compile 22",
                "SELECT uid FROM users ORDER BY uid COLLATE nope | SQL does not compile 43",
            })
    void aFaultIsToldOnceAtItsToken(String sql, String expected) throws Exception {
        var said = SqlCheck.of(sql, Set.of("linux"), Set.of()).stream()
                .map(finding -> finding.summary() + " " + finding.offset())
                .toList();
        assertThat(said).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(", ", -1)));
    }
}

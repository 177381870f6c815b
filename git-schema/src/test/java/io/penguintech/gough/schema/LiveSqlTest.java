package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.LiveSql.Judged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which SQL may be asked live: no table gets in by another name. */
class LiveSqlTest {
    private static String refused(String sql, String... granted) {
        return LiveSql.judge(sql, "linux", Set.of(granted)) instanceof Judged.Refused(var why)
                ? String.join("\n", why)
                : "";
    }

    @Test
    void whatItReadsIsToldForTheRecord() {
        var sql = "SELECT p.name FROM processes p JOIN users USING (uid) WHERE p.name = 'curl'";
        assertThat(LiveSql.judge(sql, "linux", Set.of()))
                .isEqualTo(new Judged.Allowed(
                        "SELECT p . name FROM processes p JOIN users USING ( uid ) WHERE p . name = 'curl'",
                        new TreeSet<>(Set.of("processes", "users"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM curl WHERE url = 'http://192.0.2.1'",
                "SELECT * FROM CURL WHERE url = 'http://192.0.2.1'",
                "SELECT result FROM \"curl\" WHERE url = 'http://192.0.2.1'",
                "SELECT c.result FROM users u, main.[curl] AS c WHERE c.url = u.shell",
                "SELECT result FROM users u JOIN (`curl`) ON url = u.shell",
                "WITH x AS (SELECT * FROM curl WHERE url = '1') SELECT * FROM x",
                "WITH x(a) AS (SELECT 1) SELECT a FROM x UNION SELECT bytes FROM curl WHERE url = '1'",
                "SELECT 1 FROM users WHERE EXISTS (SELECT 1 FROM curl WHERE url = shell)",
                "SELECT 1 ORDER BY (SELECT bytes FROM curl WHERE url = '1')",
                "SELECT (SELECT result FROM 'curl' WHERE url = '1') FROM users",
                "SELECT username FROM users LEFT JOIN curl ON curl.url = shell",
                "SELECT curl.* FROM users curl, 'curl' AS c WHERE c.url = '1'",
                "SELECT 1 FROM users GROUP BY uid HAVING count(*) > (SELECT bytes FROM curl WHERE url = '1')",
                "VALUES ((SELECT result FROM curl WHERE url = '1'))",
            })
    void aTableThatActsIsNeverAskedForHoweverItIsNamed(String sql) {
        assertThat(refused(sql, "curl")).contains("never asked for", "makes the host call any address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM shadow",
                "SELECT 1 FROM users WHERE (1, 2, 3, 4, 5, 6, 7, 8, 9, 10) IN shadow",
                "SELECT 1 FROM users WHERE (1, 2, 3, 4, 5, 6, 7, 8, 9, 10) IN \"shadow\"",
                "SELECT 1 FROM users WHERE (1, 2, 3, 4, 5, 6, 7, 8, 9, 10) IN main.shadow",
                "SELECT username FROM users EXCEPT SELECT username FROM (SELECT * FROM shadow)",
                "SELECT max(uid) OVER (ORDER BY (SELECT count(*) FROM shadow)) FROM users",
                "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c, shadow LIMIT 5) SELECT x FROM c",
            })
    void aTableThatMustBeNamedIsReadOnlyByWhoMay(String sql) {
        assertThat(refused(sql)).contains("Table needs a role", "shadow");
        assertThat(refused(sql, "shadow")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH shadow AS (SELECT 1 AS x) SELECT x FROM shadow",
                "SELECT name AS shadow FROM processes",
                "SELECT shadow.name FROM processes shadow",
                "SELECT \"shadow\" FROM (SELECT 1 AS shadow)",
                "SELECT name FROM processes WHERE name IN ('curl', 'carves')",
            })
    void aNameThatMeansNoTableIsNoTable(String sql) {
        assertThat(refused(sql)).isEmpty();
    }

    @Test
    void otherNamesOfATableAndWhatFleetAloneKnowsAreRefusedToo() {
        assertThat(refused("SELECT * FROM yara WHERE path = '/x' AND sigurl = 'https://x'"))
                .contains("searches the content of any file");
        assertThat(refused("SELECT * FROM configurations WHERE path = '/etc/passwd'"))
                .contains("Table needs a role");
        assertThat(refused("SELECT * FROM syslog")).contains("Table needs a role");
        assertThat(refused("SELECT contents FROM file_contents")).contains("no table of osquery itself");
        assertThat(refused("SELECT contents FROM file_contents", "file_contents"))
                .isEmpty();
        assertThat(refused("SELECT anything, other FROM our_things", "our_things"))
                .isEmpty();
        assertThat(refused("SELECT a FROM our_things WHERE b IN (SELECT username FROM shadow)", "our_things"))
                .contains("shadow");
        assertThat(refused("SELECT * FROM find_cmd", "find_cmd")).isNotEmpty();
    }

    @Test
    void aFunctionThatActsIsRefusedAndATableIsNoFunction() {
        assertThat(refused("SELECT carve (path) FROM file WHERE path = '/etc/passwd'"))
                .contains("Function acts");
        assertThat(refused("SELECT \"CARVE\"/* */(path) FROM file WHERE path = '/x'"))
                .contains("Function acts");
        assertThat(refused("SELECT * FROM curl('http://192.0.2.1')")).isNotEmpty();
    }

    /** What looks like a blank and is none for SQLite, or is one although it does not look like it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u3000", "\u2000", "\u200a", "\u2028", "\u2029", "\u205f", "\u1680", "\u00a0", "\u000b", "\u001c",
                "\u0000"
            })
    void noBlankHidesATable(String blank) {
        assertThat(refused("WITH " + blank + "shadow AS (SELECT 1 AS uid) SELECT uid FROM shadow"))
                .as("U+%04X".formatted((int) blank.charAt(0)))
                .isNotEmpty();
        assertThat(refused("SELECT" + blank + "carve(path) FROM processes")).isNotEmpty();
    }

    @Test
    void whatWasJudgedIsWhatIsAsked() {
        assertThat(refused("SELECT \ufeffcarve(path) FROM processes")).contains("carve");
        assertThat(LiveSql.judge("\ufeffSELECT pid -- shadow\n,name/* , */FROM processes;", "linux", Set.of()))
                .isEqualTo(
                        new Judged.Allowed("SELECT pid , name FROM processes ;", new TreeSet<>(Set.of("processes"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT \"carve\"(path) FROM processes",
                "SELECT \"load_extension\"('/tmp/x.so')",
                "SELECT name FROM pragma_table_list",
                "SELECT name FROM sqlite_master",
                "WITH c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
                "SELECT length(hex(zeroblob(1000000000)))",
            })
    void whatReadsNoHostOrMayNeverEndIsRefused(String sql) {
        assertThat(refused(sql)).isNotEmpty();
    }

    @Test
    void whatDoesNotCompileIsToldWithLineAndColumn() {
        assertThat(refused("SELECT pid,\n  nmae FROM processes"))
                .isEqualTo("2:3: Unknown column. No table of the query has a column \"nmae\"; did you mean \"name\"?");
        assertThat(refused("SELECT 1; SELECT * FROM shadow")).contains("1:11: Several statements");
        assertThat(refused("SELECT * FROM drivers")).contains("windows");
        assertThat(refused("SELECT 1 " + " ".repeat(30_000))).contains("characters");
        assertThat(refused("SELECT 1" + " + 1".repeat(6_000))).contains("characters");
        assertThat(refused("SELECT 1" + "+1".repeat(5_000))).contains("too complicated");
    }

    @Test
    void everyTableOfTheListIsOneAndWhoTakesANewerOsqueryJudgesItsTables() throws Exception {
        var all = OsqueryTables.get().names(Set.of(OsqueryPlatform.values()));
        assertThat(LiveTables.all())
                .isNotEmpty()
                .allMatch(name -> all.contains(name) || OsqueryTables.OF_FLEET.contains(name));
        assertThat(OsqueryTables.get().all())
                .as("tables that were judged; look at the new ones and add those to live-tables.txt that need it")
                .hasSize(287);
        var page = Files.readString(Path.of("../docs/queries.md"));
        assertThat(LiveTables.all()).allMatch(name -> page.contains("`" + name + "`"));
    }
}

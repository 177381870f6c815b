package io.penguintech.gough.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL that osquery takes is taken, whatever its form; {@link BrokenSqlTest} has what is refused. */
class SqlCheckTest {
    private static List<String> said(String sql, String... platforms) throws Exception {
        return SqlCheck.of(sql, Set.of(platforms), Set.of("of_an_extension")).stream()
                .map(finding -> finding.severity() + " " + finding.summary() + " " + finding.offset())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;; -- done",
                "VALUES (1), (2)",
                "SELECT * FROM file WHERE path LIKE '/etc/%%'",
                "SELECT * FROM file WHERE '/etc/passwd' = path",
                "SELECT * FROM file WHERE (path) IN ('/a', '/b')",
                "SELECT * FROM file f WHERE f.directory = '/etc'",
                "SELECT h.md5 FROM processes p JOIN hash h ON h.path = p.path",
                "SELECT h.md5 FROM processes p JOIN hash h USING (path)",
                "SELECT h.md5 FROM processes p, hash h WHERE p.path = h.path",
                "SELECT * FROM (SELECT * FROM file) WHERE path = '/x'",
                "WITH f AS (SELECT * FROM file) SELECT * FROM f WHERE path = '/x'",
                "SELECT (SELECT md5 FROM hash WHERE hash.path = p.path) FROM processes p",
                "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 5) SELECT x FROM c",
                "SELECT max(uid) OVER (PARTITION BY gid ORDER BY uid) FROM users",
                "SELECT json_extract(value, '$.a') FROM json_each('[{\"a\": 1}]')",
                "SELECT [pid], \"name\", `path` FROM main.processes",
                "SELECT name FROM programs_of WHERE 1 UNION SELECT name FROM deb_packages",
                "SELECT name FROM deb_packages ORDER BY version COLLATE version_dpkg",
                "SELECT version_compare(version, '1.2') FROM os_version",
                "SELECT in_cidr_block('10.0.0.0/8', address), inet_aton(address) FROM interface_addresses",
                "SELECT regex_match(cmdline, 'nc', 0), concat_ws(',', pid, name), sha256(path) FROM processes",
                "SELECT * FROM users WHERE uid IS DISTINCT FROM 0",
                "SELECT anything FROM of_an_extension WHERE whatever = 1",
                "SELECT a.pid FROM (processes a JOIN processes b ON a.parent = b.pid) WHERE b.name = 'x'",
                "SELECT /* what */ pid -- which\nFROM processes",
            })
    void sqlThatLinuxTakesIsTaken(String sql) throws Exception {
        var known = sql.replace("programs_of", "rpm_packages");
        assertThat(said(known, "linux")).isEmpty();
    }

    @Test
    void ofChromeOnlyTheGrammarIsKnown() throws Exception {
        assertThat(said("SELECT foo FROM bar", "chrome")).isEmpty();
        assertThat(said("SELECT foo FROM bar WHERE", "chrome")).containsExactly("ERROR SQL syntax error 20");
        assertThat(said("SELECT foo FROM apps", "chrome", "darwin")).containsExactly("ERROR Unknown column 7");
    }

    @Test
    void ofTablesThatExtensionsGiveNothingIsSaid() throws Exception {
        var extensions = Set.of("hash", "processes");
        assertThat(SqlCheck.of("SELECT newer FROM processes", Set.of("linux"), extensions))
                .isEmpty();
        assertThat(SqlCheck.of("SELECT md5 FROM hash", Set.of("linux"), extensions))
                .isEmpty();
        assertThat(said("SELECT newer FROM processes", "linux")).containsExactly("ERROR Unknown column 7");
    }

    @Test
    void tablesOfEventsAndOfFleetsAgentAreNoticed() throws Exception {
        assertThat(said("SELECT pid FROM process_events", "linux")).containsExactly("NOTICE Table of events 16");
        assertThat(said("SELECT foo FROM mdm", "darwin")).containsExactly("NOTICE Table of Fleet's own agent 16");
    }

    @Test
    void everyWrongNameIsFoundInOneGo() throws Exception {
        assertThat(said("SELECT foo, bar(1), uid FROM users WHERE foo = 1 AND split(1) = u.x", "linux"))
                .containsExactly(
                        "ERROR Unknown column 7",
                        "ERROR Unknown function 12",
                        "ERROR Unknown column 41",
                        "ERROR Wrong number of arguments 53",
                        "ERROR Unknown column 64");
        assertThat(said("SELECT uid FROM a JOIN users JOIN b", "linux"))
                .containsExactly("ERROR Unknown table 16", "ERROR Unknown table 34");
    }

    @Test
    void sqlThatIsTooComplicatedIsRefusedInsteadOfCompiled() throws Exception {
        var sql = new StringBuilder("WITH t0 AS (SELECT 1 AS x)");
        for (int i = 1; i < 18; i++) sql.append(", t%d AS (SELECT a.x FROM t%d a, t%d b)".formatted(i, i - 1, i - 1));
        assertThat(said(sql + " SELECT x FROM t17", "linux")).containsExactly("ERROR SQL is too complicated 0");
        assertThat(said("SELECT 1" + " + 1".repeat(3_000), "linux")).containsExactly("ERROR SQL is too complicated 0");
    }

    /** Names that the count does not know for what they are would keep SQLite busy for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"'t%d'", "\"t%d\"", "[t%d]", "T%d"})
    void aNameCountsHoweverItIsQuoted(String name) throws Exception {
        var sql = new StringBuilder("WITH t0 AS (SELECT 1 AS x)");
        for (int i = 1; i < 18; i++)
            sql.append(
                    ", t%d AS (SELECT a.x FROM %s a, %s b)".formatted(i, name.formatted(i - 1), name.formatted(i - 1)));
        assertThat(said(sql + " SELECT x FROM t17", "linux")).containsExactly("ERROR SQL is too complicated 0");
    }

    @Test
    void aNameThatWithDefinesTwiceIsRefused() throws Exception {
        var sql = "WITH a AS (SELECT 1 AS x) SELECT x FROM a WHERE EXISTS (WITH a AS (SELECT 2 AS x) SELECT x FROM a)";
        assertThat(said(sql, "linux")).containsExactly("ERROR SQL is too complicated 0");
    }

    @Test
    void anyTextEndsInFindings() throws Exception {
        var random = new Random(11);
        var pieces = List.of(
                "SELECT", " ", "FROM", "users", "'", "\"", "(", ")", ",", ".", "*", "[", "--", "/*", "0x", "1e", "é",
                "WITH", "AS", ";", "?", "uid", "=", "WHERE", "nope", "\n", "JOIN", "\u0000", "#");
        for (int i = 0; i < 300; i++) {
            var sql = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
            for (int n = random.nextInt(25); n >= 0; n--) sql.append(pieces.get(random.nextInt(pieces.size())));
            assertThat(SqlCheck.of(sql.toString(), Set.of("linux"), Set.of()))
                    .as(sql.toString())
                    .allSatisfy(finding -> assertThat(finding.offset()).isBetween(0, sql.length()));
        }
    }

    @Test
    void manyAskAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var answers = new ArrayList<Future<List<String>>>();
            for (int i = 0; i < 200; i++) {
                var sql = i % 2 == 0 ? "SELECT uid FROM users" : "SELECT nope FROM users";
                answers.add(threads.submit(() -> said(sql, "linux")));
            }
            for (int i = 0; i < answers.size(); i++)
                assertThat(answers.get(i).get()).hasSize(i % 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pid,\n       nope\nFROM processes\n",
                "SELECT pid, nope FROM processes",
                "SELECT 'it''s', nope, \"a\\b\", 'é😀' FROM processes",
            })
    void thePlaceIsExactInEveryStyleOfYaml(String sql) {
        var lines = sql.stripTrailing().lines().toList();
        place("|", "query: |\n%s".formatted(indented(lines)));
        place(">", "query: >-  # folded\n%s".formatted(indented(lines)));
        place("|2", "query: &sql |2\n%s".formatted(indented(lines)));
        place("plain", "query: %s".formatted(String.join("\n      ", lines)));
        place("'", "query: '%s'".formatted(String.join("\n     ", lines).replace("'", "''")));
        place(
                "\"",
                "query: !!str \"%s\""
                        .formatted(String.join("\\n\\\n      ", lines)
                                .replace("\\b", "\\\\b")
                                .replace("\"a", "\\\"a")
                                .replace("b\"", "b\\\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query: \"a\\tb\\\\ nope\"",
                "query: \"\\x61 \\u00e9 nope\"",
                "query: \"\\U0001F600 nope\"",
                "query: \"a\\/b nope\"",
                "query: 'it\'\'s nope'",
                "query: !!str &a nope",
                "query: &a 'nope'",
            })
    void anEscapeIsReadAsWhatItStandsFor(String query) {
        place("escapes", query);
    }

    private static String indented(List<String> lines) {
        return String.join("\n", lines.stream().map(line -> "    " + line).toList()) + "\n";
    }

    /** The diagnostic stands where the file says "nope". */
    private static void place(String style, String query) {
        var text = "# é😀\n---\nspec:\n  " + query + "\n";
        var read = Yaml.read("q.yaml", text.getBytes(UTF_8), Limits.DEFAULT);
        assertThat(read.diagnostics()).as(text).isEmpty();
        var spec = new Fields((Tree.Mapping) read.documents().getFirst()).mapping("spec");
        var scalar = (Tree.Scalar) spec.get("query").orElseThrow();
        var offset = scalar.text().indexOf("nope");
        var before = text.substring(0, text.indexOf("nope"));
        var line = before.substring(before.lastIndexOf('\n') + 1);
        assertThat(ScalarPlaces.of(text, scalar, offset))
                .as(style + "\n" + text)
                .isEqualTo(new Place(
                        "q.yaml",
                        (int) before.chars().filter(c -> c == '\n').count() + 1,
                        line.codePointCount(0, line.length()) + 1));
    }

    @Test
    void aThousandReportsAreCompiledOnceEach() {
        var entries = new TreeMap<String, RepoTree.Entry>();
        entries.put("gough.yaml", new RepoTree.Entry.Blob(Repo.GOUGH.getBytes(UTF_8)));
        for (int i = 0; i < 1000; i++)
            entries.put("queries/%d.yaml".formatted(i), new RepoTree.Entry.Blob("""
                    apiVersion: gough.io/v1
                    kind: Query
                    metadata: {name: q%d}
                    spec:
                      query: SELECT p.pid, p.name, u.username FROM processes p JOIN users u ON u.uid = p.uid WHERE p.pid > %d
                    """.formatted(i, i)
                    .getBytes(UTF_8)));
        var loader = new InventoryLoader(Limits.DEFAULT);
        var tree = new RepoTree(Optional.empty(), entries);
        assertThat(loader.load(tree)).isInstanceOf(Loaded.Valid.class);
        Work.isDoneWithin(Duration.ofSeconds(2), () -> loader.load(tree));
    }
}

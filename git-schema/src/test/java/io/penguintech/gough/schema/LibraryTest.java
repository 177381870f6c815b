package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The queries, policies and labels of the example repository do what they say: each is asked of hosts that it must name and
 * of hosts that it must leave alone ({@link LibraryCase}), by SQLite itself.
 */
class LibraryTest {
    private static final Path EXAMPLE = Path.of("../docs/examples/infra");
    private static final Path PAGE = Path.of("../docs/library.md");
    private static final Loaded.Valid LOADED = load();
    private static final List<LibraryItem> LIBRARY = LibraryItem.all(LOADED.inventory());
    private static final List<LibraryCase> CASES = LibraryCase.all();

    /** These pass because a file is not there. All others need to see something good. */
    private static final Set<String> PASS_BY_ABSENCE =
            Set.of("No restart is due", "Nothing is preloaded into every program");

    /** How often a table is read at most, by what that costs an agent (osquery 5.23, osquery/tables). */
    private static final Map<String, Duration> COSTLY = Map.of(
            "suid_bin", Duration.ofHours(24), // walks every folder of programs
            "deb_packages", Duration.ofHours(24), // thousands of rows
            "apt_sources", Duration.ofHours(24),
            "user_ssh_keys", Duration.ofHours(24), // opens every key
            "memory_devices", Duration.ofHours(24), // what nobody exchanges while the machine runs
            "block_devices", Duration.ofHours(24),
            "process_envs", Duration.ofHours(1), // every environment of every process
            "authorized_keys", Duration.ofHours(1),
            "systemd_units", Duration.ofMinutes(10), // four calls over D-Bus for each unit
            "docker_container_stats", Duration.ofMinutes(30)); // a second for each container

    private static OsqueryHost host;

    private static Loaded.Valid load() {
        try {
            return (Loaded.Valid) new InventoryLoader(Limits.DEFAULT).load(DirectoryTree.read(EXAMPLE, Limits.DEFAULT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void startHost() throws Exception {
        host = new OsqueryHost();
    }

    @AfterAll
    static void stopHost() throws Exception {
        host.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theHostsThatItMustAreNamedAndNoOthers(LibraryCase each) throws Exception {
        var sql = LIBRARY.stream()
                .filter(item -> item.name().equals(each.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing in the library is called " + each.name()))
                .sql();
        var answer = host.answer(sql, each);
        if (!each.matches()) assertThat(answer).isEmpty();
        else if (each.rows().isEmpty()) assertThat(answer).isNotEmpty();
        else assertRows(answer, each.rows(), sql.contains("ORDER BY"));
    }

    static List<LibraryCase> cases() {
        return CASES;
    }

    /** Each expected row names the columns that matter. */
    private static void assertRows(
            List<Map<String, Object>> answer, List<Map<String, Object>> expected, boolean ordered) {
        var left = new ArrayList<>(answer);
        for (var row : expected) {
            var texts = new LinkedHashMap<String, Object>();
            row.forEach((column, value) -> texts.put(column, String.valueOf(value)));
            Predicate<Map<String, Object>> isIt = found -> found.entrySet().containsAll(texts.entrySet());
            var found = left.stream().filter(isIt).findFirst();
            assertThat(found).as("%s of %s", texts, answer).isPresent();
            if (ordered) assertThat(left.getFirst()).isEqualTo(found.get());
            left.remove(found.get());
        }
        assertThat(left).as("rows that nobody expected").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("items")
    void itIsTriedBothWays(LibraryItem item) {
        var cases =
                CASES.stream().filter(each -> each.name().equals(item.name())).toList();
        assertThat(cases).as("cases that it must name").anyMatch(LibraryCase::matches);
        assertThat(cases).as("cases that it must leave alone").anyMatch(each -> !each.matches());
        assertThat(cases).allMatch(each -> each.ofPolicy() == (item.kind() == FleetKind.POLICY));
        if (item.kind() == FleetKind.QUERY)
            assertThat(cases).allMatch(each -> each.matches() != each.rows().isEmpty());
        boolean chooses = item.sql().contains("WHERE") || item.sql().contains("JOIN");
        if (chooses) assertThat(cases).anyMatch(each -> !each.matches() && !each.isEmpty());
    }

    static List<LibraryItem> items() {
        return LIBRARY;
    }

    @Test
    void thereAreEnoughOfThemAndNoTwoShareAName() {
        assertThat(LOADED.inventory().queries()).hasSizeGreaterThanOrEqualTo(45);
        assertThat(LOADED.inventory().policies()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(LIBRARY).extracting(LibraryItem::name).doesNotHaveDuplicates();
    }

    @Test
    void onAHostOfWhichNothingCanBeReadPoliciesFail() throws Exception {
        var nothing = new LibraryCase("", "", false, true, Map.of(), Map.of(), List.of());
        for (var item : LIBRARY)
            if (item.kind() == FleetKind.POLICY)
                assertThat(host.answer(item.sql(), nothing).isEmpty())
                        .as(item.name())
                        .isEqualTo(!PASS_BY_ABSENCE.contains(item.name()));
    }

    @Test
    void nothingIsSaidOfItButWhichFlagsAgentsNeedAndTheExampleGivesThem() throws Exception {
        var template = Files.readString(EXAMPLE.resolve("templates/osquery.yaml"));
        assertThat(LOADED.warnings()).extracting(Diagnostic::summary).containsOnly("Table of events");
        for (var notice : LOADED.warnings())
            for (var word : notice.detail().split("[ ,]+"))
                if (word.startsWith("--"))
                    assertThat(template).as(notice.toString()).contains(word.replaceAll("\\.$", "") + "\n");
    }

    @Test
    void aPersonCanFollowItAndAFreeLicenceIsEnough() {
        for (var query : LOADED.inventory().queries()) {
            assertThat(query.description()).as(query.title()).isNotBlank();
            assertThat(query.platforms()).as(query.title()).containsExactly("linux");
            assertThat(query.interval()).as(query.title()).isPositive();
            assertThat(query.team()).as(query.title()).isEmpty();
            assertThat(query.labelsIncludeAny()).as(query.title()).isEmpty();
            assertThat(query.labelsIncludeAll()).as(query.title()).isEmpty();
        }
        for (var policy : LOADED.inventory().policies()) {
            assertThat(policy.description()).as(policy.title()).isNotBlank();
            assertThat(policy.resolution()).as(policy.title()).isNotBlank();
            assertThat(policy.platforms()).as(policy.title()).containsExactly("linux");
            assertThat(policy.team()).as(policy.title()).isEmpty();
            assertThat(policy.critical()).as(policy.title()).isFalse();
            assertThat(policy.labelsIncludeAny()).as(policy.title()).isEmpty();
            assertThat(policy.labelsIncludeAll()).as(policy.title()).isEmpty();
            assertThat(policy.labelsExcludeAny()).as(policy.title()).isEmpty();
            assertThat(policy.labelsExcludeAll()).as(policy.title()).isEmpty();
        }
    }

    @Test
    void whatCostsMuchIsAskedSeldom() {
        for (var query : LOADED.inventory().queries())
            for (var table : SqlTables.of(SqlTokens.of(query.sql())))
                assertThat(query.interval())
                        .as("%s reads %s", query.title(), table.name())
                        .isGreaterThanOrEqualTo(COSTLY.getOrDefault(table.name(), Duration.ofMinutes(5)));
    }

    /** Only the test's own reading of YARA is known here: both read the same of what the library writes. */
    @Test
    void rulesAreWrittenInTheFormThatIsTested() {
        var rules = LIBRARY.stream()
                .flatMap(item -> OsqueryHost.rules(item.sql()).stream())
                .collect(Collectors.toSet());
        assertThat(rules).isNotEmpty().allSatisfy(YaraRules::of);
        for (var item : LIBRARY)
            for (var table : SqlTables.of(SqlTokens.of(item.sql())))
                if (table.name().equals("yara"))
                    assertThat(OsqueryHost.rules(item.sql())).as(item.name()).isNotEmpty();
    }

    @Test
    void thePageOfTheLibraryIsTheCurrentOne() throws Exception {
        var current = LibraryPage.of(LIBRARY);
        if (Boolean.getBoolean("gough.library.write")) Files.writeString(PAGE, current);
        assertThat(Files.readString(PAGE))
                .as("run mvn -pl git-schema test -Dtest=LibraryTest -Dgough.library.write=true")
                .isEqualTo(current);
    }
}

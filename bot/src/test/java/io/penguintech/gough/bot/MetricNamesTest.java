package io.penguintech.gough.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The metrics that pages and alert rules speak of are those the service registers, and all of them are described. */
class MetricNamesTest {
    private static final Pattern METER = Pattern.compile("\"(gough\\.[a-z.]+)\"\\s*[,)]");
    private static final Pattern NAME = Pattern.compile("\\bgough_[a-z_]+");
    /** Where labels are: of a meter, of a row, or of rows that are read from the database. */
    private static final Pattern LABELS =
            Pattern.compile("(?:\\.tag\\(|Tags\\.of\\(|\\.and\\()\"[a-z.]+\"|\"\"\"(?:, \"[a-z]+\")+");

    private static final Pattern WORD = Pattern.compile("(?<=\")[a-z.]+(?=\")");
    private static final Pattern UNIT = Pattern.compile("(_seconds)?(_total|_count|_sum|_bucket|_seconds)?$");

    @Test
    void everyMetricIsDescribed() {
        assertThat(namesIn(Path.of("../docs/operations.md"))).isEqualTo(registered());
    }

    @Test
    void alertRulesUseOnlyMetricsThatExist() {
        assertThat(namesIn(Path.of("../deploy/prometheus/rules.yaml")))
                .isNotEmpty()
                .isSubsetOf(registered());
    }

    /** What stands in a label is kept for ever, once for each value: nothing that is made anew every day. */
    @Test
    void noLabelGrowsWithPullRequestsHostsOrRollouts() {
        var names = sources()
                .flatMap(text -> LABELS.matcher(text).results())
                .flatMap(labels -> WORD.matcher(labels.group()).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "backend", "consumer", "health", "operation", "outcome", "repository", "state", "status");
    }

    private static Set<String> namesIn(Path file) {
        return matches(NAME, text(file));
    }

    @Test
    void anOutageOfSlackIsOneAlertOfARepositoryHoweverManyMeasureIt() {
        assertThat(text(Path.of("../deploy/prometheus/rules.yaml")))
                .contains("expr: max by (repository) (gough_slack_delay_seconds) > 300");
    }

    /** The names in the sources, as Prometheus shows them, without what units and kinds add at the end. */
    private static Set<String> registered() {
        return sources().flatMap(text -> matches(METER, text).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> sources() {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(MetricNamesTest::text)
                    .filter(text -> text.contains("io.micrometer"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(name -> name.replaceAll("[\",)\\s]", "").replace('.', '_'))
                .map(name -> UNIT.matcher(name).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

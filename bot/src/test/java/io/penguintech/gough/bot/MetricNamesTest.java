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
import org.junit.jupiter.api.Test;

/** The metrics that pages and alert rules speak of are those the service registers, and all of them are described. */
class MetricNamesTest {
    private static final Pattern METER = Pattern.compile("\"(gough\\.[a-z.]+)\"\\s*[,)]");
    private static final Pattern NAME = Pattern.compile("\\bgough_[a-z_]+");
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
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(MetricNamesTest::text)
                    .filter(text -> text.contains("io.micrometer"))
                    .flatMap(text -> matches(METER, text).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
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

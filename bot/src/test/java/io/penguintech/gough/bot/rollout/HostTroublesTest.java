package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an alert about hosts says, whoever is silenced. Pure. */
class HostTroublesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String KEY = "policy default/Firewall";

    private static HostTroubles firewall() {
        return new HostTroubles(
                KEY,
                "Policy Firewall (fleet default) fails on",
                "Policy Firewall (fleet default) passes again",
                "Switch it on.",
                Alert.Severity.CRITICAL,
                new TreeMap<>(),
                Map.of(),
                Set.of());
    }

    private static SortedMap<String, String> hosts(int number) {
        return IntStream.rangeClosed(1, number)
                .boxed()
                .collect(Collectors.toMap(i -> "" + i, i -> "h%05d".formatted(i), (a, b) -> a, TreeMap::new));
    }

    private static Alert.Silence silence(String key, String host) {
        return new Alert.Silence(
                Optional.ofNullable(key), Optional.ofNullable(host), "ada", "known", NOW, NOW.plusSeconds(60));
    }

    @Test
    void tenThousandHostsAreOneSentenceThatNamesFive() {
        var saying = firewall().saying(hosts(10_000), List.of());
        assertThat(saying.text())
                .isEqualTo(
                        "Policy Firewall (fleet default) fails on 10,000 hosts: h00001, h00002, h00003, h00004, h00005 and 9,995 more. Switch it on.");
        assertThat(saying.hosts()).isEqualTo(10_000);
        assertThat(saying.severity()).isEqualTo(Alert.Severity.CRITICAL);
        assertThat(firewall().ending(1)).isEqualTo("Policy Firewall (fleet default) passes again: 1 host in all.");
    }

    @Test
    void whatIsKnownOfAHostStandsBesideItsName() {
        var trouble = new HostTroubles(
                "machines of maas default",
                "MAAS says that something is wrong with",
                "",
                "",
                Alert.Severity.WARNING,
                new TreeMap<>(),
                Map.of("1", "MAAS: Failed testing"),
                Set.of());
        assertThat(trouble.saying(hosts(1), List.of()).text())
                .isEqualTo("MAAS says that something is wrong with 1 host: h00001 (MAAS: Failed testing).");
    }

    @Test
    void aSilencedHostDoesNotCountInAnyAlertOrInOne() {
        var two = firewall().saying(hosts(3), List.of(silence(null, "h00002")));
        assertThat(two.text()).contains("fails on 2 hosts: h00001, h00003. 1 is silenced.");
        assertThat(two.hosts()).isEqualTo(2);
        assertThat(two.muted()).isFalse();
        assertThat(firewall().saying(hosts(3), List.of(silence(KEY, "h00002"))).hosts())
                .isEqualTo(2);
        assertThat(firewall()
                        .saying(hosts(3), List.of(silence("policy default/Other", "h00002")))
                        .hosts())
                .isEqualTo(3);
        assertThat(firewall().saying(hosts(3), List.of(silence(KEY, null))).hosts())
                .as("a whole alert that is silenced counts its hosts all the same")
                .isEqualTo(3);
    }

    @Test
    void anAlertAllOfWhoseHostsAreSilencedIsMutedAndStillSaysWhichTheyAre() {
        var saying = firewall().saying(hosts(1), List.of(silence(null, "h00001")));
        assertThat(saying.muted()).isTrue();
        assertThat(saying.hosts()).isZero();
        assertThat(saying.text()).contains("1 host: h00001. 1 is silenced.");
    }

    @Test
    void anAlertIsCalledBySomethingShortThatDependsOnItsKeyAlone() {
        assertThat(Alert.id(KEY)).matches("a[0-9a-f]{8}").isEqualTo(Alert.id(KEY));
        assertThat(Alert.id("policy default/Other")).isNotEqualTo(Alert.id(KEY));
    }

    @Test
    void timesAreReadAsPeopleTypeThem() {
        assertThat(Spans.parse("15m")).contains(Duration.ofMinutes(15));
        assertThat(Spans.parse("2H")).contains(Duration.ofHours(2));
        assertThat(Spans.parse("3d")).contains(Duration.ofDays(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "h", "0h", "-1h", "1.5h", "2w", "999999d", "2h 3m"})
    void whatIsNoTimeIsNone(String text) {
        assertThat(Spans.parse(text)).isEmpty();
    }
}

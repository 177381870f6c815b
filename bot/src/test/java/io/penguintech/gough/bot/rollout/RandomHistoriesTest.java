package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random histories end as the repository says or stop with a true reason, and nothing is destroyed that no approved plan
 * named. A few seeds and all that once failed by default; {@code -Dgough.histories=1000} lives that many from
 * {@code -Dgough.histories.from} on, {@code -Dgough.histories.seed=N} only that one.
 */
class RandomHistoriesTest {
    private static final int COUNT = Integer.getInteger("gough.histories", 4);
    private static final long FROM = Long.getLong("gough.histories.from", Breadth.WIDE.from);

    /** Seeds that once failed, and why they did. */
    private static final Map<Long, String> KEPT_SEEDS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    2007L,
                    "before anything was brought about completely only the author of the newest commit was barred"),
            Map.entry(3007L, "a host renamed while its empty machine was deleted was remembered twice"),
            Map.entry(
                    10155L, "goal maintenance of a lost, confirmed and unmarked machine was asked for and then failed"),
            Map.entry(20034L, "a request for a host that was renamed ended as not declared any more"),
            Map.entry(20117L, "a machine that somebody else deploys and that hangs was waited for without an end"),
            Map.entry(
                    20166L, "a machine that somebody released while it was adopted was adopted as empty, and not lost"),
            Map.entry(
                    20365L,
                    "a deployment that nobody answered was sent again although the newest document did not ask for it"),
            Map.entry(20721L, "a change of a later wave began while a renamed host of an earlier one was under way"),
            Map.entry(40022L, "a test that was sent was asked about, and sent, again after its rollout was cancelled"),
            Map.entry(
                    40732L,
                    "what somebody else deployed between the stamp and Gough's refused deployment counted as Gough's"),
            Map.entry(
                    42722L,
                    "what somebody else was deploying when MAAS refused Gough's own deployment counted as Gough's")));

    @Test
    void everyHistoryConvergesOrStopsWithATrueReasonAndDestroysNothingUnasked() {
        var only = Long.getLong("gough.histories.seed");
        var seeds = only != null
                ? List.of(only)
                : LongStream.concat(
                                KEPT_SEEDS.keySet().stream().mapToLong(seed -> seed),
                                LongStream.range(FROM, FROM + COUNT))
                        .boxed()
                        .toList();
        var failed = new ArrayList<String>();
        var effects = new TreeMap<String, Integer>();
        int lived = 0;
        for (long seed : seeds) {
            try (var history = new RandomHistory(seed)) {
                try {
                    history.live();
                    if (only != null) System.err.println(history.told());
                } finally {
                    history.effects().forEach((act, times) -> effects.merge(act, times, Integer::sum));
                }
            } catch (AssertionError wrong) {
                failed.add(wrong.getMessage());
                System.err.println(wrong.getMessage());
            }
            if (++lived % 50 == 0) tell(lived, failed.size(), effects);
        }
        tell(lived, failed.size(), effects);
        assertThat(failed).as("histories that went wrong, of " + lived).isEmpty();
    }

    private static void tell(int lived, int failed, Map<String, Integer> effects) {
        System.err.printf("%d histories lived, %d went wrong; Gough did %s%n", lived, failed, effects);
    }
}

package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tick that changes nothing is skipped, and none that may change something. */
class StillnessTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final BackendName DEFAULT = new BackendName("default");
    private static final Observed.Region REGION = region("rack-a");
    private static final Observed.FleetServer FLEET = fleet();

    private static BackendIdentity identity() {
        return new BackendIdentity("http://backend.example", "one", "gough", "1");
    }

    private static Observed.Region region(String zone) {
        return new Observed.Region(
                identity(),
                new TreeMap<>(),
                true,
                NOW,
                new TreeSet<>(Set.of(zone)),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeMap<>());
    }

    private static Observed.FleetServer fleet() {
        return new Observed.FleetServer(identity(), Optional.empty(), new TreeMap<>(), new TreeMap<>(), NOW);
    }

    private static Observed observed(Observed.Region region, Observed.FleetServer fleet) {
        return new Observed(new TreeMap<>(Map.of(DEFAULT, region)), new TreeMap<>(Map.of(DEFAULT, fleet)));
    }

    private static Stillness still(Observed observed, Optional<RolloutStore.Pulse> active, Instant at) {
        return new Stillness(
                observed,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.of(new Revision("a".repeat(40))),
                active,
                0,
                true,
                Optional.empty(),
                List.of(),
                at);
    }

    private static Stillness still(Optional<RolloutStore.Pulse> active, Instant at) {
        return still(observed(REGION, FLEET), active, at);
    }

    private static Optional<RolloutStore.Pulse> pulse(boolean applying, Optional<Instant> wakesAt) {
        return Optional.of(new RolloutStore.Pulse(7, applying, NOW, wakesAt));
    }

    private static final Stillness BEFORE = still(Optional.empty(), NOW);

    @Test
    void nothingHappenedWhileAllStaysTheSame() {
        assertThat(still(Optional.empty(), NOW.plusSeconds(59)).sameAs(BEFORE)).isTrue();
    }

    @Test
    void theFirstLookIsNeverSkipped() {
        assertThat(BEFORE.sameAs(null)).isFalse();
    }

    @Test
    void afterAMinuteItIsLookedAtAllTheSame() {
        assertThat(still(Optional.empty(), NOW.plusSeconds(60)).sameAs(BEFORE)).isFalse();
    }

    @Test
    void aRegionThatWasReadAgainAndShowsTheSameIsTheSame() {
        assertThat(still(observed(region("rack-a"), FLEET), Optional.empty(), NOW)
                        .sameAs(BEFORE))
                .isTrue();
        assertThat(still(observed(region("rack-b"), FLEET), Optional.empty(), NOW)
                        .sameAs(BEFORE))
                .isFalse();
    }

    @Test
    void aFleetThatWasReadAgainIsLookedAt() {
        assertThat(still(observed(REGION, fleet()), Optional.empty(), NOW).sameAs(BEFORE))
                .isFalse();
        assertThat(still(new Observed(observed(REGION, FLEET).regions(), new TreeMap<>()), Optional.empty(), NOW)
                        .sameAs(BEFORE))
                .isFalse();
    }

    @Test
    void aRolloutThatIsAppliedMovesAndOneThatIsAskedAboutDoesNot() {
        var applied = still(pulse(true, Optional.empty()), NOW);
        var asked = still(pulse(false, Optional.empty()), NOW);
        assertThat(applied.sameAs(applied)).isFalse();
        assertThat(asked.sameAs(asked)).isTrue();
        assertThat(asked.sameAs(BEFORE)).isFalse();
    }

    @Test
    void aRolloutThatWaitsForAMomentIsLookedAtWhenThatHasCome() {
        var waits = pulse(true, Optional.of(NOW.plus(Duration.ofSeconds(30))));
        var before = still(waits, NOW);
        assertThat(still(waits, NOW.plusSeconds(29)).sameAs(before)).isTrue();
        assertThat(still(waits, NOW.plusSeconds(30)).sameAs(before)).isFalse();
    }

    @Test
    void anythingElseThatChangedIsLookedAt() {
        var revision = Optional.of(new Revision("a".repeat(40)));
        var none = Optional.<Revision>empty();
        assertThat(look(Optional.empty(), Set.of(), none, revision, 0, true, Optional.empty(), List.of())
                        .sameAs(BEFORE))
                .isTrue();
        assertThat(Stream.of(
                        look(Optional.of("!"), Set.of(), none, revision, 0, true, Optional.empty(), List.of()),
                        look(Optional.empty(), Set.of("x"), none, revision, 0, true, Optional.empty(), List.of()),
                        look(Optional.empty(), Set.of(), revision, revision, 0, true, Optional.empty(), List.of()),
                        look(Optional.empty(), Set.of(), none, none, 0, true, Optional.empty(), List.of()),
                        look(Optional.empty(), Set.of(), none, revision, 1, true, Optional.empty(), List.of()),
                        look(Optional.empty(), Set.of(), none, revision, 0, false, Optional.empty(), List.of()),
                        look(Optional.empty(), Set.of(), none, revision, 0, true, Optional.of("STOP"), List.of()),
                        look(Optional.empty(), Set.of(), none, revision, 0, true, Optional.empty(), List.of(7L))))
                .noneMatch(look -> look.sameAs(BEFORE));
    }

    private static Stillness look(
            Optional<String> guard,
            Set<String> confirmed,
            Optional<Revision> accepted,
            Optional<Revision> current,
            int approvals,
            boolean idle,
            Optional<String> closed,
            List<Long> requests) {
        return new Stillness(
                observed(REGION, FLEET),
                guard,
                confirmed,
                accepted,
                current,
                Optional.empty(),
                approvals,
                idle,
                closed,
                requests,
                NOW);
    }
}

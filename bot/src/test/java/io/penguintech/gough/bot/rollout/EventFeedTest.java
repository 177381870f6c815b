package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.simulators.fault.StandInClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events reach each consumer in order, at least once, and one that fails holds up nobody else. */
class EventFeedTest {
    private static final RepositoryId MAIN = new RepositoryId("main");

    private final StandInClock time = StandInClock.stoppedAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final Stores stores = Stores.on(Databases.fresh(), Path.of("nowhere"));

    /** Remembers what it got; refuses while told to. */
    private static final class Listener implements EventConsumer {
        private final String name;
        private final List<Long> got = new ArrayList<>();
        private boolean refusing;

        Listener(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void on(long sequence, RolloutEvent event) {
            if (refusing) throw new IllegalStateException("not now");
            got.add(((RolloutEvent.RolloutChanged) event).rollout().value());
        }
    }

    @BeforeEach
    void repository() {
        stores.repositories().get(MAIN);
    }

    private void happen(long rollout) {
        stores.together(() ->
                stores.outbox().publish(new RolloutEvent.RolloutChanged(MAIN, new RolloutId(rollout)), time.instant()));
    }

    private EventFeed feed(Listener... listeners) {
        return new EventFeed(stores.outbox(), time, new Random(1), List.of(listeners));
    }

    @Test
    void whatChangedAgainBeforeAnybodyHeardIsHeardOnce() {
        var listener = new Listener("one");
        var feed = feed(listener);
        for (int i = 0; i < 5; i++) happen(1);
        happen(2);
        happen(1);
        feed.deliver(listener);
        assertThat(listener.got).containsExactly(1L, 2L, 1L);
        happen(1);
        feed.deliver(listener);
        feed.deliver(listener);
        assertThat(listener.got).containsExactly(1L, 2L, 1L, 1L);
    }

    @Test
    void eventsArriveInOrderAndOnce() {
        var listener = new Listener("one");
        var feed = feed(listener);
        happen(1);
        happen(2);
        feed.deliver(listener);
        happen(3);
        feed.deliver(listener);

        assertThat(listener.got).containsExactly(1L, 2L, 3L);
        assertThat(feed.consumers()).hasSize(1);
    }

    @Test
    void aConsumerGoesOnWhereItWasAfterARestart() {
        happen(1);
        feed().deliver(new Listener("one"));
        happen(2);
        var after = new Listener("one");
        feed().deliver(after);

        assertThat(after.got).containsExactly(2L);
    }

    @Test
    void aConsumerThatFailsGetsTheSameEventAgainLaterAndHoldsUpNobody() {
        var slow = new Listener("slow");
        var quick = new Listener("quick");
        var feed = feed(slow, quick);
        happen(1);
        slow.refusing = true;
        feed.deliver(slow);
        feed.deliver(quick);
        assertThat(quick.got).containsExactly(1L);

        slow.refusing = false;
        feed.deliver(slow);
        assertThat(slow.got).as("it is too early").isEmpty();
        time.advance(Duration.ofSeconds(2));
        feed.deliver(slow);
        assertThat(slow.got).containsExactly(1L);
    }

    @Test
    void pausesGrowWithEachFailureUpToHalfAMinute() {
        var listener = new Listener("one");
        listener.refusing = true;
        happen(1);
        for (int i = 0; i < 12; i++) {
            feed().deliver(listener);
            time.advance(Duration.ofSeconds(30));
        }
        var position = stores.outbox().position("one");

        assertThat(position.failures()).isEqualTo(12);
        feed().deliver(listener);
        var last = stores.outbox().position("one").notBefore().orElseThrow();
        assertThat(Duration.between(time.instant(), last)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void anEventOfATransactionThatFailsNeverHappened() {
        var listener = new Listener("one");
        try {
            stores.together(() -> {
                stores.outbox().publish(new RolloutEvent.RolloutChanged(MAIN, new RolloutId(1)), time.instant());
                throw new IllegalStateException("changed my mind");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("changed my mind");
        }
        feed().deliver(listener);

        assertThat(listener.got).isEmpty();
    }

    @Test
    void anAlertIsRaisedOnceUntilItIsResolvedOrSaysSomethingElse() {
        stores.alerts().raise(MAIN, "git", Alert.Severity.WARNING, "down", time.instant());
        stores.alerts().raise(MAIN, "git", Alert.Severity.WARNING, "down", time.instant());
        assertThat(stores.outbox().after(0, 10)).hasSize(1);

        stores.alerts().raise(MAIN, "git", Alert.Severity.CRITICAL, "still down", time.instant());
        assertThat(stores.outbox().after(0, 10)).hasSize(2);

        stores.alerts().resolve(MAIN, "git", "up", time.instant());
        stores.alerts().resolve(MAIN, "git", "up", time.instant());
        assertThat(stores.outbox().after(0, 10))
                .extracting(Outbox.Numbered::event)
                .last()
                .isEqualTo(new RolloutEvent.AlertResolved(MAIN, "git", "up"));
        assertThat(stores.outbox().after(0, 10)).hasSize(3);
    }
}

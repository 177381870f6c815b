package io.penguintech.gough.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.Requests;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.StandInClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final RepositoryId MAIN = new RepositoryId("main");
    private static final Revision OLD = new Revision("a".repeat(40));
    private static final Revision NEW = new Revision("b".repeat(40));

    private final Remote remote = new Remote();
    private final TakenUp taken = new TakenUp();
    private final StandInClock clock = StandInClock.stoppedAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final Watch watch =
            new Watch(remote, taken, new Watch.Pace(Duration.ofSeconds(60), Duration.ofMinutes(5)), clock);

    @Test
    void aBranchThatMovedIsATriggerUntilItIsTakenUp() {
        taken.newest = Optional.of(OLD);
        remote.head = new InfraRepo.Head.At(NEW);
        assertThat(watch.poll()).contains(new Trigger(MAIN, "push"));
        assertThat(watch.poll()).as("not taken up yet").contains(new Trigger(MAIN, "push"));
        taken.newest = Optional.of(NEW);
        assertThat(watch.poll()).isEmpty();
    }

    @Test
    void driftIsLookedForNowAndThen() {
        taken.newest = Optional.of(OLD);
        remote.head = new InfraRepo.Head.At(OLD);
        clock.advance(Duration.ofSeconds(299));
        assertThat(watch.poll()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(watch.poll()).contains(new Trigger(MAIN, "drift"));
        assertThat(watch.poll()).isEmpty();
    }

    @Test
    void anUnreachableRemoteIsToldOnceAskedAsOftenAsEverAndForgottenWhenItAnswers() {
        taken.newest = Optional.of(OLD);
        remote.head = new InfraRepo.Head.Unreachable("no route");
        assertThat(watch.poll()).contains(new Trigger(MAIN, "poll"));
        assertThat(watch.pause()).isEqualTo(Duration.ofSeconds(60));
        assertThat(watch.poll()).isEmpty();
        for (int i = 0; i < 20; i++) watch.poll();
        assertThat(watch.pause()).isEqualTo(Duration.ofSeconds(60));
        assertThat(watch.problem()).contains("no route");
        remote.head = new InfraRepo.Head.At(OLD);
        assertThat(watch.poll()).isEmpty();
        assertThat(watch.pause()).isEqualTo(Duration.ofSeconds(60));
        assertThat(watch.problem()).isEmpty();
    }

    @Test
    void anUnreachableRemoteThatIsPolledVeryOftenIsAskedMoreSeldom() {
        var often = new Watch(remote, taken, new Watch.Pace(Duration.ofSeconds(1), Duration.ofMinutes(5)), clock);
        remote.head = new InfraRepo.Head.Unreachable("no route");
        assertThat(often.poll()).contains(new Trigger(MAIN, "poll"));
        assertThat(often.pause()).isEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 20; i++) often.poll();
        assertThat(often.pause()).isEqualTo(Duration.ofSeconds(30));
        remote.head = new InfraRepo.Head.NoBranch();
        assertThat(often.poll()).isEmpty();
        assertThat(often.pause()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aBranchThatVanishedIsATriggerAndOneThatNeverWasIsNot() {
        remote.head = new InfraRepo.Head.NoBranch();
        assertThat(watch.poll()).isEmpty();
        taken.newest = Optional.of(OLD);
        assertThat(watch.poll()).contains(new Trigger(MAIN, "push"));
    }

    private static final class TakenUp implements Requests {
        private Optional<Revision> newest = Optional.empty();

        @Override
        public void look(RepositoryId repository, String cause) {}

        @Override
        public Optional<Revision> newest(RepositoryId repository) {
            return newest;
        }
    }

    /** A remote of which only the branch's place is asked. */
    private static final class Remote implements InfraRepo {
        private Head head = new Head.NoBranch();

        @Override
        public RepositoryId id() {
            return MAIN;
        }

        @Override
        public String branch() {
            return "main";
        }

        @Override
        public Head head() {
            return head;
        }

        @Override
        public Fetched fetch() {
            throw new AssertionError("a poll downloads nothing");
        }

        @Override
        public Relation relation(Revision before, Revision now) {
            throw new AssertionError("a poll judges nothing");
        }

        @Override
        public RepoTree tree(Revision revision) {
            throw new AssertionError("a poll reads nothing");
        }

        @Override
        public List<Commit> commits(Optional<Revision> from, Revision to) {
            throw new AssertionError("a poll reads nothing");
        }
    }
}

package io.penguintech.gough.bot.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class JobsTest {
    @Test
    void aJobThatThrowsIsDoneAgain() throws InterruptedException {
        var third = new CountDownLatch(3);
        try (var jobs = new Jobs(new Random(1), failure -> false)) {
            jobs.every("failing", Duration.ofMillis(1), () -> {
                third.countDown();
                throw new IllegalStateException("on purpose");
            });
            assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSlowJobNeverRunsTwiceAtOnceAndHoldsUpNoOther() throws InterruptedException {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var release = new CountDownLatch(1);
        var others = new CountDownLatch(20);
        try (var jobs = new Jobs(new Random(1), failure -> false)) {
            jobs.every("slow", Duration.ofMillis(1), () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                await(release);
                inside.decrementAndGet();
            });
            jobs.every("quick", Duration.ofMillis(1), others::countDown);
            assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
            release.countDown();
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void aFailureThatSomebodyElseTellsOfIsQuietAndAnyOtherIsToldOnce(CapturedOutput output)
            throws InterruptedException {
        var quiet = new CountDownLatch(3);
        var loud = new CountDownLatch(3);
        try (var jobs = new Jobs(new Random(1), failure -> "away".equals(failure.getMessage()))) {
            jobs.every("quiet", Duration.ofMillis(1), () -> fail(quiet, "away"));
            jobs.every("loud", Duration.ofMillis(1), () -> fail(loud, "broken"));
            assertThat(quiet.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(loud.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(output).doesNotContain("\"quiet\"").containsOnlyOnce("\"loud\" failed");
    }

    private static void fail(CountDownLatch latch, String why) {
        latch.countDown();
        throw new IllegalStateException(why);
    }

    @Test
    void nothingIsStartedAfterTheEnd() {
        var times = new AtomicInteger();
        var jobs = new Jobs(new Random(1), failure -> false);
        jobs.every("any", Duration.ofMillis(1), times::incrementAndGet);
        jobs.close();
        int atTheEnd = times.get();
        jobs.every("late", Duration.ofMillis(1), times::incrementAndGet);
        jobs.close();
        assertThat(times).hasValue(atTheEnd);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

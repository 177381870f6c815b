package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Measures work by the time this thread had a processor, so that a busy machine fails no test. */
final class Work {
    private Work() {}

    static void isDoneWithin(Duration most, Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        work.run();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin)).isLessThan(most);
    }
}

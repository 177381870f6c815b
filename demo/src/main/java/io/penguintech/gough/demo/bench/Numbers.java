package io.penguintech.gough.demo.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * What was measured at one size.
 *
 * @param hosts how many hosts
 * @param queries how many queries
 * @param cold validate and render in a fresh process, its start included
 * @param warm validate and render once the process is warm
 * @param planInSync a plan when everything is as declared
 * @param planAllNew a plan when every host and query must be made, with its digest
 * @param sweep a complete list of the machines
 * @param again what reading them again costs a region in an hour
 * @param service the running service
 */
record Numbers(
        int hosts,
        int queries,
        Duration cold,
        Took warm,
        Took planInSync,
        Took planAllNew,
        Duration sweep,
        Budget.Hourly again,
        Running service) {
    /**
     * How long something took that one thread does.
     *
     * @param wall what a clock on the wall says
     * @param cpu how long the processor worked on it; less than {@code wall} on a machine that has other things to do
     */
    record Took(Duration wall, Duration cpu) {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        /** Does {@code work} so many times, and takes the median of the second half; the first half warms up. */
        static Took median(int times, Supplier<Object> work) {
            var wall = new long[times];
            var cpu = new long[times];
            for (int i = 0; i < times; i++) {
                long begun = System.nanoTime();
                long worked = THREADS.getCurrentThreadCpuTime();
                var made = work.get();
                cpu[i] = THREADS.getCurrentThreadCpuTime() - worked;
                wall[i] = System.nanoTime() - begun;
                if (made.equals(""))
                    throw new IllegalStateException("nothing was made"); // keeps the work from being left out
            }
            return new Took(middle(wall), middle(cpu));
        }

        private static Duration middle(long[] times) {
            var warm = Arrays.copyOfRange(times, times.length / 2, times.length);
            Arrays.sort(warm);
            return Duration.ofNanos(warm[warm.length / 2]);
        }
    }

    /**
     * A running service while nothing changes.
     *
     * @param ticks how many ticks were watched
     * @param tick one tick on average
     * @param rssMib most memory its process ever had (VmHWM)
     * @param databaseMib memory of the database's processes, shared pages counted once (PSS)
     * @param calls what the backends and git received in a minute
     */
    record Running(long ticks, Duration tick, long rssMib, long databaseMib, Calls calls) {}

    /**
     * Calls in one minute in which nothing changes.
     *
     * @param lookups questions to git where the branch is (ls-remote)
     * @param fetches downloads from git
     * @param maas calls to MAAS
     * @param lists of these, complete lists of machines
     * @param fleet calls to Fleet
     */
    record Calls(double lookups, double fetches, double maas, double lists, double fleet) {}
}

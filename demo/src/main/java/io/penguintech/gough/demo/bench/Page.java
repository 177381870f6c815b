package io.penguintech.gough.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** {@code docs/benchmarks.md}: what was measured, on what, and how. */
final class Page {
    private Page() {}

    static String of(List<Numbers> sizes, FleetNumbers fleet, Duration watched, Budget.Tried tried) {
        return """
                # Benchmarks

                Written by `./gough bench --write`; anyone can run it again. `./gough bench --quick` takes a minute, `--hosts N`
                measures one size.

                %s
                The queries and policies of one Fleet alone (`./gough bench --fleet` measures nothing else):

                %s
                ## Measured on
                %s, %s. Times are by the clock on the wall of this machine, unless they say *cpu*.

                The service, and everything measured warm, ran with `%s`,
                as `./gough serve` and `deploy/systemd` start it; *fresh process* with `%s`,
                as `./gough` starts short commands.

                ## How
                - The repository has three roles, racks of forty hosts in one file each, two templates a host, and a query for
                  every tenth host. Every host has a machine that is Deployed and recorded, every query exists: nothing is to be done.
                - **Validate and render** loads all files and renders the user data of every host. *Fresh process* is `gough validate`
                  from the command to its end, with the start of Java; the middle one of three. *Warm* is the median of repeated
                  runs in one process.
                  Beside what the clock on the wall says stands how long the processor worked on it (*cpu*), which
                  is less where the machine has other things to do.
                - **Plan** compares what is declared with what was observed before. *All to be made* is an empty region and an
                  empty Fleet, and includes the digest over all changes.
                - **Tick, memory and calls** are those of a service in a process of its own, with its default pace (tick 5 s, poll
                  60 s, news of MAAS 10 s, sweep 5 min, queries 2 min), watched for %d s after its first rollout was in sync. Memory is
                  `VmHWM` of its process, the start included. Calls are counted by the stand-ins, not by us, and are per minute.
                - **Of one Fleet alone:** no two queries or policies are the same, a quarter of the queries is for every platform and so is
                  compiled three times, the tables are joined, read by `WITH` or must be constrained. The plan compares with what the
                  stand-in answered.
                - **Sweep** is a complete list of machines. Most of it is the stand-in's own work, which costs it the
                  time stated per machine; a real MAAS 3.4 takes about 29 ms for each (recorded), so 10,000 machines take it five
                  minutes. That is why a sweep is a slow job of its own, and no tick waits for it.
                - **Region-seconds, bytes and what stays unseen** are those of reading machines again by the default settings (each one
                  every 5 min, all of them at once every 6 h, together within 10 %% of one worker), reckoned from 29 ms a machine (recorded) and
                  from the length of the stand-in's answers (a real machine is 17 KB). Changes that MAAS notes are seen by the next look at
                  its events, 10 s apart, and are not in these rows; nor is the handful of small calls a minute that the row of calls has.
                - **Tried out** with %,d machines at a stand-in that takes 29 ms for each, reading without any pause but the budget's: of %d
                  tags changed behind its back the slowest was seen after %.1f s, where %.1f s are reckoned, and the stand-in
                  worked %.1f %% of the time for it.
                """.formatted(
                        new Table(sizes).markdown(),
                        new Table(fleet).markdown(),
                        machine(),
                        LocalDate.now(ZoneOffset.UTC),
                        Program.Kind.SERVICE.summary(),
                        Program.Kind.SHORT.summary(),
                        watched.toSeconds(),
                        tried.machines(),
                        tried.changes(),
                        tried.slowest().toMillis() / 1000.0,
                        tried.reckoned().toMillis() / 1000.0,
                        100 * tried.share());
    }

    static String machine() {
        return "%s, %d cores, %s memory, %s %s, Java %s"
                .formatted(
                        first(Path.of("/proc/cpuinfo"), "model name"),
                        Runtime.getRuntime().availableProcessors(),
                        memory(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version().feature());
    }

    private static String memory() {
        var total = first(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
        return total.isEmpty()
                ? "unknown"
                : String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(total) / 1024.0 / 1024.0);
    }

    private static String first(Path file, String key) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}

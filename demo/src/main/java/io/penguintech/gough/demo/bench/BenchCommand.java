package io.penguintech.gough.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gough bench}: measures Gough against stand-ins on this machine. */
@Command(
        name = "./gough bench",
        mixinStandardHelpOptions = true,
        description = "Measure how fast and how small Gough is: against stand-ins, at 100, 1,000 and 10,000 hosts.")
public final class BenchCommand implements Callable<Integer> {
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000);
    private static final Path PAGE = Path.of("docs/benchmarks.md");
    private static final String BY_HAND = "## Beside it";
    private static final int HOSTS_A_QUERY = 10;
    private static final PullRound.Size PULLS = new PullRound.Size(40, 100, 1_000, 10);
    private static final PullRound.Size QUICK_PULLS = new PullRound.Size(5, 20, 1_000, 3);
    private static final SampleFleet FLEET = new SampleFleet(1_000, 300);

    @Option(names = "--hosts", paramLabel = "N", description = "Measure this one size.")
    @Nullable
    Integer hosts;

    @Option(names = "--quick", description = "100 hosts, watched for 15 seconds instead of a minute.")
    boolean quick;

    @Option(names = "--write", description = "Write docs/benchmarks.md.")
    boolean write;

    @Option(
            names = "--real-cost",
            description = "Only try out what is seen how soon where a list takes 29 ms a machine, as in a real region:"
                    + " with 100 machines, and with 10,000 (or --hosts) beside a service, which takes an hour.")
    boolean realCost;

    @Option(names = "--fleet", description = "Only measure the queries and policies of a Fleet.")
    boolean fleet;

    @Option(
            names = "--pulls",
            description = "Only measure pull requests: one after the other, a hundred at once, and beside a flood of"
                    + " deliveries; with 1,000 hosts (or --hosts).")
    boolean pulls;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (hosts != null && (hosts < 1 || hosts > 60_000)) {
            System.err.println("gough: --hosts goes from 1 to 60000");
            return 2;
        }
        LoggingSystem.get(BenchCommand.class.getClassLoader()).beforeInitialize();
        if (realCost) {
            System.out.println(budget());
            System.out.println(atRealCost(hosts != null ? hosts : SIZES.getLast()));
            return 0;
        }
        if (fleet) {
            System.out.println(new Table(ofFleet()).text());
            System.out.println(Page.machine());
            return 0;
        }
        if (pulls) return measuredPulls();
        var watch = Duration.ofSeconds(quick ? 15 : 60);
        var all = new ArrayList<Numbers>();
        for (int size : hosts != null ? List.of(hosts) : quick ? SIZES.subList(0, 1) : SIZES)
            all.add(measured(size, watch));
        var ofFleet = ofFleet();
        System.out.println(new Table(all).text());
        System.out.println(new Table(ofFleet).text());
        System.out.println(Page.machine());
        if (write) {
            Files.writeString(PAGE, Page.of(all, ofFleet, watch, budget()) + byHand());
            System.out.println("written to docs/benchmarks.md");
        }
        return 0;
    }

    private FleetNumbers ofFleet() {
        System.err.println("the queries and policies of a Fleet");
        return new FleetRound(FLEET, quick ? 4 : 12).run();
    }

    /** Slow is a number in the table; only what is wrong makes the command fail. */
    private int measuredPulls() throws IOException, InterruptedException {
        var size = quick ? QUICK_PULLS : PULLS;
        int count = hosts != null ? hosts : 1_000;
        if (count < size.hosts()) {
            System.err.printf("gough: --pulls is about %d hosts; there must be as many%n", size.hosts());
            return 2;
        }
        var folder = Files.createTempDirectory("gough-bench");
        try {
            var numbers = new PullRound(
                            SampleInfra.of(count, count / HOSTS_A_QUERY),
                            folder,
                            size,
                            step -> System.err.printf("%,d hosts: %s%n", count, step))
                    .run();
            System.out.println(new Table(numbers).text());
            System.out.println(Page.machine());
            numbers.wrong().forEach(wrong -> System.err.println("gough: " + wrong));
            return numbers.wrong().isEmpty() ? 0 : 1;
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static Budget.Tried budget() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("gough-bench");
        try {
            System.err.println("the budget, tried out with 100 machines at the price of a real region");
            return Budget.tried(folder, 100, 8);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static RealCost.Watched atRealCost(int size) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("gough-bench");
        try {
            return new RealCost(
                            SampleInfra.of(size, size / HOSTS_A_QUERY),
                            folder,
                            step -> System.err.printf("%,d hosts: %s%n", size, step))
                    .run();
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** What people wrote below the measured part stays. */
    private static String byHand() throws IOException {
        if (!Files.exists(PAGE)) return "";
        var text = Files.readString(PAGE);
        int begin = text.indexOf(BY_HAND);
        return begin < 0 ? "" : "\n" + text.substring(begin);
    }

    private Numbers measured(int size, Duration watch) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("gough-bench");
        try {
            var infra = SampleInfra.of(size, size / HOSTS_A_QUERY);
            var round = new Round(
                    infra, folder, watch, quick ? 4 : 12, step -> System.err.printf("%,d hosts: %s%n", size, step));
            return round.run();
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}

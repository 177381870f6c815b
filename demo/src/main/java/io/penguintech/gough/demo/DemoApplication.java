package io.penguintech.gough.demo;

import io.penguintech.gough.demo.bench.BenchCommand;
import java.util.Arrays;
import picocli.CommandLine;

/** The program behind {@code ./gough demo} and {@code ./gough bench}: the bot with stand-ins for everything it talks to. */
public final class DemoApplication {
    private static final int USAGE = 2;

    private DemoApplication() {}

    /** Runs the command that the first word names; the rest are its options. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String[] args) {
        var word = args.length == 0 ? "demo" : args[0];
        var rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        return switch (word) {
            case "bench" -> new CommandLine(new BenchCommand()).execute(rest);
            case "demo" -> new CommandLine(new DemoCommand()).execute(rest);
            default -> {
                System.err.println(
                        "gough: \"" + word + "\" is not a command of this program; there are demo and bench");
                yield USAGE;
            }
        };
    }
}

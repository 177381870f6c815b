package io.penguintech.gough.bot.cli;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the person at the command line says yes to. */
final class Consent {
    @Option(names = "--yes", description = "Do not ask before changes of risk none and notice.")
    boolean yes;

    @Option(
            names = "--break-glass",
            description =
                    "Stand in for missing approvers: you type the hosts' names, and it is recorded and announced.")
    boolean breakGlass;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why the glass is broken.")
    @Nullable
    String reason;

    void check() {
        if (breakGlass && (reason == null || reason.isBlank()))
            throw new CommandFailed(Exit.USAGE, "--break-glass needs --reason TEXT, for the people who will ask");
        if (!breakGlass && reason != null) throw new CommandFailed(Exit.USAGE, "--reason belongs to --break-glass");
    }

    String reason() {
        return reason == null ? "" : reason;
    }

    /** Whether changes nobody else is asked about may be begun. */
    boolean toMild(Terminal terminal, Plan plan) {
        if (yes || breakGlass) return true;
        var question = "Apply %d changes of risk %s? Only 'yes' does: "
                .formatted(plan.changes().size(), plan.risk().word());
        return terminal.isWatched() && terminal.ask(question).equals("yes");
    }

    /** The hosts that {@code plan} disturbs or destroys, each typed by hand; what has no host is named before. */
    static SortedSet<HostName> typed(Terminal terminal, Plan plan) {
        var hosts = disturbed(plan);
        var others = withoutHost(plan);
        if (!others.isEmpty())
            terminal.note(Terminal.plain("This disturbs or destroys beside hosts: " + String.join(", ", others)));
        if (hosts.isEmpty()) return hosts;
        terminal.note("This disturbs or destroys: " + hosts);
        var line = terminal.ask("Type the name of each of these %d hosts: ".formatted(hosts.size()));
        var typed = new TreeSet<String>(Arrays.asList(line.split("[\\s,]+", -1)));
        typed.remove("");
        var wanted = new TreeSet<String>();
        hosts.forEach(host -> wanted.add(host.value()));
        if (!typed.equals(wanted))
            throw new CommandFailed(
                    Exit.NEEDS_PERSON, "what was typed is not exactly the hosts above; nothing was begun");
        return hosts;
    }

    /** What else it costs: a network without DHCP, say, disturbs whoever is in it. */
    private static List<String> withoutHost(Plan plan) {
        return plan.changes().stream()
                .filter(change -> !(change instanceof Change.OfHost))
                .filter(change -> change.risk().compareTo(Risk.DISRUPTIVE) >= 0)
                .map(change -> change.verb() + " " + change.subject().text())
                .toList();
    }

    private static SortedSet<HostName> disturbed(Plan plan) {
        var hosts = new TreeSet<HostName>();
        for (var change : plan.changes())
            if (change instanceof Change.OfHost host && host.risk().compareTo(Risk.DISRUPTIVE) >= 0)
                hosts.add(host.subject().host());
        return hosts;
    }
}

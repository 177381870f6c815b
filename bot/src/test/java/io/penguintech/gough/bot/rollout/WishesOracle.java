package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.BegunChanges.Begun;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.HostRequest;
import java.util.Optional;
import java.util.Set;

/** Judges whether the newest document that Gough saw, or somebody's request, asks for what it sends. */
final class WishesOracle {
    private final RandomCommits commits;
    private final RandomRequests requests;

    WishesOracle(RandomCommits commits, RandomRequests requests) {
        this.commits = commits;
        this.requests = requests;
    }

    private Optional<Declared> document(int number) {
        return Optional.ofNullable(commits.inForce().get(number));
    }

    /**
     * Whose yes does not count: whoever asked for what it destroys, or had written it when it was begun. Who writes
     * something else about the host after that takes back nobody's yes: nothing that was begun is asked about again.
     */
    Set<String> barred(Begun intent, boolean destructive) {
        if (!destructive || intent.change() instanceof Change.BringUp) return Set.of();
        return intent.change()
                .asked()
                .map(asked -> Set.of(asked.by()))
                .orElseGet(
                        () -> Optional.ofNullable(commits.inForce(intent.at()).get(intent.number()))
                                .map(host -> Set.of(host.by()))
                                .orElse(Set.of()));
    }

    /**
     * Why nobody wants it; empty when somebody does.
     *
     * @param released whether the same change released the machine already
     */
    Optional<String> unwanted(Begun intent, int number, String act, boolean released) {
        var host = document(number);
        var asked = intent.change().asked();
        if (asked.isPresent()) {
            var why = unwanted(asked.get(), intent, number, act);
            if (why.isPresent()) return why;
        }
        if (act.equals("set_up")) return unset(host);
        if (intent.change() instanceof Change.OnRequest)
            return unless(
                    host.filter(one -> one.goal().equals("deployed")
                                    || act.equals("test") && one.goal().equals("ready"))
                            .isPresent(),
                    host);
        if (!Set.of("release", "delete", "deploy", "power_off").contains(act)) return Optional.empty();
        if (host.isEmpty())
            return act.equals("delete") && released ? Optional.empty() : Optional.of("no document asks for it");
        return unless(isWanted(intent, host.get(), act, released), host);
    }

    private static Optional<String> unless(boolean wanted, Optional<Declared> host) {
        return wanted ? Optional.empty() : Optional.of("the newest document does not ask for it: " + host);
    }

    private static boolean isWanted(Begun intent, Declared host, String act, boolean released) {
        return switch (act) {
            case "deploy" -> host.goal().equals("deployed");
            case "delete" -> released || !host.protect() && host.goal().equals("retired") && host.delete();
            case "release" ->
                !host.protect()
                        && (intent.change() instanceof Change.Reinstall
                                ? host.goal().equals("deployed")
                                : Set.of("ready", "retired").contains(host.goal()));
            default -> !host.protect() && host.goal().equals("retired");
        };
    }

    private static Optional<String> unset(Optional<Declared> host) {
        boolean declared = host.map(Declared::fit)
                .filter(fit -> fit.layout().isPresent() || fit.mtu().isPresent())
                .isPresent();
        return declared ? Optional.empty() : Optional.of("no document asks for anything to be set up: " + host);
    }

    /** A request is what somebody asked for under that number, of that host, and neither taken back nor over by then. */
    private Optional<String> unwanted(HostRequest told, Begun intent, int number, String act) {
        var asked = requests.numbered(told.number());
        if (asked.isEmpty()) return Optional.of("nobody asked for it: " + told);
        var one = asked.get();
        if (one.host() != number || one.what() != told.what() || !one.by().equals(told.by()))
            return Optional.of("%s asked for something else: %s".formatted(one.by(), one));
        if (!acts(told.what()).contains(act))
            return Optional.of("that is not what %s asked for: %s".formatted(one.by(), one));
        if (one.withdrawn().filter(at -> !at.isAfter(intent.at())).isPresent())
            return Optional.of("%s took it back before it was begun".formatted(one.by()));
        if (!intent.at().isBefore(one.at().plus(RandomRequests.VALID))) return Optional.of("it was too late: " + one);
        return Optional.empty();
    }

    private static Set<String> acts(HostRequest.What what) {
        return switch (what) {
            case REINSTALL -> Set.of("release", "deploy", "commission", "set_up");
            case POWER_ON -> Set.of("power_on");
            case POWER_OFF -> Set.of("power_off");
            case POWER_CYCLE -> Set.of("power_off", "power_on");
            case TEST -> Set.of("test");
        };
    }
}

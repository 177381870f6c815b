package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Whether the newest revision still asks for what a started change is about to do and cannot undo. */
final class Wanted {
    private Wanted() {}

    /** @param machine what the change is about, as it is now */
    static boolean by(Desired newest, Change.OfHost change, Optional<Machine> machine, List<Taken> taken) {
        var host = Optional.ofNullable(
                newest.inventory().hosts().get(change.subject().host()));
        // What the newest document says of another machine says nothing of this one.
        var meant = host.filter(h -> machine.filter(is -> !means(h, is)).isEmpty());
        return switch (change) {
            case Change.Release release ->
                sent(taken, "release")
                        || sent(taken, "delete")
                        || meant.filter(h -> !h.protect() && releases(h, release))
                                .isPresent();
            case Change.Reinstall again ->
                sent(taken, "deploy")
                        || meant.filter(h -> sent(taken, "release") || !h.protect())
                                .filter(h -> runs(newest, h, Optional.of(again.deployment())))
                                .filter(again.setup()::isDeclaredBy)
                                .filter(h -> VmHosting.isDeclaredBy(h, again))
                                .filter(h -> PowerFields.isDeclaredBy(h, again))
                                .isPresent();
            case Change.BringUp up ->
                sent(taken, "deploy")
                        || meant.filter(h -> h.goal().equals(up.goal()) && runs(newest, h, up.deployment()))
                                .filter(up.setup()::isDeclaredBy)
                                .filter(h -> VmHosting.isDeclaredBy(h, up))
                                .filter(h -> PowerFields.isDeclaredBy(h, up))
                                .filter(h -> sent(taken, Composing.WORD) || Composing.isDeclaredBy(h, up))
                                .isPresent();
            case Change.Register ignored -> sent(taken, "register") || meant.isPresent();
            case Change.Maintain _ ->
                sent(taken, "rescue")
                        || meant.filter(h -> h.goal() instanceof HostGoal.Maintenance)
                                .isPresent();
            case Change.Return _ ->
                sent(taken, "exit-rescue")
                        || meant.filter(h -> !(h.goal() instanceof HostGoal.Maintenance))
                                .isPresent();
            case Change.OnRequest request ->
                pastRecall(request, taken)
                        || meant.filter(h -> HostRequest.contradiction(
                                                request.request().what(), h)
                                        .isEmpty())
                                .isPresent();
            case Change.Amend amend ->
                onlyFields(amend)
                        || (Cards.in(amend).isEmpty() ? meant : host)
                                .filter(h -> amend.setup().isNothing()
                                        || amend.setup().isDeclaredBy(h))
                                .filter(h -> VmHosting.isDeclaredBy(h, amend))
                                .filter(h -> Cards.isDeclaredBy(h, amend))
                                .filter(h -> PowerFields.isDeclaredBy(h, amend))
                                .isPresent();
            case Change.Adopt _, Change.Restore _ -> true;
        };
    }

    /** Whether the machine may be the one that the document names: by its serial, else by an address. */
    private static boolean means(Host host, Machine machine) {
        if (host.vm().isPresent()) return true;
        var declared = host.machine().serial().map(MachineIndex::serialKey);
        var known = machine.serial().map(MachineIndex::serialKey);
        if (declared.isPresent() && known.isPresent()) return declared.equals(known);
        return machine.macAddresses().isEmpty()
                || !Collections.disjoint(host.machine().macAddresses(), machine.macAddresses());
    }

    private static boolean onlyFields(Change.Amend amend) {
        return amend.setup().isNothing()
                && VmHosting.told(amend).isEmpty()
                && Cards.in(amend).isEmpty()
                && !PowerFields.among(amend.fields());
    }

    /** Whether a step that a request asks for was sent, or may have been. */
    static boolean mayHaveBegun(Change.OfHost change, List<Taken> taken) {
        return (change.asked().isPresent() && sent(taken, RequestWay.SHUT_DOWN)) || pastRecall(change, taken);
    }

    /** The same, and nothing worse is to come: a system that was asked to shut down may still be spared the force. */
    private static boolean pastRecall(Change.OfHost change, List<Taken> taken) {
        return change.asked().isPresent()
                && (sent(taken, "release")
                        || sent(taken, RequestWay.POWER_OFF)
                        || sent(taken, RequestWay.POWER_ON)
                        || sent(taken, RequestWay.TEST));
    }

    private static boolean sent(List<Taken> taken, String word) {
        return Trail.mayHaveHappened(taken, word);
    }

    private static boolean releases(Host host, Change.Release release) {
        return switch (host.goal()) {
            case HostGoal.Retired(var erase, var delete) -> erase == release.erase() && delete == release.delete();
            case HostGoal.Ready _ -> release.hold().equals(Duration.ZERO) && !release.delete();
            case HostGoal.Deployed _, HostGoal.Maintenance _ -> false;
        };
    }

    /** Whether a host that is deployed would be deployed with exactly that. */
    private static boolean runs(Desired newest, Host host, Optional<Records.Deployment> deployment) {
        if (!(host.goal() instanceof HostGoal.Deployed)) return deployment.isEmpty();
        return deployment.equals(Optional.of(HostChanges.deployment(newest, host)));
    }
}

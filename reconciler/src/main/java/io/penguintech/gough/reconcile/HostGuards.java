package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import java.util.List;

/** What forbids to do something to a host: each answers whether it does, and then has blocked the host with the reason. */
final class HostGuards {
    private final Desired desired;
    private final Draft draft;

    HostGuards(Desired desired, Draft draft) {
        this.desired = desired;
        this.draft = draft;
    }

    /** What protects a machine from being given up. */
    boolean guarded(HostCase it, String verb) {
        var host = it.host();
        if (adopted(it, verb)) return true;
        if (host.protect()) {
            block(
                    host,
                    "%s, but spec.protect is true (the default). Set spec.protect: false in a commit of its own, let that be accepted, and ask again in the next; see %s."
                            .formatted(it.asks(verb), host.place()));
        } else if (!desired.releasable().contains(host.name())) {
            block(
                    host,
                    "%s, but spec.protect was not yet false in the revision accepted before. Keep spec.protect: false, let this revision be accepted, and ask in a later commit; see %s."
                            .formatted(it.asks(verb), host.place()));
        } else {
            return unknown(it, verb, "release it in MAAS if that is right");
        }
        return true;
    }

    /** What was adopted is only ever described, never moved. */
    boolean adopted(HostCase it, String verb) {
        if (!it.adopted()) return false;
        block(
                it.host(),
                "%s was adopted as it was: its lifecycle is not Gough's, so it will not %s. Release it in MAAS, or take it out of the repository."
                        .formatted(it.name(), verb));
        return true;
    }

    /** Something runs there that Gough did not stamp. */
    boolean unknown(HostCase it, String verb, String way) {
        if (!unstamped(it)) return false;
        block(
                it.host(),
                "%s, but %s carries no stamp of Gough's last deployment, so what runs there is unknown: somebody may have deployed it anew. Look at the machine; %s."
                        .formatted(it.asks(verb), Condition.name(it.machine()), way));
        return true;
    }

    /** Gough stamps before it deploys, and only a release takes the stamp away. */
    private boolean unstamped(HostCase it) {
        return it.machine().state() instanceof Machine.State.Deployed
                && it.deployment()
                        .filter(deployment -> Stamp.says(it.machine(), deployment, desired.repositoryId()))
                        .isEmpty();
    }

    /** Nothing that is felt by whoever it hits is done to a machine that may be other hardware. */
    boolean otherBoard(HostCase it, String verb) {
        if (it.serials() != HostCase.Serials.DIFFER) return false;
        block(
                it.host(),
                "%s, but the document says serial %s, and %s has serial %s in MAAS. If its board was replaced, take spec.machine.serial out of the document until MAAS has commissioned it again; else correct it."
                        .formatted(
                                it.asks(verb),
                                it.host().machine().serial().orElse(""),
                                Condition.name(it.machine()),
                                it.machine().serial().orElse("")));
        return true;
    }

    /** Somebody else's lock is a veto; our own is lifted and set again around what is approved. */
    boolean vetoed(HostCase it, String verb) {
        return locked(it, verb, it.lockedByOthers());
    }

    boolean locked(HostCase it, String verb, boolean vetoes) {
        if (!vetoes) return false;
        block(
                it.host(),
                "%s is locked in MAAS by a person, and a lock is a veto: Gough would %s. Unlock it in MAAS when that is right."
                        .formatted(it.name(), verb));
        return true;
    }

    /** An image that is selected comes by itself: the host waits, and nobody need act. */
    boolean awaitsImage(Host host, String architecture, Observed.Region region) {
        var awaited = Names.awaited(host, architecture, region, desired.inventory())
                .or(() -> Names.awaitedKernel(host, architecture, region, desired.inventory()));
        awaited.ifPresent(why -> draft.wait(HostChanges.subject(host), why));
        return awaited.isPresent();
    }

    boolean unknownNames(HostCase it, List<FieldChange> fields) {
        var problems = Names.unknown(it.host(), fields, it.index());
        if (problems.isEmpty()) return false;
        block(it.host(), String.join(" ", problems));
        return true;
    }

    private void block(Host host, String why) {
        draft.block(HostChanges.subject(host), why);
    }
}

package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Records.Deployment;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Differences of a running host that only a decision can end: never a change by themselves. */
final class HostFindings {
    private static final String WAYS =
            "Raise spec.generation to reinstall it, correct the document, or leave it as it is.";

    private HostFindings() {}

    /** Finds what is over once the host is installed anew. */
    private record Anew(Host host, Draft draft) {
        void find(String kind, String what, String... essence) {
            draft.find(List.of(host.name()), HostChanges.subject(host), kind, what, essence);
        }
    }

    /** What runs differs from what is declared or from what was recorded. */
    static void ofDeployed(Host host, Machine machine, Deployment ran, String userData, Draft draft) {
        var again = new Anew(host, draft);
        if (!ran.userData().equals(userData))
            again.find(
                    "user-data",
                    "It runs with user data %s, the templates now make %s. Cloud-init acts at the first boot only, so nothing is sent. %s"
                            .formatted(brief(ran.userData()), brief(userData), WAYS),
                    ran.userData(),
                    userData);
        host.os()
                .release()
                .filter(release -> !release.equals(ran.release()))
                .ifPresent(release -> again.find(
                        "release",
                        "It was deployed with release %s, the document says %s. %s"
                                .formatted(ran.release(), release, WAYS),
                        ran.release(),
                        release));
        host.os()
                .kernel()
                .filter(kernel -> !kernel.equals(ran.kernel()))
                .ifPresent(kernel -> again.find(
                        "kernel",
                        "It was deployed with kernel %s, the document says %s. %s"
                                .formatted(ran.kernel().isEmpty() ? "of MAAS's choice" : ran.kernel(), kernel, WAYS),
                        ran.kernel(),
                        kernel));
        options(host, ran, again);
        if (host.generation() < ran.generation())
            draft.find(
                    HostChanges.subject(host),
                    "generation",
                    "The document says generation %d, but generation %d is deployed. A lower number asks for nothing; set it back to %d, so that raising it again means a reinstall."
                            .formatted(host.generation(), ran.generation(), ran.generation()),
                    Integer.toString(host.generation()),
                    Integer.toString(ran.generation()));
        observedRelease(machine, ran, again);
    }

    private static void options(Host host, Deployment ran, Anew again) {
        var is = ran.options().said();
        var shall = host.os().options().said();
        if (is.equals(shall)) return;
        again.find(
                "options",
                "It was installed with %s, the document says %s. %s".formatted(text(is), text(shall), WAYS),
                text(is),
                text(shall));
    }

    private static String text(SortedMap<String, String> options) {
        if (options.isEmpty()) return "MAAS's own options";
        return options.entrySet().stream()
                .map(option -> option.getKey() + ": " + option.getValue())
                .collect(Collectors.joining("; "));
    }

    private static void observedRelease(Machine machine, Deployment ran, Anew again) {
        if (!(machine.state() instanceof Machine.State.Deployed(var release, var ignored))) return;
        if (release.isEmpty() || release.equals(ran.release())) return;
        again.find(
                "release-observed",
                "MAAS says that it runs %s, but Gough deployed %s: somebody may have deployed it anew. Look at the machine. %s"
                        .formatted(release, ran.release(), WAYS),
                release,
                ran.release());
    }

    /** Of an adopted machine the user data is unknown, which is no difference; what MAAS tells can differ. */
    static void ofAdopted(HostCase it, Draft draft) {
        var host = it.host();
        var machine = it.machine();
        var power = PowerFields.differences(it);
        if (!power.isEmpty())
            draft.find(
                    HostChanges.subject(host),
                    "power",
                    "How it is switched is declared otherwise than when it was adopted: %s. Gough does not tell MAAS how to switch what it adopted: set it in MAAS, then accept this."
                            .formatted(text(power)),
                    text(power));
        if (!(machine.state() instanceof Machine.State.Deployed(var runs, var ignored)) || runs.isEmpty()) return;
        host.os()
                .release()
                .filter(release -> !release.equals(runs))
                .ifPresent(release -> draft.find(
                        HostChanges.subject(host),
                        "release",
                        "It was adopted and runs %s, the document says %s. Gough does not reinstall what it adopted: correct the document, or release the machine in MAAS."
                                .formatted(runs, release),
                        runs,
                        release));
    }

    /**
     * What MAAS has set up on a running machine and the document has otherwise. MAAS changes neither network nor storage
     * of a deployed machine, so nothing is sent.
     *
     * @param ours whether Gough deployed it and may deploy it again
     */
    static void setup(HostCase it, boolean ours, Draft draft) {
        var setup = SetupNames.of(it.host(), it.index()).setup();
        if (setup.isNothing()) return;
        var plan = new SetupPlan(setup, Cards.of(it).told());
        strangers(it.host(), plan, draft);
        var problem = plan.problem();
        var way = ours
                ? problem.map(HostFindings::notEvenAnew)
                        .orElse("It is set up when the host is next reinstalled. " + WAYS)
                : "Gough does not reinstall what it adopted: correct the document, or release the machine in MAAS.";
        var hosts = ours && problem.isEmpty() ? List.of(it.host().name()) : List.<HostName>of();
        differs(new Way(hosts, way), it, "network", plan.networkDifferences(), draft);
        differs(new Way(hosts, way), it, "storage", plan.storageDifferences(), draft);
    }

    private static String notEvenAnew(String problem) {
        return "A reinstall would not be begun so: %s Or leave it as it is.".formatted(problem);
    }

    /** How a difference ends, and which hosts a reinstall ends it for. */
    private record Way(List<HostName> reinstall, String words) {}

    private static void differs(Way way, HostCase it, String what, List<FieldChange> differs, Draft draft) {
        if (differs.isEmpty()) return;
        var differences = text(differs);
        draft.find(
                way.reinstall(),
                it.subject(),
                what,
                "Its %s in MAAS differs from the document: %s. MAAS sets that up before a deployment only, so nothing is sent. %s"
                        .formatted(what, differences, way.words()),
                differences);
    }

    /** What the document says of cards and board of what runs, and MAAS does not know. */
    static void hardware(HostCase it, Draft draft) {
        var cards = Cards.of(it);
        cards.untold().ifPresent(why -> draft.find(it.subject(), "cards", why, cards.essence()));
        if (it.serials() != HostCase.Serials.DIFFER) return;
        var declared = it.host().machine().serial().orElse("");
        var known = it.machine().serial().orElse("");
        draft.find(
                it.subject(),
                "serial",
                "The document says serial %s, and MAAS has serial %s of it. If its board was replaced, put the new serial into the document: the host is known by its addresses and by Gough's record, and MAAS learns a serial only when it commissions the machine, which it does not while anything is deployed there. Then accept this until that is done. Else correct spec.machine. As long as both differ, it is not reinstalled, switched, tested or given up."
                        .formatted(declared, known),
                declared,
                known);
    }

    /** Interfaces that somebody made on a machine whose network is declared. */
    static void strangers(Host host, SetupPlan plan, Draft draft) {
        var strangers = plan.strangers();
        if (host.network().isNothing() || strangers.isEmpty()) return;
        var names = String.join(", ", strangers);
        draft.find(
                HostChanges.subject(host),
                "network-extra",
                "MAAS has interfaces of it that spec.network does not declare: %s. Gough deletes no interface: delete them in MAAS while the machine is not deployed, or declare them."
                        .formatted(names),
                names);
    }

    private static String text(List<FieldChange> fields) {
        return fields.stream()
                .map(field -> "%s is %s, declared %s"
                        .formatted(
                                field.field(),
                                field.before().orElse("not set"),
                                field.after().orElse("not set")))
                .collect(Collectors.joining("; "));
    }

    /** Fields that would be set if nobody had locked the machine. */
    static void locked(Host host, Machine machine, List<FieldChange> fields, Draft draft) {
        var differences = text(fields);
        draft.find(
                HostChanges.subject(host),
                "locked",
                "%s is locked in MAAS by a person, and a lock is a veto: %s. Unlock it in MAAS, then this is set; or correct the document."
                        .formatted(Condition.name(machine), differences),
                differences);
    }

    private static String brief(String digest) {
        if (digest.isEmpty()) return "none";
        return digest.length() > 12 ? digest.substring(0, 12) : digest;
    }
}

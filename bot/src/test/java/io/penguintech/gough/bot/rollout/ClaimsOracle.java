package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.MachineSnapshot;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Judges what Gough says of hosts by what MAAS holds. Written by hand, knowing nothing of the planner. */
final class ClaimsOracle {
    private static final Set<MaasStatus> BUSY = EnumSet.of(
            MaasStatus.COMMISSIONING,
            MaasStatus.TESTING,
            MaasStatus.DEPLOYING,
            MaasStatus.RELEASING,
            MaasStatus.DISK_ERASING,
            MaasStatus.ENTERING_RESCUE_MODE,
            MaasStatus.EXITING_RESCUE_MODE);
    private static final Set<MaasStatus> IDLE = EnumSet.of(MaasStatus.NEW, MaasStatus.READY, MaasStatus.ALLOCATED);
    /** Who wants what, and what. */
    private static final Pattern ASKS = Pattern.compile(
            "(The document|[a-z]+) ask(?:s|ed) to (reinstall it|switch it off and on|switch it off|switch it on|test its hardware)?");

    private static final Pattern SAYS = Pattern.compile("MAAS says ([A-Z][a-z]+( [a-z]+)*)");

    private final Scene scene;
    private final RandomCommits commits;
    private final RandomDeeds deeds;
    private final RandomHardware hardware;
    private final RandomRequests requests;

    ClaimsOracle(
            Scene scene, RandomCommits commits, RandomDeeds deeds, RandomHardware hardware, RandomRequests requests) {
        this.scene = scene;
        this.commits = commits;
        this.deeds = deeds;
        this.hardware = hardware;
        this.requests = requests;
    }

    /** What is said of each declared host and is not true now. */
    List<String> untrue() {
        var wrong = new ArrayList<String>();
        for (var host : scene.service.rollouts().hosts(Scene.REPOSITORY)) {
            var declared = declared(host);
            if (declared.isEmpty()) wrong.add("host %s is shown, but not declared".formatted(host.name()));
            else
                untrue(host, declared.get())
                        .ifPresent(why -> wrong.add("%s is %s (%s), but %s; MAAS has %s, declared %s"
                                .formatted(
                                        host.name(),
                                        host.sync(),
                                        host.detail(),
                                        why,
                                        deeds.machine(declared.get().number()),
                                        declared.get())));
        }
        return wrong;
    }

    Optional<Declared> declared(HostStatus host) {
        return commits.inForce().values().stream()
                .filter(one -> one.name().equals(host.name().value()))
                .findFirst();
    }

    private Optional<String> untrue(HostStatus host, Declared declared) {
        var machine = deeds.machine(declared.number());
        return switch (host.sync()) {
            case "in-sync" -> notAsDeclared(declared, machine);
            case "blocked" -> unless(isTrue(host.detail(), declared, machine), "that is not so");
            case "waiting" ->
                host.detail().contains("is busy: ")
                        ? unless(isTrue(host.detail(), declared, machine), "that is not so")
                        : Optional.empty();
            case "finding" -> unless(isFound(host.detail(), declared, machine), "that is not so");
            default -> Optional.empty();
        };
    }

    private static Optional<String> unless(boolean so, String why) {
        return so ? Optional.empty() : Optional.of(why);
    }

    // ---- as declared

    /** How MAAS differs from the document of a host that is said to be in sync; empty when it does not. */
    Optional<String> notAsDeclared(Declared host, Optional<MachineSnapshot> machine) {
        if (machine.isEmpty()) return unless(host.goal().equals("retired"), "MAAS has no machine of it");
        var is = machine.get();
        var status = switch (host.goal()) {
            case "deployed" -> EnumSet.of(MaasStatus.DEPLOYED);
            case "ready" -> EnumSet.of(MaasStatus.READY);
            case "maintenance" -> EnumSet.of(MaasStatus.RESCUE_MODE);
            default -> EnumSet.of(MaasStatus.NEW, MaasStatus.READY);
        };
        if (!status.contains(is.status())) return Optional.of("it is " + is.status());
        if (host.goal().equals("retired")) return unless(!host.delete(), "it was to be deleted");
        // While somebody works on it nothing else is touched.
        if (host.goal().equals("maintenance")) return Optional.empty();
        if (!is.tags().containsAll(host.tags())) return Optional.of("its tags are " + is.tags());
        if (!is.hostname().equals(host.name())) return Optional.of("its name is " + is.hostname());
        if (!is.zone().equals(host.zone().orElse(is.zone()))) return Optional.of("its zone is " + is.zone());
        if (!is.pool().equals(host.pool().orElse(is.pool()))) return Optional.of("its pool is " + is.pool());
        if (isAdopted(host, is)) return Optional.empty();
        var unset = notSetUp(host, is);
        if (unset.isPresent()) return unset;
        return host.goal().equals("deployed") ? running(host, is) : Optional.empty();
    }

    /** Disks and cards. */
    private Optional<String> notSetUp(Declared host, MachineSnapshot is) {
        if (host.fit().layout().isEmpty() && host.fit().mtu().isEmpty()) return Optional.empty();
        var shown = hardware.shown(deeds, is.systemId());
        if (shown.isEmpty()) return Optional.empty();
        if (!host.fit().layout().map(shown.get().layout()::equals).orElse(true))
            return Optional.of("its disks are " + shown.get().layout());
        return host.fit()
                .mtu()
                .flatMap(mtu -> unless(
                        mtu.equals(shown.get().mtus().get("lan0")),
                        "its cards are " + shown.get().mtus()));
    }

    private boolean isAdopted(Declared host, MachineSnapshot machine) {
        return new RecordStore(org.springframework.jdbc.core.simple.JdbcClient.create(scene.dataSource))
                .machine(
                        Scene.REPOSITORY,
                        Scene.DEFAULT,
                        new io.penguintech.gough.reconcile.SystemId(machine.systemId()))
                .filter(record -> record.adopted())
                .isPresent();
    }

    private static Optional<String> running(Declared host, MachineSnapshot is) {
        if (!is.distroSeries().equals("noble")) return Optional.of("it runs " + is.distroSeries());
        if (!is.owner().equals(Optional.of(RandomDeeds.OURS))) return Optional.of("it is owned by " + is.owner());
        var generation = is.annotations().get("gough.generation");
        return unless(
                generation == null || generation.equals(String.valueOf(host.generation())),
                "generation " + generation + " runs");
    }

    // ---- reasons

    private boolean isTrue(String why, Declared host, Optional<MachineSnapshot> machine) {
        if (why.startsWith("Lost: ")) return isLost(why, machine);
        if (why.startsWith("Goal maintenance needs"))
            return machine.isEmpty() || machine.get().status() == MaasStatus.NEW || !marked(machine.get());
        if (why.contains(" has goal ")) return why.contains("has goal " + host.goal() + ",");
        if (!isMeant(why, host)) return false;
        if (why.contains("but nothing that Gough deployed runs there now"))
            return machine.isEmpty()
                    || isAdopted(host, machine.get())
                    || !"gough".equals(deeds.runs.get(machine.get().systemId()));
        if (machine.isEmpty()) return false;
        var is = machine.get();
        if (!why.contains(is.systemId()) && !ASKS.matcher(why).lookingAt()) return false;
        if (why.contains("live virtual machines")) return hardware.guests().isInhabited(is.systemId(), Long.MAX_VALUE);
        if (why.contains("has no control over its power"))
            return is.powerType().isEmpty() || is.powerType().equals("manual");
        if (why.contains("does not know whether it is on"))
            return !Set.of("on", "off").contains(is.powerState());
        if (why.contains(" is busy: ")) return BUSY.contains(is.status()) && says(why, is);
        if (why.contains(" needs a person: ")) return says(why, is) && !BUSY.contains(is.status());
        if (why.contains(" is locked in MAAS by a person")) return is.locked();
        if (why.contains("spec.protect is true")) return host.protect() && destroys(why, host, is);
        if (why.contains("spec.protect was not yet false")) return !host.protect() && destroys(why, host, is);
        if (why.contains("carries no stamp of Gough's last deployment"))
            return !is.annotations().containsKey("gough.repository");
        return isTrueOfOwner(why, host, is);
    }

    /** When a person is said to ask for something, that person must. */
    private boolean isMeant(String why, Declared host) {
        var asks = ASKS.matcher(why);
        return !asks.lookingAt()
                || asks.group(1).equals("The document")
                || requests.isMeant(host.number(), asks.group(1), asks.group(2));
    }

    private boolean isTrueOfOwner(String why, Declared host, MachineSnapshot is) {
        boolean ours = is.owner().equals(Optional.of(RandomDeeds.OURS));
        if (why.contains(" is not ours: ")) return !marked(is);
        if (why.contains(" is not ours yet: ")) return is.owner().isPresent();
        if (why.contains(" keeps what runs there")) return is.status() == MaasStatus.DEPLOYED && host.adopt();
        if (why.contains("belongs to another Gough")) return is.tags().contains("gough-other");
        if (why.contains(" is in doubt: ")) return isDoubtful(why, is);
        if (why.contains(": somebody took it")) return is.owner().isPresent() && !ours && IDLE.contains(is.status());
        if (why.contains(" is Allocated to our own user")) return is.status() == MaasStatus.ALLOCATED && ours;
        if (why.contains(" is Allocated to ")) return is.status() == MaasStatus.ALLOCATED && !ours;
        if (why.contains("carries our stamp, but Gough's records know of no deployment"))
            return is.status() == MaasStatus.DEPLOYED
                    && is.annotations().containsKey("gough.repository")
                    && !"gough".equals(deeds.runs.get(is.systemId()));
        if (why.contains("but Gough did not deploy it"))
            return is.status() == MaasStatus.DEPLOYED && !"gough".equals(deeds.runs.get(is.systemId()));
        if (why.contains("now belongs to ")) return is.status() == MaasStatus.DEPLOYED && !ours;
        if (why.contains(" was adopted as it was")) return isAdopted(host, is);
        // These speak of an older database, and no history restores one.
        return false;
    }

    private static boolean isLost(String why, Optional<MachineSnapshot> machine) {
        if (why.contains("MAAS does not know it any more")) return machine.isEmpty();
        return machine.isPresent()
                && (IDLE.contains(machine.get().status())
                        || !why.contains("on machine " + machine.get().systemId()));
    }

    private static boolean says(String why, MachineSnapshot is) {
        var said = SAYS.matcher(why);
        return said.find() && said.group(1).equals(is.status().label());
    }

    private static boolean destroys(String why, Declared host, MachineSnapshot is) {
        if (!why.startsWith("The document")) return true;
        var generation = is.annotations().getOrDefault("gough.generation", "0");
        return !host.goal().equals("deployed") || !generation.equals(String.valueOf(host.generation()));
    }

    private static boolean marked(MachineSnapshot machine) {
        return machine.tags().contains(RandomDeeds.MARK) || machine.tags().contains(RandomDeeds.OWN_TAG);
    }

    private boolean isDoubtful(String why, MachineSnapshot is) {
        boolean managed = is.tags().contains(RandomDeeds.MARK);
        boolean own = is.tags().contains(RandomDeeds.OWN_TAG);
        boolean other = is.tags().contains("gough-other");
        if (why.contains("only part of")) return managed != own || other;
        if (why.contains("are gone") || why.contains("does not carry our marks")) return !managed && !own;
        // Marks without a record: no history restores an older database, but somebody may take a machine that was just
        // marked.
        return managed && own && why.contains("know nothing of it") && !isRemembered(is);
    }

    private boolean isRemembered(MachineSnapshot is) {
        return new RecordStore(org.springframework.jdbc.core.simple.JdbcClient.create(scene.dataSource))
                .all(Scene.REPOSITORY).hosts().values().stream()
                        .anyMatch(record -> record.systemId().value().equals(is.systemId()));
    }

    private boolean isFound(String what, Declared host, Optional<MachineSnapshot> machine) {
        if (machine.isEmpty()) return false;
        if (what.contains("is locked in MAAS by a person")) return machine.get().locked();
        if (what.startsWith("The document says generation")) return host.generation() > 0;
        if (what.startsWith("It was adopted and runs")) return isAdopted(host, machine.get()) || host.adopt();
        if (what.startsWith("Its network in MAAS differs"))
            return host.fit().mtu().isPresent();
        if (what.startsWith("Its storage in MAAS differs"))
            return host.fit().layout().isPresent();
        if (what.startsWith("How it is switched is declared otherwise"))
            return host.fit().secret().isPresent();
        if (what.startsWith("MAAS was told otherwise of it as a VM host"))
            return host.fit().hypervisor() && host.formerly().isPresent();
        if (what.startsWith("MAAS registered it as VM host"))
            return hardware.guests().isUnreached(deeds, machine.get().systemId());
        if (what.startsWith("MAAS says that it runs"))
            return !machine.get().distroSeries().equals("noble");
        return false;
    }
}

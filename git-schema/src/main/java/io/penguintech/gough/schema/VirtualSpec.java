package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;

import io.penguintech.gough.schema.VirtualMachine.Disk;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@code spec.vm} of a virtual machine may hold, how it is read, and what it must agree with. */
final class VirtualSpec {
    /** What MAAS makes where nothing is said (its source). */
    private static final int CORES = 1;

    private static final long MEMORY = 2048;
    private static final long LEAST_MEMORY = 1024;
    private static final Disk DISK = new Disk(8, Optional.empty());
    private static final long GIGABYTE = 1_000_000_000L;

    static final Shape.Struct SHAPE = struct(
            required("host", text(TextRule.HOST_NAME), "The hypervisor it is made on: a host of this repository."),
            field("cores", new Shape.Whole(1, 1024), "How many cores; 1 if not given."),
            field("memory", text(TextRule.SIZE), "Its memory, such as 8GiB; 2GiB if not given."),
            field(
                    "disks",
                    new Shape.ListOf(struct(
                            required("size", text(TextRule.SIZE), "Its size in whole gigabytes, such as 20GB."),
                            field(
                                    "pool",
                                    text(TextRule.WORD),
                                    "The hypervisor's storage pool; its default one if not given."))),
                    "Its disks, the first one for its system; one of 8GB if not given."),
            field(
                    "networks",
                    listOf(TextRule.CIDR),
                    "The subnets of its cards, one each; as MAAS does it if not given."));

    private VirtualSpec() {}

    static VirtualMachine decode(Fields vm) {
        var disks = disks(vm).stream()
                .map(disk ->
                        new Disk(disk.text("size").map(StorageSpec::bytes).orElse(0L) / GIGABYTE, disk.text("pool")))
                .toList();
        return new VirtualMachine(
                new HostName(vm.text("host").orElseThrow()), // the shape wants it
                vm.whole("cores", CORES),
                vm.text("memory").map(size -> StorageSpec.bytes(size) >> 20).orElse(MEMORY),
                disks.isEmpty() ? List.of(DISK) : disks,
                vm.texts("networks"));
    }

    private static List<Fields> disks(Fields vm) {
        return vm.items("disks").stream()
                .filter(Tree.Mapping.class::isInstance)
                .map(item -> new Fields((Tree.Mapping) item))
                .toList();
    }

    /** What MAAS would refuse or round. */
    static void check(Fields vm, Problems problems) {
        vm.text("memory")
                .filter(NetworkChecks::isPlain)
                .filter(size -> StorageSpec.bytes(size) >> 20 < LEAST_MEMORY)
                .ifPresent(size -> problems.error(
                        "Value not allowed",
                        "spec.vm.memory: %s is too little; MAAS takes %dMiB at least.".formatted(size, LEAST_MEMORY),
                        vm.place("memory")));
        for (var disk : disks(vm))
            disk.text("size")
                    .filter(NetworkChecks::isPlain)
                    .filter(size -> StorageSpec.bytes(size) < GIGABYTE || StorageSpec.bytes(size) % GIGABYTE != 0)
                    .ifPresent(size -> problems.error(
                            "Value not allowed",
                            "spec.vm.disks: %s is no number of whole gigabytes, and MAAS takes no other; write it as 20GB."
                                    .formatted(size),
                            disk.place("size")));
    }

    /** Whether the host that each virtual machine is made on is there, and one to make it on. */
    static void check(Collection<MergedHost> hosts, Problems problems) {
        var byName = hosts.stream()
                .collect(Collectors.toMap(host -> host.document().name(), Function.identity(), (first, _) -> first));
        for (var host : hosts) if (host.document().kind() == Kind.VIRTUAL_MACHINE) hypervisor(host, byName, problems);
    }

    private static void hypervisor(MergedHost vm, Map<String, MergedHost> hosts, Problems problems) {
        var spec = new Fields(vm.spec());
        var place = spec.inner("vm").place("host");
        var name =
                spec.inner("vm").text("host").filter(NetworkChecks::isPlain).map(text -> text.toLowerCase(Locale.ROOT));
        if (name.isEmpty()) return;
        var on = Optional.ofNullable(hosts.get(name.get()));
        if (on.isEmpty()) {
            problems.error(
                    "Unknown hypervisor",
                    "spec.vm.host: no host is called \"%s\"%s"
                            .formatted(name.get(), Suggestion.clause(name.get(), hosts.keySet())),
                    place);
            return;
        }
        if (!on.get().complete()) return;
        wrong(vm, spec, new Fields(on.get().spec()), name.get())
                .ifPresent(why -> problems.error("Not possible on this host", why, place));
    }

    private static Optional<String> wrong(MergedHost vm, Fields spec, Fields on, String name) {
        if (name.equals(vm.document().name())) return Optional.of("spec.vm.host: it cannot be made on itself.");
        if (HypervisorSpec.decode(on).isEmpty())
            return Optional.of("spec.vm.host: host %s is no hypervisor; give it spec.virtualization (lxd or libvirt)."
                    .formatted(name));
        var region = spec.text("region").orElse("default");
        if (!on.text("region").orElse("default").equals(region))
            return Optional.of("spec.vm.host: host %s is of region %s, not of %s; correct one of the two."
                    .formatted(name, on.text("region").orElse("default"), region));
        boolean retires = on.text("goal").filter("retired"::equals).isPresent();
        if (retires && spec.text("goal").filter("retired"::equals).isEmpty())
            return Optional.of(
                    "spec.vm.host: host %s is to be retired, which ends what lives on it; retire the virtual machine first, or together with it."
                            .formatted(name));
        return Optional.empty();
    }
}

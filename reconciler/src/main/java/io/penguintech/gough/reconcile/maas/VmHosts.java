package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.ObservedVmHost;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.Hypervisor;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.VirtualMachine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The region's VM hosts, and what lives on them. MAAS has them to 3.8; a later one answers 410, and one that never had
 * any, or does not let our user see them, 404 or 403: there are none then.
 */
final class VmHosts {
    private static final String LIST = "list VM hosts";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** MAAS's words. */
    private static final Map<Hypervisor.Type, String> TYPES =
            Map.of(Hypervisor.Type.LXD, "lxd", Hypervisor.Type.LIBVIRT, "virsh");

    private final MaasCalls calls;
    private volatile Optional<SortedMap<Long, ObservedVmHost>> last = Optional.empty();

    VmHosts(MaasCalls calls) {
        this.calls = calls;
    }

    /** By number; one short call. Empty where the region has none to give. Remembered for {@link #last}. */
    Optional<SortedMap<Long, ObservedVmHost>> list() throws Refused {
        last = listed();
        return last;
    }

    /** As they were listed last, by number; none before that. */
    Map<Long, Machine.VmHost> last() {
        return known(last).stream().collect(Collectors.toMap(ObservedVmHost::number, ObservedVmHost::vmHost));
    }

    private static Collection<ObservedVmHost> known(Optional<SortedMap<Long, ObservedVmHost>> hosts) {
        return hosts.<Collection<ObservedVmHost>>map(all -> all.values()).orElseGet(List::of);
    }

    private Optional<SortedMap<Long, ObservedVmHost>> listed() throws Refused {
        try {
            var all = new TreeMap<Long, ObservedVmHost>();
            calls.readList("list-vm-hosts", "vm-hosts/", Form.empty(), LIST)
                    .valueStream()
                    .map(VmHosts::vmHost)
                    .forEach(host -> all.put(host.number(), host));
            return Optional.of(all);
        } catch (Refused refused) {
            return switch (refused.status()) {
                case 403, 404, 410 -> Optional.empty();
                default -> throw refused;
            };
        }
    }

    private static ObservedVmHost vmHost(JsonNode host) {
        var id = host.path("host").path("system_id").asString("");
        return new ObservedVmHost(
                host.path("id").asLong(-1),
                TYPES.entrySet().stream()
                        .filter(type -> type.getValue().equals(host.path("type").asString("")))
                        .map(Map.Entry::getKey)
                        .findFirst(),
                new Machine.VmHost(
                        host.path("name").asString(""),
                        id.isEmpty() ? Optional.empty() : Optional.of(new SystemId(id))),
                host.path("total").path("cores").asLong(0) > 0);
    }

    /**
     * Refuses what would end virtual machines: asked right before the call, because one may have been made since the
     * last look. MAAS itself refuses the release of a registered VM host (400, source code), but switches it off without
     * a question.
     *
     * @param doing as in {@code release machine wagqdr}
     */
    void requireEmpty(SystemId id, String doing) throws Refused {
        requireEmpty(
                known(list()).stream()
                        .map(ObservedVmHost::vmHost)
                        .filter(host -> host.is(id, calls.hostname(id)))
                        .map(Machine.VmHost::name)
                        .sorted()
                        .toList(),
                doing);
    }

    private void requireEmpty(List<String> hosts, String doing) throws Refused {
        if (hosts.isEmpty()) return;
        var living = living(hosts).stream().map(VmHosts::said).collect(Collectors.joining(", "));
        if (!living.isEmpty())
            throw new Refused(calls.failures().changed(doing, "virtual machines live on it: " + living + "."));
    }

    /**
     * Makes MAAS know a hypervisor as a VM host. Looked up by machine, by name and by address first, so doing it twice is
     * doing it once.
     */
    Outcome register(Step.RegisterVmHost step) throws Refused {
        var host = step.host();
        var doing = "register host %s as a VM host".formatted(host.name());
        var hypervisor = host.hypervisor();
        var access = hypervisor.flatMap(Hypervisor::access);
        if (access.isEmpty()) throw new Refused(calls.failures().human(doing, "its document says no spec.vmHost."));
        var type = hypervisor.get().type();
        var hosts = list();
        if (hosts.isEmpty()) throw new Refused(calls.failures().human(doing, "this MAAS has no VM hosts."));
        for (var known : hosts.get().values())
            if (known.type().equals(Optional.of(type)) && isThis(known, step, access.get()))
                return done(known.number());
        var secrets = new Revealing(step.secrets());
        var form = form(step, type, access.get(), secrets);
        var body = calls.write("register-vm-host", "POST", "vm-hosts/", form, doing, secrets.revealed());
        try {
            return done(JSON.readTree(body).path("id").asLong());
        } catch (JacksonException malformed) {
            throw calls.unreadable(doing, "no JSON");
        }
    }

    /**
     * Tells MAAS the address and password of a VM host that it knows, and looks whether it took the address: a field that
     * MAAS does not know it leaves alone without a word (recorded).
     */
    Outcome tell(Step.TellVmHost step) throws Refused {
        var host = step.host();
        var doing = "tell MAAS how it reaches VM host " + host.name();
        var access = host.hypervisor().flatMap(Hypervisor::access);
        if (access.isEmpty()) throw new Refused(calls.failures().human(doing, "its document says no spec.vmHost."));
        var type = host.hypervisor().map(Hypervisor::type);
        var known = known(list()).stream()
                .filter(each -> each.type().equals(type)
                        && each.vmHost().is(step.id(), host.name().value()))
                .findFirst();
        if (known.isEmpty()) throw new Refused(calls.failures().changed(doing, "MAAS knows no such VM host any more."));
        long number = known.get().number();
        var secrets = new Revealing(step.secrets());
        var form = Form.of("power_address", access.get().address());
        Optional.ofNullable(access.get().credentials().get("password"))
                .ifPresent(password -> form.with("power_pass", PowerWrites.text(password, secrets)));
        calls.write("tell-vm-host", "PUT", "vm-hosts/%d/".formatted(number), form, doing, secrets.revealed());
        if (!parameters(number)
                .path("power_address")
                .asString("")
                .equals(access.get().address()))
            throw new Refused(
                    calls.failures()
                            .human(
                                    doing,
                                    "it answered that all is well, and still has another address. Remove the VM host there, then it is registered anew."));
        return done(number);
    }

    /** MAAS may not know yet which machine it is: then its name tells, or the address it was registered with. */
    private boolean isThis(ObservedVmHost known, Step.RegisterVmHost step, Hypervisor.Access access) throws Refused {
        if (known.vmHost().is(step.id(), step.host().name().value())) return true;
        return known.vmHost().machine().isEmpty() && isAt(known.number(), access);
    }

    /** The answer holds secrets, of which nothing is kept. */
    private JsonNode parameters(long number) throws Refused {
        return calls.readTree(
                "vm-host-parameters",
                "vm-hosts/%d/".formatted(number),
                Form.of("op", "parameters"),
                "look where VM host %d is".formatted(number));
    }

    private boolean isAt(long number, Hypervisor.Access access) throws Refused {
        var is = parameters(number);
        return is.path("power_address").asString("").equals(access.address())
                && is.path("project").asString("").equals(access.project().orElse(""));
    }

    private static Form form(
            Step.RegisterVmHost step, Hypervisor.Type type, Hypervisor.Access access, SecretSource secrets) {
        var form = Form.of("type", Objects.requireNonNull(TYPES.get(type)))
                .with("name", step.host().name().value())
                .with("power_address", access.address());
        access.project().ifPresent(project -> form.with("project", project));
        access.credentials()
                .forEach((key, secret) ->
                        form.with(key.equals("password") ? "power_pass" : key, PowerWrites.text(secret, secrets)));
        return form;
    }

    /**
     * Makes a virtual machine, once: it is looked up by name on its VM host first. Only its size and its cards are said;
     * whatever else it shall be is set like that of any machine, once it is ours.
     */
    Outcome compose(Step.Compose step) throws Refused {
        var host = step.host();
        var doing = "make virtual machine " + host.name();
        var vm = host.vm();
        if (vm.isEmpty()) throw new Refused(calls.failures().human(doing, "its document says no spec.vm."));
        var on = list().map(all -> all.get(step.number()));
        if (on.isEmpty()) throw new Refused(calls.failures().changed(doing, "its VM host is not there any more."));
        for (var there : living(List.of(on.get().vmHost().name())))
            if (there.hostname().equals(host.name().value())) return found(there, doing);
        var body = calls.write(
                "compose",
                "POST",
                "vm-hosts/%d/?op=compose".formatted(step.number()),
                form(host.name().value(), vm.get()),
                doing,
                List.of());
        try {
            return new Outcome.Done(
                    Optional.of(JSON.readTree(body).path("system_id").asString("")));
        } catch (JacksonException malformed) {
            throw calls.unreadable(doing, "no JSON");
        }
    }

    /** Ours from a call before, unless somebody has it: what was just made belongs to nobody. */
    private Outcome found(Machine there, String doing) throws Refused {
        if (there.owner().isPresent())
            throw new Refused(calls.failures().changed(doing, "%s lives there already.".formatted(said(there))));
        return new Outcome.Done(Optional.of(there.id().value()));
    }

    private static Form form(String hostname, VirtualMachine vm) {
        var form = Form.of("hostname", hostname)
                .with("cores", Integer.toString(vm.cores()))
                .with("memory", Long.toString(vm.memory()))
                .with("skip_commissioning", "true")
                .with("storage", disks(vm.disks()));
        if (!vm.networks().isEmpty()) form.with("interfaces", cards(vm.networks()));
        return form;
    }

    /** {@code root:20(pool),disk1:50}: gigabytes, by labels of our choosing. */
    private static String disks(List<VirtualMachine.Disk> disks) {
        return IntStream.range(0, disks.size())
                .mapToObj(i -> "%s:%d%s"
                        .formatted(
                                i == 0 ? "root" : "disk" + i,
                                disks.get(i).size(),
                                disks.get(i).pool().map("(%s)"::formatted).orElse("")))
                .collect(Collectors.joining(","));
    }

    private static String cards(List<String> networks) {
        return IntStream.range(0, networks.size())
                .mapToObj(i -> "eth%d:subnet_cidr=%s".formatted(i, networks.get(i)))
                .collect(Collectors.joining(";"));
    }

    /** Takes empty VM hosts out of MAAS, one after the other; what is gone already is no failure. */
    Outcome remove(Step.RemoveVmHosts step) throws Refused {
        var doing = "remove the VM hosts of " + calls.named(step.id());
        var there = list().orElseGet(TreeMap::new);
        for (long number : step.numbers()) {
            var host = there.get(number);
            if (host == null) continue;
            if (host.vmHost().machine().filter(id -> !id.equals(step.id())).isPresent())
                throw new Refused(calls.failures()
                        .changed(
                                doing,
                                "VM host %s is another machine now."
                                        .formatted(host.vmHost().name())));
            requireEmpty(List.of(host.vmHost().name()), doing);
            remove(number, doing);
        }
        list();
        return new Outcome.Done(Optional.of(step.id().value()));
    }

    private void remove(long number, String doing) throws Refused {
        try {
            calls.write("remove-vm-host", "DELETE", "vm-hosts/%d/".formatted(number), Form.empty(), doing, List.of());
        } catch (Refused refused) {
            if (refused.status() != 404) throw refused;
        }
    }

    private static Outcome done(long number) {
        return new Outcome.Done(Optional.of(Long.toString(number)));
    }

    private List<Machine> living(List<String> vmHosts) throws Refused {
        var doing = "list the virtual machines on " + String.join(", ", vmHosts);
        var body = calls.read("list-virtual", "machines/", Form.empty().withAll("pod", vmHosts), doing);
        try {
            var machines = new ArrayList<Machine>();
            new MachineReader()
                    .readList(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), machines::add);
            return machines;
        } catch (IOException malformed) {
            throw new Refused(new Failure.NeedsHuman("%s: %s".formatted(doing, malformed.getMessage())));
        }
    }

    private static String said(Machine machine) {
        return "%s (%s, %s)".formatted(machine.hostname(), machine.id(), machine.status());
    }
}

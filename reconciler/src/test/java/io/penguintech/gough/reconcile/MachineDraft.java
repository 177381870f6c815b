package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A machine for tests: New, free and unmarked unless told otherwise. */
final class MachineDraft {
    private SystemId id;
    private String hostname;
    private SortedSet<MacAddress> macs = new TreeSet<>();
    private Optional<String> serial = Optional.empty();
    private String architecture = "amd64/generic";
    private String zone = "default";
    private String pool = "default";
    private String domain = "maas";
    private String description = "";
    private SortedSet<String> tags = new TreeSet<>();
    private Optional<String> owner = Optional.empty();
    private boolean locked;
    private SortedMap<String, String> annotations = new TreeMap<>();
    private String status = "New";
    private Machine.State state = new Machine.State.New();
    private Fitted fitted = Fitted.NOTHING;
    private Optional<Machine.VmHost> vmHost = Optional.empty();
    private String powerType = "ipmi";
    private String leastKernel = "";
    private Machine.Vitals vitals = new Machine.Vitals(Machine.Power.ON, 7);

    MachineDraft(String id, String hostname, String... macs) {
        this.id = new SystemId(id);
        this.hostname = hostname;
        for (var mac : macs) this.macs.add(new MacAddress(mac));
    }

    static MachineDraft of(Machine machine) {
        var draft = new MachineDraft(machine.id().value(), machine.hostname());
        draft.macs = machine.macAddresses();
        draft.serial = machine.serial();
        draft.architecture = machine.architecture();
        draft.zone = machine.zone();
        draft.pool = machine.pool();
        draft.domain = machine.domain();
        draft.description = machine.description();
        draft.tags = new TreeSet<>(machine.tags());
        draft.owner = machine.owner();
        draft.locked = machine.locked();
        draft.annotations = new TreeMap<>(machine.annotations());
        draft.status = machine.status();
        draft.state = machine.state();
        draft.fitted = machine.fitted();
        draft.vmHost = machine.vmHost();
        draft.powerType = machine.powerType();
        draft.vitals = machine.vitals();
        draft.leastKernel = machine.leastKernel();
        return draft;
    }

    MachineDraft id(String value) {
        id = new SystemId(value);
        return this;
    }

    MachineDraft hostname(String value) {
        hostname = value;
        return this;
    }

    MachineDraft macs(String... values) {
        macs = new TreeSet<>(List.of(values).stream().map(MacAddress::new).toList());
        return this;
    }

    MachineDraft serial(String value) {
        serial = Optional.of(value);
        return this;
    }

    MachineDraft architecture(String value) {
        architecture = value;
        return this;
    }

    MachineDraft zone(String value) {
        zone = value;
        return this;
    }

    MachineDraft pool(String value) {
        pool = value;
        return this;
    }

    MachineDraft domain(String value) {
        domain = value;
        return this;
    }

    MachineDraft description(String value) {
        description = value;
        return this;
    }

    MachineDraft tag(String... values) {
        tags.addAll(List.of(values));
        return this;
    }

    MachineDraft untag(String... values) {
        tags.removeAll(List.of(values));
        return this;
    }

    /** With both of our marks. */
    MachineDraft marked() {
        return tag(Desired.MANAGED, Given.OWN_TAG);
    }

    MachineDraft owner(String value) {
        owner = Optional.of(value).filter(text -> !text.isEmpty());
        return this;
    }

    /** @param machine id of the hypervisor; empty when MAAS does not know it */
    MachineDraft on(String name, String machine) {
        vmHost = Optional.of(new Machine.VmHost(
                name, Optional.of(machine).filter(id -> !id.isEmpty()).map(SystemId::new)));
        return this;
    }

    MachineDraft locked() {
        return locked(true);
    }

    MachineDraft locked(boolean value) {
        locked = value;
        return this;
    }

    MachineDraft annotations(SortedMap<String, String> values) {
        annotations = values;
        return this;
    }

    MachineDraft stamped(Records.Deployment deployment) {
        return annotations(Stamp.of(deployment, Given.REPOSITORY_ID, "rev1"));
    }

    MachineDraft state(Machine.State value, String word) {
        state = value;
        status = word;
        return this;
    }

    MachineDraft ready() {
        return state(new Machine.State.Ready(), "Ready");
    }

    MachineDraft allocated(String by) {
        return state(new Machine.State.Allocated(), "Allocated").owner(by);
    }

    MachineDraft deployed(String by) {
        return state(new Machine.State.Deployed("noble", "ga-24.04"), "Deployed")
                .owner(by);
    }

    MachineDraft busy(Machine.Doing doing) {
        return state(new Machine.State.Busy(doing), "Busy " + doing);
    }

    MachineDraft rescued() {
        return state(new Machine.State.Broken(Machine.Trouble.RESCUE, ""), "Rescue mode");
    }

    MachineDraft broken() {
        return state(new Machine.State.Broken(Machine.Trouble.COMMISSIONING, ""), "Failed commissioning");
    }

    MachineDraft powerType(String value) {
        powerType = value;
        return this;
    }

    MachineDraft power(Machine.Power value) {
        vitals = new Machine.Vitals(value, vitals.testRun());
        return this;
    }

    /** @param number MAAS's number of the newest run */
    MachineDraft tested(long number) {
        vitals = new Machine.Vitals(vitals.power(), number);
        return this;
    }

    MachineDraft leastKernel(String value) {
        leastKernel = value;
        return this;
    }

    MachineDraft fitted(Fitted value) {
        fitted = value;
        return this;
    }

    Machine build() {
        return new Machine(
                id,
                hostname,
                macs,
                serial,
                architecture,
                zone,
                pool,
                domain,
                description,
                tags,
                owner,
                locked,
                powerType,
                annotations,
                status,
                state,
                fitted,
                vmHost,
                vitals,
                Optional.empty(),
                leastKernel);
    }
}

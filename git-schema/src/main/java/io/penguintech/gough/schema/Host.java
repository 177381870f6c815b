package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A declared host after its profiles are merged and its placeholders replaced. An empty optional means that the
 * repository does not say, and Gough leaves the field as it is.
 *
 * @param name the MAAS hostname
 * @param labels {@code metadata.labels}
 * @param region which configured MAAS
 * @param fleet which configured Fleet
 * @param profiles the profiles it was merged from, in order
 * @param formerly earlier names: a rename without a new machine
 * @param machine which machine it is
 * @param zone MAAS zone
 * @param pool MAAS resource pool
 * @param domain MAAS domain
 * @param description MAAS description
 * @param tags tags it shall have; tags that others put on the machine stay
 * @param goal what it shall be
 * @param os what it runs
 * @param templates its templates, in order
 * @param values what placeholders {@code values.x} stand for
 * @param generation raised to ask for a reinstall
 * @param protect never released, reinstalled, erased or deleted while true
 * @param lock whether Gough locks it in MAAS while it is deployed and protected
 * @param adopt take over what exists, without reinstalling
 * @param commissioning how it is commissioned
 * @param network its interfaces, set up before it is deployed
 * @param storage its disks, set up before it is deployed
 * @param hypervisor what runs virtual machines on it; empty when nothing is to
 * @param vm where it is made; empty for a machine of metal, which is found
 * @param guards what it must answer with no row before what runs on it is destroyed
 * @param place where its document begins
 */
public record Host(
        HostName name,
        SortedMap<String, String> labels,
        BackendName region,
        BackendName fleet,
        List<ProfileName> profiles,
        List<HostName> formerly,
        MachineSpec machine,
        Optional<String> zone,
        Optional<String> pool,
        Optional<String> domain,
        Optional<String> description,
        SortedSet<String> tags,
        HostGoal goal,
        Os os,
        List<TemplateName> templates,
        Tree.Mapping values,
        int generation,
        boolean protect,
        boolean lock,
        boolean adopt,
        Commissioning commissioning,
        HostNetwork network,
        HostStorage storage,
        Optional<Hypervisor> hypervisor,
        Optional<VirtualMachine> vm,
        List<Guard> guards,
        Place place) {
    /** Keeps unmodifiable copies. */
    public Host {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        profiles = List.copyOf(profiles);
        formerly = List.copyOf(formerly);
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        templates = List.copyOf(templates);
        guards = List.copyOf(guards);
    }

    /**
     * The operating system.
     *
     * @param release Ubuntu series such as {@code noble}; always sent to MAAS (facts: its default may change)
     * @param kernel kernel such as {@code ga-24.04}
     * @param options how it is installed
     */
    public record Os(Optional<String> release, Optional<String> kernel, DeployOptions options) {
        /** Installed as MAAS does it. */
        public Os(Optional<String> release, Optional<String> kernel) {
            this(release, kernel, DeployOptions.NONE);
        }
    }
}

package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a host is that runs virtual machines.
 *
 * @param type what runs them
 * @param access how MAAS reaches it as a VM host; empty when the document does not say, and then MAAS is not told
 */
public record Hypervisor(Type type, Optional<Access> access) {
    /** What runs virtual machines. */
    public enum Type {
        /** LXD. */
        LXD,
        /** KVM behind libvirt. */
        LIBVIRT;

        /** As files spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How MAAS reaches a hypervisor.
     *
     * @param address where it answers, such as {@code https://hv-01.maas:8443} or {@code qemu+ssh://maas@hv-01.maas/system}
     * @param project LXD's project; empty when libvirt, or not said
     * @param credentials by key (password, certificate, key); texts that hold references to secrets
     */
    public record Access(String address, Optional<String> project, SortedMap<String, Tree> credentials) {
        /** Keeps an unmodifiable sorted copy. */
        public Access {
            credentials = Collections.unmodifiableSortedMap(new TreeMap<>(credentials));
        }
    }

    /** What MAAS would be told, as people read it: secrets as references. Empty when it would be told nothing. */
    public Optional<String> said() {
        return access.map(reached -> "%s at %s%s%s"
                .formatted(
                        type.word(),
                        reached.address(),
                        reached.project().map(project -> ", project " + project).orElse(""),
                        reached.credentials().entrySet().stream()
                                .map(entry -> ", %s %s"
                                        .formatted(
                                                entry.getKey(), entry.getValue().plain()))
                                .collect(Collectors.joining())));
    }
}

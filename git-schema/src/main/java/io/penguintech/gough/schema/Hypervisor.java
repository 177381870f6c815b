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
    /** The name of a hypervisor's address among {@link #parts}. */
    public static final String ADDRESS = "address";

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

    /** The parts of what {@link #said} once said, by name: the address, the project, each credential. */
    public static SortedMap<String, String> parts(String said) {
        var parts = new TreeMap<String, String>();
        var texts = said.split(", ", -1);
        parts.put(ADDRESS, texts[0].replaceFirst("^\\S+ at ", ""));
        for (int i = 1; i < texts.length; i++) {
            int blank = texts[i].indexOf(' ');
            if (blank > 0) parts.put(texts[i].substring(0, blank), texts[i].substring(blank + 1));
        }
        return parts;
    }
}

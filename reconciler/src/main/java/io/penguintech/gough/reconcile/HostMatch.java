package io.penguintech.gough.reconcile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether what Fleet has is the machine that is meant: the one place that tells. A wrong host's "nothing here" would destroy
 * another one, and its silence would be told of another one.
 */
public final class HostMatch {
    /** What firmware says when nobody gave the machine a serial number: many machines share it. */
    private static final Set<String> NO_SERIAL = Set.of(
            "",
            "0123456789",
            "1234567890",
            "chassisserialnumber",
            "defaultstring",
            "empty",
            "na",
            "none",
            "notapplicable",
            "notavailable",
            "notspecified",
            "oem",
            "serialnumber",
            "systemserialnumber",
            "tobefilledbyoem",
            "unknown");

    /** UUIDs that boards came with by the thousand. */
    private static final Set<String> NO_UUID = Set.of(
            "03000200-0400-0500-0006-000700080009",
            "00020003-0004-0005-0006-000700080009",
            "00010203-0405-0607-0809-0a0b0c0d0e0f",
            "03020100-0504-0706-0809-0a0b0c0d0e0f",
            "12345678-1234-5678-90ab-cddeefaabbcc",
            "12345678-1234-1234-1234-123456789012",
            "fefefefe-fefe-fefe-fefe-fefefefefefe");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private HostMatch() {}

    /** Why none of {@code found} can be asked instead of the machine; empty when there is one and it is the machine. */
    public static Optional<String> refusal(HostIdentity who, SortedMap<Long, FleetHost> found) {
        if (found.isEmpty())
            return Optional.of("Fleet knows no host with %s. Is osquery enrolled there?".formatted(known(who)));
        if (found.size() > 1) return Optional.of(several(found.values()));
        var host = found.values().iterator().next();
        return wrong(who, host).or(() -> agree(who, host) ? Optional.empty() : Optional.of(unsure(host)));
    }

    static String several(Collection<FleetHost> hosts) {
        return "Fleet has more than one host that it may be: %s. Delete in Fleet what is gone"
                .formatted(hosts.stream().map(FleetHost::name).collect(Collectors.joining(", ")));
    }

    /** What says that the host is another machine; empty when nothing does. */
    static Optional<String> wrong(HostIdentity who, FleetHost host) {
        var differs = new ArrayList<String>();
        differs("serial", serial(who.serial()), serial(host.serial()), differs);
        if (!sameUuid(who, host)) differs("UUID", uuid(who.uuid()), uuid(host.uuid()), differs);
        return differs.isEmpty()
                ? Optional.empty()
                : Optional.of("the host %s that Fleet has is another machine: %s"
                        .formatted(host.name(), String.join(", ", differs)));
    }

    private static void differs(String what, Optional<String> ours, Optional<String> theirs, List<String> differs) {
        if (ours.isPresent() && theirs.isPresent() && !ours.equals(theirs))
            differs.add("its %s is %s, not %s".formatted(what, theirs.get(), ours.get()));
    }

    /** Whether serial, UUID or a MAC address says that the host is the machine. */
    static boolean agree(HostIdentity who, FleetHost host) {
        boolean serial = serial(who.serial())
                .filter(ours -> serial(host.serial()).equals(Optional.of(ours)))
                .isPresent();
        var mac = mac(host);
        boolean address = who.macAddresses().stream().anyMatch(ours -> mac.equals(Optional.of(ours.value())));
        return serial || sameUuid(who, host) || address;
    }

    static String unsure(FleetHost host) {
        return "only its name says that the host %s is this machine: neither serial nor UUID nor a MAC address agrees"
                .formatted(host.name());
    }

    static Optional<String> mac(FleetHost host) {
        return host.primaryMac().map(address -> address.strip().toLowerCase(Locale.ROOT));
    }

    /** Firmware before SMBIOS 2.6 wrote the first three groups the other way round, and not everybody turns them. */
    private static boolean sameUuid(HostIdentity who, FleetHost host) {
        var ours = uuid(who.uuid());
        var theirs = uuid(host.uuid());
        return ours.isPresent()
                && (ours.equals(theirs) || theirs.map(HostMatch::turned).equals(ours));
    }

    /** The same UUID with its first three groups the other way round. */
    static String turned(String uuid) {
        var groups = uuid.split("-", -1);
        if (!UUID.matcher(uuid).matches()) return uuid;
        for (int group = 0; group < 3; group++) {
            var bytes = new StringBuilder();
            for (int at = groups[group].length(); at > 0; at -= 2) bytes.append(groups[group], at - 2, at);
            groups[group] = bytes.toString();
        }
        return String.join("-", groups);
    }

    /** A serial number that tells machines apart. */
    public static Optional<String> serial(Optional<String> said) {
        return said.map(text -> text.strip().toLowerCase(Locale.ROOT)).filter(text -> {
            var plain = text.replaceAll("[^a-z0-9]", "");
            return !NO_SERIAL.contains(plain)
                    && plain.chars().distinct().count() > 1
                    && !"12345678901234567890".startsWith(plain);
        });
    }

    /** A UUID that tells machines apart. */
    public static Optional<String> uuid(Optional<String> said) {
        return said.map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> text.chars().anyMatch(c -> c != '0' && c != 'f' && c != '-'))
                .filter(text -> !NO_UUID.contains(text) && !NO_UUID.contains(turned(text)));
    }

    static String known(HostIdentity who) {
        var parts = new ArrayList<String>();
        serial(who.serial()).ifPresent(any -> parts.add("serial " + who.serial().orElseThrow()));
        who.uuid().ifPresent(uuid -> parts.add("UUID " + uuid));
        parts.add("name " + String.join(" or ", who.names()));
        return String.join(", ", parts);
    }
}

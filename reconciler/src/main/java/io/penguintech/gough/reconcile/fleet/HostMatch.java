package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Whether what Fleet has is the machine that is meant. A wrong host's "nothing here" would destroy another one. */
final class HostMatch {
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

    private HostMatch() {}

    /** Why none of {@code found} can be asked instead of the machine; empty when there is one and it is the machine. */
    static Optional<String> refusal(HostIdentity who, SortedMap<Long, JsonNode> found) {
        if (found.isEmpty())
            return Optional.of("Fleet knows no host with %s. Is osquery enrolled there?".formatted(known(who)));
        if (found.size() > 1)
            return Optional.of("Fleet has more than one host that it may be: %s. Delete in Fleet what is gone"
                    .formatted(found.entrySet().stream()
                            .map(host -> "%s (id %d)".formatted(name(host.getValue()), host.getKey()))
                            .collect(Collectors.joining(", "))));
        var host = found.values().iterator().next();
        return wrong(who, host).or(() -> unsure(who, host));
    }

    private static Optional<String> wrong(HostIdentity who, JsonNode host) {
        var differs = new ArrayList<String>();
        differs("serial", serial(who.serial()), serial(text(host, "hardware_serial")), differs);
        if (!sameUuid(who, host)) differs("UUID", uuid(who.uuid()), uuid(text(host, "uuid")), differs);
        return differs.isEmpty()
                ? Optional.empty()
                : Optional.of("the host %s (id %d) that Fleet has is another machine: %s"
                        .formatted(name(host), host.path("id").asLong(0), String.join(", ", differs)));
    }

    private static void differs(String what, Optional<String> ours, Optional<String> theirs, List<String> differs) {
        if (ours.isPresent() && theirs.isPresent() && !ours.equals(theirs))
            differs.add("its %s is %s, not %s".formatted(what, theirs.get(), ours.get()));
    }

    private static Optional<String> unsure(HostIdentity who, JsonNode host) {
        boolean serial = serial(who.serial())
                .filter(ours -> serial(text(host, "hardware_serial")).equals(Optional.of(ours)))
                .isPresent();
        var mac = text(host, "primary_mac").map(address -> address.toLowerCase(Locale.ROOT));
        boolean address = who.macAddresses().stream().anyMatch(ours -> mac.equals(Optional.of(ours.value())));
        return serial || sameUuid(who, host) || address
                ? Optional.empty()
                : Optional.of(
                        "only its name says that the host %s (id %d) is this machine: neither serial nor UUID nor a MAC address agrees"
                                .formatted(name(host), host.path("id").asLong(0)));
    }

    /** Firmware before SMBIOS 2.6 wrote the first three groups the other way round, and not everybody turns them. */
    private static boolean sameUuid(HostIdentity who, JsonNode host) {
        var ours = uuid(who.uuid());
        var theirs = uuid(text(host, "uuid"));
        return ours.isPresent()
                && (ours.equals(theirs) || theirs.map(HostMatch::turned).equals(ours));
    }

    private static String turned(String uuid) {
        var groups = uuid.split("-", -1);
        if (!uuid.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) return uuid;
        for (int group = 0; group < 3; group++) {
            var bytes = new StringBuilder();
            for (int at = groups[group].length(); at > 0; at -= 2) bytes.append(groups[group], at - 2, at);
            groups[group] = bytes.toString();
        }
        return String.join("-", groups);
    }

    /** A serial number that tells machines apart. */
    static Optional<String> serial(Optional<String> said) {
        return said.map(text -> text.strip().toLowerCase(Locale.ROOT)).filter(text -> {
            var plain = text.replaceAll("[^a-z0-9]", "");
            return !NO_SERIAL.contains(plain)
                    && plain.chars().distinct().count() > 1
                    && !"12345678901234567890".startsWith(plain);
        });
    }

    /** A UUID that tells machines apart. */
    static Optional<String> uuid(Optional<String> said) {
        return said.map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> text.chars().anyMatch(c -> c != '0' && c != 'f' && c != '-'))
                .filter(text -> !NO_UUID.contains(text) && !NO_UUID.contains(turned(text)));
    }

    private static Optional<String> text(JsonNode host, String field) {
        return Optional.of(host.path(field).asString("")).filter(text -> !text.isBlank());
    }

    /** How Fleet calls it. */
    static String name(JsonNode host) {
        return host.path("hostname").asString("without a name");
    }

    private static String known(HostIdentity who) {
        var parts = new ArrayList<String>();
        serial(who.serial()).ifPresent(any -> parts.add("serial " + who.serial().orElseThrow()));
        who.uuid().ifPresent(uuid -> parts.add("UUID " + uuid));
        parts.add("name " + String.join(" or ", who.names()));
        return String.join(", ", parts);
    }
}

package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which records a name may have and how they are written (source code, {@code models/dnsdata.py}). */
final class DnsRules {
    private static final List<String> TYPES = List.of("CNAME", "MX", "NS", "SRV", "SSHFP", "TXT");
    private static final String LABEL = "[_a-zA-Z0-9]([-_a-zA-Z0-9]{0,62}[_a-zA-Z0-9])?";
    private static final Map<String, Pattern> FORMS = Map.of(
            "CNAME", Pattern.compile("(" + LABEL + "\\.)*" + LABEL + "\\.?"),
            "MX", Pattern.compile("\\d{1,5}\\s+\\S.*"),
            "SRV", Pattern.compile("(\\d{1,5}\\s+){3}\\S.*"),
            "SSHFP", Pattern.compile("\\d+\\s+\\d+\\s+.*"));
    private static final Map<String, String> COMPLAINTS = Map.of(
            "CNAME", "Invalid CNAME: Should be '<server>'.",
            "MX", "Invalid MX: Should be '<preference> <server>'. Range for preference is 0-65535.",
            "SRV",
                    "Invalid SRV: Should be '<priority> <weight> <port> <server>'. Range for priority, weight, and port"
                            + " are 0-65536.",
            "SSHFP", "Invalid SSHFP: Should be '<algorithm> <fptype> <fingerprint>'.");

    private DnsRules() {}

    static void check(
            FormFields fields,
            Optional<DnsRecords.Resource> resource,
            Optional<DnsRecords.Entry> self,
            String type,
            String data) {
        if (!TYPES.contains(type)) {
            fields.error("rrtype", type + " is not one of " + String.join(" ", TYPES) + ".");
            return;
        }
        var form = FORMS.get(type);
        if (form != null && !form.matcher(data).matches()) {
            fields.error("__all__", COMPLAINTS.getOrDefault(type, ""));
        }
        resource.ifPresent(found -> checkOthers(fields, found, self, type));
    }

    /** A CNAME stands alone. */
    private static void checkOthers(
            FormFields fields, DnsRecords.Resource resource, Optional<DnsRecords.Entry> self, String type) {
        var others = resource.entries.stream()
                .filter(each -> !self.equals(Optional.of(each)))
                .map(each -> each.type)
                .toList();
        boolean cname = type.equals("CNAME");
        if (cname && others.contains("CNAME")) {
            fields.error("__all__", "Only one CNAME can be associated with a name.");
        } else if (cname ? !others.isEmpty() || !resource.addresses.isEmpty() : others.contains("CNAME")) {
            fields.error("__all__", "CNAME records for a name cannot coexist with non-CNAME records.");
        }
    }
}

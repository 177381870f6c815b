package io.penguintech.gough.schema;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Checks DNS records against each other and against the domains. */
final class DnsChecks {
    private final List<Document> records;
    private final List<Document> domains;
    private final ThingDecoder decoder;
    private final Problems problems;

    DnsChecks(List<Document> things, ThingDecoder decoder, Problems problems) {
        records = of(things, ThingKind.DNS_RECORD);
        domains = of(things, ThingKind.DOMAIN);
        this.decoder = decoder;
        this.problems = problems;
    }

    private static List<Document> of(List<Document> things, ThingKind kind) {
        return things.stream()
                .filter(document -> ThingDecoder.kind(document) == kind)
                .toList();
    }

    void check() {
        Map<String, Place> keys = new HashMap<>();
        Map<String, Place> aliases = new HashMap<>();
        for (var record : records) {
            var fields = decoder.fields(record);
            if (!fields.containsKey("domain")) continue;
            domain(record, fields);
            once(keys, record, fields);
            if ("CNAME".equals(fields.get("type"))) once(aliases, record, fields, "Two CNAMEs of one name");
        }
        for (var record : records) alone(record, aliases);
    }

    private static String name(Document record, SortedMap<String, String> fields) {
        return ThingDecoder.region(record) + " " + ThingKind.fqdn(fields);
    }

    private void once(Map<String, Place> keys, Document record, SortedMap<String, String> fields) {
        var first = keys.putIfAbsent(
                ThingDecoder.region(record) + " " + ThingKind.DNS_RECORD.key(fields), record.namePlace());
        if (first != null)
            problems.error(
                    "DNS record declared twice",
                    "%s stands at %s already%s"
                            .formatted(
                                    ThingKind.DNS_RECORD.key(fields),
                                    first,
                                    fields.containsKey("type") ? "." : "; put its addresses together."),
                    record.namePlace());
    }

    private void once(Map<String, Place> aliases, Document record, SortedMap<String, String> fields, String summary) {
        var first = aliases.putIfAbsent(name(record, fields), record.namePlace());
        if (first != null && !problems.has("DNS record declared twice", record.namePlace()))
            problems.error(
                    summary,
                    "%s is a CNAME at %s already; a name has one.".formatted(ThingKind.fqdn(fields), first),
                    record.namePlace());
    }

    /** A CNAME stands alone. */
    private void alone(Document record, Map<String, Place> aliases) {
        var fields = decoder.fields(record);
        if (!fields.containsKey("domain") || "CNAME".equals(fields.get("type"))) return;
        Optional.ofNullable(aliases.get(name(record, fields)))
                .ifPresent(alias -> problems.error(
                        "CNAME beside another record",
                        "%s is a CNAME at %s, and a CNAME stands alone.".formatted(ThingKind.fqdn(fields), alias),
                        record.namePlace()));
    }

    /** MAAS puts a name into the longest domain that ends it, whatever one meant. */
    private void domain(Document record, SortedMap<String, String> fields) {
        var fqdn = ThingKind.fqdn(fields);
        domains.stream()
                .filter(domain -> ThingDecoder.region(domain).equals(ThingDecoder.region(record)))
                .map(Document::name)
                .filter(name -> fqdn.equals(name) || fqdn.endsWith("." + name))
                .max(Comparator.comparingInt(String::length))
                .filter(longest ->
                        longest.length() > fields.getOrDefault("domain", "").length())
                .ifPresent(longest -> problems.error(
                        "DNS record in the wrong domain",
                        "%s belongs to domain %s, which is declared too; name that one.".formatted(fqdn, longest),
                        new Fields(record.spec()).place("domain")));
    }
}

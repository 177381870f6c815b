package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code dnsresources/} and {@code dnsresourcerecords/} (source code). Writing is for administrators. */
final class DnsApi {
    private static final Pattern NAME = Pattern.compile("@|\\*|[A-Za-z0-9_]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9_])?");
    private static final int LONGEST_TTL = Integer.MAX_VALUE;

    private final Region region;
    private final DnsRecords records;

    DnsApi(Region region) {
        this.region = region;
        this.records = region.dns;
    }

    Answer resources(Request request) {
        return counted(() -> allResources(request));
    }

    /** Domains show how many records they have. */
    private Answer counted(Supplier<Answer> act) {
        var answer = act.get();
        records.recount(region.catalog.domains.values());
        return answer;
    }

    private Answer allResources(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(records.resources.values().stream()
                        .filter(each -> asked(request, each))
                        .map(DnsApi::json)
                        .toList());
            case "POST" -> {
                request.requireAdmin();
                var where = where(request);
                var fields = new FormFields(request);
                if (where.name().isEmpty()) {
                    fields.error("name", FormFields.REQUIRED);
                }
                if (where.domain().isEmpty()) {
                    fields.error("domain", FormFields.REQUIRED);
                }
                check(fields, where);
                where.domain()
                        .filter(domain -> records.named(where.name(), domain).isPresent())
                        .ifPresent(taken -> fields.error("__all__", "Labels must be unique within their zone."));
                fields.refuseErrors();
                yield Answers.json(json(create(fields, where)));
            }
            default -> throw request.noSuchOperation();
        };
    }

    /** A name and its domain, from {@code fqdn} or from {@code name} and {@code domain}. */
    private record Where(String name, Optional<Domain> domain) {}

    private Where where(Request request) {
        var fqdn = request.text("fqdn");
        if (fqdn.isEmpty() || request.has("name") || request.has("domain")) {
            var domain = request.text("domain");
            return new Where(
                    request.text("name"),
                    domain.isEmpty()
                            ? Optional.empty()
                            : Optional.of(region.catalog.domain(domain).orElseThrow(() -> Refusal.unknown("Domain"))));
        }
        return split(fqdn);
    }

    /** The longest domain that ends the name wins. */
    private Where split(String fqdn) {
        var name = fqdn.endsWith(".") ? fqdn.substring(0, fqdn.length() - 1) : fqdn;
        if (region.catalog.domains.containsKey(name)) {
            return new Where("@", region.catalog.domain(name));
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            var domain = Optional.ofNullable(region.catalog.domains.get(name.substring(dot + 1)));
            if (domain.isPresent()) {
                return new Where(name.substring(0, dot), domain);
            }
        }
        throw Refusal.unknown("Domain");
    }

    private boolean asked(Request request, DnsRecords.Resource resource) {
        if (request.has("fqdn") && !request.has("name") && !request.has("domain")) {
            return resource.fqdn().equals(request.text("fqdn"));
        }
        return (!request.has("name") || request.text("name").equals(resource.name))
                && (!request.has("domain")
                        || region.catalog
                                .domain(request.text("domain"))
                                .orElseThrow(() -> Refusal.unknown("Domain"))
                                .equals(resource.domain))
                && (!request.has("rrtype")
                        || resource.entries.stream()
                                .anyMatch(each -> each.type.equalsIgnoreCase(request.text("rrtype"))));
    }

    private static void check(FormFields fields, Where where) {
        if (!where.name().isEmpty() && !NAME.matcher(where.name()).matches()) {
            fields.error("name", "Invalid dnsresource name: " + where.name() + ".");
        }
        addresses(fields).stream()
                .filter(each -> Cidr.address(each).isEmpty())
                .forEach(each -> fields.error("ip_addresses", "Enter a valid IPv4 or IPv6 address.")); // inferred
        fields.number("address_ttl", 0, LONGEST_TTL);
    }

    /** Separated by blanks; of a field that is sent several times the last one counts (source code). */
    private static List<String> addresses(FormFields fields) {
        var sent = fields.all("ip_addresses");
        return sent.isEmpty()
                ? List.of()
                : Arrays.stream(sent.getLast().split("\\s+"))
                        .filter(each -> !each.isEmpty())
                        .distinct()
                        .toList();
    }

    private DnsRecords.Resource create(FormFields fields, Where where) {
        var resource = records.newResource(where.name(), where.domain().orElseThrow());
        shape(resource, fields);
        return resource;
    }

    /**
     * A trap of the real one is kept: addresses that a PUT leaves out are filled in as a list, of which the form reads the
     * last item only (source code, {@code api/utils.py} and {@code forms/dnsresource.py}).
     */
    private static void shape(DnsRecords.Resource resource, FormFields fields) {
        if (fields.sent("ip_addresses")) {
            if (!addresses(fields).isEmpty() && resource.entries.stream().anyMatch(each -> each.type.equals("CNAME"))) {
                throw Refusal.invalid("__all__", "Cannot add address: CNAME present.");
            }
            resource.addresses = addresses(fields);
        } else {
            resource.addresses = FormFields.lastOnly(resource.addresses);
        }
        if (fields.sent("address_ttl")) {
            resource.addressTtl = fields.number("address_ttl", 0, LONGEST_TTL).orElse(null);
        }
    }

    Answer resource(Request request) {
        return counted(() -> oneResource(request));
    }

    private Answer oneResource(Request request) {
        var resource = records.resources.values().stream()
                .filter(each -> Integer.toString(each.id).equals(request.path().get(1)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("DNSResource"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(json(resource));
            case "PUT" -> {
                request.requireAdmin();
                var where = where(request);
                var fields = new FormFields(request);
                check(fields, where);
                fields.refuseErrors();
                shape(resource, fields);
                resource.name = where.name().isEmpty() ? resource.name : where.name();
                resource.domain = where.domain().orElse(resource.domain);
                yield Answers.json(json(resource));
            }
            case "DELETE" -> {
                request.requireAdmin();
                records.remove(resource);
                yield Answers.gone();
            }
            default -> throw request.noSuchOperation();
        };
    }

    Answer entries(Request request) {
        return counted(() -> allEntries(request));
    }

    private Answer allEntries(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(records.entries.values().stream()
                        .filter(each -> asked(request, each.resource))
                        .filter(each -> !request.has("rrtype") || each.type.equalsIgnoreCase(request.text("rrtype")))
                        .map(DnsApi::json)
                        .toList());
            case "POST" -> createEntry(request);
            default -> throw request.noSuchOperation();
        };
    }

    private Answer createEntry(Request request) {
        request.requireAdmin();
        if (!request.has("rrtype")) {
            throw Refusal.bad("rrtype must be provided.");
        }
        if (!request.has("rrdata")) {
            throw Refusal.bad("rrdata must be provided.");
        }
        var where = where(request);
        if (where.name().isEmpty() || where.domain().isEmpty()) {
            throw Refusal.bad("Either name and domain (or fqdn) must be specified");
        }
        var fields = new FormFields(request);
        var found = records.named(where.name(), where.domain().orElseThrow());
        var type = request.text("rrtype").toUpperCase(Locale.ROOT);
        DnsRules.check(fields, found, Optional.empty(), type, request.text("rrdata"));
        var ttl = fields.number("ttl", 0, LONGEST_TTL);
        fields.refuseErrors();
        var resource = found.orElseGet(
                () -> records.newResource(where.name(), where.domain().orElseThrow()));
        var entry = records.newEntry(resource, type, request.text("rrdata"));
        entry.ttl = ttl.orElse(null);
        return Answers.json(json(entry));
    }

    Answer entry(Request request) {
        return counted(() -> oneEntry(request));
    }

    private Answer oneEntry(Request request) {
        var entry = records.entries.values().stream()
                .filter(each -> Integer.toString(each.id).equals(request.path().get(1)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("DNSData"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(json(entry));
            case "PUT" -> {
                request.requireAdmin();
                var fields = new FormFields(request);
                var type = fields.text("rrtype").orElse(entry.type).toUpperCase(Locale.ROOT);
                var data = fields.text("rrdata").orElse(entry.data);
                DnsRules.check(fields, Optional.of(entry.resource), Optional.of(entry), type, data);
                var ttl = fields.number("ttl", 0, LONGEST_TTL);
                fields.refuseErrors();
                entry.type = type;
                entry.data = data;
                entry.ttl = fields.sent("ttl") ? ttl.orElse(null) : entry.ttl;
                yield Answers.json(json(entry));
            }
            case "DELETE" -> {
                request.requireAdmin();
                records.remove(entry);
                yield Answers.gone();
            }
            default -> throw request.noSuchOperation();
        };
    }

    private static Map<String, @Nullable Object> json(DnsRecords.Resource resource) {
        return Json.object()
                .with("id", resource.id)
                .with("fqdn", resource.fqdn())
                .with("address_ttl", resource.addressTtl)
                .with(
                        "ip_addresses",
                        resource.addresses.stream()
                                .map(each -> Json.object().with("ip", each).map())
                                .toList())
                .with(
                        "resource_records",
                        resource.entries.stream().map(DnsApi::json).toList())
                .with("resource_uri", "/MAAS/api/2.0/dnsresources/" + resource.id + "/")
                .map();
    }

    private static Map<String, @Nullable Object> json(DnsRecords.Entry entry) {
        return Json.object()
                .with("id", entry.id)
                .with("fqdn", entry.resource.fqdn())
                .with("ttl", entry.ttl)
                .with("rrtype", entry.type)
                .with("rrdata", entry.data)
                .with("resource_uri", "/MAAS/api/2.0/dnsresourcerecords/" + entry.id + "/")
                .map();
    }
}

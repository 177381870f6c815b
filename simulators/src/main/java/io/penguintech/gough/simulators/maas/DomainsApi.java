package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code domains/} (source code; shape recorded). Writing is for administrators. */
final class DomainsApi {
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?)+");
    private static final int LONGEST = 255;
    private static final int LONGEST_TTL = 604_800;

    private final Region region;

    DomainsApi(Region region) {
        this.region = region;
    }

    Answer all(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(region.catalog.domains.values().stream()
                        .map(PlacesJson::domain)
                        .toList());
            case "POST" -> {
                request.requireAdmin();
                var fields = new FormFields(request);
                var name = fields.required("name");
                checkFree(fields, name, Optional.empty());
                fields.refuseErrors();
                yield shape(region.catalog.newDomain(name), request);
            }
            case "POST set_serial" -> setSerial(request);
            default -> throw request.noSuchOperation();
        };
    }

    private static Answer setSerial(Request request) {
        request.requireAdmin();
        var fields = new FormFields(request);
        if (!fields.sent("serial")) {
            fields.error("serial", "Missing parameter");
        }
        fields.bigNumber("serial", 1, 4_294_967_295L);
        fields.refuseErrors();
        return Answers.known(200, "application/json; charset=utf-8", "null");
    }

    private void checkFree(FormFields fields, String name, Optional<Domain> self) {
        if (name.isEmpty()) {
            return;
        }
        if (name.length() > LONGEST) {
            fields.error("name", "Domain name length cannot exceed 255 characters.");
        } else if (!NAME.matcher(name).matches()) {
            fields.error("name", "Domain name contains invalid characters.");
        }
        if (region.catalog
                .domain(name)
                .filter(each -> !self.equals(Optional.of(each)))
                .isPresent()) {
            fields.error("name", "Domain with this Name already exists.");
        }
    }

    private Answer shape(Domain domain, Request request) {
        var fields = new FormFields(request);
        fields.flag("authoritative").ifPresent(on -> domain.authoritative = on);
        var ttl = fields.number("ttl", 1, LONGEST_TTL);
        fields.refuseErrors();
        if (fields.sent("ttl")) {
            domain.ttl = ttl.orElse(null);
        }
        return Answers.json(PlacesJson.domain(domain));
    }

    Answer one(Request request) {
        var domain = region.catalog.domain(request.path().get(1)).orElseThrow(() -> Refusal.unknown("Domain"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(PlacesJson.domain(domain));
            case "PUT" -> {
                request.requireAdmin();
                var fields = new FormFields(request);
                var name = fields.text("name").orElse("");
                checkFree(fields, name, Optional.of(domain));
                fields.refuseErrors();
                region.catalog.rename(domain, name.isEmpty() ? domain.name() : name);
                yield shape(domain, request);
            }
            case "DELETE" -> delete(domain, request);
            case "POST set_default" -> {
                request.requireAdmin();
                region.catalog.makeDefault(domain);
                yield Answers.json(PlacesJson.domain(domain));
            }
            default -> throw request.noSuchOperation();
        };
    }

    /** Its names go with it; its machines move to the default domain (inferred). */
    private Answer delete(Domain domain, Request request) {
        request.requireAdmin();
        if (domain.equals(region.catalog.defaultDomain())) {
            throw Refusal.bad("This domain is the default domain, it cannot be deleted.");
        }
        List.copyOf(region.dns.resources.values()).stream()
                .filter(each -> each.domain.equals(domain))
                .forEach(region.dns::remove);
        region.nodes().stream()
                .filter(node -> node.domain.equals(domain))
                .forEach(node -> node.domain = region.catalog.defaultDomain());
        region.catalog.domains.remove(domain.name());
        return Answers.gone();
    }
}

package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checks the things of regions: that each is declared once and refers to what there is. */
final class ThingChecks {
    private final List<Document> things;
    private final ThingDecoder decoder;
    private final Problems problems;

    private ThingChecks(List<Document> things, Problems problems) {
        this.things = things;
        this.decoder = new ThingDecoder(things);
        this.problems = problems;
    }

    /** Notes all that is wrong with them. */
    static void check(Draft draft, Problems problems) {
        if (draft.things().isEmpty()) return;
        var checks = new ThingChecks(draft.things(), problems);
        checks.names();
        // A document that could not be read may be the one that is referred to.
        if (draft.complete()) checks.references();
        checks.things.forEach(checks::alone);
        checks.images();
        new SubnetChecks(draft.things(), checks.decoder, problems).check();
        new DnsChecks(draft.things(), checks.decoder, problems).check();
    }

    private record Name(BackendName region, ThingKind kind, String name) {}

    private static Name name(Document document, String name) {
        return new Name(ThingDecoder.region(document), ThingDecoder.kind(document), name);
    }

    private void names() {
        Map<Name, Place> names = new HashMap<>();
        for (var thing : things)
            once(
                    names,
                    name(thing, thing.name()),
                    thing.namePlace(),
                    thing.kind().word() + " declared twice");
        for (var thing : things)
            for (var former : new Fields(thing.spec()).items("formerly"))
                Fields.text(former)
                        .ifPresent(text -> once(names, name(thing, text), former.place(), "Former name is in use"));
    }

    private void once(Map<Name, Place> names, Name name, Place place, String summary) {
        var first = names.putIfAbsent(name, place);
        if (first != null)
            problems.error(
                    summary,
                    "The name \"%s\" of a %s stands at %s already, for region %s."
                            .formatted(name.name(), name.kind().noun(), first, name.region()),
                    place);
    }

    private void references() {
        for (var thing : things)
            for (var entry : thing.spec().entries())
                ThingDecoder.kind(thing)
                        .refersTo(entry.key())
                        .ifPresent(kind -> Fields.text(entry.value())
                                .ifPresent(name -> reference(
                                        thing, kind, name, entry.value().place())));
    }

    private void reference(Document thing, ThingKind kind, String name, Place place) {
        if (decoder.find(thing, kind, name).isPresent() || kind.inEveryRegion().contains(name)) return;
        var known = new ArrayList<>(kind.inEveryRegion());
        things.stream()
                .filter(other -> ThingDecoder.kind(other) == kind
                        && ThingDecoder.region(other).equals(ThingDecoder.region(thing)))
                .map(Document::name)
                .forEach(known::add);
        problems.error(
                "Unknown " + kind.noun(),
                "No document of kind %s in region %s is called \"%s\"%s Declare it; with adopt: true if MAAS has it already."
                        .formatted(kind.word(), ThingDecoder.region(thing), name, Suggestion.clause(name, known)),
                place);
    }

    /** What is wrong with one document by itself. */
    private void alone(Document thing) {
        var spec = new Fields(thing.spec());
        switch (ThingDecoder.kind(thing)) {
            case TAG -> tag(thing);
            case FABRIC -> fabric(thing, spec);
            case DNS_RECORD -> record(thing, spec);
            case IP_RANGE -> addresses(Stream.of("start", "end"), spec);
            case SUBNET -> addresses(Stream.of("gateway"), spec);
            case IMAGE_SET -> architectures(thing, spec);
            case ZONE, POOL, DOMAIN, VLAN -> {}
        }
        for (var item : Stream.concat(spec.items("addresses").stream(), spec.items("dnsServers").stream())
                .toList()) address(item);
    }

    private void architectures(Document thing, Fields spec) {
        if (spec.map().get("architectures").filter(Tree.Seq.class::isInstance).isPresent()
                && spec.items("architectures").isEmpty())
            problems.error(
                    "Image set of nothing",
                    "Image set %s names no architecture. Name one, such as amd64, or * for all."
                            .formatted(thing.name()),
                    spec.place("architectures"));
    }

    /** MAAS has one selection for each release. */
    private void images() {
        Map<String, Place> releases = new HashMap<>();
        for (var set : things) {
            if (ThingDecoder.kind(set) != ThingKind.IMAGE_SET) continue;
            var key = ThingKind.IMAGE_SET.key(decoder.fields(set));
            var first = releases.putIfAbsent(ThingDecoder.region(set) + " " + key, set.place());
            if (first != null)
                problems.error(
                        "Release declared twice",
                        "Images of %s are declared at %s already; put the architectures together."
                                .formatted(key, first),
                        new Fields(set.spec()).place("release"));
        }
    }

    private void addresses(Stream<String> fields, Fields spec) {
        fields.flatMap(field -> spec.map().get(field).stream()).forEach(this::address);
    }

    private void address(Tree tree) {
        Fields.text(tree)
                .filter(text -> IpAddress.parse(text).isEmpty()
                        && TextRule.IP_ADDRESS.objection(text).isEmpty())
                .ifPresent(text -> problems.error(
                        "Not an IP address", "\"%s\" is no IPv4 or IPv6 address.".formatted(text), tree.place()));
    }

    private void tag(Document thing) {
        HostChecks.reservedTag(thing.name(), thing.namePlace()).ifPresent(problems::add);
    }

    private void fabric(Document thing, Fields spec) {
        if (thing.name().matches("fabric-[0-9]+") && !spec.flag("adopt", false))
            problems.error(
                    "Reserved name",
                    "MAAS gives names like \"%s\" away itself and takes none. Choose another, or set adopt: true if it is one that MAAS has."
                            .formatted(thing.name()),
                    thing.namePlace());
    }

    private void record(Document thing, Fields spec) {
        boolean addresses = !spec.items("addresses").isEmpty();
        boolean typed = spec.map().get("type").isPresent();
        if (addresses == typed)
            problems.error(
                    "DNS record without one meaning",
                    "DNS record %s needs either addresses, or type with data.".formatted(thing.name()),
                    addresses ? spec.place("type") : thing.namePlace());
        else if (typed != spec.map().get("data").isPresent())
            problems.error(
                    "DNS record without one meaning",
                    "DNS record %s needs type and data together.".formatted(thing.name()),
                    spec.place(typed ? "type" : "data"));
    }
}

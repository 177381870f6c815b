package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes and alters what machines stand on, and compares what MAAS answers with what was sent. */
final class ThingWrites {
    /** A PUT of a subnet that leaves these out switches them on (source code): they are always sent. */
    private static final List<String> SWITCHES = List.of("allowDns", "allowProxy", "managed");

    /** Of this list, which no document has, such a PUT keeps the last item only (source code): it is always sent. */
    private static final String ARCHITECTURES = "disabled_boot_architectures";

    private final MaasCalls calls;
    private final ThingReads reads;

    ThingWrites(MaasCalls calls, ThingReads reads) {
        this.calls = calls;
        this.reads = reads;
    }

    Outcome start(Step.OnThing step) throws Refused {
        return step.id().isPresent() ? update(step) : create(step);
    }

    /** Answers at once; what comes of it is seen at the images. */
    Outcome importImages() throws Refused {
        calls.write("import-images", "POST", "boot-resources/?op=import", Form.empty(), "import images", List.of());
        return new Outcome.Done(Optional.empty());
    }

    private static String doing(Step.OnThing step, String what) {
        return "%s %s %s"
                .formatted(
                        what,
                        step.kind().noun(),
                        step.id().orElseGet(() -> step.kind().key(step.fields())));
    }

    // ---- make

    private Outcome create(Step.OnThing step) throws Refused {
        var doing = doing(step, "make");
        if (step.kind() == ThingKind.DNS_RECORD) return createRecord(step, doing);
        if (step.kind() == ThingKind.IMAGE_SET) return select(step, doing);
        var form = form(step, doing);
        var json =
                calls.tree(calls.write("create-thing", "POST", collection(step, doing), form, doing, List.of()), doing);
        // What MAAS did not take is seen at the next look, and set then.
        return done(ThingReader.read(step.kind(), json), doing);
    }

    private String collection(Step.OnThing step, String doing) throws Refused {
        return switch (step.kind()) {
            case ZONE -> "zones/";
            case POOL -> "resourcepools/";
            case TAG -> "tags/";
            case DOMAIN -> "domains/";
            case FABRIC -> "fabrics/";
            case VLAN -> "fabrics/" + id(ThingKind.FABRIC, step.fields().getOrDefault("fabric", ""), doing) + "/vlans/";
            case SUBNET -> "subnets/";
            case IP_RANGE -> "ipranges/";
            case DNS_RECORD, IMAGE_SET -> throw new IllegalArgumentException("made elsewhere");
        };
    }

    /** At the first source; MAAS requires every list (source code), and a star means all. */
    private Outcome select(Step.OnThing step, String doing) throws Refused {
        var sources = calls.readList("list-sources", "boot-sources/", Form.empty(), doing);
        if (sources.isEmpty()) throw new Refused(calls.failures().human(doing, "MAAS has no boot source."));
        var source = sources.path(0).path("id").asString("");
        var fields = new TreeMap<>(step.fields());
        for (var list : List.of("kernels", "labels")) fields.putIfAbsent(list, "*");
        var path = "boot-sources/" + Form.encode(source) + "/selections/";
        var made = calls.tree(calls.write("create-thing", "POST", path, selection(fields), doing, List.of()), doing);
        return done(ImageReads.selection(source, made), doing);
    }

    private static Form selection(SortedMap<String, String> fields) {
        var names = ThingReader.names(ThingKind.IMAGE_SET);
        var form = Form.empty();
        fields.forEach(
                (field, value) -> form.withAll(names.getOrDefault(field, field), List.of(value.split(", ", -1))));
        return form;
    }

    /** A PUT of a selection checks its lists anew: all of them are sent. */
    private Outcome reselect(Step.OnThing step, String id, String doing) throws Refused {
        var path = ImageReads.path(id);
        var source = id.substring(0, id.indexOf('-'));
        var now = ImageReads.selection(source, calls.readTree("read-selection", path, Form.empty(), doing));
        var fields = new TreeMap<String, String>();
        now.ifPresent(set -> fields.putAll(set.fields()));
        fields.putAll(step.fields());
        var body = calls.tree(calls.write("update-thing", "PUT", path, selection(fields), doing, List.of()), doing);
        return taken(step, ImageReads.selection(source, body), doing);
    }

    /** A name may be there already, for its other records: then its addresses are set. */
    private Outcome createRecord(Step.OnThing step, String doing) throws Refused {
        var fields = step.fields();
        var form = recordForm(fields).with("fqdn", ThingKind.fqdn(fields));
        if (fields.containsKey("type")) {
            var made = calls.tree(
                    calls.write("create-thing", "POST", "dnsresourcerecords/", form, doing, List.of()), doing);
            return done(ThingReader.data(made, new TreeSet<>()), doing);
        }
        var known = names(ThingKind.fqdn(fields), doing);
        var path = known.isEmpty() ? "dnsresources/" : "dnsresources/" + known.getFirst() + "/";
        var how = known.isEmpty() ? "POST" : "PUT";
        var made = calls.tree(
                calls.write("create-thing", how, path, known.isEmpty() ? form : recordForm(fields), doing, List.of()),
                doing);
        return done(ThingReader.addresses(made, new TreeSet<>()), doing);
    }

    /** Ids of the name; it must have no addresses yet. */
    private List<String> names(String fqdn, String doing) throws Refused {
        var found = calls.readList("find-name", "dnsresources/", Form.of("fqdn", fqdn), doing)
                .valueStream()
                .toList();
        for (var name : found)
            if (!name.path("ip_addresses").isEmpty())
                throw new Refused(calls.failures().changed(doing, fqdn + " has addresses already."));
        return found.stream().map(name -> name.path("id").asString("")).toList();
    }

    private static Form recordForm(Map<String, String> fields) {
        var form = Form.empty();
        fields.forEach((field, value) -> {
            switch (field) {
                case "addresses" -> form.with("ip_addresses", value.replace(", ", " "));
                case "type" -> form.with("rrtype", value);
                case "data" -> form.with("rrdata", value);
                case "ttl" -> form.with(fields.containsKey("type") ? "ttl" : "address_ttl", value);
                default -> {}
            }
        });
        return form;
    }

    private static Outcome done(Optional<ObservedThing> made, String doing) throws Refused {
        if (made.isEmpty())
            throw new Refused(new Failure.Unclear("MAAS was asked to %s and answered without an id.".formatted(doing)));
        return new Outcome.Done(Optional.of(made.get().id()));
    }

    // ---- alter

    private Outcome update(Step.OnThing step) throws Refused {
        var doing = doing(step, "change");
        var id = step.id().orElseThrow();
        if (step.kind() == ThingKind.DNS_RECORD) return updateRecord(step, id, doing);
        if (step.kind() == ThingKind.IMAGE_SET) return reselect(step, id, doing);
        var form = form(step, doing);
        if (step.kind() == ThingKind.SUBNET) kept(step, id, doing).forEach(form::with);
        var body = calls.write("update-thing", "PUT", path(step.kind(), id, doing), form, doing, List.of());
        return taken(step, ThingReader.read(step.kind(), calls.tree(body, doing)), doing);
    }

    /** What a subnet has and would lose, as MAAS's form has it. */
    private SortedMap<String, String> kept(Step.OnThing step, String id, String doing) throws Refused {
        var json = calls.readTree("read-subnet", "subnets/" + Form.encode(id) + "/", Form.empty(), doing);
        var now = ThingReader.read(step.kind(), json);
        var kept = new TreeMap<String, String>();
        for (var field : SWITCHES)
            if (!step.fields().containsKey(field))
                now.map(subnet -> subnet.fields().get(field))
                        .ifPresent(
                                value -> kept.put(ThingReader.names(step.kind()).getOrDefault(field, field), value));
        var architectures = json.path(ARCHITECTURES)
                .valueStream()
                .map(name -> name.asString(""))
                .collect(Collectors.joining(","));
        if (!architectures.isEmpty()) kept.put(ARCHITECTURES, architectures);
        return kept;
    }

    private Outcome updateRecord(Step.OnThing step, String id, String doing) throws Refused {
        var form = Form.empty();
        var fields = new TreeMap<>(step.fields());
        if (ThingReader.isAddresses(id) && !fields.containsKey("addresses"))
            addresses(id, doing).ifPresent(all -> fields.put("addresses", all));
        fields.forEach((field, value) -> {
            switch (field) {
                case "addresses" -> form.with("ip_addresses", value.replace(", ", " "));
                case "data" -> form.with("rrdata", value);
                case "ttl" -> form.with(ThingReader.isAddresses(id) ? "address_ttl" : "ttl", value);
                default -> {}
            }
        });
        var body = calls.tree(calls.write("update-thing", "PUT", ThingReader.path(id), form, doing, List.of()), doing);
        var none = new TreeSet<String>();
        return taken(
                step,
                ThingReader.isAddresses(id) ? ThingReader.addresses(body, none) : ThingReader.data(body, none),
                doing);
    }

    /** A PUT of a name that leaves its addresses out keeps the last of them only (source code): they are always sent. */
    private Optional<String> addresses(String id, String doing) throws Refused {
        var now = calls.readTree("read-name", ThingReader.path(id), Form.empty(), doing);
        return ThingReader.addresses(now, new TreeSet<>())
                .map(name -> name.fields().getOrDefault("addresses", ""));
    }

    /** What MAAS accepted and did not do is a person's question, never a loop. */
    private static Outcome taken(Step.OnThing step, Optional<ObservedThing> is, String doing) throws Refused {
        var wrong = new ArrayList<String>();
        step.fields().forEach((field, sent) -> {
            var got = is.map(thing -> thing.fields().getOrDefault(field, "")).orElse("");
            if (!plain(sent).equals(plain(got))) wrong.add("%s is '%s', not '%s'".formatted(field, got, sent));
        });
        if (!wrong.isEmpty())
            throw new Refused(new Failure.NeedsHuman(
                    "MAAS accepted to %s and did not do all of it: %s.".formatted(doing, String.join("; ", wrong))));
        return new Outcome.Done(is.map(ObservedThing::id));
    }

    private static String plain(String text) {
        return text.replace("\r\n", "\n").strip();
    }

    // ---- small things

    private Form form(Step.OnThing step, String doing) throws Refused {
        var names = ThingReader.names(step.kind());
        var form = Form.empty();
        for (var field : step.fields().entrySet()) {
            var value = field.getValue();
            if (step.kind() == ThingKind.VLAN && field.getKey().equals("fabric")) continue;
            if (step.kind().refersTo(field.getKey()).isPresent())
                form.with(
                        names.getOrDefault(field.getKey(), field.getKey()),
                        id(step.kind().refersTo(field.getKey()).orElseThrow(), value, doing));
            else form.with(names.getOrDefault(field.getKey(), field.getKey()), ThingReader.form(field.getKey(), value));
        }
        return form;
    }

    /** MAAS's id of what is named by its key. */
    private String id(ThingKind kind, String key, String doing) throws Refused {
        return reads.read(Set.of(kind)).getOrDefault(kind, new TreeMap<>()).values().stream()
                .filter(thing -> thing.key().equals(key))
                .map(ObservedThing::id)
                .findFirst()
                .orElseThrow(() ->
                        new Refused(calls.failures().changed(doing, "MAAS has no %s %s.".formatted(kind.noun(), key))));
    }

    /** Zones are addressed by their names, which may have changed since. */
    String path(ThingKind kind, String id, String doing) throws Refused {
        return switch (kind) {
            case ZONE -> {
                var zone = reads.read(Set.of(kind))
                        .getOrDefault(kind, new TreeMap<>())
                        .get(id);
                if (zone == null)
                    throw new Refused(calls.failures().changed(doing, "MAAS has no zone with this id any more."));
                yield "zones/" + encoded(zone.key()) + "/";
            }
            case POOL -> "resourcepool/" + encoded(id) + "/";
            case TAG -> "tags/" + encoded(id) + "/";
            case DOMAIN -> "domains/" + encoded(id) + "/";
            case FABRIC -> "fabrics/" + encoded(id) + "/";
            case VLAN -> "vlans/" + encoded(id) + "/";
            case SUBNET -> "subnets/" + encoded(id) + "/";
            case IP_RANGE -> "ipranges/" + encoded(id) + "/";
            case DNS_RECORD -> ThingReader.path(id);
            case IMAGE_SET -> ImageReads.path(id);
        };
    }

    /** In a path a blank is no plus sign. */
    private static String encoded(String step) {
        return Form.encode(step).replace("+", "%20");
    }
}

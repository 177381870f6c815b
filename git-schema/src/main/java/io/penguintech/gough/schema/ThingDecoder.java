package io.penguintech.gough.schema;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the things of regions, and names what they refer to as MAAS does. */
final class ThingDecoder {
    private static final BackendName DEFAULT_REGION = new BackendName("default");

    private final Map<String, Document> byName = new HashMap<>();

    ThingDecoder(List<Document> documents) {
        for (var document : documents)
            byName.putIfAbsent(reference(document, kind(document), document.name()), document);
    }

    static ThingKind kind(Document document) {
        return document.kind().thing().orElseThrow();
    }

    static BackendName region(Document document) {
        return new Fields(document.spec()).text("region").map(BackendName::new).orElse(DEFAULT_REGION);
    }

    private static String reference(Document from, ThingKind kind, String name) {
        return region(from) + " " + kind + " " + name;
    }

    /** The document of this kind and name in the region of {@code from}. */
    Optional<Document> find(Document from, ThingKind kind, String name) {
        return Optional.ofNullable(byName.get(reference(from, kind, name)));
    }

    Thing decode(Document document) {
        var spec = new Fields(document.spec());
        return new Thing(
                kind(document),
                document.name(),
                region(document),
                spec.texts("formerly"),
                fields(document),
                spec.flag("adopt", false),
                document.place());
    }

    /** What the document says, as MAAS shows it. */
    SortedMap<String, String> fields(Document document) {
        var kind = kind(document);
        var fields = new TreeMap<String, String>();
        if (kind.named()) fields.put(ThingKind.NAME, document.name());
        if (kind == ThingKind.DNS_RECORD) fields.put("label", document.name());
        if (kind == ThingKind.IP_RANGE) fields.put("type", "reserved");
        if (kind == ThingKind.IMAGE_SET) fields.put("os", "ubuntu");
        // Either of both, to MAAS: a VLAN that is relayed has no DHCP of its own.
        if (kind == ThingKind.VLAN
                && new Fields(document.spec()).map().get("relay").isPresent()) fields.put("dhcp", "false");
        for (var entry : document.spec().entries())
            if (!isOurs(entry.key())) value(document, kind, entry).ifPresent(value -> fields.put(entry.key(), value));
        if (!kind.named(fields)) fields.remove(ThingKind.NAME);
        return fields;
    }

    /** The order of addresses of a name and of parts of images means nothing, that of servers does. */
    private static Comparator<String> order(ThingKind kind, String key) {
        return key.equals("addresses") || kind.isAddedTo(key) ? Comparator.naturalOrder() : (_, _) -> 0;
    }

    private static boolean isOurs(String key) {
        return switch (key) {
            case "region", "formerly", "adopt" -> true;
            default -> false;
        };
    }

    private Optional<String> value(Document document, ThingKind kind, Tree.Entry entry) {
        return switch (entry.value()) {
            case Tree.Scalar scalar
            when scalar.value() != null -> {
                var text = scalar.value().toString().strip();
                yield Optional.of(kind.refersTo(entry.key())
                        .map(target -> target(document, target, text))
                        .orElseGet(() -> plain(entry.key(), text)));
            }
            case Tree.Seq seq ->
                Optional.of(seq.items().stream()
                        .flatMap(item -> Fields.text(item).stream())
                        .map(text -> plain("address", text))
                        .sorted(order(kind, entry.key()))
                        .collect(Collectors.joining(", ")));
            case Tree.Scalar _, Tree.SecretText _, Tree.Mapping _ -> Optional.empty();
        };
    }

    /** The key of what is referred to; of something without a document its name is all there is. */
    private String target(Document document, ThingKind kind, String name) {
        return find(document, kind, name).map(found -> key(kind, found)).orElse(name);
    }

    /** Things of one kind may refer to each other in a circle: their keys are made of other fields. */
    private String key(ThingKind kind, Document document) {
        var fields = new TreeMap<String, String>();
        if (kind.named()) fields.put(ThingKind.NAME, document.name());
        for (var entry : document.spec().entries())
            if (kind.refersTo(entry.key()).filter(kind::equals).isEmpty())
                value(document, kind, entry).ifPresent(value -> fields.put(entry.key(), value));
        return kind.key(fields);
    }

    private static String plain(String key, String text) {
        return switch (key) {
            case "cidr" -> IpNetwork.parse(text).map(IpNetwork::toString).orElse(text);
            case "gateway", "start", "end", "address" ->
                IpAddress.parse(text).map(IpAddress::toString).orElse(text);
            default -> text;
        };
    }
}

package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names that users put into the DNS: addresses and other records by name and domain. */
final class DnsRecords {
    /** A name with the addresses and records it stands for. */
    static final class Resource {
        final int id;
        String name;
        Domain domain;

        @Nullable
        Integer addressTtl;

        List<String> addresses = List.of();
        final List<Entry> entries = new ArrayList<>();

        Resource(int id, String name, Domain domain) {
            this.id = id;
            this.name = name;
            this.domain = domain;
        }

        String fqdn() {
            return name.equals("@") ? domain.name() : name + "." + domain.name();
        }
    }

    /** A record that is no address. */
    static final class Entry {
        final int id;
        final Resource resource;
        String type;
        String data;

        @Nullable
        Integer ttl;

        Entry(int id, Resource resource, String type, String data) {
            this.id = id;
            this.resource = resource;
            this.type = type;
            this.data = data;
        }
    }

    final Map<Integer, Resource> resources = new TreeMap<>();
    final Map<Integer, Entry> entries = new TreeMap<>();
    private int lastResource;
    private int lastEntry;

    Resource newResource(String name, Domain domain) {
        var resource = new Resource(++lastResource, name, domain);
        resources.put(resource.id, resource);
        return resource;
    }

    Entry newEntry(Resource resource, String type, String data) {
        var entry = new Entry(++lastEntry, resource, type, data);
        entries.put(entry.id, entry);
        resource.entries.add(entry);
        return entry;
    }

    Optional<Resource> named(String name, Domain domain) {
        return resources.values().stream()
                .filter(each -> each.name.equals(name) && each.domain.equals(domain))
                .findFirst();
    }

    /** A name that stands for nothing any more goes with its last record. */
    void remove(Entry entry) {
        entries.remove(entry.id);
        entry.resource.entries.remove(entry);
        if (entry.resource.entries.isEmpty() && entry.resource.addresses.isEmpty()) {
            resources.remove(entry.resource.id);
        }
    }

    void remove(Resource resource) {
        resource.entries.forEach(entry -> entries.remove(entry.id));
        resources.remove(resource.id);
    }

    /** Counts anew how many records each domain shows. */
    void recount(Collection<Domain> domains) {
        domains.forEach(domain -> domain.records = 1 + count(domain));
    }

    private int count(Domain domain) {
        return resources.values().stream()
                .filter(each -> each.domain.equals(domain))
                .mapToInt(each -> each.addresses.size() + each.entries.size())
                .sum();
    }
}

package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Guard;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Inventory;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is declared, ready to be compared.
 *
 * @param inventory all that is declared
 * @param userData digest of each host's rendered user data; a host without templates is absent
 * @param releasable hosts whose {@code protect} was already false in the revision accepted before
 * @param repositoryId the repository's id in the server settings; its machines carry the tag {@code gough-<id>}
 * @param requests what people asked for and is not done yet, at most one thing a host
 * @param guards what the revision accepted before declares as guards, by host: asked beside those declared now, so that
 *     nobody takes a guard away together with what it guards
 */
public record Desired(
        Inventory inventory,
        SortedMap<HostName, String> userData,
        SortedSet<HostName> releasable,
        String repositoryId,
        SortedMap<HostName, HostRequest> requests,
        SortedMap<HostName, List<Guard>> guards) {
    /** With no guards but those declared. */
    public Desired(
            Inventory inventory,
            SortedMap<HostName, String> userData,
            SortedSet<HostName> releasable,
            String repositoryId,
            SortedMap<HostName, HostRequest> requests) {
        this(inventory, userData, releasable, repositoryId, requests, new TreeMap<>());
    }

    /** With nothing that people asked for. */
    public Desired(
            Inventory inventory,
            SortedMap<HostName, String> userData,
            SortedSet<HostName> releasable,
            String repositoryId) {
        this(inventory, userData, releasable, repositoryId, new TreeMap<>());
    }

    /** Keeps unmodifiable sorted copies. */
    public Desired {
        guards = Collections.unmodifiableSortedMap(new TreeMap<>(guards));
        requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
        userData = Collections.unmodifiableSortedMap(new TreeMap<>(userData));
        releasable = Collections.unmodifiableSortedSet(new TreeSet<>(releasable));
    }

    /** The tag on every machine any Gough manages. */
    public static final String MANAGED = "managed-by-gough";

    /** Whether {@code tag} is one that some Gough marks its machines with: never to be declared. */
    public static boolean isMark(String tag) {
        return Marks.reserved(tag);
    }

    /** What a host must answer with no row before what runs on it is destroyed: as declared now, and as accepted before, also by an earlier name. */
    public List<Guard> guards(Host host) {
        var names = Stream.concat(Stream.of(host.name()), host.formerly().stream());
        var accepted = names.flatMap(name -> guards.getOrDefault(name, List.of()).stream());
        return Stream.concat(host.guards().stream(), accepted).distinct().toList();
    }

    /** The tag that says which Gough. */
    public String ownTag() {
        return "gough-" + repositoryId;
    }
}

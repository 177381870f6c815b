package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.UserData;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The user data of all hosts of an inventory.
 *
 * @param userData by host; a host with an error is missing
 * @param diagnostics everything that was found, sorted by place; what many hosts share stands once and names some of
 *     them
 */
public record RenderedInventory(SortedMap<HostName, UserData> userData, List<Diagnostic> diagnostics) {
    /** Keeps unmodifiable sorted copies. */
    public RenderedInventory {
        userData = Collections.unmodifiableSortedMap(new TreeMap<>(userData));
        diagnostics = diagnostics.stream().sorted().toList();
    }

    /** Whether the revision must be rejected. */
    public boolean failed() {
        return diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }
}

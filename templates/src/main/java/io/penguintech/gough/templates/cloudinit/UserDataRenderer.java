package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.UserData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Renders templates to user data. Templates are data: placeholders are replaced inside scalars, templates combine as
 * peers, and the result is always valid YAML, whatever a value holds. Equal inputs give equal bytes. No secret is
 * asked for before {@link UserData#reveal}. Safe for use by several threads.
 */
public final class UserDataRenderer {
    private final Settings settings;
    private final Optional<CloudInitSchema> schema;

    /** A renderer for these settings. */
    public UserDataRenderer(Settings settings) {
        this.settings = settings;
        this.schema = settings.cloudInitSchema().map(CloudInitSchema::of);
    }

    /**
     * Settings of the server, never of the repository.
     *
     * @param largestForm most bytes that user data may take in the form sent to MAAS, base64 and form encoding included
     * @param cloudInitSchema text of cloud-init's own {@code schema-cloud-config-v1.json}, when rendered cloud-config
     *     shall be checked against it
     */
    public record Settings(int largestForm, Optional<String> cloudInitSchema) {
        /**
         * 8 MiB and no schema. nginx before MAAS refuses a body above 10 MB; the rest is for the other fields and for
         * secrets that are longer than their references.
         */
        public static final Settings DEFAULT = new Settings(8 << 20, Optional.empty());

        /** Refuses a size below 1. */
        public Settings {
            if (largestForm < 1) throw new IllegalArgumentException("the largest form must be positive");
        }
    }

    /** The user data of one host. */
    public Rendered render(Host host, Inventory inventory) {
        var problems = new ArrayList<Diagnostic>();
        var userData = userData(host, inventory, check(), problems);
        return userData.isPresent() ? new Rendered.Valid(userData.get(), problems) : new Rendered.Invalid(problems);
    }

    /** The user data of every host, and all problems of the inventory at once. */
    public RenderedInventory renderAll(Inventory inventory) {
        var check = check();
        var shared = new SharedProblems();
        var userData = new TreeMap<HostName, UserData>();
        for (var host : inventory.hosts().values()) {
            var problems = new ArrayList<Diagnostic>();
            userData(host, inventory, check, problems).ifPresent(data -> userData.put(host.name(), data));
            shared.add(host.name(), problems);
        }
        return new RenderedInventory(userData, shared.all());
    }

    private ContentsCheck check() {
        return new ContentsCheck(settings.largestForm(), schema.map(CloudInitSchema::check));
    }

    private static Optional<UserData> userData(
            Host host, Inventory inventory, ContentsCheck check, List<Diagnostic> problems) {
        var contents = HostTemplates.combined(host, inventory, problems::add);
        if (hasError(problems)) return Optional.empty();
        var digest = contents.digest();
        check.run(contents, digest, host, problems::add);
        if (hasError(problems)) return Optional.empty();
        return Optional.of(new HostUserData(
                digest, Enrolling.in(contents), () -> HostTemplates.combined(host, inventory, _ -> {})));
    }

    private static boolean hasError(List<Diagnostic> problems) {
        return problems.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }
}

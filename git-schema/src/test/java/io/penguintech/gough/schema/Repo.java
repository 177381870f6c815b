package io.penguintech.gough.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** An infra repository written down in a test. */
final class Repo {
    static final String GOUGH = """
            apiVersion: gough.io/v1
            kind: Repository
            metadata: {name: infra}
            spec: {}
            """;

    private final TreeMap<String, RepoTree.Entry> entries = new TreeMap<>();

    /** With a gough.yaml that says nothing. */
    static Repo create() {
        return new Repo().with("gough.yaml", GOUGH);
    }

    static Repo empty() {
        return new Repo();
    }

    Repo with(String path, String text) {
        return with(path, new RepoTree.Entry.Blob(text.getBytes(UTF_8)));
    }

    Repo with(String path, RepoTree.Entry entry) {
        entries.put(path, entry);
        return this;
    }

    /** With {@code hosts/NAME.yaml}, a host with one MAC address; {@code spec} holds more lines of its spec. */
    Repo withHost(String name, String spec) {
        return with("hosts/" + name + ".yaml", host(name, spec));
    }

    /** Five lines before {@code spec}. */
    static String host(String name, String spec) {
        return """
                apiVersion: gough.io/v1
                kind: Host
                metadata: {name: %s, labels: {role: web}}
                spec:
                  machine: {macAddresses: ["52:54:00:00:%02x:%02x"]}
                """.formatted(name, (name.hashCode() >> 8) & 255, name.hashCode() & 255) + spec.indent(2);
    }

    Repo withProfile(String name, String spec) {
        return with("profiles/" + name + ".yaml", """
                apiVersion: gough.io/v1
                kind: Profile
                metadata: {name: %s}
                spec:
                """.formatted(name) + spec.indent(2));
    }

    RepoTree tree() {
        return new RepoTree(Optional.empty(), entries);
    }

    Loaded load() {
        return new InventoryLoader(Limits.DEFAULT).load(tree());
    }

    Inventory valid() {
        return switch (load()) {
            case Loaded.Valid(var inventory, var _) -> inventory;
            case Loaded.Invalid(var diagnostics) -> throw new AssertionError("invalid: " + diagnostics);
        };
    }

    Host host(String name) {
        return valid().hosts().get(new HostName(name));
    }

    /** Everything that was found, as the command line prints it. */
    List<String> said() {
        return diagnostics().stream().map(Diagnostic::toString).toList();
    }

    /** The errors only. */
    List<String> errors() {
        return diagnostics().stream()
                .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                .map(Diagnostic::toString)
                .toList();
    }

    List<Diagnostic> diagnostics() {
        return switch (load()) {
            case Loaded.Valid(var _, var warnings) -> warnings;
            case Loaded.Invalid(var diagnostics) -> diagnostics;
        };
    }
}

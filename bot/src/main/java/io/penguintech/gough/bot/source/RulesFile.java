package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A {@code gough.yaml} on the server: the rules that judge before any revision of the repository was accepted. */
public final class RulesFile {
    private RulesFile() {}

    /**
     * Reads the rules.
     *
     * @throws IllegalArgumentException when they cannot be used; says all that is wrong
     */
    public static Repository read(Path file) {
        var entries = new TreeMap<String, RepoTree.Entry>();
        try {
            entries.put("gough.yaml", new RepoTree.Entry.Blob(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
        }
        return switch (new InventoryLoader(Limits.DEFAULT).load(new RepoTree(Optional.empty(), entries))) {
            case Loaded.Valid(var inventory, var warnings) -> inventory.repository();
            case Loaded.Invalid(var diagnostics) ->
                throw new IllegalArgumentException(
                        diagnostics.stream().map(RulesFile::line).collect(Collectors.joining("; ")));
        };
    }

    private static String line(Diagnostic diagnostic) {
        return "%s: %s: %s".formatted(diagnostic.place(), diagnostic.summary(), diagnostic.detail());
    }
}

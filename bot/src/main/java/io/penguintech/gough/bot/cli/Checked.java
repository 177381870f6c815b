package io.penguintech.gough.bot.cli;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.templates.cloudinit.RenderedInventory;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A repository loaded and rendered, as the service would.
 *
 * @param inventory what is declared, unless it could not be loaded
 * @param rendered its user data, unless it could not be loaded
 * @param diagnostics everything a person should know, sorted by place
 */
record Checked(Optional<Inventory> inventory, Optional<RenderedInventory> rendered, List<Diagnostic> diagnostics) {
    /** Where Debian's and Ubuntu's cloud-init keep their schema. */
    private static final Path SCHEMA =
            Path.of("/usr/lib/python3/dist-packages/cloudinit/config/schemas/schema-cloud-config-v1.json");

    private static final int SCHEMA_BYTES = 4 << 20;

    static Checked of(RepoTree tree) {
        return switch (new InventoryLoader(Limits.DEFAULT).load(tree)) {
            case Loaded.Invalid(var diagnostics) -> new Checked(Optional.empty(), Optional.empty(), diagnostics);
            case Loaded.Valid(var inventory, var warnings) -> rendered(inventory, warnings);
        };
    }

    private static Checked rendered(Inventory inventory, List<Diagnostic> warnings) {
        var rendered = renderer().renderAll(inventory);
        var all = new ArrayList<>(warnings);
        all.addAll(rendered.diagnostics());
        return new Checked(
                Optional.of(inventory),
                Optional.of(rendered),
                all.stream().distinct().sorted().toList());
    }

    /** The renderer, with cloud-init's own schema when it is installed here. */
    static UserDataRenderer renderer() {
        var settings = UserDataRenderer.Settings.DEFAULT;
        return new UserDataRenderer(new UserDataRenderer.Settings(settings.largestForm(), cloudInitSchema()));
    }

    private static Optional<String> cloudInitSchema() {
        try {
            if (!java.nio.file.Files.isRegularFile(SCHEMA) || java.nio.file.Files.size(SCHEMA) > SCHEMA_BYTES)
                return Optional.empty();
            return Optional.of(java.nio.file.Files.readString(SCHEMA));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether anything rejects the revision. */
    boolean failed() {
        return diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    /** What is declared; a repository with errors ends the command, all of them said. */
    Inventory orFail(Terminal terminal) {
        if (failed() || inventory.isEmpty()) {
            diagnostics.forEach(d -> terminal.note(d.toString()));
            throw new CommandFailed(Exit.INVALID, "the repository is invalid; `gough validate` lists what is wrong");
        }
        return inventory.get();
    }
}

package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A repository loaded and rendered, exactly as the service does it.
 *
 * @param declared what is declared, unless something is wrong with it
 * @param diagnostics everything a person should know, sorted by place
 */
record Checked(Optional<Declarations.Declared.Valid> declared, List<Diagnostic> diagnostics) {
    /** Where Debian's and Ubuntu's cloud-init keep their schema. */
    private static final Path SCHEMA =
            Path.of("/usr/lib/python3/dist-packages/cloudinit/config/schemas/schema-cloud-config-v1.json");

    private static final int SCHEMA_BYTES = 4 << 20;

    static Checked of(RepoTree tree) {
        return switch (declarations().declare(tree, SecretPrefixes.ANY)) {
            case Declarations.Declared.Invalid(var diagnostics) -> new Checked(Optional.empty(), diagnostics);
            case Declarations.Declared.Valid valid -> new Checked(Optional.of(valid), valid.warnings());
        };
    }

    /** What the files declare, or everything wrong with them. */
    static Loaded loaded(RepoTree tree) {
        return switch (declarations().declare(tree, SecretPrefixes.ANY)) {
            case Declarations.Declared.Invalid(var diagnostics) -> new Loaded.Invalid(diagnostics);
            case Declarations.Declared.Valid(var inventory, var _, var _, var warnings) ->
                new Loaded.Valid(inventory, warnings);
        };
    }

    /** How files are turned into what is declared. */
    static Declarations declarations() {
        return new RenderedDeclarations(Limits.DEFAULT, renderer());
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
        return declared.isEmpty();
    }

    /** What is declared; a repository with errors ends the command, all of them said. */
    Declarations.Declared.Valid orFail(Terminal terminal) {
        if (declared.isPresent()) return declared.get();
        diagnostics.forEach(d -> terminal.note(Terminal.plain(d.toString())));
        throw new CommandFailed(Exit.INVALID, "the repository is invalid; `gough validate` lists what is wrong");
    }
}

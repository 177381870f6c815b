package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.FleetVariables;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.UserData;
import io.penguintech.gough.templates.cloudinit.Rendered;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Declarations by the loader of infra repositories and the renderer of user data. */
public final class RenderedDeclarations implements Declarations {
    private final Limits limits;
    private final UserDataRenderer renderer;
    private final FleetVariables variables;

    /** Loads within {@code limits}, renders by {@code renderer}; any variable of Fleet's files may have a value. */
    public RenderedDeclarations(Limits limits, UserDataRenderer renderer) {
        this(limits, renderer, FleetVariables.ANY);
    }

    /** Loads within {@code limits} and with {@code variables} in Fleet's own files, renders by {@code renderer}. */
    public RenderedDeclarations(Limits limits, UserDataRenderer renderer, FleetVariables variables) {
        this.limits = limits;
        this.renderer = renderer;
        this.variables = variables;
    }

    @Override
    public Declared declare(RepoTree tree, SecretPrefixes secrets) {
        return switch (new InventoryLoader(limits, secrets, variables).load(tree)) {
            case Loaded.Invalid(var diagnostics) -> new Declared.Invalid(diagnostics);
            case Loaded.Valid(var inventory, var warnings) -> render(inventory, warnings);
        };
    }

    private Declared render(Inventory inventory, List<Diagnostic> warnings) {
        var rendered = renderer.renderAll(inventory);
        var diagnostics = new ArrayList<>(warnings);
        diagnostics.addAll(rendered.diagnostics());
        diagnostics.sort(null);
        if (rendered.failed()) return new Declared.Invalid(diagnostics);
        var digests = new TreeMap<HostName, String>();
        var enrolling = new HashSet<HostName>();
        rendered.userData().forEach((name, userData) -> {
            var host = inventory.hosts().get(name);
            if (host != null && !host.templates().isEmpty()) digests.put(name, userData.digest());
            if (userData.enrols()) enrolling.add(name);
        });
        return new Declared.Valid(inventory, digests, enrolling, diagnostics);
    }

    @Override
    public Optional<UserData> userData(Host host, Inventory inventory) {
        if (host.templates().isEmpty()) return Optional.empty();
        return switch (renderer.render(host, inventory)) {
            case Rendered.Valid(var userData, var warnings) -> Optional.of(userData);
            case Rendered.Invalid invalid -> Optional.empty();
        };
    }
}

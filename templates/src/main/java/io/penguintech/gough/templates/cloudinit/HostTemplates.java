package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Placeholders;
import io.penguintech.gough.schema.Template;
import io.penguintech.gough.schema.TemplateName;
import io.penguintech.gough.schema.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One host's templates on their way to user data: placeholders replaced, then combined. */
final class HostTemplates {
    private final Placeholders.Scope scope;
    private final Consumer<Diagnostic> problems;
    private final List<Tree.Mapping> configs = new ArrayList<>();
    private final List<Contents.Script> scripts = new ArrayList<>();

    private HostTemplates(Placeholders.Scope scope, Consumer<Diagnostic> problems) {
        this.scope = scope;
        this.problems = problems;
    }

    /** What the templates of {@code host} come to; only to be used when no error was reported. */
    static Contents combined(Host host, Inventory inventory, Consumer<Diagnostic> problems) {
        var templates = new HostTemplates(Placeholders.Scope.of(host, inventory.repository()), problems);
        for (var name : host.templates()) {
            var template = inventory.templates().get(name);
            if (template == null) problems.accept(unknown(name, host));
            else templates.add(template);
        }
        return templates.contents();
    }

    private void add(Template template) {
        switch (template.body()) {
            case Template.Body.CloudConfig(var tree) -> configs.add(config(tree));
            case Template.Body.Script(var text) -> scripts.add(script(template, text));
        }
    }

    private Contents contents() {
        var merged = configs.isEmpty()
                ? Optional.<Tree.Mapping>empty()
                : Optional.of(new PeerMerge(problems).combine(configs));
        return new Contents(merged, scripts);
    }

    private Contents.Script script(Template template, String text) {
        var begin = new Place(template.place().file(), 1, 1);
        return new Contents.Script(template.name(), taken(Placeholders.replaceScript(text, begin, scope)));
    }

    private Tree.Mapping config(Tree.Mapping tree) {
        var commands = new Commands(scope, problems);
        var entries = new ArrayList<Tree.Entry>(tree.entries().size());
        for (var entry : tree.entries()) {
            var value = Commands.standUnder(entry.key())
                    ? commands.replace(entry.value())
                    : taken(Placeholders.replace(entry.value(), scope));
            entries.add(new Tree.Entry(entry.key(), entry.keyPlace(), value));
        }
        return new Tree.Mapping(entries, tree.place());
    }

    private Tree taken(Placeholders.Replaced replaced) {
        replaced.diagnostics().forEach(problems);
        return replaced.tree();
    }

    private static Diagnostic unknown(TemplateName name, Host host) {
        return Diagnostic.error(
                "Unknown template",
                "Host %s uses template \"%s\"; there is no such file under templates/.".formatted(host.name(), name),
                host.place());
    }
}

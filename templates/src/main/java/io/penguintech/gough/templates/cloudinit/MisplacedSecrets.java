package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.Template;
import io.penguintech.gough.schema.Tree;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Warns of secrets that a template refers to as hosts and profiles do, {@code {secret: path#key}}: in a template that is
 * a map like any other, and the machine would get the reference instead of the secret.
 */
final class MisplacedSecrets {
    private final Consumer<Diagnostic> problems;

    private MisplacedSecrets(Consumer<Diagnostic> problems) {
        this.problems = problems;
    }

    static void find(Collection<Template> templates, Consumer<Diagnostic> problems) {
        var search = new MisplacedSecrets(problems);
        for (var template : templates) {
            switch (template.body()) {
                case Template.Body.CloudConfig(var tree) -> search.look(tree);
                case Template.Body.Script _ -> {}
            }
        }
    }

    private void look(Tree tree) {
        switch (tree) {
            case Tree.Mapping map -> {
                check(map);
                map.entries().forEach(entry -> look(entry.value()));
            }
            case Tree.Seq seq -> seq.items().forEach(this::look);
            case Tree.Scalar _, Tree.SecretText _ -> {}
        }
    }

    private void check(Tree.Mapping map) {
        if (map.entries().size() != 1 || !map.entries().getFirst().key().equals("secret")) return;
        if (!(map.entries().getFirst().value() instanceof Tree.Scalar scalar) || !isReference(scalar.text())) return;
        problems.accept(Diagnostic.warning(
                "Secret is not put in here",
                "In a template this map is sent as it stands. Write ${{ secret('%s') }} to send the secret."
                        .formatted(scalar.text()),
                map.place()));
    }

    private static boolean isReference(String text) {
        try {
            SecretRef.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

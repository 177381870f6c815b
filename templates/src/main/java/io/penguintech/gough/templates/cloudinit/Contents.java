package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.TemplateName;
import io.penguintech.gough.schema.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one host's templates come to.
 *
 * @param config the merged cloud-config, if there is one
 * @param scripts the scripts in their order
 */
record Contents(Optional<Tree.Mapping> config, List<Script> scripts) {
    // Raised when the same tree is given another meaning for cloud-init; anything else keeps all digests as they are.
    private static final String MEANING = "gough user data 1";

    /** Keeps a copy. */
    Contents {
        scripts = List.copyOf(scripts);
    }

    /**
     * A script after substitution.
     *
     * @param name its template; not part of its meaning
     * @param text its text
     */
    record Script(TemplateName name, Tree text) {}

    /** SHA-256 of the meaning, secret references in place. */
    String digest() {
        var canonical = new Canonical().text(MEANING);
        config.ifPresent(tree -> canonical.text("config").tree(tree));
        scripts.forEach(script -> canonical.text("script").tree(script.text()));
        return canonical.digest();
    }

    /** The same with every secret in place. Never to be logged, kept or compared. */
    Contents reveal(SecretSource source) {
        var open = scripts.stream()
                .map(script -> new Script(script.name(), Secrets.reveal(script.text(), source)))
                .toList();
        return new Contents(config.map(tree -> Secrets.reveal(tree, source)), open);
    }

    /** The whole text; empty when the host has no templates. */
    String text(Multipart.Encoding encoding, String digest) {
        if (scripts.isEmpty()) return config.map(Contents::cloudConfig).orElse("");
        if (config.isEmpty() && scripts.size() == 1) return scriptText(scripts.getFirst());
        var parts = new ArrayList<Multipart.Part>();
        config.ifPresent(tree -> parts.add(new Multipart.Part("text/cloud-config", "cloud-config", cloudConfig(tree))));
        for (var script : scripts)
            parts.add(new Multipart.Part("text/x-shellscript", fileName(parts.size(), script), scriptText(script)));
        return Multipart.of(parts, digest, encoding);
    }

    private static String cloudConfig(Tree.Mapping tree) {
        var out = new StringBuilder(4096).append("#cloud-config\n");
        YamlText.write(tree, out);
        return out.toString();
    }

    private static String scriptText(Script script) {
        return String.valueOf(script.text().plain());
    }

    /** cloud-init runs scripts sorted by file name: the number keeps the declared order. */
    private static String fileName(int number, Script script) {
        return "%03d-%s".formatted(number, script.name().value().replace('/', '_'));
    }
}

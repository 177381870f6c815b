package io.penguintech.gough.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the files under {@code templates/}. */
final class TemplateReader {
    private static final String FOLDER = "templates/";
    private static final String CLOUD_CONFIG = "#cloud-config";
    private static final String SCRIPT = "#!";

    private final Limits limits;
    private final Problems problems;
    private final Map<String, String> paths = new HashMap<>();

    TemplateReader(Limits limits, Problems problems) {
        this.limits = limits;
        this.problems = problems;
    }

    Optional<Template> read(RepoLayout.File file) {
        var name = name(file.path());
        if (name.isEmpty()) return Optional.empty();
        var first = paths.putIfAbsent(name.get().value().toLowerCase(Locale.ROOT), file.path());
        if (first != null) {
            problems.error(
                    "Template declared twice",
                    "%s and %s are both template \"%s\". Rename one of them.".formatted(first, file.path(), name.get()),
                    Place.ofFile(file.path()));
            return Optional.empty();
        }
        return body(file).map(body -> new Template(name.get(), body, new Place(file.path(), 1, 1)));
    }

    private Optional<TemplateName> name(String path) {
        var inner = path.substring(FOLDER.length());
        int dot = inner.lastIndexOf('.');
        var name = dot > inner.lastIndexOf('/') + 1 ? inner.substring(0, dot) : inner;
        var objection = TextRule.TEMPLATE_NAME.objection(name);
        if (objection.isEmpty()) return Optional.of(new TemplateName(name));
        problems.error(
                "Unusable path", "\"%s\" %s. Rename the file.".formatted(name, objection.get()), Place.ofFile(path));
        return Optional.empty();
    }

    private Optional<Template.Body> body(RepoLayout.File file) {
        var decoded = new Problems();
        var source = SourceText.decode(file.path(), file.bytes(), limits.blobBytes(), decoded);
        if (source.isEmpty()) {
            problems.addAll(decoded.sorted());
            return Optional.empty();
        }
        var text = source.get().text();
        if (text.startsWith(SCRIPT)) return script(file, text, decoded);
        if (text.lines().findFirst().orElse("").strip().equals(CLOUD_CONFIG)) return cloudConfig(file);
        problems.error(
                "Neither cloud-config nor script",
                "The first line of a template is #cloud-config, or begins with #! and the path of an interpreter.",
                new Place(file.path(), 1, 1));
        return Optional.empty();
    }

    private Optional<Template.Body> script(RepoLayout.File file, String text, Problems decoded) {
        problems.addAll(decoded.sorted());
        int carriageReturn = text.indexOf('\r');
        if (carriageReturn >= 0) {
            problems.error(
                    "Windows line ends in a script",
                    "A carriage return would be part of the interpreter's path. Save the file with line feeds only.",
                    new Place(file.path(), 1, carriageReturn + 1));
            return Optional.empty();
        }
        problems.addAll(
                Placeholders.findInScript(text, new Place(file.path(), 1, 1)).diagnostics());
        return Optional.of(new Template.Body.Script(text));
    }

    private Optional<Template.Body> cloudConfig(RepoLayout.File file) {
        var read = Yaml.read(file.path(), file.bytes(), limits, Yaml.Dialect.CLOUD_CONFIG);
        problems.addAll(read.diagnostics());
        if (read.failed()) return Optional.empty();
        if (read.documents().size() == 1 && read.documents().getFirst() instanceof Tree.Mapping map) {
            problems.addAll(Placeholders.find(map).diagnostics());
            return Optional.of(new Template.Body.CloudConfig(map));
        }
        if (read.documents().isEmpty()) {
            problems.warning("Empty template", "It holds nothing but comments.", new Place(file.path(), 1, 1));
            return Optional.of(
                    new Template.Body.CloudConfig(new Tree.Mapping(List.of(), new Place(file.path(), 1, 1))));
        }
        problems.error(
                "Cloud-config is not one map",
                "After #cloud-config stands one YAML document that is a map.",
                read.documents().getLast().place());
        return Optional.empty();
    }
}

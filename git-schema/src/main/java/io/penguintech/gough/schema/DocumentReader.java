package io.penguintech.gough.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Reads the documents of YAML files and sorts out what is none of ours. */
final class DocumentReader {
    /** Kinds of {@code fleetctl apply}, which come with {@code apiVersion: v1}. */
    private static final Set<String> FLEETCTL_KINDS =
            Set.of("query", "report", "policy", "label", "pack", "team", "fleet", "config", "options");

    private final Limits limits;
    private final Problems problems;
    private final FleetFiles fleet;
    private final List<Document> documents = new ArrayList<>();
    private boolean broken;

    DocumentReader(Limits limits, FleetVariables variables, Problems problems) {
        this.limits = limits;
        this.problems = problems;
        this.fleet = new FleetFiles(variables, problems);
    }

    /** What was read, with what files of Fleet's own GitOps stand for. */
    List<Document> documents() {
        return documents;
    }

    /** Reads the files of Fleet's own GitOps, now that all are there which they may refer to. */
    void readFleets() {
        var others = new TreeMap<String, Tree>();
        documents.addAll(fleet.read(others));
        others.forEach(this::ours);
    }

    /** Which files of Fleet's own name a list of items, by the file of the list. */
    SortedMap<String, SortedSet<String>> naming() {
        return fleet.naming();
    }

    /** Whether something could not be read, so that what refers to nothing may still be right. */
    boolean broken() {
        return broken;
    }

    void read(RepoLayout.File file) {
        var read = Yaml.read(file.path(), file.bytes(), limits);
        problems.addAll(read.diagnostics());
        broken |= read.failed();
        if (read.documents().isEmpty() && !read.failed())
            problems.warning("Empty file", "It holds no document.", Place.ofFile(file.path()));
        for (var tree : read.documents()) document(file.path(), tree);
    }

    /** Warns of a document of ours that stands where none is read. */
    void stray(RepoLayout.File file) {
        if (!mentionsApiVersion(file.bytes())) return;
        for (var tree : Yaml.read(file.path(), file.bytes(), limits).documents())
            if (tree instanceof Tree.Mapping map
                    && new Fields(map)
                            .text("apiVersion")
                            .filter(Kind.API_VERSION::equals)
                            .isPresent())
                problems.warning(
                        "Document is not read",
                        "Documents are read from gough.yaml, profiles/, hosts/, templates/, queries/ and region/ only. Move the file.",
                        tree.place());
    }

    private static boolean mentionsApiVersion(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(Kind.API_VERSION);
    }

    private void document(String path, Tree tree) {
        if (path.startsWith("queries/")) {
            if (isOfFleetctl(tree)) {
                problems.error(
                        "Not supported by this version",
                        "Documents for fleetctl apply are not read. Write kind: Query, Policy or Label, or files of Fleet's GitOps.",
                        tree.place());
                broken = true;
                return;
            }
            if (!(tree instanceof Tree.Mapping map)
                    || (map.entry("kind").isEmpty() && map.entry("apiVersion").isEmpty())) {
                fleet.add(path, tree);
                return;
            }
        }
        ours(path, tree);
    }

    private static boolean isOfFleetctl(Tree tree) {
        return tree instanceof Tree.Mapping map
                && new Fields(map).text("kind").filter(FLEETCTL_KINDS::contains).isPresent();
    }

    private void ours(String path, Tree tree) {
        if (!(tree instanceof Tree.Mapping map)) {
            problems.error(
                    "Document is not a map",
                    "A document begins with apiVersion: %s and kind.".formatted(Kind.API_VERSION),
                    tree.place());
            broken = true;
            return;
        }
        var word = map.get("kind").flatMap(Fields::text);
        if (word.isEmpty()) noKind(map);
        else kind(path, map, word.get());
    }

    private void noKind(Tree.Mapping map) {
        broken = true;
        new ShapeCheck(ShapeCheck.Stage.FINAL, problems)
                .check(
                        map,
                        Shape.struct(
                                Shape.required("apiVersion", Shape.words(Kind.API_VERSION), "Always gough.io/v1."),
                                Shape.required(
                                        "kind",
                                        Shape.words(Kind.words().toArray(String[]::new)),
                                        "What the document declares."),
                                Shape.field("metadata", new Shape.Anything(), "Its name and labels."),
                                Shape.field("spec", new Shape.Anything(), "What it shall be.")),
                        ShapeCheck.Path.ROOT);
    }

    private void kind(String path, Tree.Mapping map, String word) {
        var place = new Fields(map).place("kind");
        var kind = Kind.of(word);
        if (kind.isEmpty()) {
            broken = true;
            unknownKind(word, place);
            map.get("apiVersion")
                    .ifPresent(version -> new ShapeCheck(ShapeCheck.Stage.FINAL, problems)
                            .check(version, Shape.words(Kind.API_VERSION), ShapeCheck.Path.ROOT.key("apiVersion")));
            return;
        }
        if (!kind.get().livesIn(path))
            problems.error(
                    "Document in the wrong folder",
                    "Kind %s belongs in %s.".formatted(word, kind.get().home()),
                    place);
        Document.read(kind.get(), map, problems).ifPresentOrElse(documents::add, () -> broken = true);
    }

    private void unknownKind(String word, Place place) {
        problems.error(
                "Unknown kind",
                "\"%s\" is none of %s%s"
                        .formatted(word, String.join(", ", Kind.words()), Suggestion.clause(word, Kind.words())),
                place);
    }
}

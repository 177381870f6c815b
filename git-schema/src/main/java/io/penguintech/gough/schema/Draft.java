package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A repository as far as it could be read, before anything is checked across documents.
 *
 * @param repository {@code gough.yaml}
 * @param profiles by name
 * @param hosts merged, in the order of their files
 * @param ofFleet queries, policies and labels, in the order of their files
 * @param texts the texts of their files, read when they are asked for
 * @param things what the machines of regions stand on, in the order of their files
 * @param templates by name
 * @param complete whether every document and template could be read
 */
record Draft(
        Optional<Document> repository,
        SortedMap<String, Document> profiles,
        List<MergedHost> hosts,
        List<Document> ofFleet,
        Map<String, Supplier<String>> texts,
        List<Document> things,
        SortedMap<String, Template> templates,
        SortedMap<String, SortedSet<String>> naming,
        boolean complete) {
    Draft {
        profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
        hosts = List.copyOf(hosts);
        ofFleet = List.copyOf(ofFleet);
        texts = Map.copyOf(texts);
        things = List.copyOf(things);
        templates = Collections.unmodifiableSortedMap(new TreeMap<>(templates));
    }

    /** Reads all files of {@code tree}. */
    static Draft read(RepoTree tree, Limits limits, FleetVariables variables, Problems problems) {
        var layout = new RepoLayout(limits, problems);
        layout.sort(tree);
        var reader = new DocumentReader(limits, variables, problems);
        layout.documents().forEach(reader::read);
        reader.readFleets();
        layout.strays().forEach(reader::stray);
        var templates = templates(layout.templates(), limits, problems);
        var repository = repository(layout, reader.documents(), problems);
        var profiles = profiles(reader.documents(), problems);
        var values = repository
                .map(document -> RepositoryDecoder.values(document, problems))
                .orElseGet(() -> new Tree.Mapping(List.of(), Place.ofFile("gough.yaml")));
        var merger = new HostMerger(profiles, values);
        var hosts = reader.documents().stream()
                .filter(document -> document.kind().isHost())
                .map(merger::merge)
                .toList();
        boolean complete =
                !reader.broken() && templates.size() == layout.templates().size();
        var things = reader.documents().stream()
                .filter(document -> document.kind().thing().isPresent())
                .toList();
        var ofFleet = reader.documents().stream()
                .filter(document -> document.kind().isOfFleet())
                .toList();
        return new Draft(
                repository,
                profiles,
                hosts,
                ofFleet,
                texts(layout, limits, ofFleet),
                things,
                templates,
                reader.naming(),
                complete);
    }

    private static Map<String, Supplier<String>> texts(RepoLayout layout, Limits limits, List<Document> ofFleet) {
        var files = ofFleet.stream().map(document -> document.place().file()).collect(Collectors.toSet());
        var texts = new HashMap<String, Supplier<String>>();
        for (var file : layout.documents())
            if (files.contains(file.path()))
                texts.put(
                        file.path(),
                        () -> SourceText.decode(file.path(), file.bytes(), limits.blobBytes(), new Problems())
                                .map(SourceText::text)
                                .orElse(""));
        return texts;
    }

    /** Queries, policies or labels, in the order of their files. */
    List<Document> ofFleet(Kind kind) {
        return of(kind, ofFleet);
    }

    private static List<Document> of(Kind kind, List<Document> documents) {
        return documents.stream().filter(document -> document.kind() == kind).toList();
    }

    private static SortedMap<String, Template> templates(
            List<RepoLayout.File> files, Limits limits, Problems problems) {
        var reader = new TemplateReader(limits, problems);
        var templates = new TreeMap<String, Template>();
        for (var file : files)
            reader.read(file)
                    .ifPresent(template -> templates.put(template.name().value(), template));
        return templates;
    }

    private static Optional<Document> repository(RepoLayout layout, List<Document> documents, Problems problems) {
        var files = layout.documents().stream()
                .map(RepoLayout.File::path)
                .filter(RepoLayout::isRepositoryFile)
                .toList();
        if (files.isEmpty())
            problems.error(
                    "No gough.yaml",
                    "The repository needs one file gough.yaml of kind Repository at its root.",
                    Place.ofFile("gough.yaml"));
        if (files.size() > 1)
            problems.error(
                    "Two files gough.yaml",
                    "%s and %s: keep one of the two.".formatted(files.getFirst(), files.getLast()),
                    Place.ofFile(files.getLast()));
        var found = of(Kind.REPOSITORY, documents).stream()
                .filter(document -> RepoLayout.isRepositoryFile(document.place().file()))
                .toList();
        for (var second : found.subList(Math.min(1, found.size()), found.size()))
            if (second.place().file().equals(found.getFirst().place().file()))
                problems.error(
                        "Repository declared twice",
                        "A document of kind Repository stands at %s already."
                                .formatted(found.getFirst().place()),
                        second.place());
        return found.stream().findFirst();
    }

    private static SortedMap<String, Document> profiles(List<Document> documents, Problems problems) {
        var profiles = new TreeMap<String, Document>();
        for (var profile : of(Kind.PROFILE, documents)) {
            var first = profiles.putIfAbsent(profile.name(), profile);
            if (first != null)
                problems.error(
                        "Profile declared twice",
                        "Profile \"%s\" is declared at %s already.".formatted(profile.name(), first.place()),
                        profile.namePlace());
        }
        return profiles;
    }

    /** Every document whose values placeholders may use. */
    List<Document> withValues() {
        var all = new ArrayList<>(profiles.values());
        hosts.forEach(host -> all.add(host.document()));
        return all;
    }
}

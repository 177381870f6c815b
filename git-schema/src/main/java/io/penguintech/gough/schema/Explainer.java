package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says from which file and line each value of a host comes. Works on invalid repositories too, as far as it can. */
public final class Explainer {
    private static final String SPEC = "spec.";

    private final Limits limits;

    /** Reads within {@code limits}. */
    public Explainer(Limits limits) {
        this.limits = limits;
    }

    /**
     * Explains one host.
     *
     * @param field a field below {@code spec}, such as {@code os.release} or {@code values}; empty for all that is set
     */
    public Explanation explain(RepoTree tree, HostName name, Optional<String> field) {
        var draft = Draft.read(tree, limits, FleetVariables.ANY, new Problems());
        var host = draft.hosts().stream()
                .filter(h -> h.document().name().toLowerCase(Locale.ROOT).equals(name.value()))
                .findFirst();
        if (host.isEmpty()) {
            var names = draft.hosts().stream().map(h -> h.document().name()).toList();
            return new Explanation.Missing(
                    "No host is called \"%s\"%s".formatted(name, Suggestion.clause(name.value(), names)));
        }
        return new OfHost(draft, host.get()).explain(field.map(Explainer::withoutSpec));
    }

    private static String withoutSpec(String field) {
        return field.startsWith(SPEC) ? field.substring(SPEC.length()) : field;
    }

    /** One host with the documents it is made of, the host itself last. */
    private record OfHost(Draft draft, MergedHost host) {
        Explanation explain(Optional<String> field) {
            var lines = new ArrayList<Explanation.Line>();
            lines("", host.written(), host.spec(), lines);
            if (field.isEmpty()) return new Explanation.Found(lines);
            var wanted = field.get();
            var chosen = lines.stream()
                    .filter(line -> isWithin(line.field(), wanted))
                    .toList();
            return chosen.isEmpty() ? unset(wanted, lines) : new Explanation.Found(chosen);
        }

        private static boolean isWithin(String field, String wanted) {
            return field.equals(wanted) || field.startsWith(wanted + ".") || field.startsWith(wanted + "[");
        }

        private Explanation unset(String wanted, List<Explanation.Line> lines) {
            Optional<Shape.Field> known = Optional.empty();
            Optional<Shape> at = Optional.of(HostSpec.HOST);
            for (var step : wanted.split("\\.", -1)) {
                known = at.flatMap(
                        shape -> shape instanceof Shape.Struct struct ? struct.field(step) : Optional.empty());
                at = known.map(Shape.Field::shape);
            }
            if (known.isPresent())
                return new Explanation.Found(List.of(new Explanation.Line(
                        wanted, "(not set)", Optional.empty(), known.get().meaning(), List.of(), List.of())));
            var names = new ArrayList<>(HostSpec.HOST.names());
            lines.forEach(line -> names.add(line.field()));
            return new Explanation.Missing("Host %s has no field \"%s\"%s"
                    .formatted(host.document().name(), wanted, Suggestion.clause(wanted, names)));
        }

        /** Walks the tree as written beside the final one; where a placeholder became more than it was, it ends. */
        private void lines(String path, Tree written, Tree now, List<Explanation.Line> lines) {
            if (written instanceof Tree.Mapping before
                    && now instanceof Tree.Mapping after
                    && !SecretForm.isForm(before)) {
                for (var entry : before.entries())
                    after.get(entry.key())
                            .ifPresent(value -> lines(join(path, entry.key()), entry.value(), value, lines));
                return;
            }
            if (written instanceof Tree.Seq before
                    && now instanceof Tree.Seq after
                    && before.items().size() == after.items().size()) {
                for (int i = 0; i < before.items().size(); i++)
                    lines(
                            path + "[" + i + "]",
                            before.items().get(i),
                            after.items().get(i),
                            lines);
                return;
            }
            lines.add(line(path, written, now));
        }

        private static String join(String path, String key) {
            return path.isEmpty() ? key : path + "." + key;
        }

        private Explanation.Line line(String path, Tree written, Tree now) {
            var place = written.place();
            return new Explanation.Line(
                    path, shown(now), Optional.of(place), origin(place), sources(written), overrides(path, place));
        }

        private static String shown(Tree tree) {
            return tree instanceof Tree.Scalar scalar ? scalar.text() : String.valueOf(tree.plain());
        }

        /** The document whose beginning is the last before the place. */
        private String origin(Place place) {
            var document = documents().stream()
                    .filter(d ->
                            d.place().file().equals(place.file()) && d.place().compareTo(place) <= 0)
                    .max((a, b) -> a.place().compareTo(b.place()));
            return document.map(d -> "%s %s".formatted(d.kind().word().toLowerCase(Locale.ROOT), d.name()))
                    .orElse(place.file());
        }

        /** The profiles it is merged from, then the host. */
        private List<Document> documents() {
            var all = new ArrayList<Document>();
            for (var name : new Fields(host.spec()).texts("profiles")) {
                var profile = draft.profiles().get(name);
                if (profile != null) all.add(profile);
            }
            all.add(host.document());
            return all;
        }

        private List<Place> overrides(String path, Place place) {
            if (path.contains("[")) return List.of(); // lists are replaced or appended as a whole
            var places = new ArrayList<Place>();
            for (var document : documents())
                at(document.spec(), path)
                        .map(Tree::place)
                        .filter(p -> !p.equals(place))
                        .ifPresent(places::add);
            Collections.reverse(places);
            return places;
        }

        private static Optional<Tree> at(Tree tree, String path) {
            int dot = path.indexOf('.');
            var step = dot < 0 ? path : path.substring(0, dot);
            if (!(tree instanceof Tree.Mapping map)) return Optional.empty();
            var found = map.entries().stream()
                    .filter(entry -> MergeKey.of(entry.key()).name().equals(step))
                    .map(Tree.Entry::value)
                    .findFirst();
            return dot < 0 ? found : found.flatMap(inner -> at(inner, path.substring(dot + 1)));
        }

        private List<Explanation.Source> sources(Tree written) {
            var sources = new ArrayList<Explanation.Source>();
            for (var use : Placeholders.find(written).uses())
                if (use instanceof Placeholders.Use.Name name)
                    source(name.name()).ifPresent(place -> sources.add(new Explanation.Source(name.name(), place)));
            return sources;
        }

        private Optional<Place> source(String name) {
            if (name.equals(ScopeNames.HOST_NAME))
                return Optional.of(host.document().namePlace());
            var label = ScopeNames.labelName(name)
                    .flatMap(key -> new Fields(host.document().metadata())
                            .mapping("labels")
                            .get(key));
            var value = ScopeNames.valuePath(name)
                    .flatMap(path -> ScopeNames.descend(new Fields(host.written()).mapping("values"), path));
            var repository = ScopeNames.repositoryPath(name)
                    .flatMap(path -> ScopeNames.descend(host.scope().repository(), path));
            return label.or(() -> value).or(() -> repository).map(Tree::place);
        }
    }
}

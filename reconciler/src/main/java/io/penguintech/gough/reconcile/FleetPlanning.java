package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetNames;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.Risk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares what is declared of one kind in one Fleet with what it has: by the remembered id, and by name only to adopt.
 */
final class FleetPlanning {
    private final FleetKind kind;
    private final BackendName fleet;
    private final Observed.FleetServer server;
    private final FleetLabels labels;
    private final FleetLimits limits;
    private final Records records;
    private final Rules rules;
    private final Draft draft;
    private final Map<String, List<ObservedObject>> byName = new HashMap<>();
    private final Map<String, List<FleetObject>> declared = new HashMap<>();
    private final Map<Long, List<FleetObject>> claimed = new HashMap<>();
    private final Set<Subject.OfFleet> used = new HashSet<>();

    FleetPlanning(
            FleetKind kind,
            BackendName fleet,
            Observed.FleetServer server,
            FleetLabels labels,
            Records records,
            Rules rules,
            Draft draft) {
        this.kind = kind;
        this.fleet = fleet;
        this.server = server;
        this.labels = labels;
        this.limits = new FleetLimits(fleet, server, labels);
        this.records = records;
        this.rules = rules;
        this.draft = draft;
        server.all(kind).values().forEach(is -> byName.merge(named(is), List.of(is), FleetPlanning::joined));
    }

    /** A label that is being replaced keeps its place under its own name. */
    private String named(ObservedObject is) {
        return key(new Subject.OfFleet(kind, fleet, is.team(), LabelReplacement.original(is.name())));
    }

    /** Plans everything of this kind in this Fleet, then what is left over. */
    void plan(List<FleetObject> objects, boolean prune) {
        for (var object : objects) {
            used.add(Subject.OfFleet.of(object));
            declared.merge(key(Subject.OfFleet.of(object)), List.of(object), FleetPlanning::joined);
        }
        for (var object : objects)
            remembered(object).forEach(id -> claimed.merge(id, List.of(object), FleetPlanning::joined));
        objects.forEach(this::plan);
        leftOver(prune);
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Within what a name is taken once: a team, or all hosts; of labels the whole Fleet. */
    static String scope(Subject.OfFleet subject) {
        var team = subject.kind() == FleetKind.LABEL ? "" : FleetNames.key(subject.team());
        return subject.kind() + " " + subject.fleet() + "\n" + team + "\n";
    }

    private static String key(Subject.OfFleet subject) {
        return scope(subject) + FleetNames.key(subject.name());
    }

    static boolean sameTeam(Subject.OfFleet subject, ObservedObject is) {
        return FleetNames.same(subject.team(), is.team());
    }

    /** Ids remembered under its name and, for a rename, under its earlier names that no document uses any more. */
    private List<Long> remembered(FleetObject object) {
        var ids = new ArrayList<Long>();
        Optional.ofNullable(records.inFleets().get(Subject.OfFleet.of(object))).ifPresent(ids::add);
        for (var former : object.earlier()) {
            var subject = Subject.OfFleet.of(object, former);
            var id = used.contains(subject) ? null : records.inFleets().get(subject);
            // One that Fleet has not any more was replaced by what goes by the newer name.
            if (id != null
                    && !ids.contains(id)
                    && (ids.isEmpty() || server.all(kind).containsKey(id))) ids.add(id);
        }
        return ids;
    }

    private void plan(FleetObject object) {
        var subject = Subject.OfFleet.of(object);
        var unread = limits.unread(object);
        if (unread.isPresent()) {
            draft.wait(subject, unread.get());
            return;
        }
        var ids = remembered(object);
        var doubt = limits.objection(object).or(() -> doubt(object, ids));
        if (doubt.isPresent()) {
            draft.block(subject, doubt.get());
            return;
        }
        absent(subject, object);
        var ours = ids.stream().findFirst().map(id -> server.all(kind).get(id));
        if (ours.isPresent()) keep(subject, object, ours.get());
        else appear(subject, object, !ids.isEmpty());
    }

    private void absent(Subject.OfFleet subject, FleetObject object) {
        var absent = labels.absent(object);
        if (absent.isEmpty()) return;
        // One difference however many they are: each that enrols makes them fewer.
        draft.find(
                subject,
                "not-enrolled",
                "Fleet%s has no host %s, which this label lists. Each gets it as soon as it has enrolled; if one never will, remove it at %s."
                        .formatted(where(), LabelHosts.some(absent), object.place()));
    }

    private String where() {
        var teams = server.enrolled().teams();
        return teams.isEmpty()
                ? ""
                : ", in %s, which are all that Gough's user sees,".formatted(String.join(", ", teams));
    }

    private Optional<String> doubt(FleetObject object, List<Long> ids) {
        var alike = declared.getOrDefault(key(Subject.OfFleet.of(object)), List.of());
        if (alike.size() > 1)
            return Optional.of(
                    "Fleet takes the names %s for one: it ignores case and accents. Give them names that differ in more than that."
                            .formatted(quoted(alike)));
        if (ids.size() > 1)
            return Optional.of("Gough remembers it as Fleet's %s %s. Remove from formerly the name that is another %s."
                    .formatted(kind.plural(), ids, kind.word()));
        var rivals = ids.isEmpty() ? List.<FleetObject>of() : claimed.getOrDefault(ids.getFirst(), List.of());
        if (rivals.size() > 1)
            return Optional.of(
                    "Documents %s all claim Fleet's %s %d. Leave its earlier name in the formerly of one of them."
                            .formatted(quoted(rivals), kind.word(), ids.getFirst()));
        return Optional.empty();
    }

    /** One of ours: what differs? */
    private void keep(Subject.OfFleet subject, FleetObject object, ObservedObject is) {
        var fields = FleetFields.differences(object, is);
        if (fields.isEmpty()) {
            draft.unchanged();
            return;
        }
        if (isAnother(object, is)) {
            draft.block(
                    subject,
                    "Gough remembers it as Fleet's %s %d, but that is now called \"%s\" and asks something else: a restored Fleet, or somebody rewrote it. Nothing is done to it. Rename it back in Fleet, or add \"%s\" to formerly if it is this %s."
                            .formatted(kind.word(), is.id(), is.name(), is.name(), kind.word()));
            return;
        }
        var taken = taken(object, is);
        if (taken.isPresent()) {
            draft.block(subject, taken.get());
            return;
        }
        update(subject, object, is, false, fields, "Fleet has other values than declared");
    }

    /** Neither name nor SQL is what it was: the id may have been given to something else. */
    private static boolean isAnother(FleetObject object, ObservedObject is) {
        var key = FleetNames.key(LabelReplacement.original(is.name()));
        boolean named = Stream.concat(Stream.of(object.title()), object.earlier().stream())
                .anyMatch(name -> FleetNames.key(name).equals(key));
        var sql = FleetFields.of(object).getOrDefault(FleetFields.SQL, "");
        return !named && !sql.strip().equals(is.field(FleetFields.SQL).strip());
    }

    /** Somebody else's of that name; not the successor of a label that is being replaced. */
    private Optional<String> taken(FleetObject object, ObservedObject is) {
        return others(object)
                .filter(other -> other.id() != is.id())
                .filter(other ->
                        !LabelReplacement.mentionsParked(is.name()) || !FleetFields.sameButHosts(object, other))
                .findFirst()
                .map(this::taken);
    }

    private Stream<ObservedObject> others(FleetObject object) {
        return byName.getOrDefault(key(Subject.OfFleet.of(object)), List.of()).stream();
    }

    private String taken(ObservedObject other) {
        return other.builtIn()
                ? "Fleet brings the label \"%s\" along, and nobody can change it. Choose another name."
                        .formatted(other.name())
                : "Fleet already has a %s \"%s\" (id %d) of somebody else, and takes a name once, regardless of case and accents. Rename or delete that one, or choose another name."
                        .formatted(kind.word(), other.name(), other.id());
    }

    /** One that Fleet does not have as ours. */
    private void appear(Subject.OfFleet subject, FleetObject object, boolean vanished) {
        var alike = Stream.concat(Stream.of(object.title()), object.earlier().stream())
                .map(name -> Subject.OfFleet.of(object, name))
                .filter(named -> named.equals(subject) || !used.contains(named))
                .flatMap(named -> byName.getOrDefault(key(named), List.of()).stream())
                .filter(is -> !is.builtIn())
                .distinct()
                .toList();
        var taken = others(object).findFirst();
        if (alike.size() > 1 && object.adopt()) {
            draft.block(
                    subject,
                    "Fleet has more than one %s it could adopt: %s. Remove from formerly the names that are other %s."
                            .formatted(
                                    kind.word(),
                                    alike.stream()
                                            .map(is -> "\"%s\" (id %d)".formatted(is.name(), is.id()))
                                            .toList(),
                                    kind.plural()));
        } else if (alike.size() == 1 && object.adopt()) {
            adopt(subject, object, alike.getFirst());
        } else if (taken.isPresent()) {
            draft.block(
                    subject,
                    taken.get().builtIn()
                            ? taken(taken.get())
                            : "%s If it shall become ours, set adopt: true at %s."
                                    .formatted(taken(taken.get()), object.place()));
        } else {
            promise(object);
            draft.change(
                    new Change.CreateInFleet(
                            subject,
                            object,
                            FleetFields.created(object),
                            rules.raised("create", Risk.NONE),
                            vanished ? "somebody deleted it in Fleet" : "Fleet does not have it yet"),
                    "");
        }
    }

    private void promise(FleetObject object) {
        if (kind == FleetKind.LABEL) labels.promise(object.title());
    }

    private void adopt(Subject.OfFleet subject, FleetObject object, ObservedObject is) {
        if (claimed.containsKey(is.id())) {
            draft.block(
                    subject,
                    "Fleet's %s \"%s\" (id %d) already belongs to another document of this repository. Add its earlier name to formerly instead of adopting it."
                            .formatted(kind.word(), is.name(), is.id()));
            return;
        }
        if (!sameTeam(subject, is)) {
            draft.block(subject, taken(is));
            return;
        }
        var fields = FleetFields.differences(object, is);
        if (fields.isEmpty()) {
            draft.unchanged(); // and remembered without a write: Adoptions
            return;
        }
        update(subject, object, is, true, fields, "adopt is true: Fleet's %s is taken over".formatted(kind.word()));
    }

    private void update(
            Subject.OfFleet subject,
            FleetObject object,
            ObservedObject is,
            boolean adopts,
            List<FieldChange> fields,
            String why) {
        if (object instanceof Label label && fields.stream().anyMatch(FleetFields::isMadeOf)) {
            replace(subject, label, is, fields);
            return;
        }
        promise(object);
        var risk = FleetFields.risk(kind, fields);
        var because = risk == Risk.DESTRUCTIVE && !adopts ? why + "; changing them deletes stored results" : why;
        draft.change(
                new Change.UpdateInFleet(
                        subject,
                        is.id(),
                        object,
                        adopts,
                        fields,
                        rules.raised(adopts ? "adopt" : "update", risk),
                        because),
                "");
    }

    private void replace(Subject.OfFleet subject, Label label, ObservedObject is, List<FieldChange> fields) {
        var others = labels.ofOthers(is);
        if (!others.isEmpty()) {
            draft.block(
                    subject,
                    "Fleet keeps what a label is made of, so it would have to be made anew, and %s of somebody else are for its hosts. Give the changed label another name, or have them leave this one."
                            .formatted(FleetLabels.named(others)));
            return;
        }
        promise(label);
        var all = new ArrayList<>(fields);
        var losing = labels.losing(is);
        all.addAll(losing);
        draft.change(
                new Change.ReplaceLabel(
                        subject,
                        is.id(),
                        label,
                        all.stream().sorted().toList(),
                        rules.raised("replace", Risk.DESTRUCTIVE),
                        "Fleet keeps what a label is made of: it is deleted and made anew, and has no hosts until they answer; %d queries and policies are for no host until then"
                                .formatted(losing.size())),
                "");
    }

    /** Remembered ones that no document claims. */
    private void leftOver(boolean prune) {
        records.inFleets().forEach((subject, id) -> {
            if (subject.kind() != kind || !subject.fleet().equals(fleet)) return;
            if (claimed.containsKey(id) || used.contains(subject)) return;
            var is = server.all(kind).get(id);
            if (is != null) orphan(subject, is, prune);
        });
    }

    private void orphan(Subject.OfFleet subject, ObservedObject is, boolean prune) {
        boolean sure = FleetNames.key(is.name()).equals(FleetNames.key(subject.name()));
        boolean needed = kind == FleetKind.LABEL
                && (labels.isWanted(is.name()) || !labels.ofOthers(is).isEmpty());
        if (prune && sure && !needed) {
            draft.change(
                    new Change.DeleteInFleet(
                            subject,
                            is.id(),
                            FleetFields.deleted(is),
                            rules.raised("delete", Risk.DESTRUCTIVE),
                            "its document vanished and prune is true"),
                    "");
            return;
        }
        draft.find(
                orphanOf(subject),
                "orphan",
                "Fleet's %s \"%s\" (id %d) is ours and its document vanished. It is kept. Bring the document back, delete it in Fleet, or set prune: true in gough.yaml%s%s."
                        .formatted(
                                kind.word(),
                                is.name(),
                                is.id(),
                                sure
                                        ? ""
                                        : " (not while its name differs from the remembered \"%s\")"
                                                .formatted(subject.name()),
                                needed ? " (not while queries and policies are for its hosts)" : ""),
                Long.toString(is.id()));
    }

    private Subject.OfOrphan orphanOf(Subject.OfFleet subject) {
        boolean plain = kind == FleetKind.QUERY && subject.team().isEmpty();
        return new Subject.OfOrphan(fleet, plain ? subject.name() : subject.text());
    }

    private static String quoted(List<FleetObject> objects) {
        return objects.stream()
                .map(object -> "\"%s\" (%s)".formatted(object.title(), object.place()))
                .toList()
                .toString();
    }
}

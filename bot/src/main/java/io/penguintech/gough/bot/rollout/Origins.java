package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.ProfileName;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.TeamName;
import io.penguintech.gough.schema.Thing;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From which files changes come: that of the subject's own document, as it was and as it is, and those which made the
 * difference. What installs a machine comes from everything that is installed, also when the files stood there before: while
 * nothing was installed from them, nobody was asked about them.
 */
final class Origins {
    private final Optional<Side> before;
    private final Side after;
    private final Difference difference;
    private final boolean valuesChanged;
    private final Map<Subject, Source> sources = new ConcurrentHashMap<>();
    private final Map<Subject, Boolean> unchanged = new ConcurrentHashMap<>();

    /**
     * Compares two revisions.
     *
     * @param before what was brought about last; empty when nothing was, or it cannot be read
     * @param after what is judged
     * @param difference in which files the two differ
     */
    Origins(Optional<Declarations.Declared.Valid> before, Declarations.Declared.Valid after, Difference difference) {
        this.before = before.map(Side::new);
        this.after = new Side(after);
        this.difference = difference;
        valuesChanged = before.map(old -> !values(old).equals(values(after))).orElse(true);
    }

    private static String values(Declarations.Declared.Valid declared) {
        return Form.of(declared.inventory().repository().values());
    }

    /**
     * In which files two revisions differ.
     *
     * @param changed the paths that one has otherwise than the other
     * @param there the paths of the later one
     */
    record Difference(SortedSet<String> changed, Set<String> there) {
        /** Between a revision and itself. */
        static Difference none(RepoTree tree) {
            return new Difference(new TreeSet<>(), tree.entries().keySet());
        }

        /** All of {@code after} when there is no before. */
        static Difference between(Optional<RepoTree> before, RepoTree after) {
            return new Difference(differing(before, after), after.entries().keySet());
        }
    }

    private static SortedSet<String> differing(Optional<RepoTree> before, RepoTree after) {
        SortedMap<String, RepoTree.Entry> old = before.map(RepoTree::entries).orElseGet(TreeMap::new);
        var paths = new TreeSet<>(old.keySet());
        paths.addAll(after.entries().keySet());
        paths.removeIf(path -> same(
                Optional.ofNullable(old.get(path)),
                Optional.ofNullable(after.entries().get(path))));
        return paths;
    }

    /** What is not read is no part of anything: only files matter. */
    private static boolean same(Optional<RepoTree.Entry> before, Optional<RepoTree.Entry> after) {
        if (before.isEmpty() || after.isEmpty()) return false;
        if (before.get() instanceof RepoTree.Entry.Blob(var old)
                && after.get() instanceof RepoTree.Entry.Blob(var fresh)) return Arrays.equals(old, fresh);
        return before.get().equals(after.get());
    }

    /** A revision with its objects and things by their subjects. */
    private record Side(
            Declarations.Declared.Valid declared, Map<Subject, Object> others, Map<List<Object>, Thing> things) {
        Side(Declarations.Declared.Valid declared) {
            this(declared, new HashMap<>(), new HashMap<>());
            declared.inventory().inFleets().forEach(one -> others.put(Subject.OfFleet.of(one), one));
            declared.inventory().things().forEach(one -> {
                others.put(Subject.OfThing.of(one), one);
                things.put(List.of(one.region(), one.kind(), one.key()), one);
            });
        }

        Inventory inventory() {
            return declared.inventory();
        }

        Collection<Subject> subjects() {
            var subjects = new TreeSet<Subject>(others.keySet());
            inventory().hosts().keySet().forEach(host -> subjects.add(new Subject.OfHost(host)));
            return subjects;
        }

        Optional<Object> find(Subject subject) {
            return subject instanceof Subject.OfHost(var name)
                    ? Optional.ofNullable(inventory().hosts().get(name))
                    : Optional.ofNullable(others.get(subject));
        }

        /** The user data is made of files that the host itself does not show. */
        String form(Object one) {
            return one instanceof Host host
                    ? Form.of(host, Optional.ofNullable(declared.userData().get(host.name())))
                    : Form.of(one);
        }

        Optional<String> userData(Subject subject) {
            return subject instanceof Subject.OfHost(var name)
                    ? Optional.ofNullable(declared.userData().get(name))
                    : Optional.empty();
        }

        /** Every file that something is made of. */
        Stream<String> parts(Object one) {
            var file = place(one).file();
            var others = switch (one) {
                case Host host -> parts(host);
                case Thing thing -> named(thing).flatMap(this::parts);
                default -> inventory().naming().getOrDefault(file, Collections.emptySortedSet()).stream();
            };
            return Stream.concat(Stream.of(file), others);
        }

        private Stream<String> parts(Host host) {
            var profiles = host.profiles().stream().flatMap(name -> file(name).stream());
            var templates = host.templates().stream()
                    .flatMap(name -> Optional.ofNullable(inventory().templates().get(name)).stream())
                    .map(template -> template.place().file());
            return Stream.concat(profiles, templates);
        }

        /** What a thing refers to: it shows the other's key, not its document. */
        private Stream<Thing> named(Thing thing) {
            return thing.fields().entrySet().stream()
                    .flatMap(field -> thing
                            .kind()
                            .refersTo(field.getKey())
                            .map(kind -> things.get(List.of(thing.region(), kind, field.getValue())))
                            .stream());
        }

        /** The same, as it is remembered. */
        ClaimedStore.Files files(Object one) {
            var profiles = new TreeSet<ClaimedStore.OfProfile>();
            if (one instanceof Host host)
                host.profiles()
                        .forEach(name -> file(name)
                                .ifPresent(file -> profiles.add(new ClaimedStore.OfProfile(name.value(), file))));
            return new ClaimedStore.Files(
                    new TreeSet<>(Set.of(place(one).file())),
                    parts(one).collect(Collectors.toCollection(TreeSet::new)),
                    profiles);
        }

        private Optional<String> file(ProfileName profile) {
            return Optional.ofNullable(inventory().profiles().get(profile)).map(Place::file);
        }

        static Place place(Object one) {
            return switch (one) {
                case Host host -> host.place();
                case FleetObject object -> object.place();
                case Thing thing -> thing.place();
                default -> throw new IllegalArgumentException("nothing declared: " + one);
            };
        }
    }

    /**
     * What is known of a subject.
     *
     * @param own the files of its document
     * @param parts every file that it is made of
     * @param made those that made the difference; empty when there is none
     * @param was what it was declared as; empty when it was not, or that is not known
     * @param is what it is declared as; empty when it is not any more
     * @param committed whether the two differ
     */
    record Source(
            SortedSet<String> own,
            SortedSet<String> parts,
            SortedSet<String> made,
            Optional<String> was,
            Optional<String> is,
            boolean committed) {
        /** Nobody knows. */
        boolean isUnknown() {
            return own.isEmpty();
        }

        /** Nothing was brought about that it is not declared as. */
        Source drifted() {
            return new Source(own, parts, new TreeSet<>(), was, is, false);
        }

        /** Something was brought about in between: it is what it was before, and yet somebody committed that. */
        Source reverted() {
            return committed ? this : new Source(own, parts, parts, was, is, true);
        }
    }

    /** Whether nothing can differ. */
    boolean isSame() {
        return before.isPresent() && difference.changed().isEmpty();
    }

    /** Everything that was or is declared and that a change may be about. */
    Collection<Subject> subjects() {
        var subjects = new TreeSet<Subject>(after.subjects());
        before.ifPresent(side -> subjects.addAll(side.subjects()));
        return subjects;
    }

    /** Every file that a declared subject is, or was, made of: known without comparing it. */
    SortedSet<String> parts(Subject subject) {
        var is = after.find(subject);
        return files(was(subject, is), is, Side::parts);
    }

    /** {@code subject} under the name that it has, and under its earlier ones. */
    List<Subject> names(Subject subject) {
        return Stream.concat(Stream.of(subject), after.find(subject).stream().flatMap(one -> earlier(subject, one)))
                .toList();
    }

    /** What is remembered of {@code subject} in {@code all}, by the texts of subjects, under whatever name it had. */
    ClaimedStore.Files claimed(Subject subject, Map<String, ClaimedStore.Files> all) {
        return names(subject).stream()
                .map(name -> all.getOrDefault(name.text(), ClaimedStore.Files.NONE))
                .reduce(ClaimedStore.Files.NONE, ClaimedStore.Files::and);
    }

    /** The files that a subject is made of now; none when it is not declared. */
    ClaimedStore.Files now(Subject subject) {
        return after.find(subject).map(after::files).orElse(ClaimedStore.Files.NONE);
    }

    /** Where {@code change} comes from, as far as both revisions say. */
    Origin of(Change change) {
        return of(change, source(change.subject()), ClaimedStore.Files.NONE);
    }

    /**
     * The same when {@code source} is what is known of its subject.
     *
     * @param claimed files that it was made of: where its document stood counts always, another one where what stood there was
     *     moved or deleted
     */
    Origin of(Change change, Source source, ClaimedStore.Files claimed) {
        if (source.isUnknown()) return Origin.UNKNOWN;
        var files = new TreeSet<>(source.own());
        files.addAll(claimed.own());
        files.addAll(source.made());
        if (installs(change)) files.addAll(source.parts());
        if (installs(change) || source.committed())
            left(change.subject(), claimed).forEach(files::add);
        return new Origin(files, source.committed());
    }

    /**
     * Those of {@code claimed} that its subject is not made of any more although its document does not say so: a file that is
     * gone, or that a profile which it has as before was moved from.
     */
    private Stream<String> left(Subject subject, ClaimedStore.Files claimed) {
        var now = now(subject);
        var names = now.profiles().stream().map(ClaimedStore.OfProfile::profile).collect(Collectors.toSet());
        var moved = claimed.profiles().stream()
                .filter(one -> names.contains(one.profile()) && !now.profiles().contains(one))
                .map(ClaimedStore.OfProfile::file);
        return Stream.concat(
                claimed.parts().stream().filter(file -> !difference.there().contains(file)), moved);
    }

    private static boolean installs(Change change) {
        return switch (change) {
            case Change.BringUp up -> up.deployment().isPresent();
            case Change.Reinstall _ -> true;
            case Change.Amend _,
                    Change.Release _,
                    Change.Adopt _,
                    Change.Register _,
                    Change.Restore _,
                    Change.Maintain _,
                    Change.Return _,
                    Change.OnRequest _,
                    Change.OfFleet _,
                    Change.OfThing _,
                    Change.AcceptRules _ -> false;
        };
    }

    /** Whether a subject is declared as it was, to the letter: known without its form. */
    boolean isUnchanged(Subject subject) {
        return unchanged.computeIfAbsent(subject, this::sameToTheLetter);
    }

    private boolean sameToTheLetter(Subject subject) {
        var is = after.find(subject);
        return is.isPresent()
                && is.equals(was(subject, is))
                && before.map(side -> side.userData(subject)).equals(Optional.of(after.userData(subject)));
    }

    /** What is known of {@code subject}. */
    Source source(Subject subject) {
        return sources.computeIfAbsent(subject, this::compared);
    }

    private Source compared(Subject subject) {
        if (subject instanceof Subject.OfRules) return rules();
        var is = after.find(subject);
        var was = was(subject, is);
        var own = files(was, is, (side, one) -> Stream.of(Side.place(one).file()));
        var parts = files(was, is, Side::parts);
        var formWas = was.flatMap(one -> before.map(side -> side.form(one)));
        var formIs = isUnchanged(subject) ? formWas : is.map(after::form);
        boolean committed = formWas.isEmpty() || !formIs.equals(formWas);
        var source = new Source(own, parts, new TreeSet<>(), formWas, formIs, committed);
        return committed && !own.isEmpty() ? made(subject, source) : source;
    }

    /** Where no file that is known to matter differs, any that does may have made the difference. */
    private Source made(Subject subject, Source source) {
        var parts = source.parts();
        var made = new TreeSet<>(parts);
        made.retainAll(difference.changed());
        if (subject instanceof Subject.OfHost && valuesChanged) made.addAll(Repository.FILES);
        if (made.isEmpty()) made.addAll(difference.changed());
        return new Source(made.isEmpty() ? made : source.own(), parts, made, source.was(), source.is(), true);
    }

    /** Whichever name the file has: giving it the other one asks nobody. */
    private static Source rules() {
        var files = new TreeSet<>(Repository.FILES);
        return new Source(files, files, files, Optional.empty(), Optional.empty(), true);
    }

    /** The subject as it was, perhaps under an earlier name. */
    private Optional<Object> was(Subject subject, Optional<Object> is) {
        return before.flatMap(side -> side.find(subject)
                .or(() -> is.stream()
                        .flatMap(one -> earlier(subject, one))
                        .flatMap(name -> side.find(name).stream())
                        .findFirst()));
    }

    private static Stream<Subject> earlier(Subject subject, Object one) {
        return switch (one) {
            case Host host -> host.formerly().stream().map(Subject.OfHost::new);
            case FleetObject object ->
                object.earlier().stream()
                        .map(name -> new Subject.OfFleet(
                                object.kind(),
                                object.fleet(),
                                object.team().map(TeamName::value).orElse(""),
                                name));
            case Thing thing ->
                thing.formerly().stream().map(name -> new Subject.OfThing(thing.region(), thing.kind(), name));
            default -> throw new IllegalArgumentException("nothing declared: " + subject);
        };
    }

    private interface Files extends java.util.function.BiFunction<Side, Object, Stream<String>> {}

    private SortedSet<String> files(Optional<Object> was, Optional<Object> is, Files of) {
        var files = new TreeSet<String>();
        was.ifPresent(one -> of.apply(before.orElseThrow(), one).forEach(files::add));
        is.ifPresent(one -> of.apply(after, one).forEach(files::add));
        return files;
    }

    /** What is remembered of a subject that is declared nowhere any more. */
    static Source gone(ClaimedStore.Files claimed) {
        return new Source(claimed.own(), claimed.parts(), claimed.own(), Optional.empty(), Optional.empty(), true);
    }

    /**
     * The origin of each of {@code changes} by its digest.
     *
     * @param claimed files that subjects were made of, by their texts
     */
    SortedMap<String, Origin> byDigest(Collection<Change> changes, Map<String, ClaimedStore.Files> claimed) {
        var all = new TreeMap<String, Origin>();
        for (var change : changes) {
            var files = claimed(change.subject(), claimed);
            var source = source(change.subject());
            all.put(change.digest(), of(change, source.parts().isEmpty() ? gone(files) : source, files));
        }
        return all;
    }
}

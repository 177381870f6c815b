package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetNames;
import io.penguintech.gough.schema.HostName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** A Fleet that behaves: names are taken once, labels stay what they were made of, and answers may be lost. */
final class FakeFleet implements Fleet {
    /** By kind and id, as {@code "QUERY 7"}. */
    final TreeMap<String, ObservedObject> objects = new TreeMap<>();

    final List<Noted> noted = new ArrayList<>();
    boolean activitiesRefused;
    final List<FleetHost> enrolled = new ArrayList<>();
    boolean enrolledRefused;
    Sight sight = new Sight.All();
    /** Ids of labels of which it cannot be read who carries them. */
    final Set<Long> unreadable = new TreeSet<>();
    /** Whether a list of labels says who carries them, as for tests that look at nothing else. */
    boolean showsCarriers = true;

    /** By id, how many carry a label, as Fleet counts them. */
    final TreeMap<Long, Integer> counts = new TreeMap<>();
    /** How often one page more of who carries a label misses its last host. */
    int shifts;

    final List<String> effects = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    /** The teams of the last look. */
    Optional<Set<String>> asked = Optional.empty();

    FakeMaas.Fate fate = () -> FakeMaas.Luck.GOOD;
    Optional<Failure> deaf = Optional.empty();
    private long last = 100;

    void put(ObservedObject object) {
        objects.put(key(object.kind(), object.id()), object);
    }

    Collection<ObservedObject> all() {
        return objects.values();
    }

    private static String key(FleetKind kind, long id) {
        return kind + " " + id;
    }

    @Override
    public Reading<BackendIdentity> identity() {
        return deaf.<Reading<BackendIdentity>>map(Reading.Missed::new)
                .orElseGet(() ->
                        new Reading.Got<>(Given.fleet(List.of(), Given.NOON).identity()));
    }

    @Override
    public Reading<Observed.FleetServer> look(Optional<Set<String>> teams) {
        calls.add("look");
        asked = teams;
        return deaf.<Reading<Observed.FleetServer>>map(Reading.Missed::new)
                .orElseGet(() -> new Reading.Got<>(
                        Given.fleet(all().stream().map(this::shown).toList(), Given.NOON)));
    }

    /** As a list of labels shows it: who carries one it does not say, and how many in passing. */
    private ObservedObject shown(ObservedObject is) {
        if (is.kind() != FleetKind.LABEL) return is;
        var fields = new TreeMap<>(is.fields());
        if (!showsCarriers) fields.remove("hosts");
        var count = counts.get(is.id());
        if (count != null) fields.put("count", count.toString());
        return new ObservedObject(is.kind(), is.id(), is.team(), is.builtIn(), fields);
    }

    @Override
    public Reading<List<Noted>> activities() {
        calls.add("activities");
        if (activitiesRefused) return new Reading.Missed<>(new Failure.NeedsHuman("Fleet refuses"));
        return deaf.<Reading<List<Noted>>>map(Reading.Missed::new)
                .orElseGet(() -> new Reading.Got<>(List.copyOf(noted)));
    }

    @Override
    public Reading<LogPage> log(int page) {
        return new Reading.Got<>(new LogPage(List.of(), true));
    }

    @Override
    public Reading<VulnerabilityPage> vulnerabilities(int page) {
        return new Reading.Got<>(new VulnerabilityPage(List.of(), OptionalInt.empty(), Optional.empty(), true));
    }

    @Override
    public Reading<HostPage> vulnerable(String cve, int page) {
        return new Reading.Got<>(new HostPage(List.of(), true));
    }

    @Override
    public Reading<HostPage> hosts(int page, OptionalLong failing) {
        calls.add("hosts");
        return enrolledRefused
                ? new Reading.Missed<>(new Failure.Forbidden("only maintainers may"))
                : new Reading.Got<>(new HostPage(enrolled, true));
    }

    @Override
    public Reading<Sight> sight() {
        calls.add("sight");
        return deaf.<Reading<Sight>>map(Reading.Missed::new).orElseGet(() -> new Reading.Got<>(sight));
    }

    @Override
    public Reading<HostPage> carrying(long label, int page) {
        calls.add("carrying");
        var ids = NameList.of(Optional.ofNullable(objects.get(key(FleetKind.LABEL, label)))
                        .map(is -> is.field("hosts"))
                        .orElse(""))
                .stream()
                .flatMap(name -> FleetHost.idIn(name).stream())
                .toList();
        if (unreadable.contains(label))
            return new Reading.Missed<>(new Failure.TryAgain("busy", Duration.ofSeconds(1)));
        var page1 = enrolled.stream().filter(host -> ids.contains(host.id())).toList();
        return new Reading.Got<>(new HostPage(shifts-- > 0 ? page1.subList(0, page1.size() - 1) : page1, true));
    }

    @Override
    public Reading<SortedMap<Long, Integer>> failing(Set<String> teams) {
        return new Reading.Got<>(new TreeMap<>());
    }

    @Override
    public Reading<LiveAnswer> ask(HostIdentity host, String sql) {
        return new Reading.Got<>(new LiveAnswer.Silent(LiveAnswer.Cause.NOT_FOUND, "nobody is enrolled"));
    }

    @Override
    public Reading<LiveEnd> ask(LiveQuestion question, BiConsumer<HostName, LiveAnswer> heard) {
        var nobody = new LiveAnswer.Silent(LiveAnswer.Cause.NOT_FOUND, "nobody is enrolled");
        question.hosts().keySet().forEach(host -> heard.accept(host, nobody));
        return new Reading.Got<>(new LiveEnd.Complete());
    }

    @Override
    public Outcome start(Step.OnFleet step) {
        calls.add(step.word());
        return switch (fate.next()) {
            case GOOD -> apply(step);
            case BUSY -> new Outcome.Failed(new Failure.TryAgain("Fleet is busy", Duration.ofSeconds(30)));
            case ANSWER_LOST, LATE -> {
                apply(step);
                yield new Outcome.Failed(new Failure.Unclear("no answer"));
            }
            case CALL_LOST -> new Outcome.Failed(new Failure.Unclear("no answer"));
        };
    }

    private Outcome apply(Step.OnFleet step) {
        return switch (step) {
            case Step.CreateInFleet create -> create(create);
            case Step.UpdateInFleet update -> update(update);
            case Step.DeleteInFleet delete -> delete(delete);
        };
    }

    private Outcome create(Step.CreateInFleet step) {
        var name = step.fields().getOrDefault("name", "");
        for (var other : all())
            if (other.kind() == step.kind() && FleetNames.key(other.name()).equals(FleetNames.key(name)))
                return new Outcome.Failed(new Failure.WorldChanged("the name is taken"));
        last++;
        put(new ObservedObject(step.kind(), last, step.team(), false, step.fields()));
        effects.add("create " + name);
        return new Outcome.Done(Optional.of(Long.toString(last)));
    }

    private Outcome update(Step.UpdateInFleet step) {
        var is = objects.get(key(step.kind(), step.id()));
        if (is == null)
            return new Outcome.Failed(
                    new Failure.WorldChanged("no such " + step.kind().word()));
        var fields = new TreeMap<>(is.fields());
        step.fields().forEach((field, value) -> {
            if (is.kind() != FleetKind.LABEL || !FleetFields.isMadeOf(change(field))) fields.put(field, value);
        });
        put(new ObservedObject(is.kind(), is.id(), is.team(), is.builtIn(), fields));
        if (is.kind() == FleetKind.LABEL && step.fields().containsKey("name"))
            retarget(is.name(), step.fields().getOrDefault("name", ""));
        return new Outcome.Done(Optional.of(Long.toString(step.id())));
    }

    private static FieldChange change(String field) {
        return new FieldChange(field, Optional.empty(), Optional.empty());
    }

    /** What is for the hosts of a label holds its id. */
    private void retarget(String before, String after) {
        for (var object : List.copyOf(all())) {
            var fields = new TreeMap<>(object.fields());
            for (var scope : FleetFields.SCOPES)
                fields.computeIfPresent(
                        scope,
                        (any, names) -> NameList.text(NameList.of(names).stream()
                                .map(name -> name.equals(before) ? after : name)
                                .toList()));
            put(new ObservedObject(object.kind(), object.id(), object.team(), object.builtIn(), fields));
        }
    }

    private Outcome delete(Step.DeleteInFleet step) {
        var is = objects.get(key(step.kind(), step.id()));
        if (is == null)
            return new Outcome.Failed(
                    new Failure.WorldChanged("no such " + step.kind().word()));
        if (is.kind() == FleetKind.LABEL
                && !Given.fleet(all(), Given.NOON).targeting(is.name()).isEmpty())
            return new Outcome.Failed(new Failure.NeedsHuman("the label is in use"));
        objects.remove(key(step.kind(), step.id()));
        effects.add("delete " + step.id());
        return new Outcome.Done(Optional.empty());
    }
}

package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.ChangeWindow;
import io.penguintech.gough.schema.Grouping;
import io.penguintech.gough.schema.PathGlob;
import io.penguintech.gough.schema.PathRule;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Questions;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Repository.Approvals;
import io.penguintech.gough.schema.Repository.Mode;
import io.penguintech.gough.schema.Repository.Person;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.schema.Repository.RolloutLimits;
import io.penguintech.gough.schema.Repository.Unavailable;
import io.penguintech.gough.schema.Repository.Waves;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.Tree;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What gough.yaml says, named by its meaning. */
class RulesDigestTest {
    private static final Place HERE = Place.ofFile("gough.yaml");

    private static Person person(Optional<String> slack, String login, String email, Role role) {
        var logins = new TreeMap<String, String>();
        logins.put("github", login);
        return new Person("ada", slack, logins, new TreeSet<>(List.of(email)), new TreeSet<>(List.of(role)));
    }

    /** Ada, with an account at a forge. */
    private static Person at(String forge, long id) {
        return new Person(
                "ada", ADA.slack(), ADA.logins(), new TreeMap<>(Map.of(forge, id)), ADA.emails(), ADA.roles());
    }

    private static final Person ADA = person(Optional.of("U1"), "ada", "ada@example.com", Role.APPROVER);

    private static Repository with(
            String name,
            Mode mode,
            Approvals approvals,
            List<Person> people,
            RolloutLimits limits,
            boolean prune,
            Duration hold,
            Object value) {
        return with(name, mode, approvals, people, limits, prune, hold, value, Questions.NOBODY);
    }

    private static Repository with(
            String name,
            Mode mode,
            Approvals approvals,
            List<Person> people,
            RolloutLimits limits,
            boolean prune,
            Duration hold,
            Object value,
            Questions questions) {
        var entries = new ArrayList<Tree.Entry>();
        entries.add(new Tree.Entry("v", HERE, tree(value)));
        return new Repository(
                name, mode, approvals, people, limits, prune, hold, new Tree.Mapping(entries, HERE), HERE, questions);
    }

    private static Tree tree(Object value) {
        return switch (value) {
            case Tree tree -> tree;
            case List<?> list ->
                new Tree.Seq(list.stream().map(RulesDigestTest::tree).toList(), HERE);
            case String text when text.equals("null") -> new Tree.Scalar(null, HERE);
            default -> new Tree.Scalar(value, HERE);
        };
    }

    private static Repository rules(Object value) {
        return with(
                "infra",
                Mode.APPLY,
                Approvals.DEFAULT,
                List.of(ADA),
                RolloutLimits.DEFAULT,
                false,
                Duration.ZERO,
                value);
    }

    private static List<RolloutLimits> limits() {
        var all = new ArrayList<>(
                List.of(new RolloutLimits(1, 3, 5), new RolloutLimits(10, 1, 5), new RolloutLimits(10, 3, 1)));
        var none = OptionalInt.empty();
        var zone = Optional.of(Grouping.parse("zone"));
        all.add(limits(OptionalInt.of(10), Optional.empty(), List.of(), List.of()));
        for (var waves : List.of(
                new Waves(Optional.empty(), List.of(), 1, Duration.ZERO, none),
                new Waves(zone, List.of(), 1, Duration.ZERO, none),
                new Waves(zone, List.of("a"), 1, Duration.ZERO, none),
                new Waves(zone, List.of("a", "b"), 1, Duration.ZERO, none),
                new Waves(zone, List.of("a"), 2, Duration.ZERO, none),
                new Waves(zone, List.of("a"), 1, Duration.ofHours(1), none),
                new Waves(zone, List.of("a"), 1, Duration.ZERO, OptionalInt.of(1)),
                new Waves(zone, List.of("a"), 1, Duration.ZERO, none, Duration.ZERO)))
            all.add(limits(none, Optional.of(waves), List.of(), List.of()));
        for (var limit : List.of(
                new Unavailable(zone.get(), OptionalInt.of(1), none),
                new Unavailable(zone.get(), none, OptionalInt.of(1)),
                new Unavailable(Grouping.parse("pool"), OptionalInt.of(1), none)))
            all.add(limits(none, Optional.empty(), List.of(limit), List.of()));
        for (var window : List.of(
                window(DayOfWeek.MONDAY, "08:00", "10:00", "UTC"),
                window(DayOfWeek.FRIDAY, "08:00", "10:00", "UTC"),
                window(DayOfWeek.MONDAY, "09:00", "10:00", "UTC"),
                window(DayOfWeek.MONDAY, "08:00", "11:00", "UTC"),
                window(DayOfWeek.MONDAY, "08:00", "10:00", "Europe/Stockholm")))
            all.add(limits(none, Optional.empty(), List.of(), List.of(window)));
        return all;
    }

    private static RolloutLimits limits(
            OptionalInt percent, Optional<Waves> waves, List<Unavailable> unavailable, List<ChangeWindow> windows) {
        return new RolloutLimits(10, 3, 5, percent, waves, unavailable, windows);
    }

    private static ChangeWindow window(DayOfWeek day, String from, String to, String zone) {
        return new ChangeWindow(
                new TreeSet<>(List.of(day)), LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
    }

    /** Kept from the version before there were waves: what a file does not say does not alter its name. */
    @Test
    void rulesWithoutWavesKeepTheDigestTheyHadBeforeThereWereWaves() {
        assertThat(RulesDigest.of(rules("x")))
                .isEqualTo("66814eef0f62568de9d84bccb815d0b1d65c550e9942b458a84bd48bcfd7272f");
    }

    private static List<Questions> questions() {
        var nobody = Collections.<String>emptySortedSet();
        var ada = new TreeSet<>(List.of("ada"));
        var shadow = new TreeSet<>(List.of("shadow"));
        return List.of(
                new Questions(new TreeMap<>(), 1, 120, 20),
                new Questions(new TreeMap<>(), 30, 1, 20),
                new Questions(new TreeMap<>(), 30, 120, 1),
                new Questions(new TreeMap<>(Map.of("admin", new Questions.Grant(nobody, nobody))), 30, 120, 20),
                new Questions(new TreeMap<>(Map.of("x", new Questions.Grant(ada, nobody))), 30, 120, 20),
                new Questions(new TreeMap<>(Map.of("x", new Questions.Grant(nobody, shadow))), 30, 120, 20));
    }

    private static Repository under(PathRule... paths) {
        var rules = rules("y");
        return new Repository(
                rules.name(),
                rules.mode(),
                rules.approvals(),
                rules.people(),
                rules.rollout(),
                rules.prune(),
                rules.retireHold(),
                rules.values(),
                rules.place(),
                rules.questions(),
                List.of(paths));
    }

    private static PathRule rule(String glob, List<Role> roles, String... people) {
        return new PathRule(PathGlob.parse(glob), new TreeSet<>(roles), new TreeSet<>(List.of(people)));
    }

    private static List<Repository> paths() {
        var a = rule("a/**", List.of(Role.ADMIN));
        return List.of(
                under(),
                under(a),
                under(a, a),
                under(rule("b/**", List.of(Role.ADMIN))),
                under(a, rule("b/**", List.of(Role.ADMIN))),
                under(a, rule("a/**", List.of(Role.APPROVER))),
                under(rule("a/**", List.of(Role.APPROVER))),
                under(rule("a/**", List.of(), "[ADMIN]")),
                under(rule("a/**", List.of(Role.ADMIN), "ada")),
                under(rule("a/**", List.of(Role.ADMIN), "ada, ben")),
                under(rule("a/**", List.of(Role.ADMIN), "ada", "ben")),
                under(rule("a/**", List.of(Role.ADMIN), "ada\", \"ben")),
                under(rule("a/**", List.of(Role.ADMIN), "ada\\", "ben")));
    }

    private static List<Repository> different() {
        var a = Approvals.DEFAULT;
        var all = new ArrayList<Repository>();
        all.add(rules("x"));
        all.add(with("other", Mode.APPLY, a, List.of(ADA), RolloutLimits.DEFAULT, false, Duration.ZERO, "x"));
        all.add(with("infra", Mode.OBSERVE, a, List.of(ADA), RolloutLimits.DEFAULT, false, Duration.ZERO, "x"));
        all.add(with("infra", Mode.APPLY, a, List.of(), RolloutLimits.DEFAULT, false, Duration.ZERO, "x"));
        all.add(with("infra", Mode.APPLY, a, List.of(ADA), RolloutLimits.DEFAULT, true, Duration.ZERO, "x"));
        all.add(with("infra", Mode.APPLY, a, List.of(ADA), RolloutLimits.DEFAULT, false, Duration.ofHours(1), "x"));
        for (var approvals : List.of(
                new Approvals(Duration.ofHours(1), 0, 0, 1, 2),
                new Approvals(a.validFor(), 1, 0, 1, 2),
                new Approvals(a.validFor(), 0, 1, 1, 2),
                new Approvals(a.validFor(), 0, 0, 2, 2),
                new Approvals(a.validFor(), 0, 0, 1, 1)))
            all.add(with(
                    "infra", Mode.APPLY, approvals, List.of(ADA), RolloutLimits.DEFAULT, false, Duration.ZERO, "x"));
        for (var limits : limits())
            all.add(with("infra", Mode.APPLY, a, List.of(ADA), limits, false, Duration.ZERO, "x"));
        for (var person : List.of(
                person(Optional.empty(), "ada", "ada@example.com", Role.APPROVER),
                person(Optional.of("U2"), "ada", "ada@example.com", Role.APPROVER),
                person(Optional.of("U1"), "eve", "ada@example.com", Role.APPROVER),
                person(Optional.of("U1"), "ada", "eve@example.com", Role.APPROVER),
                person(Optional.of("U1"), "ada", "ada@example.com", Role.ADMIN),
                at("github", 7),
                at("github", 8),
                at("gitea", 7)))
            all.add(with("infra", Mode.APPLY, a, List.of(person), RolloutLimits.DEFAULT, false, Duration.ZERO, "x"));
        for (var questions : questions())
            all.add(with(
                    "infra", Mode.APPLY, a, List.of(ADA), RolloutLimits.DEFAULT, false, Duration.ZERO, "x", questions));
        all.addAll(paths());
        return all;
    }

    @Test
    void everythingTheFileSaysAltersItsDigest() {
        var all = new ArrayList<>(different());
        for (var value : List.of(1L, "1", "null", true, "true", List.of(), List.of("x"), List.of("x", "y")))
            all.add(rules(value));
        all.add(rules(new Tree.Scalar("null", HERE)));
        all.add(rules(new Tree.SecretText(List.of(new Tree.Part.Secret(new SecretRef("a", "b"))), HERE)));
        all.add(rules("<secret a#b>"));

        var digests = new HashSet<String>();
        for (var rules : all)
            assertThat(digests.add(RulesDigest.of(rules)))
                    .describedAs(rules.toString())
                    .isTrue();
    }

    @Test
    void rulesForPathsAreToldByTheirGlobs() {
        var before = under(rule("a/**", List.of(Role.ADMIN)), rule("c/**", List.of(Role.ADMIN)));
        var after = under(rule("a/**", List.of(Role.APPROVER), "ada"), rule("c/**", List.of(Role.ADMIN)));

        assertThat(RulesDigest.changes(before, after))
                .containsExactly(new FieldChange(
                        "paths[a/**]",
                        Optional.of("roles [ADMIN], people []"),
                        Optional.of("roles [APPROVER], people [\"ada\"]")));
    }

    @Test
    void whereTheFileStandsDoesNot() {
        var moved = new Repository(
                "infra",
                Mode.APPLY,
                Approvals.DEFAULT,
                List.of(),
                RolloutLimits.DEFAULT,
                false,
                Duration.ofHours(72),
                new Tree.Mapping(List.of(), new Place("x", 7, 7)),
                new Place("x", 7, 7),
                Questions.NOBODY);

        assertThat(RulesDigest.of(moved)).isEqualTo(RulesDigest.of(Given.repository()));
        assertThat(RulesDigest.changes(moved, Given.repository())).isEmpty();
    }

    @Test
    void changesAreToldFieldByField() {
        var before = rules(List.of("x"));
        var after = with(
                "infra",
                Mode.OBSERVE,
                Approvals.DEFAULT,
                List.of(),
                RolloutLimits.DEFAULT,
                false,
                Duration.ZERO,
                List.of("x", 2L));

        assertThat(RulesDigest.changes(before, after))
                .containsExactly(
                        new FieldChange("mode", Optional.of("apply"), Optional.of("observe")),
                        new FieldChange("people[ada].emails", Optional.of("[ada@example.com]"), Optional.empty()),
                        new FieldChange("people[ada].logins.github", Optional.of("ada"), Optional.empty()),
                        new FieldChange("people[ada].roles", Optional.of("[APPROVER]"), Optional.empty()),
                        new FieldChange("people[ada].slack", Optional.of("U1"), Optional.empty()),
                        new FieldChange("values.v[1]", Optional.empty(), Optional.of("2")),
                        new FieldChange("values.v[]", Optional.of("1"), Optional.of("2")));
    }
}

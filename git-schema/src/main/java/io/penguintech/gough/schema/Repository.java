package io.penguintech.gough.schema;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code gough.yaml} says: how far Gough may go, who may approve, how fast a rollout runs.
 *
 * @param name the repository's name, for people
 * @param mode how far Gough may go
 * @param approvals how many people each risk needs
 * @param people who they are
 * @param rollout how fast and how far one rollout goes
 * @param prune whether Fleet objects whose document vanished are deleted
 * @param retireHold how long a retired machine is kept before it is released
 * @param values what placeholders {@code repository.x} stand for
 * @param place where the document begins
 * @param questions who may ask hosts live questions
 * @param paths who may say yes to what comes from which files
 */
public record Repository(
        String name,
        Mode mode,
        Approvals approvals,
        List<Person> people,
        RolloutLimits rollout,
        boolean prune,
        Duration retireHold,
        Tree.Mapping values,
        Place place,
        Questions questions,
        List<PathRule> paths) {
    /** What the file may be called; there is only one. */
    public static final SortedSet<String> FILES =
            Collections.unmodifiableSortedSet(new TreeSet<>(List.of("gough.yaml", "gough.yml")));

    /** The folders beside it that are read. */
    public static final List<String> FOLDERS = List.of("profiles", "hosts", "templates", "queries", "images", "region");

    /** Without rules for paths. */
    public Repository(
            String name,
            Mode mode,
            Approvals approvals,
            List<Person> people,
            RolloutLimits rollout,
            boolean prune,
            Duration retireHold,
            Tree.Mapping values,
            Place place,
            Questions questions) {
        this(name, mode, approvals, people, rollout, prune, retireHold, values, place, questions, List.of());
    }

    /** Keeps copies, and reads what an earlier version wrote, which knew neither live questions nor rules for paths. */
    public Repository {
        people = List.copyOf(people);
        questions = Objects.requireNonNullElse(questions, Questions.NOBODY);
        paths = List.copyOf(Objects.requireNonNullElse(paths, List.of()));
    }

    /** How far Gough may go. Ordered: a later one may do more. */
    public enum Mode {
        /** Plans and alerts; writes nothing. */
        OBSERVE,
        /** Asks for everything. */
        PROPOSE,
        /** Asks for what its risk demands. */
        APPLY;

        /** The word as files spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How many people must approve.
     *
     * @param validFor how long an approval holds
     * @param none people for {@link Risk#NONE}
     * @param notice people for {@link Risk#NOTICE}
     * @param disruptive people for {@link Risk#DISRUPTIVE}
     * @param destructive people for {@link Risk#DESTRUCTIVE}
     */
    public record Approvals(Duration validFor, int none, int notice, int disruptive, int destructive) {
        /** 24 hours; 0, 0, 1 and 2 people. */
        public static final Approvals DEFAULT = new Approvals(Duration.ofHours(24), 0, 0, 1, 2);

        /** People needed for {@code risk}. */
        public int needed(Risk risk) {
            return switch (risk) {
                case NONE -> none;
                case NOTICE -> notice;
                case DISRUPTIVE -> disruptive;
                case DESTRUCTIVE -> destructive;
            };
        }
    }

    /**
     * A person. One person may have many accounts; Gough compares persons, never accounts.
     *
     * @param name unique, for people and records
     * @param slack immutable Slack user id, such as {@code U012ABC}
     * @param logins forge to login, such as {@code github: ada}; for people, as a login may become somebody else's
     * @param accounts forge to the number of the account there, which never changes: what they say on a forge counts by it
     * @param emails addresses their commits carry, lower case
     * @param roles what they may do
     */
    public record Person(
            String name,
            Optional<String> slack,
            SortedMap<String, String> logins,
            SortedMap<String, Long> accounts,
            SortedSet<String> emails,
            SortedSet<Role> roles) {
        /** Without accounts at forges. */
        public Person(
                String name,
                Optional<String> slack,
                SortedMap<String, String> logins,
                SortedSet<String> emails,
                SortedSet<Role> roles) {
            this(name, slack, logins, new TreeMap<>(), emails, roles);
        }

        /** Keeps unmodifiable copies, and reads what an earlier version wrote, which knew no accounts. */
        public Person {
            logins = Collections.unmodifiableSortedMap(new TreeMap<>(logins));
            accounts = Collections.unmodifiableSortedMap(
                    new TreeMap<>(Objects.requireNonNullElse(accounts, new TreeMap<String, Long>())));
            emails = Collections.unmodifiableSortedSet(new TreeSet<>(emails));
            roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        }

        /** Whether the person has {@code role} or one above it. */
        public boolean may(Role role) {
            return roles.stream().anyMatch(had -> had.compareTo(role) >= 0);
        }
    }

    /** What a person may do. Ordered: a later one includes the earlier ones. */
    public enum Role {
        /** Sees. */
        VIEWER,
        /** Starts looks and retries. */
        OPERATOR,
        /** Approves and rejects. */
        APPROVER,
        /** Confirms what stopped everything. */
        ADMIN
    }

    /**
     * How fast and how far one rollout goes.
     *
     * @param maxParallel most hosts in flight
     * @param stopAfterFailures failures after which nothing new is started
     * @param maxDestroyed most hosts one rollout may destroy without a typed confirmation
     * @param maxDestroyedPercent the same in percent of the hosts that Gough manages, rounded down; the lower one counts
     * @param waves in which order hosts are disturbed; empty: all at once, as far as the limits allow
     * @param maxUnavailable how many hosts of one group may be unavailable at once
     * @param windows when hosts may be disturbed; at any time when there is none
     */
    public record RolloutLimits(
            int maxParallel,
            int stopAfterFailures,
            int maxDestroyed,
            OptionalInt maxDestroyedPercent,
            Optional<Waves> waves,
            List<Unavailable> maxUnavailable,
            List<ChangeWindow> windows) {
        /** 10 at once, stop after 3 failures, 5 destroyed; no waves, groups and windows. */
        public static final RolloutLimits DEFAULT = new RolloutLimits(10, 3, 5);

        /** Without waves, groups and windows. */
        public RolloutLimits(int maxParallel, int stopAfterFailures, int maxDestroyed) {
            this(
                    maxParallel,
                    stopAfterFailures,
                    maxDestroyed,
                    OptionalInt.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of());
        }

        /** Keeps copies, and reads what an earlier version wrote, which had the three numbers only. */
        public RolloutLimits {
            maxDestroyedPercent = Objects.requireNonNullElse(maxDestroyedPercent, OptionalInt.empty());
            waves = Objects.requireNonNullElse(waves, Optional.empty());
            maxUnavailable = List.copyOf(Objects.requireNonNullElse(maxUnavailable, List.of()));
            windows = List.copyOf(Objects.requireNonNullElse(windows, List.of()));
        }
    }

    /**
     * Hosts in groups, one group after the other.
     *
     * @param by what makes a group; empty: all hosts are one
     * @param order groups that come first, in this order; the others follow by name, hosts of no group last
     * @param canary how many hosts come before all others: only when that many are through, the rest begins
     * @param pause how long after the end of one wave the next begins
     * @param stopAfterFailures failures in one wave after which nothing new is started; empty: only the rollout's limit
     * @param healthyWithin how long after its change a host of one wave may take to be well in Fleet before nothing new is
     *     started; zero: the next wave does not wait for that
     */
    public record Waves(
            Optional<Grouping> by,
            List<String> order,
            int canary,
            Duration pause,
            OptionalInt stopAfterFailures,
            Duration healthyWithin) {
        /** If not said otherwise: time to enrol, and for policies that Fleet asks once an hour. */
        public static final Duration HEALTHY_WITHIN = Duration.ofHours(2);

        /** Waves that wait for health as is usual. */
        public Waves(
                Optional<Grouping> by, List<String> order, int canary, Duration pause, OptionalInt stopAfterFailures) {
            this(by, order, canary, pause, stopAfterFailures, HEALTHY_WITHIN);
        }

        /** Keeps a copy, and reads what an earlier version wrote, which did not wait. */
        public Waves {
            order = List.copyOf(order);
            healthyWithin = Objects.requireNonNullElse(healthyWithin, HEALTHY_WITHIN);
        }
    }

    /**
     * How many hosts of each group may be unavailable at once.
     *
     * @param by what makes a group
     * @param most so many hosts
     * @param percent so many of a hundred, rounded down, but always one; the lower of the two counts
     */
    public record Unavailable(Grouping by, OptionalInt most, OptionalInt percent) {
        /** How many hosts of a group of {@code size} that is. */
        public int of(int size) {
            int share = percent.isPresent() ? (int) (percent.getAsInt() * (long) size / 100) : size;
            return Math.max(1, Math.min(most.orElse(size), share));
        }

        /** For people and records: {@code 2}, {@code 20%}, or {@code 2 and 20%}. */
        public String words() {
            return Stream.of(
                            most.stream().mapToObj(Integer::toString),
                            percent.stream().mapToObj(number -> number + "%"))
                    .flatMap(part -> part)
                    .collect(Collectors.joining(" and "));
        }
    }
}

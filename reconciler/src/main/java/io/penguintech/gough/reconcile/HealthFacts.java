package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Health.Enrolment;
import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the health of one declared host is judged by, and the judgement: MAAS's state first, then, of a host that runs and shall,
 * its power, its enrolment and its policies. Pure.
 *
 * @param goal what it shall be
 * @param machine its machine, when one was seen
 * @param regionRead whether its region was read completely, so that no machine means none
 * @param regionAway why its region cannot be read now; empty when it can
 * @param ran whether Gough remembers that something ran there
 * @param work what is under way that disturbs it, such as {@code reinstall}
 * @param switchedOff whether it was switched off because somebody asked Gough for that
 * @param installed when Gough installed what runs there, as far as that is known
 * @param enrolment what is known of it in Fleet
 */
public record HealthFacts(
        HostGoal goal,
        Optional<Seen<Machine>> machine,
        boolean regionRead,
        Optional<String> regionAway,
        boolean ran,
        Optional<String> work,
        boolean switchedOff,
        Optional<Installation> installed,
        Enrolment enrolment) {
    private static final int NAMED = 5;
    private static final String OFF = "MAAS: it is switched off, and nobody asked Gough for that";
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** How the host is. */
    public Health health(Health.Patience patience, Instant now) {
        if (machine.isEmpty()) return absent();
        var seen = machine.get();
        if (regionAway.isPresent() && seen.at().plus(patience.silence()).isBefore(now))
            return only(Health.State.UNKNOWN, plain(regionAway.get()), Optional.of(seen.at()));
        if (seen.value().state() instanceof Machine.State.Broken broken && !isMeant(broken.trouble()))
            return only(Health.State.UNHEALTHY, trouble(seen.value(), broken), Optional.empty());
        if (!(goal instanceof HostGoal.Deployed)) return idle("goal " + goal.word());
        if (work.isPresent()) return idle("%s is under way".formatted(work.get()));
        return switch (seen.value().state()) {
            case Machine.State.New _, Machine.State.Ready _, Machine.State.Allocated _ -> notRunning(seen.value());
            case Machine.State.Busy(var doing) -> busy(seen.value(), doing);
            case Machine.State.Broken _ -> idle("MAAS says " + seen.value().status());
            case Machine.State.Deployed _ -> running(patience, now);
        };
    }

    /** What is wrong with it, cause by cause, and what cannot be told now. */
    public Ailing ailing(Health.Patience patience, Instant now) {
        if (runs(patience, now)) return ailingOnItsFeet(patience, now);
        var health = health(patience, now);
        return switch (health.state()) {
            case UNKNOWN -> Ailing.UNCLEAR;
            case UNHEALTHY -> new Ailing(Map.of(Ailing.Cause.MACHINE, health.words()), Set.of());
            case HEALTHY, NOT_EXPECTED -> Ailing.NOTHING;
        };
    }

    /** Whether it runs as it shall, as far as MAAS can tell now. */
    private boolean runs(Health.Patience patience, Instant now) {
        return goal instanceof HostGoal.Deployed
                && work.isEmpty()
                && machine.filter(seen -> seen.value().state() instanceof Machine.State.Deployed)
                        .filter(seen -> regionAway.isEmpty()
                                || !seen.at().plus(patience.silence()).isBefore(now))
                        .isPresent();
    }

    private Ailing ailingOnItsFeet(Health.Patience patience, Instant now) {
        var causes = new EnumMap<Ailing.Cause, String>(Ailing.Cause.class);
        var unclear = EnumSet.noneOf(Ailing.Cause.class);
        boolean off = isOff();
        if (off && switchedOff) return Ailing.NOTHING;
        if (off) causes.put(Ailing.Cause.MACHINE, OFF);
        switch (enrolment) {
            case Enrolment.NotMeant() -> {}
            case Enrolment.Unread _, Enrolment.Doubtful _ ->
                unclear.addAll(EnumSet.of(Ailing.Cause.ENROLMENT, Ailing.Cause.SILENCE));
            case Enrolment.Missing missing -> {
                if (!isEarly(missing, patience)) causes.put(Ailing.Cause.ENROLMENT, missing(missing, patience, now));
            }
            case Enrolment.Known known ->
                silence(known, patience, now).ifPresent(words -> causes.put(Ailing.Cause.SILENCE, words));
        }
        return new Ailing(causes, unclear);
    }

    private boolean isOff() {
        return machine.filter(seen -> seen.value().vitals().power() == Machine.Power.OFF)
                .isPresent();
    }

    private Health absent() {
        if (!regionRead)
            return only(
                    Health.State.UNKNOWN,
                    plain(regionAway.orElse("its MAAS region was not read completely yet")),
                    Optional.empty());
        if (goal instanceof HostGoal.Deployed && ran && work.isEmpty())
            return only(Health.State.UNHEALTHY, "MAAS does not have its machine any more", Optional.empty());
        return idle(goal instanceof HostGoal.Deployed ? "not deployed yet" : "goal " + goal.word());
    }

    /** Whether somebody brought that about on purpose. */
    private boolean isMeant(Machine.Trouble trouble) {
        return switch (trouble) {
            case RESCUE -> goal instanceof HostGoal.Maintenance || work.isPresent();
            case RETIRED -> goal instanceof HostGoal.Retired;
            case COMMISSIONING,
                    TESTING,
                    DEPLOYMENT,
                    RELEASING,
                    ERASING,
                    MARKED_BROKEN,
                    MISSING,
                    ENTERING_RESCUE,
                    EXITING_RESCUE,
                    OTHER -> false;
        };
    }

    private static String trouble(Machine machine, Machine.State.Broken broken) {
        return broken.message().isEmpty()
                ? "MAAS: " + machine.status()
                : "MAAS: %s: %s".formatted(machine.status(), plain(broken.message()));
    }

    private Health notRunning(Machine machine) {
        return ran
                ? only(
                        Health.State.UNHEALTHY,
                        "MAAS says %s: what Gough knew to run there does not run any more".formatted(machine.status()),
                        Optional.empty())
                : idle("not deployed yet");
    }

    private Health busy(Machine machine, Machine.Doing doing) {
        var says = "MAAS says " + machine.status();
        return switch (doing) {
            case COMMISSIONING, DEPLOYING, RELEASING, OTHER -> idle(says);
            case UNKNOWN ->
                only(Health.State.UNKNOWN, says + ", which this version of Gough does not know", Optional.empty());
        };
    }

    private Health running(Health.Patience patience, Instant now) {
        boolean off = isOff();
        if (off && switchedOff) return idle("switched off, as somebody asked for");
        var wrong = new ArrayList<String>();
        var unknown = new ArrayList<String>();
        Optional<Instant> since = Optional.empty();
        if (off) wrong.add(OFF);
        switch (enrolment) {
            case Enrolment.NotMeant() -> {}
            case Enrolment.Unread(var why, var at) -> {
                unknown.add(plain(why));
                since = at;
            }
            case Enrolment.Doubtful(var why, var _) -> unknown.add(plain(why));
            case Enrolment.Missing missing -> {
                (isEarly(missing, patience) ? unknown : wrong).add(missing(missing, patience, now));
                since = installed.map(Installation::arrived);
            }
            case Enrolment.Known known -> {
                silence(known, patience, now).ifPresent(wrong::add);
                failing(known.failing()).ifPresent(wrong::add);
                since = known.host().seen().filter(_ -> isSilent(known, patience));
            }
        }
        return judged(wrong, unknown, since);
    }

    private Health judged(List<String> wrong, List<String> unknown, Optional<Instant> since) {
        var state = !wrong.isEmpty()
                ? Health.State.UNHEALTHY
                : unknown.isEmpty() ? Health.State.HEALTHY : Health.State.UNKNOWN;
        var reasons = Stream.concat(wrong.stream(), unknown.stream()).toList();
        return new Health(state, reasons, seenAt(), since, asOf());
    }

    /** Judged by when Fleet was read, not by now: a host may have enrolled since. */
    private boolean isEarly(Enrolment.Missing missing, Health.Patience patience) {
        return installed
                .filter(it -> missing.at().isBefore(it.arrived().plus(patience.enrolment())))
                .isPresent();
    }

    private String missing(Enrolment.Missing missing, Health.Patience patience, Instant now) {
        var former = missing.former()
                .map(host -> ": its record %s there is of what ran on the machine before".formatted(host.name()))
                .orElse("");
        if (installed.isEmpty()) return "not enrolled in Fleet" + former;
        var after = Duration.between(installed.get().arrived(), now);
        var until = installed.get().arrived().plus(patience.enrolment());
        return isEarly(missing, patience)
                ? "not enrolled in Fleet yet, %s after its deployment; expected by %s%s"
                        .formatted(length(after), clock(until, now), former)
                : "not enrolled in Fleet %s after its deployment%s".formatted(length(after), former);
    }

    private static boolean isSilent(Enrolment.Known known, Health.Patience patience) {
        return known.host()
                .seen()
                .filter(seen -> seen.plus(patience.silence()).isAfter(known.at()))
                .isEmpty();
    }

    private static Optional<String> silence(Enrolment.Known known, Health.Patience patience, Instant now) {
        if (!isSilent(known, patience)) return Optional.empty();
        return known.host()
                .seen()
                .map(seen -> "silent for %s: Fleet last saw it %s"
                        .formatted(length(Duration.between(seen, now)), clock(seen, now)))
                .or(() -> Optional.of("silent: Fleet never heard of it since it enrolled"));
    }

    /** What it fails, for people, as in {@code fails 1 policy: Firewall is on}; empty when it fails none. */
    public static Optional<String> failing(FleetRoll.Failing failing) {
        if (failing.count() == 0) return Optional.empty();
        var named = failing.names().stream().limit(NAMED).toList();
        int more = failing.count() - named.size();
        var all = more == 0
                ? String.join(", ", named)
                : named.isEmpty()
                        ? "Fleet does not list which yet"
                        : "%s and %d more".formatted(String.join(", ", named), more);
        return Optional.of(
                "fails %d %s: %s".formatted(failing.count(), failing.count() == 1 ? "policy" : "policies", all));
    }

    private Health idle(String why) {
        return only(Health.State.NOT_EXPECTED, why, Optional.empty());
    }

    private Health only(Health.State state, String why, Optional<Instant> since) {
        return new Health(state, List.of(why), seenAt(), since, asOf());
    }

    private Optional<Instant> seenAt() {
        return enrolment instanceof Enrolment.Known known ? known.host().seen() : Optional.empty();
    }

    private Optional<Instant> asOf() {
        var fleet = switch (enrolment) {
            case Enrolment.NotMeant _, Enrolment.Unread _ -> Optional.<Instant>empty();
            case Enrolment.Missing missing -> Optional.of(missing.at());
            case Enrolment.Doubtful doubtful -> Optional.of(doubtful.at());
            case Enrolment.Known known -> Optional.of(known.at());
        };
        return Stream.concat(machine.map(Seen::at).stream(), fleet.stream()).min(Instant::compareTo);
    }

    private static String plain(String sentence) {
        return sentence.strip().replaceFirst("[.\\s]+$", "");
    }

    private static String length(Duration time) {
        long minutes = Math.max(0, time.toMinutes());
        if (minutes < 60) return minutes + " min";
        if (minutes >= 48 * 60) return time.toDays() + " days";
        return minutes % 60 == 0 ? minutes / 60 + " h" : "%d h %d min".formatted(minutes / 60, minutes % 60);
    }

    private static String clock(Instant at, Instant now) {
        boolean near = Duration.between(at, now).abs().compareTo(Duration.ofHours(20)) < 0;
        return (near ? CLOCK : DAY).format(at);
    }
}

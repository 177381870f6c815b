package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@code rollout} of {@code gough.yaml}. */
final class RolloutDecoder {
    private static final Shape.Whole PERCENT = new Shape.Whole(1, 100);
    private static final String END_OF_DAY = "24:00";

    private static final Shape.Struct WAVES = struct(
            field("by", text(TextRule.GROUPING), "What makes a wave; all hosts are one wave if not given."),
            field("order", listOf(TextRule.LINE), "Waves that come first; the others follow by name."),
            field(
                    "canary",
                    new Shape.Whole(0, 1_000),
                    "Hosts that come before all others; the rest begins when they are through; 0 if not given."),
            field("pause", new Shape.Period(), "How long after one wave the next begins; 0 if not given."),
            field(
                    "stopAfterFailures",
                    new Shape.Whole(1, 1_000),
                    "Failures in one wave after which nothing new is started."),
            field(
                    "healthyWithin",
                    new Shape.Period(),
                    "How long the hosts of one wave that are to be in Fleet may take to be heard of there and to pass the policies; then nothing new is started. 2h if not given; with 0s the next wave does not wait for it."));

    private static final Shape.Struct UNAVAILABLE = struct(
            required("by", text(TextRule.GROUPING), "What makes a group."),
            field("most", new Shape.Whole(1, 100_000), "Most hosts of one group that may be unavailable at once."),
            field("percent", PERCENT, "The same in percent of the group, rounded down, but always one."));

    private static final Shape.Struct WINDOW = struct(
            field(
                    "days",
                    new Shape.ListOf(words("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
                    "Days it begins on; every day if not given."),
            required("from", text(TextRule.CLOCK), "When it opens, such as 22:00."),
            required("to", text(TextRule.CLOCK_END), "When it closes, such as 06:00 (on the next day) or 24:00."),
            required("zone", text(TextRule.LINE), "Time zone whose clocks count, such as Europe/Stockholm."));

    /** What {@code rollout} may hold. */
    static final Shape.Struct SHAPE = struct(
            field("maxParallel", new Shape.Whole(1, 1_000), "Most hosts in flight; 10 if not given."),
            field(
                    "stopAfterFailures",
                    new Shape.Whole(1, 1_000),
                    "Failures after which nothing new is started; 3 if not given."),
            field(
                    "maxDestroyed",
                    new Shape.Whole(0, 100_000),
                    "Most hosts one rollout may destroy without a typed confirmation; 5 if not given."),
            field(
                    "maxDestroyedPercent",
                    PERCENT,
                    "The same in percent of the hosts that Gough manages; only maxDestroyed counts if not given."),
            field("waves", WAVES, "In which order hosts are disturbed; in no waves if not given."),
            field(
                    "maxUnavailable",
                    new Shape.ListOf(UNAVAILABLE),
                    "How many hosts of one group may be unavailable at once; any number if not given."),
            field("windows", new Shape.ListOf(WINDOW), "When hosts may be disturbed; at any time if not given."));

    private RolloutDecoder() {}

    static Repository.RolloutLimits decode(Fields rollout) {
        var usual = Repository.RolloutLimits.DEFAULT;
        return new Repository.RolloutLimits(
                rollout.whole("maxParallel", usual.maxParallel()),
                rollout.whole("stopAfterFailures", usual.stopAfterFailures()),
                rollout.whole("maxDestroyed", usual.maxDestroyed()),
                number(rollout, "maxDestroyedPercent"),
                rollout.map().get("waves").isPresent() ? Optional.of(waves(rollout.inner("waves"))) : Optional.empty(),
                each(rollout, "maxUnavailable").stream()
                        .map(RolloutDecoder::unavailable)
                        .toList(),
                each(rollout, "windows").stream().map(RolloutDecoder::window).toList());
    }

    /** The maps in a list. */
    static List<Fields> each(Fields fields, String key) {
        return fields.items(key).stream()
                .filter(Tree.Mapping.class::isInstance)
                .map(tree -> new Fields((Tree.Mapping) tree))
                .toList();
    }

    private static Repository.Waves waves(Fields waves) {
        return new Repository.Waves(
                waves.text("by").map(Grouping::parse),
                waves.texts("order"),
                waves.whole("canary", 0),
                waves.period("pause").orElse(Duration.ZERO),
                number(waves, "stopAfterFailures"),
                waves.period("healthyWithin").orElse(Repository.Waves.HEALTHY_WITHIN));
    }

    private static Repository.Unavailable unavailable(Fields fields) {
        return new Repository.Unavailable(
                Grouping.parse(fields.text("by").orElse("")), number(fields, "most"), number(fields, "percent"));
    }

    private static ChangeWindow window(Fields fields) {
        var days = fields.texts("days").stream().map(ChangeWindow::day).collect(Collectors.toCollection(TreeSet::new));
        if (days.isEmpty()) days.addAll(EnumSet.allOf(DayOfWeek.class));
        return new ChangeWindow(
                days,
                time(fields.text("from").orElse("")),
                time(fields.text("to").orElse("")),
                ZoneId.of(fields.text("zone").orElse("")));
    }

    private static LocalTime time(String text) {
        return text.equals(END_OF_DAY) ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    private static OptionalInt number(Fields fields, String key) {
        return fields.map().get(key).isPresent() ? OptionalInt.of(fields.whole(key, 0)) : OptionalInt.empty();
    }

    /** Whether {@code zone} is a time zone with rules of its own; an offset such as {@code +02:00} knows no summer time. */
    static boolean isZone(String zone) {
        return ZoneId.getAvailableZoneIds().contains(zone);
    }

    /** The groups that {@code hosts} make. */
    static List<String> groups(Grouping by, List<Host> hosts) {
        return hosts.stream()
                .flatMap(host -> switch (by.kind()) {
                    case ZONE -> host.zone().stream();
                    case POOL -> host.pool().stream();
                    case LABEL -> Optional.ofNullable(host.labels().get(by.key())).stream();
                })
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether every one of {@code hosts} says its group; what does not is in the one MAAS puts it into. */
    static boolean says(Grouping by, List<Host> hosts) {
        return switch (by.kind()) {
            case ZONE -> hosts.stream().allMatch(host -> host.zone().isPresent());
            case POOL -> hosts.stream().allMatch(host -> host.pool().isPresent());
            case LABEL -> true;
        };
    }
}

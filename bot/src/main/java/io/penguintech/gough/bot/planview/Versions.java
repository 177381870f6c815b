package io.penguintech.gough.bot.planview;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Two versions of one change, side by side: only what differs. */
public final class Versions {
    private static final String DIGEST = "[0-9a-f]{64}";
    private static final String NOTHING = "–";

    private Versions() {}

    /**
     * One thing in which two versions differ.
     *
     * @param name what: change, risk, machine, from, to, or a field
     * @param approved as it was approved
     * @param asked as it is asked about now
     */
    public record Row(String name, String approved, String asked) {}

    /** In what {@code asked} differs from {@code approved}; never empty for changes of different digests. */
    public static List<Row> of(Change approved, Change asked) {
        var rows = new ArrayList<Row>();
        compare(rows, "change", approved, asked, Change::verb);
        compare(rows, "risk", approved, asked, change -> change.risk().word());
        compare(rows, "machine", approved, asked, Versions::machine);
        compare(rows, "from", approved, asked, PlanViews::from);
        compare(rows, "to", approved, asked, PlanViews::to);
        var before = fields(approved.fields());
        var after = fields(asked.fields());
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (var name : names) add(rows, name, before.getOrDefault(name, NOTHING), after.getOrDefault(name, NOTHING));
        if (rows.isEmpty()) add(rows, "digest", approved.digest(), asked.digest());
        return List.copyOf(rows);
    }

    private static void compare(
            List<Row> rows, String name, Change approved, Change asked, Function<Change, String> of) {
        add(rows, name, of.apply(approved), of.apply(asked));
    }

    private static void add(List<Row> rows, String name, String approved, String asked) {
        if (!approved.equals(asked)) rows.add(new Row(name, shown(approved), shown(asked)));
    }

    private static String shown(String text) {
        return text.isEmpty() ? NOTHING : text;
    }

    private static String machine(Change change) {
        if (!(change instanceof Change.OfHost host)) return "";
        return switch (host.machine()) {
            case Change.Identity.Known(var id) -> id.value();
            case Change.Identity.Virtual(var hostname, var _, var vmHost) -> hostname + " on VM host " + vmHost;
            case Change.Identity.Absent(var macAddresses) ->
                macAddresses.stream().map(String::valueOf).collect(Collectors.joining(", "));
        };
    }

    private static Map<String, String> fields(Collection<FieldChange> fields) {
        var words = new TreeMap<String, String>();
        for (var field : fields)
            words.merge(
                    field.field(),
                    value(field.before()) + " → " + value(field.after()),
                    (one, two) -> one + ", " + two);
        return words;
    }

    private static String value(Optional<String> value) {
        return value.map(text -> text.matches(DIGEST) ? text.substring(0, 12) : text)
                .orElse("none");
    }
}

package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.LifecycleCase.Lock;
import io.penguintech.gough.reconcile.LifecycleCase.Owner;
import io.penguintech.gough.reconcile.LifecycleCase.Protect;
import io.penguintech.gough.reconcile.LifecycleCase.Standing;
import io.penguintech.gough.reconcile.LifecycleCase.Status;
import io.penguintech.gough.reconcile.LifecycleCase.Wish;
import io.penguintech.gough.reconcile.LifecycleMatrixTest.Decided;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/host-lifecycle.md} from what the planner decided. */
final class LifecyclePage {
    private final Map<LifecycleCase, Decided> decided;
    private final StringBuilder page = new StringBuilder();

    LifecyclePage(Map<LifecycleCase, Decided> decided) {
        this.decided = decided;
    }

    String text() {
        page.append(byHand());
        groups();
        standings().forEach(this::standing);
        reasons();
        return page.toString();
    }

    private static String byHand() {
        try (var in = Objects.requireNonNull(LifecyclePage.class.getResourceAsStream("/host-lifecycle.md"))) {
            var patience = Journey.Patience.DEFAULT;
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{commissioning}", minutes(patience.commissioning()))
                    .replace("{deploying}", minutes(patience.deploying()))
                    .replace("{releasing}", patience.releasing().toHours() + " hours")
                    .replace("{unclear}", minutes(patience.unclear()))
                    .replace("{tries}", Integer.toString(patience.tries()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String minutes(Duration time) {
        return time.toMinutes() + " minutes";
    }

    private void groups() {
        page.append("| group | statuses of MAAS |\n|---|---|\n");
        for (var group : LifecycleGroup.values()) {
            var names = group.statuses.stream().map(LifecycleGroup::name).collect(Collectors.joining(", "));
            page.append("| %s | %s |\n".formatted(group.word, names));
        }
    }

    // ---- one section for each standing

    /** @param like the standing it is told apart from; itself when it stands alone */
    private record Section(Standing standing, Standing like, String title, String text) {}

    private static List<Section> standings() {
        return List.of(
                alone(Standing.STRANGER, "Neither marked nor remembered", "Somebody else's machine, or a free one."),
                alone(
                        Standing.MANAGED,
                        "Ours, with nothing deployed",
                        "Marked and remembered; not deployed yet, or released by Gough."),
                like(
                        Standing.STAMPED,
                        Standing.MANAGED,
                        "Ours, stamped for a deployment",
                        "Gough stamps a machine between allocating and deploying it."),
                alone(
                        Standing.DEPLOYED,
                        "Ours and deployed by Gough",
                        "Marked, remembered, and stamped with what is remembered."),
                like(
                        Standing.HELD,
                        Standing.DEPLOYED,
                        "Switched off to be retired",
                        "The hold of a retired host is running."),
                like(
                        Standing.MAINTAINED,
                        Standing.DEPLOYED,
                        "In maintenance",
                        "Deployed by Gough, and put into rescue mode by it."),
                like(
                        Standing.MAINTAINED_IDLE,
                        Standing.MANAGED,
                        "In maintenance, with nothing deployed",
                        "Ready, and put into rescue mode by Gough."),
                like(
                        Standing.UNSTAMPED,
                        Standing.DEPLOYED,
                        "Without its stamp",
                        "Remembered as deployed, but not stamped."),
                like(
                        Standing.OTHER_STAMP,
                        Standing.DEPLOYED,
                        "With another stamp",
                        "Remembered as deployed, but stamped for another deployment."),
                like(
                        Standing.ADOPTED,
                        Standing.DEPLOYED,
                        "Adopted",
                        "Taken over as it was; its lifecycle stays yours."),
                like(
                        Standing.ADOPTED_UNMARKED,
                        Standing.NO_RECORD,
                        "Adopted, and not marked yet",
                        "Taken over as it was, and nothing had to be written since."),
                alone(
                        Standing.LIVING,
                        "Confirmed to run, though its region lost it",
                        "The region is rebuilt; a person said that its machines still run."),
                alone(
                        Standing.NO_RECORD,
                        "Marked, but not remembered",
                        "As with a new or an older database. Also a machine that carries only part of the marks."),
                like(
                        Standing.NO_MARKS,
                        Standing.NO_RECORD,
                        "Remembered with nothing deployed, but not marked",
                        "Somebody took the marks off."),
                like(
                        Standing.NO_MARKS_RAN,
                        Standing.NO_RECORD,
                        "Remembered as deployed, but not marked",
                        "Somebody took the marks off, or the region was restored."),
                alone(Standing.TWO_GOUGHS, "Marked by two Goughs", "People settle that."),
                alone(Standing.ANOTHER_GOUGH, "Marked by another Gough", "Never touched, whatever the document says."));
    }

    private static Section alone(Standing standing, String title, String text) {
        return new Section(standing, standing, title, text);
    }

    private static Section like(Standing standing, Standing like, String title, String text) {
        return new Section(standing, like, title, text);
    }

    private void standing(Section it) {
        paragraph("### " + it.title() + "\n" + it.text());
        var before = answers(it.like(), false);
        var plain = answers(it.standing(), false);
        if (it.standing() == it.like()) paragraph(table(plain));
        else different(before, plain, "As *%s*".formatted(title(it.like())));
        different(plain, answers(it.standing(), true), "With `adopt: true` the same");
    }

    private static String title(Standing standing) {
        return standings().stream()
                .filter(section -> section.standing() == standing)
                .findFirst()
                .orElseThrow()
                .title();
    }

    /** Only the statuses that are answered differently. */
    private void different(Map<Status, List<String>> before, Map<Status, List<String>> after, String what) {
        var changed = new LinkedHashMap<>(after);
        changed.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        if (changed.isEmpty()) {
            paragraph(what + " in every status.");
        } else {
            paragraph(what + ", but:");
            paragraph(table(changed));
        }
    }

    private void paragraph(String text) {
        page.append('\n').append(text.stripTrailing()).append('\n');
    }

    private Map<Status, List<String>> answers(Standing standing, boolean adopt) {
        var answers = new LinkedHashMap<Status, List<String>>();
        for (var status : Status.values())
            answers.put(
                    status,
                    Arrays.stream(Wish.values())
                            .map(wish -> cell(status, standing, wish, adopt))
                            .toList());
        return answers;
    }

    /** Statuses with the same answers share a row; goals with the same answers in every row share a column. */
    private static String table(Map<Status, List<String>> answers) {
        var rows = new LinkedHashMap<List<String>, Set<Status>>();
        answers.forEach((status, row) ->
                rows.computeIfAbsent(row, ignored -> new LinkedHashSet<>()).add(status));
        var columns = columns(rows.keySet());
        var table = new StringBuilder("| MAAS says |");
        columns.values()
                .forEach(wishes -> table.append(' ').append(heading(wishes)).append(" |"));
        table.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        rows.forEach((row, statuses) -> {
            table.append("| ").append(LifecycleGroup.words(statuses)).append(" |");
            columns.values()
                    .forEach(wishes -> table.append(' ')
                            .append(row.get(wishes.getFirst().ordinal()))
                            .append(" |"));
            table.append('\n');
        });
        return table.toString();
    }

    private static SequencedMap<List<String>, List<Wish>> columns(Iterable<List<String>> rows) {
        var columns = new LinkedHashMap<List<String>, List<Wish>>();
        for (var wish : Wish.values()) {
            var cells = new ArrayList<String>();
            for (var row : rows) cells.add(row.get(wish.ordinal()));
            columns.computeIfAbsent(cells, ignored -> new ArrayList<>()).add(wish);
        }
        return columns;
    }

    private static String heading(List<Wish> wishes) {
        return wishes.size() == Wish.values().length
                ? "any goal"
                : wishes.stream().map(wish -> wish.word).collect(Collectors.joining(" or "));
    }

    // ---- one cell: the usual answer and what alters it

    private String cell(Status status, Standing standing, Wish wish, boolean adopt) {
        var usual = new LifecycleCase(
                status, standing, wish, adopt, Protect.OFF, usualOwner(status, standing), Lock.NONE, false);
        return String.join(
                "; ", Stream.concat(Stream.of(guarded(usual)), owners(usual)).toList());
    }

    /** The usual answer with what holds for it when it is protected, locked, or a field differs. */
    private String guarded(LifecycleCase usual) {
        var answer = answer(usual);
        var on = answer(with(usual, usual.owner(), Protect.ON, Lock.NONE, false));
        var justOff = answer(with(usual, usual.owner(), Protect.JUST_OFF, Lock.NONE, false));
        var locked = answer(with(usual, usual.owner(), Protect.OFF, Lock.ANOTHERS, false));
        var differs = answer(with(usual, usual.owner(), Protect.OFF, Lock.NONE, true));
        if (differs == LifecycleAnswer.AMEND) return shown(LifecycleAnswer.AMEND) + " what differs";
        if (answer == LifecycleAnswer.NOTHING && differs == LifecycleAnswer.ADOPT)
            return shown(LifecycleAnswer.ADOPT) + " if something differs";
        boolean protects = on == LifecycleAnswer.PROTECTED && justOff == LifecycleAnswer.PROTECTED_BEFORE;
        if (protects) return shown(answer) + " (guarded)";
        if (on != answer || justOff != answer) throw new IllegalStateException("no word for " + usual);
        if (locked == answer) return shown(answer);
        if (locked != LifecycleAnswer.LOCKED) throw new IllegalStateException("no word for the lock of " + usual);
        return shown(answer) + " (unless locked)";
    }

    /** What is answered when it belongs to somebody unusual. */
    private Stream<String> owners(LifecycleCase usual) {
        var answers = new LinkedHashMap<LifecycleAnswer, List<Owner>>();
        for (var owner : Owner.values()) {
            var answer = answer(with(usual, owner, Protect.OFF, Lock.NONE, false));
            if (answer != answer(usual))
                answers.computeIfAbsent(answer, ignored -> new ArrayList<>()).add(owner);
        }
        return answers.entrySet().stream()
                .map(entry -> "%s: %s".formatted(owners(entry.getValue()), shown(entry.getKey())));
    }

    private static String owners(List<Owner> owners) {
        if (owners.equals(List.of(Owner.OURS, Owner.OTHER))) return "somebody's";
        if (owners.equals(List.of(Owner.OTHER, Owner.NONE))) return "not our user's";
        return owners.stream().map(LifecyclePage::owner).collect(Collectors.joining(" or "));
    }

    private static String owner(Owner owner) {
        return switch (owner) {
            case OURS -> "our user's";
            case OTHER -> "another user's";
            case NONE -> "nobody's";
        };
    }

    private static LifecycleCase with(LifecycleCase it, Owner owner, Protect protect, Lock lock, boolean differs) {
        return new LifecycleCase(it.status(), it.standing(), it.wish(), it.adopt(), protect, owner, lock, differs);
    }

    /** Whose a machine in this status is when all is as it should be. */
    private static Owner usualOwner(Status status, Standing standing) {
        return switch (status) {
            case ABSENT, NEW, READY -> Owner.NONE;
            default ->
                switch (standing) {
                    case STRANGER, ADOPTED, ADOPTED_UNMARKED -> Owner.OTHER;
                    default -> Owner.OURS;
                };
        };
    }

    private LifecycleAnswer answer(LifecycleCase it) {
        return Objects.requireNonNull(decided.get(it)).answer();
    }

    private static String shown(LifecycleAnswer answer) {
        return switch (answer.kind) {
            case NOTHING -> answer.word;
            case CHANGE -> "**" + answer.word + "**";
            case WAITS, BLOCKED -> "*" + answer.word + "*";
        };
    }

    // ---- what is said

    private void reasons() {
        page.append("""

                ## What Gough says
                One real message for each reason. The next step is always in it.

                | reason | ends by itself | for example |
                |---|---|---|
                """);
        for (var answer : LifecycleAnswer.values())
            if (answer.kind == LifecycleAnswer.Kind.WAITS || answer.kind == LifecycleAnswer.Kind.BLOCKED)
                page.append("| *%s* | %s | %s |\n"
                        .formatted(
                                answer.word,
                                answer.kind == LifecycleAnswer.Kind.WAITS ? "yes" : "no",
                                example(answer)));
        page.append("""

                ### Statuses that need a person
                | MAAS says | message |
                |---|---|
                """);
        for (var status : Status.values()) {
            var it = new LifecycleCase(
                    status, Standing.MANAGED, Wish.DEPLOYED, false, Protect.ON, Owner.OURS, Lock.NONE, false);
            if (answer(it) == LifecycleAnswer.MEND) page.append("| %s | %s |\n".formatted(status.word, why(it)));
        }
    }

    /** Of a deployed machine when there is one. */
    private String example(LifecycleAnswer answer) {
        // Its ways out are told where people read what they are.
        if (answer == LifecycleAnswer.LOST)
            return "Lost: recorded as deployed, but MAAS has it free or not at all. See [hosts](hosts.md#what-protects-a-machine).";
        return decided.keySet().stream()
                .filter(it -> answer(it) == answer)
                .min(Comparator.comparing((LifecycleCase it) -> it.status() != Status.DEPLOYED)
                        .thenComparing(it -> it.owner() != usualOwner(it.status(), it.standing())))
                .map(this::why)
                .orElseThrow();
    }

    private String why(LifecycleCase it) {
        return Objects.requireNonNull(decided.get(it)).why();
    }
}

package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.LifecycleCase.Lock;
import io.penguintech.gough.reconcile.LifecycleCase.Owner;
import io.penguintech.gough.reconcile.LifecycleCase.Protect;
import io.penguintech.gough.reconcile.LifecycleCase.Standing;
import io.penguintech.gough.reconcile.LifecycleCase.Status;
import io.penguintech.gough.reconcile.LifecycleCase.Wish;
import io.penguintech.gough.schema.Risk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every status of MAAS with every goal, standing, owner, lock and protection gets exactly one answer, the one that
 * {@link LifecycleRules} expects. Run with {@code -Dgough.lifecycle.write=true} to write the page of it anew.
 */
class LifecycleMatrixTest {
    private static final Path PAGE = Path.of("../docs/host-lifecycle.md");
    private static final Map<LifecycleCase, Decided> DECIDED = new LinkedHashMap<>();

    /** What the planner made of a case. */
    record Decided(LifecycleAnswer answer, Risk risk, String why) {
        static Decided of(Plan plan) {
            return new Decided(
                    LifecycleAnswer.of(plan),
                    plan.risk(),
                    plan.blocked().stream().map(Plan.Blocked::why).findFirst().orElse(""));
        }
    }

    @BeforeAll
    static void planEverything() {
        for (var it : LifecycleCase.all()) DECIDED.put(it, Decided.of(it.plan()));
    }

    private static void noneIsWrong(BiFunction<LifecycleCase, Decided, Optional<String>> fault) {
        var wrong = new ArrayList<String>();
        DECIDED.forEach((it, decided) ->
                fault.apply(it, decided).ifPresent(text -> wrong.add("%s: %s, but %s".formatted(it, text, decided))));
        assertThat(wrong.stream().limit(20))
                .as("%d of %d cases", wrong.size(), DECIDED.size())
                .isEmpty();
    }

    private static Optional<String> when(boolean wrong, String text) {
        return wrong ? Optional.of(text) : Optional.empty();
    }

    @Test
    void everyCaseGetsTheOneExpectedAnswer() {
        noneIsWrong((it, decided) -> {
            var expected = LifecycleRules.answer(it);
            return when(decided.answer() != expected, "expected " + expected);
        });
    }

    @Test
    void nothingIsGivenUpUnlessEverythingSaysSo() {
        noneIsWrong((it, decided) ->
                when(decided.risk() == Risk.DESTRUCTIVE && !mayBeGivenUp(it), "nothing may be given up"));
    }

    private static boolean mayBeGivenUp(LifecycleCase it) {
        boolean asked = it.wish() != Wish.DEPLOYED && it.wish() != Wish.MAINTENANCE;
        boolean guarded = it.protect() != Protect.OFF || it.lock() == Lock.ANOTHERS;
        return asked
                && !guarded
                && switch (it.status()) {
                    case DEPLOYED ->
                        it.owner() == Owner.OURS
                                && List.of(Standing.DEPLOYED, Standing.HELD, Standing.MAINTAINED)
                                        .contains(it.standing());
                    case ALLOCATED, RESERVED ->
                        it.owner() == Owner.OURS
                                && List.of(Standing.MANAGED, Standing.STAMPED, Standing.MAINTAINED_IDLE)
                                        .contains(it.standing());
                    case NEW, READY ->
                        it.owner() != Owner.OTHER
                                && List.of(Standing.MANAGED, Standing.STAMPED, Standing.MAINTAINED_IDLE)
                                        .contains(it.standing());
                    default -> false;
                };
    }

    @Test
    void everyChangeThatEndsSomethingIsOfDestructiveRiskAndNoOther() {
        noneIsWrong((it, decided) -> when(
                LifecycleAnswer.destructive().contains(decided.answer()) != (decided.risk() == Risk.DESTRUCTIVE),
                "its risk is wrong"));
    }

    @Test
    void noReasonAsksForWhatIsSoAlready() {
        noneIsWrong((it, decided) -> {
            var why = decided.why();
            return when(!why.isEmpty() && !why.endsWith("."), "it is no sentence")
                    .or(() -> when(it.adopt() && why.matches("(?s).*[Ss]et spec.adopt.*"), "adopt is true already"))
                    .or(() -> when(it.wish().runs() && why.contains("spec.goal: deployed"), "the goal is that already"))
                    .or(() -> when(it.lock() == Lock.NONE && why.contains("Unlock"), "it is not locked"))
                    .or(() -> when(
                            it.protect() != Protect.ON && why.contains("Set spec.protect"),
                            "protect is false already"));
        });
    }

    @Test
    void everyReasonThatComesFromTheStatusSaysWhatMaasSays() {
        noneIsWrong((it, decided) -> {
            boolean fromStatus =
                    decided.answer() == LifecycleAnswer.MEND || decided.answer().kind == LifecycleAnswer.Kind.WAITS;
            return when(
                    fromStatus && !decided.why().contains("wagqdr (hv-01)")
                            || fromStatus && !decided.why().contains("MAAS says " + it.status().word),
                    "it does not say what MAAS says");
        });
    }

    @Test
    void everyAnswerIsGivenSomewhere() {
        var given = DECIDED.values().stream().map(Decided::answer).distinct().toList();

        assertThat(given).containsExactlyInAnyOrder(LifecycleAnswer.values());
    }

    @Test
    void thePublishedPageIsTheCurrentOne() throws IOException {
        var current = new LifecyclePage(DECIDED).text();
        if (Boolean.getBoolean("gough.lifecycle.write")) Files.writeString(PAGE, current);
        assertThat(Files.readString(PAGE))
                .as("run mvn -pl reconciler -am test -Dtest=LifecycleMatrixTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dgough.lifecycle.write=true")
                .isEqualTo(current);
    }

    @Test
    void thePageNamesEveryStatus() throws IOException {
        var page = Files.readString(PAGE);

        assertThat(List.of(Status.values()))
                .allSatisfy(status -> assertThat(page).contains(LifecycleGroup.name(status)));
    }
}

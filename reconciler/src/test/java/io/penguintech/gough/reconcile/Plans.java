package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests read in a plan. */
final class Plans {
    private Plans() {}

    /** The one change of a plan that has nothing else. */
    static <T extends Change> T only(Plan plan, Class<T> type) {
        assertThat(plan.blocked()).isEmpty();
        assertThat(plan.changes()).hasSize(1);
        assertThat(plan.changes().getFirst()).isInstanceOf(type);
        return type.cast(plan.changes().getFirst());
    }

    /** Why the one blocked subject of a plan without changes is blocked. */
    static String why(Plan plan) {
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.blocked()).hasSize(1);
        return plan.blocked().getFirst().why();
    }

    static boolean waits(Plan plan) {
        assertThat(plan.blocked()).hasSize(1);
        return plan.blocked().getFirst().waiting();
    }

    /** Kinds of the findings, sorted by subject and kind. */
    static java.util.List<String> findings(Plan plan) {
        return plan.findings().stream().map(Plan.Finding::kind).toList();
    }

    static String finding(Plan plan, String kind) {
        return plan.findings().stream()
                .filter(finding -> finding.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .what();
    }
}

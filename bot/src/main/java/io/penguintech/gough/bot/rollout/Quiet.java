package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A plan's findings, told apart by whether somebody decided to live with them. Pure.
 *
 * @param open those that wait for a decision
 * @param accepted those that were accepted, difference by difference
 */
record Quiet(List<Plan.Finding> open, List<AcceptedFinding> accepted) {
    static Quiet of(Optional<Plan> plan, Map<String, FindingStore.Accepted> accepted) {
        var all = plan.map(Plan::findings).orElse(List.of());
        return new Quiet(
                all.stream()
                        .filter(finding -> !accepted.containsKey(finding.digest()))
                        .toList(),
                all.stream()
                        .flatMap(finding -> Optional.ofNullable(accepted.get(finding.digest())).stream()
                                .map(yes -> new AcceptedFinding(finding, yes.by(), yes.at(), yes.reason())))
                        .toList());
    }

    /** Those that wait, by what they are about. */
    Map<Subject, List<Plan.Finding>> openBySubject() {
        return open.stream().collect(Collectors.groupingBy(Plan.Finding::subject));
    }

    /** Those that were accepted, by what they are about. */
    Map<Subject, List<AcceptedFinding>> acceptedBySubject() {
        return accepted.stream()
                .collect(Collectors.groupingBy(one -> one.finding().subject()));
    }
}

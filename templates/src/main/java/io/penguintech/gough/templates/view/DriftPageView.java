package io.penguintech.gough.templates.view;

import java.util.List;

/**
 * What is not as declared and waits for a person or for time.
 *
 * @param frame what is around it
 * @param blocked what nothing is done to
 * @param findings what only a decision can end
 * @param accepted what somebody decided to live with
 */
public record DriftPageView(
        Frame frame, List<BlockedRow> blocked, List<FindingRow> findings, List<AcceptedRow> accepted) {
    /** Keeps copies. */
    public DriftPageView {
        blocked = List.copyOf(blocked);
        findings = List.copyOf(findings);
        accepted = List.copyOf(accepted);
    }
}

package io.penguintech.gough.templates.view;

import java.util.List;
import java.util.Optional;

/**
 * Who asked for what, and what came of it; above it what is worth an alert now.
 *
 * @param frame what is around it
 * @param person only what this person asked for; empty text for everybody
 * @param host only what is about this host; empty text for all
 * @param alerts the open ones
 * @param entries newest first
 * @param older address of the page after this one
 */
public record AuditPageView(
        Frame frame, String person, String host, List<Alert> alerts, List<Entry> entries, Optional<String> older) {
    /** Keeps copies. */
    public AuditPageView {
        alerts = List.copyOf(alerts);
        entries = List.copyOf(entries);
    }

    /**
     * An open alert.
     *
     * @param severity info, warning or critical
     * @param text what happened and what to do
     * @param since when it was raised
     */
    public record Alert(String severity, String text, Moment since) {}

    /**
     * One line of the audit.
     *
     * @param at when
     * @param who the person, else the account
     * @param what the deed
     * @param outcome accepted or refused
     * @param text what Gough answered
     * @param reason why, as the person said
     */
    public record Entry(Moment at, String who, String what, String outcome, String text, String reason) {}
}

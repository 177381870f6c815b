package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Deed;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One repository as it is now.
 *
 * @param repository its id
 * @param branch the branch that is brought about
 * @param mode how far Gough may go: the lower of the rules' and the server's
 * @param revision the newest revision seen
 * @param accepted the revision whose rules judge
 * @param stopped why nothing is written: the stop switch or a guard; empty when it runs
 * @param stops every stop in force, also those of a part of it
 * @param backends each backend: its name, whether it answers, how old what we know is
 * @param latest the newest rollout
 * @param findings what only a decision can end
 * @param causes those findings that have one cause, together
 * @param acceptedFindings what somebody decided to live with
 * @param blocked what nothing is done to, with reasons
 * @param health how its hosts are
 * @param requests what people asked for and is open, and what ended in the last days, the newest first
 * @param deeds what somebody else did last to the machines of hosts among {@code blocked} and {@code findings}, by subject
 * @param guard what looks like an accident and waits for a confirmation
 * @param checkedAt when the repository was last looked at
 */
public record RepositoryStatus(
        RepositoryId repository,
        String branch,
        Repository.Mode mode,
        Optional<Revision> revision,
        Optional<Revision> accepted,
        Optional<String> stopped,
        List<Stop> stops,
        List<Backend> backends,
        Optional<Rollout> latest,
        List<Plan.Finding> findings,
        List<SharedCause> causes,
        List<AcceptedFinding> acceptedFindings,
        List<Plan.Blocked> blocked,
        HealthSummary health,
        List<RequestStatus> requests,
        SortedMap<String, Deed> deeds,
        Optional<Guard> guard,
        Optional<Instant> checkedAt) {
    /** Keeps copies. */
    public RepositoryStatus {
        stops = List.copyOf(stops);
        backends = List.copyOf(backends);
        findings = List.copyOf(findings);
        causes = List.copyOf(causes);
        acceptedFindings = List.copyOf(acceptedFindings);
        blocked = List.copyOf(blocked);
        requests = List.copyOf(requests);
        deeds = Collections.unmodifiableSortedMap(new TreeMap<>(deeds));
    }

    /** Those findings that have a cause of their own. */
    public List<Plan.Finding> singleFindings() {
        var shared = causes.stream()
                .flatMap(cause -> cause.findings().stream())
                .map(Plan.Finding::digest)
                .collect(Collectors.toSet());
        return findings.stream()
                .filter(finding -> !shared.contains(finding.digest()))
                .toList();
    }

    /** What somebody else did last to the machine of {@code subject}, as one sentence behind a space; else empty text. */
    public String deed(Subject subject, Instant now) {
        var deed = deeds.get(subject.text());
        return deed == null ? "" : " " + deed.words(now) + ".";
    }

    /**
     * A stop in force.
     *
     * @param scope how far it reaches
     * @param by who stopped
     * @param reason why
     * @param at when
     */
    public record Stop(Scope scope, String by, String reason, Instant at) {
        /** One sentence for people. */
        public String words() {
            var what = scope.part() instanceof Scope.Part.Whole ? "" : " (%s)".formatted(scope.words());
            return "Stopped by %s%s: %s".formatted(by, what, reason);
        }
    }

    /**
     * What the guards found.
     *
     * @param digest names exactly that; 64 hexadecimal digits
     * @param text what it is and how to go on, for people
     */
    public record Guard(String digest, String text) {}

    /**
     * A backend.
     *
     * @param name such as {@code maas default}
     * @param problem why it does not answer; empty when it does
     * @param observedAt nothing that is known of it is older
     */
    public record Backend(String name, Optional<String> problem, Optional<Instant> observedAt) {}
}

package io.penguintech.gough.templates.view;

import java.util.List;
import java.util.Optional;

/**
 * The first page: how everything is, worst first.
 *
 * @param frame what is around it
 * @param repositories each repository that is served
 */
public record StatusPageView(Frame frame, List<Repository> repositories) {
    /** Keeps a copy. */
    public StatusPageView {
        repositories = List.copyOf(repositories);
    }

    /**
     * One repository.
     *
     * @param name its id
     * @param branch the branch that is brought about
     * @param mode how far Gough may go
     * @param revision newest revision seen, full; empty text before the first look
     * @param accepted revision whose rules judge, full; empty text when there is none
     * @param stopped why nothing is written; empty when it runs
     * @param checked when it was last looked at
     * @param hosts how its hosts are
     * @param backends its MAAS regions and Fleets
     * @param latest its newest rollouts, newest first
     * @param blocked what nothing is done to
     * @param findings what only a decision can end
     * @param health what is unhealthy or unknown of its hosts, a line each; the first few
     * @param requests what people asked for, the newest first
     */
    public record Repository(
            String name,
            String branch,
            String mode,
            String revision,
            String accepted,
            Optional<String> stopped,
            Optional<Moment> checked,
            HostCounts hosts,
            List<Backend> backends,
            List<RolloutRow> latest,
            List<BlockedRow> blocked,
            List<FindingRow> findings,
            List<String> health,
            List<RequestRow> requests) {
        /** Keeps copies. */
        public Repository {
            backends = List.copyOf(backends);
            latest = List.copyOf(latest);
            blocked = List.copyOf(blocked);
            findings = List.copyOf(findings);
            health = List.copyOf(health);
            requests = List.copyOf(requests);
        }

        /** The revision as people say it. */
        public String shortRevision() {
            return revision.substring(0, Math.min(12, revision.length()));
        }

        /** One word for the whole: stopped, attention, working, in sync. */
        public String standing() {
            if (stopped.isPresent()) return "stopped";
            boolean silent =
                    backends.stream().anyMatch(backend -> backend.problem().isPresent());
            if (silent || blocked.stream().anyMatch(b -> !b.waiting()) || !findings.isEmpty() || hosts.unhealthy() > 0)
                return "attention";
            return hosts.inSync() == hosts.declared() ? "in sync" : "working";
        }
    }

    /**
     * A MAAS region or a Fleet.
     *
     * @param name such as {@code maas default}
     * @param problem why it does not answer; empty when it does
     * @param observed when it was last read completely
     */
    public record Backend(String name, Optional<String> problem, Optional<Moment> observed) {}
}

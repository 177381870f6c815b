package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import java.util.List;
import java.util.Optional;

/**
 * What people decide about hosts besides what is declared: about differences that no plan can end, and what is to be done
 * once. Thread-safe; each decision is judged by the rules in force and recorded with its reason.
 */
public interface HostDecisions {
    /**
     * Which difference is meant. What is left out is not asked for, but one difference must be left.
     *
     * @param subject what it is about: a host's name, or {@code Subject.text()}
     * @param kind its fixed word, such as {@code release}
     * @param digest at least 12 hexadecimal digits that begin its digest
     */
    record Which(Optional<String> subject, Optional<String> kind, Optional<String> digest) {}

    /**
     * Accepts exactly one difference: it stays visible as accepted, but is no drift and alerts nobody. A different one is
     * shown again. Needs an approver, as a person. A lost host is not accepted but confirmed.
     */
    Verdict accept(RepositoryId repository, Which finding, Actor actor, String reason);

    /** Takes an acceptance back. Needs an approver, as a person. */
    Verdict reopen(RepositoryId repository, Which finding, Actor actor, String reason);

    /**
     * Confirms that what ran on one lost host is gone for good, so that it is planned as new; deploying it is a
     * destructive change that needs its own approval. Needs an approver, as a person. There is no way to confirm several.
     *
     * @param digest at least 12 hexadecimal digits that begin the digest of its finding
     */
    Verdict confirmLost(RepositoryId repository, HostName host, String digest, Actor actor, String reason);

    /**
     * Hosts that ran and that their region does not know any more.
     *
     * @param region the region
     * @param hosts the hosts
     * @param digest names exactly these findings; 64 hexadecimal digits
     */
    record LostRegion(BackendName region, List<HostName> hosts, String digest) {
        /** Keeps a copy. */
        public LostRegion {
            hosts = List.copyOf(hosts);
        }
    }

    /** What a region has forgotten of what ran there, as last seen; empty when it is nothing. */
    Optional<LostRegion> forgotten(RepositoryId repository, BackendName region);

    /**
     * Confirms that all hosts of {@link #forgotten} still run: the region was rebuilt, and they are planned to be registered
     * in it as they run, each as a disruptive change that needs its own approval; none is deployed. Needs an admin, as a
     * person.
     *
     * @param digest at least 12 hexadecimal digits that begin the digest of what was seen
     */
    Verdict confirmRunning(RepositoryId repository, BackendName region, String digest, Actor actor, String reason);

    /**
     * Asks for something to be done to hosts, once. It is planned like what a commit asks for, and needs the approvals of
     * that; whoever asked never approves what it destroys. It is over when it has not begun in the time that an approval
     * holds. One thing at a time for each host. Needs an operator, as a person.
     *
     * @return accepted when it was recorded for one host at least, with why not for the others
     */
    Verdict ask(RepositoryId repository, HostRequest.What what, HostSelection hosts, Actor actor, String reason);

    /** Takes back what was asked for and has not begun. Needs an operator, as a person. */
    Verdict withdraw(RepositoryId repository, HostSelection hosts, Actor actor, String reason);
}

package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of a repository.
 *
 * @param newest the newest revision that was taken up, valid or not
 * @param current the newest valid one: what is brought about
 * @param converged the last one that was brought about completely: commits after it are judged
 * @param accepted the one whose rules judge
 * @param rules those rules
 * @param unprotected as JSON ({@link Unprotected}), hosts with {@code protect: false} in the accepted revision
 * @param releasable hosts with {@code protect: false} in the revision accepted before that
 * @param declared how many hosts and queries the current revision declares
 * @param guard what a guard stopped, for people
 * @param guardKeys what resuming would confirm
 * @param confirmed what was confirmed
 * @param highestStamp the highest journal number on a machine that was ever accepted
 */
record RepositoryRow(
        RepositoryId id,
        Optional<Revision> newest,
        Optional<Revision> current,
        Optional<Revision> converged,
        Optional<Revision> accepted,
        Optional<Repository> rules,
        List<String> unprotected,
        List<String> releasable,
        int declared,
        Optional<String> guard,
        List<String> guardKeys,
        Set<String> confirmed,
        long highestStamp,
        Optional<Instant> checkedAt) {}

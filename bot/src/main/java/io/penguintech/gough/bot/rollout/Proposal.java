package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a pull request would do, and who said what to it.
 *
 * @param repository whose it is
 * @param number its number on the forge
 * @param title as its author wrote it
 * @param author the login of who opened it
 * @param page where people see it on the forge
 * @param head the commit that was planned, or that there is no plan of
 * @param base the protected branch's commit that it was planned with
 * @param plan what it would do
 * @param plannedAt when that was found out
 * @param expires until when it can be said yes to
 * @param shownAt since when it stands in the comment, by the forge's clock
 * @param standing whether enough people said yes
 * @param approvals every yes that counts for at least one change of the plan, oldest first
 * @param voided every yes that counted once and does not any more, oldest first
 * @param typed whether a yes takes typing how many hosts are destroyed
 * @param replaced for changes that are not what was approved: the version that was, by the digest of the one that is asked
 *     about now
 */
public record Proposal(
        RepositoryId repository,
        long number,
        String title,
        String author,
        Optional<URI> page,
        Revision head,
        Revision base,
        Plan plan,
        Instant plannedAt,
        Instant expires,
        Optional<Instant> shownAt,
        Standing standing,
        List<Approval> approvals,
        List<Voided> voided,
        boolean typed,
        SortedMap<String, Rollout.Approved> replaced) {
    /** Keeps unmodifiable copies. */
    public Proposal {
        approvals = List.copyOf(approvals);
        voided = List.copyOf(voided);
        replaced = Collections.unmodifiableSortedMap(new TreeMap<>(replaced));
    }

    /** What an approval names. 64 hexadecimal digits. */
    public String digest() {
        return plan.digest();
    }

    /**
     * A yes that does not count any more, wholly or for some changes.
     *
     * @param by who said it
     * @param changes for how many changes it does not
     * @param why for people, one sentence
     * @param at since when
     */
    public record Voided(String by, int changes, String why, Instant at) {}

    /** How far people are with it. */
    public sealed interface Standing {
        /** Nobody need say anything: {@code why} is for people. */
        record Free(String why) implements Standing {}

        /**
         * People are asked.
         *
         * @param needed how many people the change that needs most of them needs
         * @param missing how many more there must be for it
         * @param eligible names of those whose yes would count and is not there
         * @param paths what of it comes from files that gough.yaml has rules for
         */
        record Asked(int needed, int missing, List<String> eligible, List<PathNeed> paths) implements Standing {
            /** Under no rule for paths. */
            public Asked(int needed, int missing, List<String> eligible) {
                this(needed, missing, eligible, List.of());
            }

            /** Keeps copies. */
            public Asked {
                eligible = List.copyOf(eligible);
                paths = List.copyOf(paths);
            }
        }

        /**
         * Everything it would do may be done when it is merged.
         *
         * @param until when the first yes it takes expires
         */
        record Approved(Instant until) implements Standing {}

        /** Somebody said no. */
        record Declined(String by, String why) implements Standing {}

        /** Nobody said yes in time; it must be planned again. */
        record Expired() implements Standing {}

        /** There is no plan of it. */
        record Retracted(String why) implements Standing {}

        /** It was closed. */
        record Closed() implements Standing {}

        /**
         * It was merged.
         *
         * @param rollout the rollout that its yeses count for; empty before one takes it up, and when none did
         */
        record Merged(Optional<RolloutId> rollout) implements Standing {}
    }
}

package io.penguintech.gough.templates.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Gough says of a pull request in its comment. All texts are masked and as they are: {@link PullPages} escapes them.
 * Nothing in it depends on when it is shown, so that equal views give equal comments.
 *
 * @param repository its id
 * @param branch the branch it would be merged into
 * @param head full commit id of what it proposes
 * @param base full commit id of that branch, which it was merged with; empty when it was not
 * @param outcome what became of it
 * @param voided yeses that count no more, oldest first
 * @param next what a reader can do now
 * @param neighbours other pull requests that are about the same hosts, by number
 * @param history what was said of its earlier heads, the newest first
 * @param page Gough's own page about it
 */
public record PullView(
        String repository,
        String branch,
        String head,
        String base,
        Outcome outcome,
        List<Voided> voided,
        List<Way> next,
        List<Neighbour> neighbours,
        List<Earlier> history,
        Optional<String> page) {
    /** Keeps copies; refuses a page that is no web address. */
    public PullView {
        voided = List.copyOf(voided);
        next = List.copyOf(next);
        neighbours = List.copyOf(neighbours);
        history = List.copyOf(history);
        Links.checkWeb(page);
    }

    /** Its plan, when it has one. */
    public Optional<PlanView> plan() {
        return outcome instanceof Outcome.Planned planned ? Optional.of(planned.plan()) : Optional.empty();
    }

    /** The head as people say it: its first 12 digits. */
    public String shortHead() {
        return PullBlocks.brief(head);
    }

    /** The base as people say it: its first 12 digits. */
    public String shortBase() {
        return PullBlocks.brief(base);
    }

    /** What became of a head. */
    public sealed interface Outcome {
        /**
         * It was planned.
         *
         * @param plan what it would do: the plan of the merge result without what is done anyway
         * @param apart what is done, blocked or to be decided without it, too
         * @param dropped what the branch alone would do, and does no more with it
         * @param userData how user data differs
         * @param warnings probable mistakes in its files
         * @param consent how far people are with it
         * @param replaced changes that are not what was approved
         * @param notes what else bears on it, a sentence each
         * @param oldest when the oldest of what it was compared with was seen
         */
        record Planned(
                PlanView plan,
                Apart apart,
                List<PlanView.Change> dropped,
                List<UserDataDiff> userData,
                List<DiagnosticRow> warnings,
                Consent consent,
                List<Replaced> replaced,
                List<String> notes,
                Optional<Instant> oldest)
                implements Outcome {
            /** Keeps copies. */
            public Planned {
                dropped = List.copyOf(dropped);
                userData = List.copyOf(userData);
                warnings = List.copyOf(warnings);
                replaced = List.copyOf(replaced);
                notes = List.copyOf(notes);
            }
        }

        /**
         * Its files are not valid.
         *
         * @param diagnostics everything that was found, at least one error
         */
        record Invalid(List<DiagnosticRow> diagnostics) implements Outcome {
            /** Keeps a copy. */
            public Invalid {
                diagnostics = List.copyOf(diagnostics);
            }
        }

        /**
         * It cannot be merged.
         *
         * @param paths the files that conflict; empty when that is not known
         */
        record Conflict(List<String> paths) implements Outcome {
            /** Keeps a copy. */
            public Conflict {
                paths = List.copyOf(paths);
            }
        }

        /**
         * It is not planned, and that is as it should be: a draft, a fork.
         *
         * @param what a few words of ours for the first line, such as {@code it is a draft}
         * @param why the reason and the way out
         */
        record NotPlanned(String what, String why) implements Outcome {}

        /**
         * It could not be planned; Gough tries again.
         *
         * @param why what is in the way
         */
        record Failed(String why) implements Outcome {}

        /**
         * There is a newer head, which is being planned.
         *
         * @param head its full commit id
         */
        record Superseded(String head) implements Outcome {}

        /**
         * It was merged.
         *
         * @param commit full commit id of what the branch got by that; empty when that is not known
         * @param rollout the rollout that brings it about, once there is one
         */
        record Merged(String commit, Optional<RolloutLink> rollout) implements Outcome {}

        /** It was closed. */
        record Closed() implements Outcome {}
    }

    /**
     * What is so without the pull request.
     *
     * @param changes what the branch does by itself: drift, and what is not brought about yet
     * @param blocked what nothing is done to
     * @param findings what only a decision can end
     */
    public record Apart(List<PlanView.Change> changes, List<BlockedRow> blocked, List<FindingRow> findings) {
        /** Nothing. */
        public static final Apart NOTHING = new Apart(List.of(), List.of(), List.of());

        /** Keeps copies. */
        public Apart {
            changes = List.copyOf(changes);
            blocked = List.copyOf(blocked);
            findings = List.copyOf(findings);
        }

        /** Whether there is nothing of the kind. */
        public boolean isNothing() {
            return changes.isEmpty() && blocked.isEmpty() && findings.isEmpty();
        }
    }

    /**
     * How the user data of some hosts differs, all alike.
     *
     * @param hosts names of the hosts
     * @param lines what differs with some lines around it; empty when it is not shown
     * @param unshown why it is not shown; empty when it is
     */
    public record UserDataDiff(List<String> hosts, List<Line> lines, String unshown) {
        /** Keeps copies. */
        public UserDataDiff {
            hosts = List.copyOf(hosts);
            lines = List.copyOf(lines);
        }

        /**
         * A line.
         *
         * @param kind what becomes of it
         * @param text the line without its end, masked; of a gap how many lines it is
         */
        public record Line(Kind kind, String text) {}

        /** What becomes of a line. */
        public enum Kind {
            /** It stays. */
            KEPT,
            /** It comes. */
            ADDED,
            /** It goes. */
            REMOVED,
            /** Lines that stay and are left out. */
            GAP
        }
    }

    /**
     * A problem in a file.
     *
     * @param severity error, warning, notice
     * @param place {@code file:line:column}
     * @param summary a fixed phrase
     * @param detail names, values and how to mend it
     * @param link where the line is shown at the head
     */
    public record DiagnosticRow(String severity, String place, String summary, String detail, Optional<String> link) {
        /** Refuses a link that is no web address. */
        public DiagnosticRow {
            Links.checkWeb(link);
        }

        /** Whether the head is not valid because of it. */
        boolean isError() {
            return severity.equals("error");
        }
    }

    /** How far people are with a plan. */
    public sealed interface Consent {
        /**
         * Nobody need say anything.
         *
         * @param why a sentence, such as that the mode is observe; empty when there is nothing to say
         */
        record Free(String why) implements Consent {}

        /**
         * People are asked.
         *
         * @param missing how many more
         * @param eligible names of those whose yes would count and is not there
         * @param paths how many of them what comes from which files takes, a line each
         * @param given who said yes
         * @param typed whether a yes takes typing how many hosts are destroyed
         * @param until when the question ends
         */
        record Asked(
                int missing, List<String> eligible, List<String> paths, List<Yes> given, boolean typed, Instant until)
                implements Consent {
            /** Keeps copies. */
            public Asked {
                eligible = List.copyOf(eligible);
                paths = List.copyOf(paths);
                given = List.copyOf(given);
            }
        }

        /**
         * Enough people said yes.
         *
         * @param given who
         * @param until when the first yes it takes ends
         */
        record Approved(List<Yes> given, Instant until) implements Consent {
            /** Keeps a copy. */
            public Approved {
                given = List.copyOf(given);
            }
        }

        /**
         * Somebody said no.
         *
         * @param by their name
         * @param why what they gave as a reason; may be empty
         */
        record Declined(String by, String why) implements Consent {}

        /** Nobody said yes in time. */
        record Expired() implements Consent {}
    }

    /**
     * Somebody's yes.
     *
     * @param by their name
     * @param via where they said it: comment, review, slack, api, cli, web
     * @param at when
     * @param until when it ends
     */
    public record Yes(String by, String via, Instant at, Instant until) {}

    /**
     * A yes that counts no more, wholly or for some changes.
     *
     * @param by whose
     * @param changes for how many changes
     * @param why what came in between, a sentence
     * @param at since when
     */
    public record Voided(String by, int changes, String why, Instant at) {}

    /**
     * A change that is not what was approved.
     *
     * @param subject what it is about, such as {@code host hv-01}
     * @param by who approved the earlier version
     * @param rows in what both differ
     */
    public record Replaced(String subject, List<String> by, List<ReplacedRow> rows) {
        /** Keeps copies. */
        public Replaced {
            by = List.copyOf(by);
            rows = List.copyOf(rows);
        }
    }

    /**
     * One thing in which two versions of a change differ.
     *
     * @param name what
     * @param approved as it was approved
     * @param asked as it is asked about now
     */
    public record ReplacedRow(String name, String approved, String asked) {}

    /**
     * Something that a reader can do.
     *
     * @param what for what and where, such as {@code Approve in a comment}
     * @param command what to write there; empty when there is nothing to write
     */
    public record Way(String what, String command) {}

    /**
     * Another pull request about the same hosts.
     *
     * @param number its number
     * @param title as written
     * @param author the login of who opened it
     * @param hosts names of the hosts
     * @param link its page
     */
    public record Neighbour(long number, String title, String author, List<String> hosts, Optional<String> link) {
        /** Keeps a copy; refuses a link that is no web address. */
        public Neighbour {
            hosts = List.copyOf(hosts);
            Links.checkWeb(link);
        }
    }

    /**
     * What was said of an earlier head.
     *
     * @param head its full commit id
     * @param subject the first line of its message
     * @param said what was said of it, such as {@code 3 deploy, 0 reinstall, 0 release, 996 unchanged}
     * @param digest digest of its plan; empty when it had none
     * @param at when
     */
    public record Earlier(String head, String subject, String said, String digest, Instant at) {}

    /**
     * A rollout.
     *
     * @param id its number, as people say it
     * @param state what became of it, in a few words
     * @param link its page
     * @param failed what of it failed
     */
    public record RolloutLink(String id, String state, Optional<String> link, List<FailedRow> failed) {
        /** Keeps a copy; refuses a link that is no web address. */
        public RolloutLink {
            failed = List.copyOf(failed);
            Links.checkWeb(link);
        }
    }

    /**
     * A change that failed.
     *
     * @param subject what it is about, such as {@code host hv-01}
     * @param verb what was to be done
     * @param why for people
     */
    public record FailedRow(String subject, String verb, String why) {}
}

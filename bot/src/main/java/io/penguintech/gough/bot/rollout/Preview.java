package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.UserData;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What would come of files that nobody merged yet. */
public sealed interface Preview {
    /**
     * They are not valid.
     *
     * @param diagnostics everything wrong, at least one error
     */
    record Invalid(List<Diagnostic> diagnostics) implements Preview {
        /** Keeps a copy. */
        public Invalid {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** It cannot be known now; later it may. */
    record NotYet(String why) implements Preview {}

    /**
     * It is known.
     *
     * @param plan the plan of the merge result without what the branch alone holds as well
     * @param apart what both hold
     * @param dropped changes that the branch alone would make, and the merge result does not
     * @param origins from which files each change of the plan comes, by its digest
     * @param userData user data that differs
     * @param warnings probable mistakes of the merge result that the branch does not have
     * @param notes what else bears on it, a sentence each
     * @param oldest when that was seen which was seen longest ago of what the plan is about; empty when it is about nothing
     */
    record Planned(
            Plan plan,
            Plan apart,
            List<Change> dropped,
            SortedMap<String, Origin> origins,
            Rendered userData,
            List<Diagnostic> warnings,
            List<String> notes,
            Optional<Instant> oldest)
            implements Preview {
        /** Keeps copies. */
        public Planned {
            dropped = List.copyOf(dropped);
            origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
            warnings = List.copyOf(warnings);
            notes = List.copyOf(notes);
        }
    }

    /**
     * User data of hosts where it differs.
     *
     * @param before as the branch has it
     * @param after as the merge result has it
     */
    record Rendered(SortedMap<HostName, UserData> before, SortedMap<HostName, UserData> after) {
        /** Keeps copies. */
        public Rendered {
            before = Collections.unmodifiableSortedMap(new TreeMap<>(before));
            after = Collections.unmodifiableSortedMap(new TreeMap<>(after));
        }
    }

    /**
     * What a preview depends on besides files and machines: when it changes, there is reason to make another.
     *
     * @param newest the branch's newest revision that was taken up
     * @param accepted the revision whose rules judge
     */
    record Grounds(Optional<Revision> newest, Optional<Revision> accepted) {}
}

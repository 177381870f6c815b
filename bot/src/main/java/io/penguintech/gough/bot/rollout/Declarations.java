package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.UserData;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns the files of a revision into what is declared, user data rendered, or names everything wrong with them. */
public interface Declarations {
    /**
     * Loads and renders all of {@code tree}. Slow for large repositories; the engine keeps the answer.
     *
     * @param secrets which secrets this repository and its hosts may refer to
     */
    Declared declare(RepoTree tree, SecretPrefixes secrets);

    /** The user data of one host of a valid inventory; empty for a host without templates. */
    Optional<UserData> userData(Host host, Inventory inventory);

    /** What came of a revision. */
    sealed interface Declared {
        /**
         * It can be used.
         *
         * @param inventory all that is declared
         * @param userData digest of each host's user data; hosts without templates are absent
         * @param enrolling hosts whose user data has them enrol in their Fleet
         * @param warnings what people should know
         */
        record Valid(
                Inventory inventory,
                SortedMap<HostName, String> userData,
                Set<HostName> enrolling,
                List<Diagnostic> warnings)
                implements Declared {
            /** Keeps unmodifiable copies. */
            public Valid {
                userData = Collections.unmodifiableSortedMap(new TreeMap<>(userData));
                enrolling = Set.copyOf(enrolling);
                warnings = List.copyOf(warnings);
            }
        }

        /**
         * It is rejected.
         *
         * @param diagnostics everything wrong, at least one error
         */
        record Invalid(List<Diagnostic> diagnostics) implements Declared {
            /** Keeps a copy. */
            public Invalid {
                diagnostics = List.copyOf(diagnostics);
            }
        }
    }
}

package io.penguintech.gough.schema;

import java.util.List;

/** What came of loading a revision. */
public sealed interface Loaded {
    /**
     * The revision can be used.
     *
     * @param inventory all that is declared
     * @param warnings warnings and notices, sorted by place
     */
    record Valid(Inventory inventory, List<Diagnostic> warnings) implements Loaded {
        /** Keeps a sorted copy. */
        public Valid {
            warnings = warnings.stream().sorted().toList();
        }
    }

    /**
     * The revision is rejected.
     *
     * @param diagnostics everything that was found, at least one error, sorted by place
     */
    record Invalid(List<Diagnostic> diagnostics) implements Loaded {
        /** Keeps a sorted copy. */
        public Invalid {
            diagnostics = diagnostics.stream().sorted().toList();
        }
    }
}

package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.UserData;
import java.util.List;

/** What came of rendering the user data of one host. */
public sealed interface Rendered {
    /**
     * It can be sent.
     *
     * @param userData the user data; of a host without templates it is empty, and nothing is to be sent
     * @param warnings probable mistakes, sorted by place
     */
    record Valid(UserData userData, List<Diagnostic> warnings) implements Rendered {
        /** Keeps a sorted copy. */
        public Valid {
            warnings = warnings.stream().sorted().toList();
        }
    }

    /**
     * It must not be sent.
     *
     * @param diagnostics everything that was found, at least one error, sorted by place
     */
    record Invalid(List<Diagnostic> diagnostics) implements Rendered {
        /** Keeps a sorted copy. */
        public Invalid {
            diagnostics = diagnostics.stream().sorted().toList();
        }
    }
}

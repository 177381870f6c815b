package io.penguintech.gough.schema;

import java.util.List;

/**
 * A host with its profiles merged, its placeholders replaced and its references to secrets read.
 *
 * @param document the document it is declared in
 * @param written {@code spec} after merging, placeholders still inside
 * @param spec {@code spec} in its final form
 * @param scope what its placeholders stand for
 * @param complete whether all its profiles were found, so that what is missing is really missing
 * @param problems what is wrong with it
 */
record MergedHost(
        Document document,
        Tree.Mapping written,
        Tree.Mapping spec,
        Placeholders.Scope scope,
        boolean complete,
        List<Diagnostic> problems) {
    MergedHost {
        problems = List.copyOf(problems);
    }
}

package io.penguintech.gough.schema;

/**
 * A template as it stands in the repository, parsed and not yet rendered.
 *
 * @param name its name
 * @param body what it is
 * @param place the file
 */
public record Template(TemplateName name, Body body, Place place) {
    /** What a template is. */
    public sealed interface Body {
        /**
         * A {@code #cloud-config} document.
         *
         * @param tree its map; placeholders still inside
         */
        record CloudConfig(Tree.Mapping tree) implements Body {}

        /**
         * A script that begins with {@code #!}.
         *
         * @param text its text; placeholders still inside
         */
        record Script(String text) implements Body {}
    }
}

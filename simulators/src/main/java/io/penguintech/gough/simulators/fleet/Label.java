package io.penguintech.gough.simulators.fleet;

/**
 * A label, read-only over HTTP so far.
 *
 * @param id given by the server
 * @param name unique
 * @param description free text
 * @param query SQL of a dynamic label, empty for a manual one
 * @param builtin whether Fleet brought it along
 */
public record Label(int id, String name, String description, String query, boolean builtin) {
    String membership() {
        return query.isEmpty() ? "manual" : "dynamic";
    }
}

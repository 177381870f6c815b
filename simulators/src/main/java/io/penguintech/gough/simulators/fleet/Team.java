package io.penguintech.gough.simulators.fleet;

/**
 * What Fleet calls a fleet since 4.82 and a team before.
 *
 * @param id given by the server
 * @param name unique
 * @param enrollSecret what puts a new host into it
 */
public record Team(int id, String name, String enrollSecret) {
    @Override
    public String toString() {
        return "Team[id=%d, name=%s]".formatted(id, name);
    }
}

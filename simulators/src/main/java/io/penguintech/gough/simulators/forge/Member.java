package io.penguintech.gough.simulators.forge;

/**
 * An account, and what it may do in the repository.
 *
 * @param id its number
 * @param login its name
 * @param role what it may do
 */
public record Member(long id, String login, Role role) {
    /** What an account may do. */
    public enum Role {
        /** Not even see the repository, which is private. */
        NONE,
        /** Read and comment. */
        READ,
        /** Push, and set statuses. */
        WRITE,
        /** Everything. */
        ADMIN
    }

    /** The same with another role. */
    public Member as(Role other) {
        return new Member(id, login, other);
    }
}

package io.penguintech.gough.simulators.forge;

/** Something that deliveries tell of. */
sealed interface Happening {
    /** The login of whoever did it. */
    String by();

    /**
     * A branch moved.
     *
     * @param branch its short name
     * @param before 40 zeros when it is new
     * @param after 40 zeros when it is gone
     */
    record Pushed(String by, String branch, String before, String after) implements Happening {}

    /**
     * A pull request changed.
     *
     * @param action as GitHub calls it
     */
    record PullChanged(String by, Pull pull, String action) implements Happening {}

    /**
     * A comment was written or edited.
     *
     * @param action as GitHub calls it
     */
    record Commented(String by, Pull pull, Note note, String action) implements Happening {}

    /** Somebody reviewed, or a review was taken back. */
    record Reviewed(String by, Pull pull, Opinion opinion) implements Happening {}
}

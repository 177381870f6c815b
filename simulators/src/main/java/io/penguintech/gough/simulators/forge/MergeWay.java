package io.penguintech.gough.simulators.forge;

/** What merging a pull request makes of its commits. */
public enum MergeWay {
    /** One more commit, with the base branch and the head as its parents. */
    MERGE,
    /** One commit with everything in it. */
    SQUASH,
    /** A copy of each. */
    REBASE
}

package io.penguintech.gough.bot.cli;

/** Exit codes: a contract, people script against them. */
final class Exit {
    /** It worked. */
    static final int OK = 0;
    /** The repository is invalid, or what was asked for failed. */
    static final int INVALID = 1;
    /** The command line makes no sense. */
    static final int USAGE = 2;
    /** Something that was needed does not answer. */
    static final int UNREACHABLE = 3;
    /** With {@code --detailed-exitcode}: there are changes. */
    static final int CHANGES = 10;
    /** Stopped by the stop switch or a guard. */
    static final int STOPPED = 11;
    /** A person must act. */
    static final int NEEDS_PERSON = 12;

    private Exit() {}
}

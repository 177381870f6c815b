package io.penguintech.gough.bot.cli;

/** A command cannot go on; says why in the user's words and with which code it ends. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exit;

    CommandFailed(int exit, String why) {
        super(why);
        this.exit = exit;
    }

    int exit() {
        return exit;
    }
}

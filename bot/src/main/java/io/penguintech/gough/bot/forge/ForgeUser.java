package io.penguintech.gough.bot.forge;

/**
 * An account of the forge.
 *
 * @param id its number, which never changes; 0 for an account that was deleted
 * @param login its name, which may
 * @param bot whether the forge says that no person is behind it; GitHub alone does
 */
public record ForgeUser(long id, String login, boolean bot) {
    /** Whoever it was, the account is gone. */
    static final ForgeUser GONE = new ForgeUser(0, "", false);
}

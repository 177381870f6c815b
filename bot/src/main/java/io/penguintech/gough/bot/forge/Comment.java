package io.penguintech.gough.bot.forge;

import java.time.Instant;

/**
 * A comment on a pull request.
 *
 * @param pullRequest the number of the pull request
 * @param id its own number
 * @param author who wrote it
 * @param ours whether the account of Gough's own credentials did
 * @param body Markdown; anybody may have written it
 * @param created when it was written
 * @param updated when it was last edited; {@code created} when it never was
 */
public record Comment(
        long pullRequest, long id, ForgeUser author, boolean ours, String body, Instant created, Instant updated) {}

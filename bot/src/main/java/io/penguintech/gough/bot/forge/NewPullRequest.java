package io.penguintech.gough.bot.forge;

/**
 * A pull request to open, from a branch of the repository itself.
 *
 * @param title one line
 * @param body Markdown
 * @param branch what would be merged; must have been pushed
 * @param base what it would be merged into
 */
public record NewPullRequest(String title, String body, String branch, String base) {}

package io.penguintech.gough.bot.source;

import java.util.regex.Pattern;

/**
 * The name under which a forge keeps the newest commit of a pull request in the repository itself, also of one from a fork
 * (docs.github.com, <i>Checking out pull requests locally</i>; docs.gitlab.com, <i>Merge request refs</i>; Gitea keeps
 * GitHub's). So nothing is ever fetched from an address that a pull request names.
 *
 * @param name such as {@code refs/pull/7/head}
 */
public record PullRef(String name) {
    private static final Pattern VALID = Pattern.compile("refs/(pull|merge-requests)/[1-9]\\d{0,17}/head");

    /** Refuses any other name: no branch is ever fetched as a pull request. */
    public PullRef {
        if (!VALID.matcher(name).matches()) throw new IllegalArgumentException("no pull request's ref: " + name);
    }

    /** Where it is kept in the clone. */
    String own() {
        return "refs/gough/" + name.substring("refs/".length());
    }
}

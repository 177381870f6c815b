package io.penguintech.gough.bot.source;

import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;

/**
 * The name under which a forge keeps the newest commit of a pull request in the repository itself, also of one from a fork
 * (docs.github.com, <i>Checking out pull requests locally</i>; docs.gitlab.com, <i>Merge request refs</i>; Gitea keeps
 * GitHub's); or that of a branch of the repository. So nothing is ever fetched from an address that a pull request names.
 *
 * @param name such as {@code refs/pull/7/head}
 */
public record PullRef(String name) {
    private static final Pattern VALID = Pattern.compile(
            "refs/((pull|merge-requests)/[1-9]\\d{0,17}/head|heads/[A-Za-z0-9_][A-Za-z0-9_./-]{0,199})");

    /** A branch of the repository itself, which nobody proposes yet; empty when no branch can be called so. */
    public static Optional<PullRef> ofBranch(String branch) {
        var name = "refs/heads/" + branch;
        return VALID.matcher(name).matches() && Repository.isValidRefName(name)
                ? Optional.of(new PullRef(name))
                : Optional.empty();
    }

    /** Refuses any other name. */
    public PullRef {
        if (!VALID.matcher(name).matches()) throw new IllegalArgumentException("no pull request's ref: " + name);
    }

    /** Where it is kept in the clone. */
    String own() {
        return "refs/gough/" + name.substring("refs/".length());
    }
}

package io.penguintech.gough.bot.forge;

import io.penguintech.gough.bot.source.PullRef;
import java.net.URI;

/** Which forge it is; its word stands in settings and in the addresses of webhooks. */
public enum ForgeKind {
    /** github.com, GitHub Enterprise Cloud with its own host name, GitHub Enterprise Server. */
    GITHUB("GitHub", "https://github.com"),
    /** gitlab.com, or a GitLab of one's own. */
    GITLAB("GitLab", "https://gitlab.com"),
    /** A Gitea or a Forgejo, which speak the same API. */
    GITEA("Gitea", "");

    private final String title;
    private final String home;

    ForgeKind(String title, String home) {
        this.title = title;
        this.home = home;
    }

    /** Its name, for people. */
    public String title() {
        return title;
    }

    /** Its word in settings and addresses. */
    public String word() {
        return title.toLowerCase(java.util.Locale.ROOT);
    }

    /** Where the repository itself has the newest commit of a pull request. */
    public PullRef head(long number) {
        return new PullRef(
                switch (this) {
                    case GITHUB, GITEA -> "refs/pull/%d/head".formatted(number);
                    case GITLAB -> "refs/merge-requests/%d/head".formatted(number);
                });
    }

    /** Where most people have theirs; empty when there is no such place. */
    String home() {
        return home;
    }

    /**
     * The base of its API, with a slash at the end (docs.github.com, <i>Getting started with the REST API</i>; <i>GitHub
     * Enterprise Cloud with data residency</i>; docs.gitlab.com/api/rest; docs.gitea.com/development/api-usage).
     *
     * @param web where people see it, such as {@code https://github.com}
     */
    URI api(URI web) {
        var base = web.toString().replaceAll("/+$", "");
        return URI.create(
                switch (this) {
                    case GITHUB -> {
                        var host = web.getHost();
                        boolean ofGitHub = host != null && (host.equals("github.com") || host.endsWith(".ghe.com"));
                        yield ofGitHub ? "https://api." + host + "/" : base + "/api/v3/";
                    }
                    case GITLAB -> base + "/api/v4/";
                    case GITEA -> base + "/api/v1/";
                });
    }
}

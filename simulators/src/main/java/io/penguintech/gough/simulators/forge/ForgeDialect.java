package io.penguintech.gough.simulators.forge;

/** Which forge the stand-in is. */
public enum ForgeDialect {
    /** GitHub Enterprise Server: API below {@code /api/v3/}. */
    GITHUB("/api/v3/", "/pull/"),
    /** GitLab: API below {@code /api/v4/}. */
    GITLAB("/api/v4/", "/-/merge_requests/"),
    /** Gitea or Forgejo: API below {@code /api/v1/}. */
    GITEA("/api/v1/", "/pulls/");

    private final String base;
    private final String pages;

    ForgeDialect(String base, String pages) {
        this.base = base;
        this.pages = pages;
    }

    /** Where people see the pull requests of a repository whose page this is, without their number. */
    String pages(String repository) {
        return repository + pages;
    }

    String base() {
        return base;
    }
}

package io.penguintech.gough.simulators.forge;

/** Which forge the stand-in is. */
public enum ForgeDialect {
    /** GitHub Enterprise Server: API below {@code /api/v3/}. */
    GITHUB("/api/v3/"),
    /** GitLab: API below {@code /api/v4/}. */
    GITLAB("/api/v4/"),
    /** Gitea or Forgejo: API below {@code /api/v1/}. */
    GITEA("/api/v1/");

    private final String base;

    ForgeDialect(String base) {
        this.base = base;
    }

    String base() {
        return base;
    }
}

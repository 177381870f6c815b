package io.penguintech.gough.bot.source;

import java.util.List;

/**
 * The infra repositories of this server, in the order of their ids.
 *
 * @param all every one
 */
public record Sources(List<GitInfraRepo> all) implements AutoCloseable {
    /** Keeps a copy. */
    public Sources {
        all = List.copyOf(all);
    }

    @Override
    public void close() {
        all.forEach(GitInfraRepo::close);
    }
}

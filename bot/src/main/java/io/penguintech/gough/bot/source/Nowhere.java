package io.penguintech.gough.bot.source;

import java.io.IOException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FS;

/** A repository in memory for calls that bring nothing. */
final class Nowhere {
    private Nowhere() {}

    static Repository repository() throws IOException {
        var repository = new InMemoryRepository.Builder()
                .setRepositoryDescription(new DfsRepositoryDescription("nowhere"))
                .setFS(FS.DETECTED)
                .build();
        repository.getConfig().setString("http", null, "followRedirects", "false");
        return repository;
    }
}

package io.penguintech.gough.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import tools.jackson.databind.node.ArrayNode;

/** The newest commits of the example repository, newest first. */
final class GitLog {
    private static final int COMMITS = 12;

    private final Path folder;

    GitLog(Path folder) {
        this.folder = folder;
    }

    void write(ArrayNode commits) {
        try (Repository repository = new FileRepositoryBuilder()
                        .setGitDir(folder.toFile())
                        .setBare()
                        .build();
                var walk = new RevWalk(repository)) {
            var tip = repository.resolve("refs/heads/main");
            if (tip == null) return;
            walk.markStart(walk.parseCommit(tip));
            int left = COMMITS;
            for (var commit : walk) {
                if (left-- == 0) return;
                var author = commit.getAuthorIdent();
                commits.addObject()
                        .put("id", commit.name())
                        .put("subject", commit.getShortMessage())
                        .put("author", author.getName())
                        .put("at", author.getWhenAsInstant().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the git log", e);
        }
    }
}

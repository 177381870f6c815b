package io.penguintech.gough.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import tools.jackson.databind.node.ArrayNode;

/** The newest commits of the example repository, newest first. */
final class GitLog {
    private static final String MAIN = "refs/heads/main";
    private static final int COMMITS = 12;

    private final Path folder;

    GitLog(Path folder) {
        this.folder = folder;
    }

    /** The id of the newest commit in a bare repository. */
    static Optional<String> tip(Path folder) {
        try (Repository repository = open(folder)) {
            return Optional.ofNullable(repository.resolve(MAIN)).map(ObjectId::name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the newest commit", e);
        }
    }

    /** A file as the newest commit has it. */
    static Optional<String> file(Path folder, String path) {
        try (Repository repository = open(folder);
                var walk = new RevWalk(repository)) {
            var tip = repository.resolve(MAIN);
            if (tip == null) return Optional.empty();
            try (var found =
                    TreeWalk.forPath(repository, path, walk.parseCommit(tip).getTree())) {
                return found == null
                        ? Optional.empty()
                        : Optional.of(
                                new String(repository.open(found.getObjectId(0)).getBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** The first line of what a commit says. */
    static String subject(Path folder, String commit) {
        try (Repository repository = open(folder);
                var walk = new RevWalk(repository)) {
            return walk.parseCommit(ObjectId.fromString(commit)).getShortMessage();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + commit, e);
        }
    }

    private static Repository open(Path folder) throws IOException {
        return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    }

    void write(ArrayNode commits) {
        try (Repository repository = open(folder);
                var walk = new RevWalk(repository)) {
            var tip = repository.resolve(MAIN);
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

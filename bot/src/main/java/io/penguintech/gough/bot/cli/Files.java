package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.source.GitInfraRepo;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.bot.storage.Folders;
import io.penguintech.gough.schema.DirectoryTree;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads the files a command speaks about: a folder, or the tip of a branch of a git repository. */
final class Files {
    private Files() {}

    /** Reads {@code folder}, the current one when it is null; or {@code repo} at {@code ref}, but not both. */
    static RepoTree read(@Nullable Path folder, @Nullable String repo, String ref) {
        if (repo != null && folder != null) throw new CommandFailed(Exit.USAGE, "give a folder or --repo, not both");
        return repo != null ? fetched(repo, ref) : folder(folder == null ? Path.of("") : folder);
    }

    private static RepoTree folder(Path root) {
        try {
            return DirectoryTree.read(root.toAbsolutePath(), Limits.DEFAULT);
        } catch (IOException e) {
            throw new CommandFailed(
                    Exit.UNREACHABLE, "%s cannot be read: %s".formatted(root.toAbsolutePath(), e.getMessage()));
        }
    }

    /** As the service fetches it, within the same limits, into a folder that is gone afterwards. */
    private static RepoTree fetched(String url, String ref) {
        Logs.quiet();
        var folder = temporary();
        try (var repository = GitInfraRepo.once(url, ref, folder, Limits.DEFAULT)) {
            return switch (repository.fetch()) {
                case InfraRepo.Fetched.At(var tip, var relation) -> repository.tree(tip);
                case InfraRepo.Fetched.NoBranch() ->
                    throw new CommandFailed(Exit.UNREACHABLE, "%s has no branch %s".formatted(url, ref));
                case InfraRepo.Fetched.Failed(var why) ->
                    throw new CommandFailed(Exit.UNREACHABLE, "it cannot be fetched: " + why);
            };
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, "--repo is %s".formatted(e.getMessage()));
        } catch (RevisionUnavailable e) {
            throw new CommandFailed(Exit.UNREACHABLE, String.valueOf(e.getMessage()));
        } finally {
            deleted(folder);
        }
    }

    private static Path temporary() {
        try {
            return java.nio.file.Files.createTempDirectory("gough-fetched-");
        } catch (IOException e) {
            throw new CommandFailed(Exit.UNREACHABLE, "a temporary folder cannot be made: " + e.getMessage());
        }
    }

    private static void deleted(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // It lies among the system's temporary files, where somebody cleans up.
        }
    }

    /** {@code DIR | --repo URL --ref REF}, for commands whose only argument is the folder. */
    static final class First {
        @Parameters(
                arity = "0..1",
                paramLabel = "DIR",
                description = "Folder of the infra repository; the current one if left out.")
        @Nullable
        Path folder;

        @Mixin
        Git git = new Git();

        RepoTree read() {
            return Files.read(folder, git.repo, git.ref);
        }
    }

    /** {@code --dir DIR | --repo URL --ref REF}, for commands that take a host first. */
    static final class Named {
        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "Folder of the infra repository; the current one if left out.")
        @Nullable
        Path folder;

        @Mixin
        Git git = new Git();

        RepoTree read() {
            return Files.read(folder, git.repo, git.ref);
        }
    }

    /** A git repository. */
    static final class Git {
        @Option(
                names = "--repo",
                paramLabel = "URL",
                description = "Read a git repository instead of a folder; one over ssh with the keys in ~/.ssh.")
        @Nullable
        String repo;

        @Option(
                names = "--ref",
                paramLabel = "REF",
                defaultValue = "main",
                description = "Branch of --repo, or a full name such as refs/tags/v1 (default: ${DEFAULT-VALUE}).")
        String ref = "main";
    }
}

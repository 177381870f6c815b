package io.penguintech.gough.simulators.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;

/** The bare repositories in one folder, each under {@code NAME.git}. */
final class Repositories {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
    private static final String SUFFIX = ".git";

    private final Path folder;

    Repositories(Path folder) {
        this.folder = folder;
    }

    /** The name without {@code .git}, if it is one; an empty text otherwise: nothing else leads into the folder. */
    static String nameOf(String given) {
        var name = given.endsWith(SUFFIX) ? given.substring(0, given.length() - SUFFIX.length()) : given;
        return NAME.matcher(name).matches() ? name : "";
    }

    boolean has(String name) {
        return !name.isEmpty() && Files.isDirectory(place(name));
    }

    void create(String name) {
        if (nameOf(name).isEmpty()) {
            throw new IllegalArgumentException("not a repository name: " + name);
        }
        try (Repository repository = builder(name).build()) {
            repository.create(true);
            stayStill(repository);
            RefUpdate head = repository.updateRef(Constants.HEAD);
            head.disableRefLog();
            head.link(Constants.R_HEADS + "main");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create repository " + name, e);
        }
    }

    /** Nobody tidies up behind whoever deletes it. */
    private static void stayStill(Repository repository) throws IOException {
        var config = repository.getConfig();
        config.setBoolean("receive", null, "autogc", false);
        config.setInt("gc", null, "auto", 0);
        config.setBoolean("gc", null, "autodetach", false);
        config.save();
    }

    void delete(String name) {
        try {
            Files.walkFileTree(place(name), new SimpleFileVisitor<Path>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete repository " + name, e);
        }
    }

    /** Opens a repository; the caller closes it. */
    Repository open(String name) throws IOException {
        return builder(name).setMustExist(true).build();
    }

    private RepositoryBuilder builder(String name) {
        return new RepositoryBuilder().setBare().setGitDir(place(name).toFile());
    }

    /** Where a repository is that there is. */
    Path location(String name) {
        if (!has(nameOf(name))) throw new IllegalArgumentException("there is no repository " + name);
        return place(name);
    }

    private Path place(String name) {
        return folder.resolve(name + SUFFIX);
    }
}

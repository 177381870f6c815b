package io.penguintech.gough.bot.cli;

import io.penguintech.gough.schema.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder that a whole repository is written into: all of it or nothing, and never over what is there. */
final class NewFolder {
    private static final int MOST_NAMED = 20;

    private final Path root;

    NewFolder(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** Ends the command when anything that Gough reads is there already, all of it named. */
    void refuseWhatIsThere() {
        refuse(Stream.concat(Repository.FILES.stream(), Repository.FOLDERS.stream())
                .flatMap(name -> files(root.resolve(name)).stream())
                .toList());
    }

    private void refuse(Collection<Path> there) {
        if (there.isEmpty()) return;
        var named = there.stream().limit(MOST_NAMED).map(this::named).collect(Collectors.joining("\n  "));
        var more = there.size() > MOST_NAMED ? "\n  and %,d more".formatted(there.size() - MOST_NAMED) : "";
        throw new CommandFailed(
                Exit.INVALID,
                "nothing was written, because %s holds these already; import into an empty folder and merge by hand:\n  %s%s"
                        .formatted(root, named, more));
    }

    private String named(Path path) {
        return root.relativize(path) + (Files.isSymbolicLink(path) ? " (a symbolic link)" : "");
    }

    /** A symbolic link counts as a file: what is written through it would stand elsewhere, and Gough reads none. */
    private static List<Path> files(Path path) {
        if (!isThere(path)) return List.of();
        if (!isFolder(path)) return List.of(path);
        try (var all = Files.walk(path)) {
            return all.filter(file -> !isFolder(file)).sorted().toList();
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, "%s cannot be read: %s".formatted(path, e.getMessage()));
        }
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Reading the backends takes a while, so what came meanwhile is looked for before the first file is written. */
    void write(SortedMap<String, String> files) {
        refuse(files.keySet().stream()
                .flatMap(file -> inTheWay(file).stream())
                .distinct()
                .toList());
        try {
            for (var file : files.entrySet()) {
                var path = root.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, "%s cannot be written: %s".formatted(root, e));
        }
    }

    /** What stands where this file is to be, or where a folder above it is. */
    private Optional<Path> inTheWay(String file) {
        var path = root;
        for (var step : Path.of(file)) {
            path = path.resolve(step);
            if (!isThere(path)) return Optional.empty();
            if (!isFolder(path)) return Optional.of(path);
        }
        return Optional.of(path);
    }
}

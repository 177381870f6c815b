package io.penguintech.gough.bot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** A folder that a whole repository is written into: all of it or nothing, and never over what is there. */
final class NewFolder {
    /** What Gough reads of a repository. */
    private static final List<String> READ =
            List.of("gough.yaml", "gough.yml", "profiles", "hosts", "templates", "queries", "images");

    private static final int MOST_NAMED = 20;

    private final Path root;

    NewFolder(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** Ends the command when anything that Gough reads is there already, all of it named. */
    void refuseWhatIsThere() {
        var there = new ArrayList<String>();
        for (var name : READ) there.addAll(files(root.resolve(name)));
        if (there.isEmpty()) return;
        var named = there.stream().limit(MOST_NAMED).collect(Collectors.joining("\n  "));
        var more = there.size() > MOST_NAMED ? "\n  and %,d more".formatted(there.size() - MOST_NAMED) : "";
        throw new CommandFailed(
                Exit.INVALID,
                "nothing was written, because %s holds these already; import into an empty folder and merge by hand:\n  %s%s"
                        .formatted(root, named, more));
    }

    private List<String> files(Path path) {
        if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) return List.of();
        if (!Files.isDirectory(path)) return List.of(root.relativize(path).toString());
        try (var all = Files.walk(path)) {
            return all.filter(file -> !Files.isDirectory(file))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, "%s cannot be read: %s".formatted(path, e.getMessage()));
        }
    }

    void write(SortedMap<String, String> files) {
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
}

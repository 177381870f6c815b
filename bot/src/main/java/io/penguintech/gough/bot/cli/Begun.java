package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which plan was begun last in a data folder. What is done leaves the plan, so after an interruption the plan that is
 * left has another digest than the one the command names: only this note tells that they belong together.
 */
final class Begun {
    private static final Pattern FIRST = Pattern.compile("([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{64})");

    private final Path file;

    Begun(DataFolder folder) {
        this.file = folder.path().resolve("apply-begun");
    }

    /**
     * A plan that somebody said yes to.
     *
     * @param revision whose plan it is
     * @param digest names it
     * @param changes the digests of its changes: what comes to it later nobody said yes to
     */
    record Meant(Revision revision, String digest, Set<String> changes) {
        /** Keeps a copy. */
        Meant {
            changes = Set.copyOf(changes);
        }

        static Meant of(Revision revision, Plan plan) {
            return new Meant(
                    revision,
                    plan.digest(),
                    plan.changes().stream().map(Change::digest).collect(Collectors.toSet()));
        }

        /** Whether it has every change of {@code plan}. */
        boolean covers(Plan plan) {
            return plan.changes().stream().map(Change::digest).allMatch(changes::contains);
        }
    }

    /** Notes it, once it was said yes to. */
    void note(Meant meant) {
        var draft = file.resolveSibling(file.getFileName() + ".new");
        var lines = Stream.concat(
                Stream.of(meant.revision().id() + " " + meant.digest()),
                meant.changes().stream().sorted());
        try {
            Files.write(
                    draft,
                    lines.collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailed(Exit.UNREACHABLE, "%s cannot be written: %s".formatted(file, e.getMessage()));
        }
    }

    /** Takes the note back: from now on a yes must be said anew. */
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandFailed(Exit.UNREACHABLE, "%s cannot be deleted: %s".formatted(file, e.getMessage()));
        }
    }

    /** Whether {@code rollout} brings about the plan that begins with {@code digest}, and is not at its end. */
    boolean goesOn(Rollout rollout, String digest) {
        if (rollout.state().isFinal()) return false;
        return rollout.plan().filter(plan -> plan.digest().startsWith(digest)).isPresent()
                || noted().filter(meant -> meant.revision().equals(rollout.revision())
                                && meant.digest().startsWith(digest))
                        .isPresent();
    }

    /** What was noted; an earlier version noted no changes, and so nothing that an old note could stand for. */
    Optional<Meant> noted() {
        var lines = lines();
        var first = FIRST.matcher(lines.isEmpty() ? "" : lines.getFirst());
        if (!first.matches()) return Optional.empty();
        return Optional.of(
                new Meant(new Revision(first.group(1)), first.group(2), new HashSet<>(lines.subList(1, lines.size()))));
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}

package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Which plan was begun last in a data folder. What is done leaves the plan, so after an interruption the plan that is
 * left has another digest than the one the command names: only this note tells that they belong together.
 */
final class Begun {
    private final Path file;

    Begun(DataFolder folder) {
        this.file = folder.path().resolve("apply-begun");
    }

    /** Notes it before anything is begun. */
    void note(Revision revision, Plan plan) {
        var draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(
                    draft,
                    (revision.id() + " " + plan.digest()).getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailed(Exit.UNREACHABLE, "%s cannot be written: %s".formatted(file, e.getMessage()));
        }
    }

    /** Whether {@code rollout} brings about the plan that begins with {@code digest}, and is not at its end. */
    boolean goesOn(Rollout rollout, String digest) {
        if (rollout.state().isFinal()) return false;
        return rollout.plan().filter(plan -> plan.digest().startsWith(digest)).isPresent()
                || noted().startsWith(rollout.revision().id() + " " + digest);
    }

    private String noted() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}

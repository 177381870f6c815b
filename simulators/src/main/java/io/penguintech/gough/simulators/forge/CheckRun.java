package io.penguintech.gough.simulators.forge;

import java.util.ArrayList;
import java.util.List;

/**
 * A check run of GitHub's.
 *
 * @param id its number
 * @param commit of which commit
 * @param app the app that made it, as in addresses
 * @param name what people see
 * @param externalId what its maker calls it
 * @param status queued, in_progress, completed
 * @param conclusion how it ended; empty while it goes on
 * @param title the first line of what it says
 * @param summary the rest, as Markdown
 * @param details where it leads; empty when nowhere
 * @param annotations what stands beside lines, in the order in which it came
 */
public record CheckRun(
        long id,
        String commit,
        String app,
        String name,
        String externalId,
        String status,
        String conclusion,
        String title,
        String summary,
        String details,
        List<Annotation> annotations) {
    /** Copies the list. */
    public CheckRun {
        annotations = List.copyOf(annotations);
    }

    /**
     * Something beside a line.
     *
     * @param path which file
     * @param line from 1
     * @param level notice, warning, failure
     * @param title a few words
     * @param message plain text
     */
    public record Annotation(String path, int line, String level, String title, String message) {}

    /** What an update says; empty texts leave what there is. Annotations are added to those there are. */
    CheckRun with(CheckRun update) {
        var all = new ArrayList<>(annotations);
        all.addAll(update.annotations());
        return new CheckRun(
                id,
                commit,
                app,
                or(update.name(), name),
                or(update.externalId(), externalId),
                or(update.status(), status),
                or(update.conclusion(), conclusion),
                or(update.title(), title),
                or(update.summary(), summary),
                or(update.details(), details),
                all);
    }

    private static String or(String newer, String older) {
        return newer.isEmpty() ? older : newer;
    }
}

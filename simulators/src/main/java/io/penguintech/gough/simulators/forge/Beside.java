package io.penguintech.gough.simulators.forge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stands beside lines of files: comments, and annotations of check runs. Whoever uses it holds the lock of the {@link Project}. */
final class Beside {
    private final Map<Long, LineNote> notes = new TreeMap<>();
    private final Map<Long, CheckRun> runs = new TreeMap<>();

    LineNote put(LineNote note) {
        notes.put(note.id(), note);
        return note;
    }

    Optional<LineNote> note(long id) {
        return Optional.ofNullable(notes.get(id));
    }

    /** Of one pull request, oldest first. */
    List<LineNote> notes(long pull) {
        return notes.values().stream().filter(note -> note.pull() == pull).toList();
    }

    void remove(long note) {
        notes.remove(note);
    }

    /** A review goes with everything that belongs to it. */
    void removeOf(long review) {
        notes.values().removeIf(note -> note.review() == review);
    }

    CheckRun put(CheckRun run) {
        runs.put(run.id(), run);
        return run;
    }

    Optional<CheckRun> run(long id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** Of one commit, newest first. */
    List<CheckRun> runs(String commit) {
        return runs.values().stream()
                .filter(run -> run.commit().equals(commit))
                .toList()
                .reversed();
    }
}

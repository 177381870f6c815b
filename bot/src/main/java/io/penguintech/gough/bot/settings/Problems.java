package io.penguintech.gough.bot.settings;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the settings, collected so that a person hears all of it at once. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** Adds something the service cannot start with. */
    public void error(String key, String text) {
        found.add(new Problem(Problem.Severity.ERROR, key, text));
    }

    /** Adds something somebody should know. */
    public void warning(String key, String text) {
        found.add(new Problem(Problem.Severity.WARNING, key, text));
    }

    /** Those the service cannot start with, in the order they were found. */
    public List<Problem> errors() {
        return of(Problem.Severity.ERROR);
    }

    /** Those it can start with. */
    public List<Problem> warnings() {
        return of(Problem.Severity.WARNING);
    }

    private List<Problem> of(Problem.Severity severity) {
        return found.stream().filter(p -> p.severity() == severity).toList();
    }
}

package io.penguintech.gough.bot.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The service does not start: something is wrong with its settings. Names all of it. */
public final class SettingsRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Lists the problems, one a line. */
    public SettingsRefused(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "  " + problem)
                .collect(Collectors.joining(
                        "\n",
                        "%d setting%s to mend:\n".formatted(problems.size(), problems.size() == 1 ? "" : "s"),
                        "")));
    }
}

package io.penguintech.gough.bot.cli;

import static io.penguintech.gough.bot.cli.StatusCommand.text;

import io.penguintech.gough.bot.tables.HostRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** What a person asks running hosts from a terminal. The service judges whether they may, and asks. */
final class QuestionCommands {
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final int WIDTH = 20;
    private static final String PATH = "/api/v1/questions";

    private QuestionCommands() {}

    /** What they all have: answers to be shown. */
    abstract static class Answered implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli
        Gough gough;

        @Mixin
        Server server = new Server();

        @Option(
                names = "-o",
                paramLabel = "FORMAT",
                description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        OutputFormat format = OutputFormat.TEXT;

        /** Waits for the answers and shows them; 1 unless every host answered. */
        final int show(String id) {
            if (!id.matches("q[0-9a-f]{1,32}"))
                throw new CommandFailed(Exit.USAGE, id + " is no question: gough ask says its id");
            var question = waited(id);
            switch (format) {
                case JSON -> gough.terminal().result(question.toPrettyString());
                case TEXT -> told(question);
            }
            return question.path("answered").asInt() == question.path("asked").asInt() ? Exit.OK : Exit.INVALID;
        }

        private JsonNode waited(String id) {
            while (true) {
                var question = server.get(gough, PATH + "/" + id);
                if (text(question, "state").equals("ended")) {
                    gough.terminal().progress("");
                    return question;
                }
                gough.terminal().progress(bar(question));
                try {
                    Thread.sleep(LOOK);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CommandFailed(
                            Exit.UNREACHABLE, "interrupted; gough answers %s shows the rest".formatted(id));
                }
            }
        }

        private static String bar(JsonNode question) {
            int asked = Math.max(1, question.path("asked").asInt());
            int heard = 0;
            for (var answer : question.path("answers"))
                if (!text(answer, "state").equals("asking")) heard++;
            int filled = WIDTH * heard / asked;
            return "[%s%s] %d of %d hosts heard"
                    .formatted("#".repeat(filled), ".".repeat(WIDTH - filled), heard, asked);
        }

        private void told(JsonNode question) {
            var terminal = gough.terminal();
            table(question).forEach(terminal::result);
            var answers = question.path("answers");
            for (var host : answers.properties())
                if (!text(host.getValue(), "why").isEmpty())
                    terminal.note(Terminal.plain("%s: %s: %s"
                            .formatted(host.getKey(), text(host.getValue(), "state"), text(host.getValue(), "why"))));
            for (var note : question.path("notes")) terminal.note(Terminal.plain(note.asString("")));
            terminal.note("%d of %d %s answered, %d %s%s"
                    .formatted(
                            question.path("answered").asInt(),
                            question.path("asked").asInt(),
                            question.path("asked").asInt() == 1 ? "host" : "hosts",
                            question.path("said").asLong(),
                            question.path("said").asLong() == 1 ? "row" : "rows",
                            question.path("kept").asLong()
                                            < question.path("said").asLong()
                                    ? ", of which %d are shown"
                                            .formatted(question.path("kept").asLong())
                                    : ""));
        }

        private static List<String> table(JsonNode question) {
            var rows = new TreeMap<String, List<SortedMap<String, String>>>();
            for (var host : question.path("answers").properties())
                for (var row : host.getValue().path("rows")) {
                    var cells = new TreeMap<String, String>();
                    row.properties()
                            .forEach(cell ->
                                    cells.put(cell.getKey(), cell.getValue().asString("")));
                    rows.computeIfAbsent(host.getKey(), any -> new ArrayList<>())
                            .add(cells);
                }
            return HostRows.lines(rows);
        }
    }

    /** What it takes to ask. */
    abstract static class Asking extends Answered {
        @Mixin
        OneRepository repository = new OneRepository();

        @Option(
                names = "--on",
                required = true,
                paramLabel = "HOST|label:KEY=VALUE",
                description = "One host by its name, or all that are declared with the label.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String on;

        @Option(
                names = "--hosts",
                paramLabel = "NUMBER",
                description = "How many hosts that are; needed where they are many.")
        @Nullable
        Integer hosts;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
        @Nullable
        String reason;

        final int ask(String key, String what) {
            var body = new LinkedHashMap<String, Object>();
            body.put(key, what);
            body.put("on", on);
            if (hosts != null) body.put("hosts", hosts);
            if (reason != null) body.put("reason", reason);
            if (repository.id != null) body.put("repository", repository.id);
            var asked = server.post(gough, PATH, body);
            gough.terminal().note(Terminal.plain(text(asked, "text")));
            return show(text(asked, "id"));
        }
    }

    @Command(name = "ask", description = "Ask running hosts an SQL of osquery, and show what they answer.")
    static final class Ask extends Asking {
        @Parameters(index = "0", paramLabel = "SQL", description = "A SELECT; in quotes.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String sql;

        @Override
        public Integer call() {
            return ask("sql", sql);
        }
    }

    @Command(name = "query", description = "Ask running hosts what a declared query asks.")
    static final class Named extends Asking {
        @Parameters(index = "0", paramLabel = "NAME", description = "The query's name.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String name;

        @Override
        public Integer call() {
            return ask("query", name);
        }
    }

    @Command(name = "answers", description = "Show what hosts answered to a question of the last minutes.")
    static final class Answers extends Answered {
        @Parameters(index = "0", paramLabel = "ID", description = "The question, as gough ask or Slack named it.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String id;

        @Override
        public Integer call() {
            return show(id);
        }
    }
}

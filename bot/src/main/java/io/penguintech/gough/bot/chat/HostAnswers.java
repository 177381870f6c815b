package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.HostQuestion;
import io.penguintech.gough.bot.tables.HostRows;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.schema.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What hosts answered, told to whoever asked and to nobody else: in a message, or in a file when it is too long. */
final class HostAnswers {
    /** Of a message's text, in code points; Slack cuts longer ones. */
    private static final int MESSAGE = 2900;

    private static final int LINE = 400;
    private static final int MOST_SILENT = 5;

    private final SlackCalls slack;

    HostAnswers(SlackCalls slack) {
        this.slack = slack;
    }

    /** Tells {@code user}, where they asked. */
    void tell(String channel, String user, Optional<String> thread, HostQuestion question) {
        var table = table(question);
        var message = message(question, table);
        if (message.isPresent()) {
            slack.whisper(channel, user, thread, message.get());
            return;
        }
        slack.whisper(channel, user, thread, summary(question) + "\n" + inFile(user, question, table));
    }

    /** Where the file is; when Slack does not take it, where the answer is. */
    private String inFile(String user, HostQuestion question, List<String> table) {
        try {
            slack.file(
                    user,
                    "answers-%s.txt".formatted(question.id()),
                    question.words(),
                    file(question, table).getBytes(StandardCharsets.UTF_8));
            return "It is too long for a message: it is in a file that I sent to you alone.";
        } catch (SlackTrouble e) {
            return "It is too long for a message, and the file did not get to you: %s. Read it with %s, for a quarter of an hour or so."
                    .formatted(
                            Mrkdwn.words(String.valueOf(e.getMessage())),
                            Mrkdwn.code("gough answers " + question.id()));
        }
    }

    private static Optional<String> message(HostQuestion question, List<String> table) {
        if (table.stream().anyMatch(line -> Mrkdwn.length(line) > LINE)) return Optional.empty();
        var block = table.isEmpty()
                ? ""
                : "\n```\n"
                        + String.join("\n", table.stream().map(Mrkdwn::fenced).toList())
                        + "\n```";
        var text = summary(question) + block;
        return Mrkdwn.length(text) > MESSAGE ? Optional.empty() : Optional.of(text);
    }

    /** How many answered, and of the first others why not. */
    private static String summary(HostQuestion question) {
        var silent = question.silent();
        var lines = new ArrayList<String>();
        lines.add("%s *%s* — %s"
                .formatted(
                        silent.isEmpty() ? ":white_check_mark:" : ":warning:",
                        Mrkdwn.words(question.words()),
                        Mrkdwn.code(Mrkdwn.cut(question.sql(), LINE))));
        if (question.ended().isEmpty())
            lines.add("Fleet is slow, and hosts are still being asked. Read the rest with %s."
                    .formatted(Mrkdwn.code("gough answers " + question.id())));
        question.notes().forEach(note -> lines.add(Mrkdwn.line(Mrkdwn.cut(note, LINE))));
        silent.entrySet().stream()
                .limit(MOST_SILENT)
                .forEach(one -> lines.add("%s: %s"
                        .formatted(
                                Mrkdwn.code(one.getKey().value()),
                                Mrkdwn.line(Mrkdwn.cut(one.getValue().why(), LINE / 2)))));
        if (silent.size() > MOST_SILENT) lines.add("and %d more".formatted(silent.size() - MOST_SILENT));
        return String.join("\n", lines);
    }

    private static String file(HostQuestion question, List<String> table) {
        var head = Stream.of(question.words(), VisibleText.line(question.sql()), "");
        var notes = question.notes().stream().map(VisibleText::line);
        var silent = question.silent().entrySet().stream()
                .map(one -> "%s: %s"
                        .formatted(one.getKey(), VisibleText.line(one.getValue().why())));
        return String.join(
                        "\n",
                        Stream.of(head, table.stream(), Stream.of(""), notes, silent)
                                .flatMap(part -> part)
                                .toList())
                + "\n";
    }

    private static List<String> table(HostQuestion question) {
        var rows = new TreeMap<String, List<SortedMap<String, String>>>();
        question.answers().forEach((host, answer) -> {
            if (answer instanceof LiveAnswer.Rows heard) rows.put(host.value(), heard.first());
        });
        return HostRows.lines(rows);
    }
}

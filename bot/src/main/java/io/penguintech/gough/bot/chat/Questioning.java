package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.HostQuestions;
import io.penguintech.gough.bot.rollout.HostQuestions.Begun;
import io.penguintech.gough.bot.rollout.HostQuestions.What;
import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The words by which people ask running hosts: ask and query. The answers come later, to whoever asked alone. */
final class Questioning {
    /** The last "on" of the line counts: SQL has joins with that word, too. */
    private static final Pattern ASK = Pattern.compile(
            "(?<what>.*\\S)\\s+on\\s+(?<on>\\S+)(\\s+(?<hosts>[0-9]{1,6}))?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern QUERY = Pattern.compile(
            "(?<what>.*?\\S)\\s+(on\\s+)?(?<on>\\S+)(\\s+(?<hosts>[0-9]{1,6}))?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String HOST = "\nHOST is a name, or `label:KEY=VALUE` for all that are declared with it,"
            + " with their NUMBER behind it where they are many.";

    private final HostQuestions questions;

    Questioning(HostQuestions questions) {
        this.questions = questions;
    }

    /** Whether this person may ask anything. */
    boolean may(RepositoryId repository, Actor actor) {
        return questions.may(repository, actor);
    }

    /** What is said at once; with the id of the question when hosts are being asked. */
    Reply say(RepositoryId repository, Actor actor, Word word, String line) {
        var said = (word == Word.ASK ? ASK : QUERY).matcher(typed(line));
        if (!said.matches()) return Reply.of(word.usage() + HOST);
        var what = unquoted(said.group("what"));
        var hosts = Optional.ofNullable(said.group("hosts"))
                .map(number -> OptionalInt.of(Integer.parseInt(number)))
                .orElseGet(OptionalInt::empty);
        var ask = new HostQuestions.Ask(
                word == Word.ASK ? new What.Sql(what) : new What.Named(what), said.group("on"), "", hosts);
        return switch (questions.ask(repository, ask, actor)) {
            case Begun.Asking(var id, var text) -> Reply.asking(":hourglass: " + Mrkdwn.words(text), id);
            case Begun.Refused(var why) -> Reply.of(":no_entry: " + Mrkdwn.words(why));
        };
    }

    /** As the person typed it: Slack escapes three characters, and keyboards turn quotes round. */
    private static String typed(String line) {
        return line.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replace('\u2018', '\'')
                .replace('\u2019', '\'')
                .replace('\u201c', '"')
                .replace('\u201d', '"');
    }

    /** Without the quotes or backticks around all of it. */
    private static String unquoted(String text) {
        var stripped = text.strip();
        for (var quote : new String[] {"```", "`", "\"", "'"})
            if (stripped.length() > 2 * quote.length()
                    && stripped.startsWith(quote)
                    && stripped.indexOf(quote, quote.length()) == stripped.length() - quote.length())
                return stripped.substring(quote.length(), stripped.length() - quote.length())
                        .strip();
        return stripped;
    }
}

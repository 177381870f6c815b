package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.HostQuestion;
import io.penguintech.gough.bot.rollout.HostQuestions;
import io.penguintech.gough.bot.rollout.HostQuestions.Begun;
import io.penguintech.gough.bot.rollout.HostQuestions.What;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.schema.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The part of the REST API by which people ask running hosts. Who may ask what, the rules in force say. */
@RestController
@RequestMapping(path = "/api/v1/questions", produces = MediaType.APPLICATION_JSON_VALUE)
final class QuestionController {
    private static final String WHAT =
            "Say what is asked: {\"sql\": \"SELECT …\"}, or {\"query\": \"the name of a declared query\"}, not both";
    private static final String ON = "Say which hosts: {\"on\": \"a name\"}, or {\"on\": \"label:KEY=VALUE\"}";

    private final Rollouts rollouts;
    private final HostQuestions questions;

    QuestionController(Rollouts rollouts, HostQuestions questions) {
        this.rollouts = rollouts;
        this.questions = questions;
    }

    /** What is asked (SQL, or a declared query by name), of which hosts, how many that are, and why. */
    record Asking(
            @Nullable String repository,
            @Nullable String sql,
            @Nullable String query,
            @Nullable String on,
            @Nullable Integer hosts,
            @Nullable String reason) {}

    /** By what the answers are read. */
    record Asked(String id, String text) {}

    /** A question as it stands. */
    record QuestionJson(
            String id,
            String repository,
            String by,
            String sql,
            Instant at,
            String state,
            @Nullable Instant endedAt,
            int asked,
            int answered,
            long said,
            long kept,
            List<String> notes,
            Map<String, AnswerJson> answers) {}

    /** What one host said, or why it says nothing. */
    record AnswerJson(
            String state,
            int count,
            List<Map<String, String>> rows,
            @Nullable String why) {}

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Asked ask(@RequestBody Asking asking, Authentication who) {
        var repository = Answers.chosen(rollouts, Optional.ofNullable(asking.repository()));
        var ask = new HostQuestions.Ask(
                what(asking),
                Answers.needed(asking.on(), ON),
                asking.reason() == null ? "" : asking.reason(),
                asking.hosts() == null ? OptionalInt.empty() : OptionalInt.of(asking.hosts()));
        return switch (questions.ask(repository, ask, Answers.actor(who))) {
            case Begun.Asking(var id, var text) -> new Asked(id, text);
            case Begun.Refused(var why) -> throw new ResponseStatusException(HttpStatus.CONFLICT, why);
        };
    }

    private static What what(Asking asking) {
        if ((asking.sql() == null) == (asking.query() == null))
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, WHAT);
        return asking.sql() != null
                ? new What.Sql(Answers.needed(asking.sql(), WHAT))
                : new What.Named(Answers.needed(asking.query(), WHAT));
    }

    @GetMapping("/{id}")
    QuestionJson question(@PathVariable String id, Authentication who) {
        return questions
                .find(id, Answers.actor(who))
                .map(QuestionController::json)
                .orElseThrow(
                        () -> Answers.missing(
                                "There is no question of this number that you may read. Answers are kept for a short time only."));
    }

    private static QuestionJson json(HostQuestion question) {
        var answers = new TreeMap<String, AnswerJson>();
        for (HostName host : question.asked()) {
            var answer = question.answers().get(host);
            answers.put(host.value(), answer == null ? new AnswerJson("asking", 0, List.of(), null) : json(answer));
        }
        return new QuestionJson(
                question.id(),
                question.repository().value(),
                question.by(),
                question.sql(),
                question.at(),
                question.ended().isPresent() ? "ended" : "asking",
                question.ended().orElse(null),
                question.asked().size(),
                question.answered(),
                question.said(),
                question.kept(),
                question.notes(),
                answers);
    }

    private static AnswerJson json(LiveAnswer answer) {
        return switch (answer) {
            case LiveAnswer.Rows(int count, var first) ->
                new AnswerJson(
                        "answered",
                        count,
                        first.stream().<Map<String, String>>map(TreeMap::new).toList(),
                        null);
            case LiveAnswer.Silent(var cause, var why) ->
                new AnswerJson(cause.name().toLowerCase(Locale.ROOT).replace('_', '-'), 0, List.of(), why);
        };
    }
}

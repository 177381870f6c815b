package io.penguintech.gough.demo;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The channel as its people use it: they see messages, press buttons, and read what only they are told. */
final class Channel {
    private final URI slack;
    private final Controls controls;
    private final Watching watching;

    Channel(URI slack, Controls controls, Watching watching) {
        this.slack = slack;
        this.controls = controls;
        this.watching = watching;
    }

    /** {@code person} presses Approve of {@code rollout}, and it counts. */
    void approve(Cast.Person person, String rollout) {
        int before = watching.byId(rollout).path("approvals").asInt();
        press(person, Question.of(rollout));
        watching.until(person.name() + "'s approval of " + rollout + " to count", () -> {
            var now = watching.byId(rollout);
            return now.path("approvals").asInt() > before
                    || !now.path("state").asString("").equals("awaiting-approval");
        });
    }

    /** {@code person} presses Approve of {@code rollout}, and is told why it does not count. */
    String refused(Cast.Person person, String rollout) {
        int before = watching.byId(rollout).path("approvals").asInt();
        var why = answered(person, Question.of(rollout));
        var now = watching.byId(rollout);
        if (now.path("approvals").asInt() != before
                || !now.path("state").asString("").equals("awaiting-approval"))
            throw new StoryFailed("the click of " + person.name() + " on " + rollout + " counted: " + now);
        return why;
    }

    /** {@code person} presses a button, and is told something. */
    String answered(Cast.Person person, Question question) {
        int told = told(person).size();
        press(person, question);
        watching.until("an answer to " + person.name(), () -> told(person).size() > told);
        return "\"" + told(person).path(told(person).size() - 1).path("text").asString("") + "\"";
    }

    /**
     * A button that says yes.
     *
     * @param name of what it is about
     * @param action of the button
     * @param value how the button's value begins
     */
    record Question(String name, String action, String value) {
        static Question of(String rollout) {
            return new Question(rollout, "rollout-approve", rollout + " ");
        }

        /** About a pull request at one head. */
        static Question of(long number, String head) {
            return new Question(
                    "pull request %d at %s".formatted(number, head),
                    "pull-approve",
                    "%s %d [0-9a-f]+ %s".formatted(ServiceArguments.REPOSITORY, number, head));
        }

        private boolean isAsked(JsonNode button) {
            return button.path("action_id").asString("").equals(action)
                    && Pattern.compile(value)
                            .matcher(button.path("value").asString(""))
                            .lookingAt();
        }
    }

    /** The message of a question that was replaced has nothing left to press. */
    void hasNoButtons(Question question) {
        watching.until(
                "the buttons of " + question.name() + " to go",
                () -> asking(question).isEmpty());
    }

    /** Waits until the message about a pull request says this. */
    void says(long number, String... words) {
        var title = "Pull request %d of %s".formatted(number, ServiceArguments.REPOSITORY);
        watching.until(
                "the message of pull request %d to say %s".formatted(number, List.of(words)),
                () -> messages()
                        .filter(message -> message.path("text").asString("").startsWith(title))
                        .anyMatch(message ->
                                Stream.of(words).allMatch(message.path("blocks").toString()::contains)));
    }

    private JsonNode told(Cast.Person person) {
        return controls.get(slack + "/state").path("ephemerals").path(person.slack());
    }

    /** {@code person} presses the button as soon as it is there. */
    void press(Cast.Person person, Question question) {
        var shown = new AtomicReference<JsonNode>();
        watching.until("the message of " + question.name() + " in Slack", () -> {
            asking(question).ifPresent(shown::set);
            return shown.get() != null;
        });
        controls.post(
                slack + "/click",
                Map.of(
                        "user",
                        person.slack(),
                        "channel",
                        StandIns.CHANNEL,
                        "ts",
                        shown.get().path("ts").asString(""),
                        "action_id",
                        question.action()));
    }

    /** The newest message with a button of this question. */
    private Optional<JsonNode> asking(Question question) {
        return messages()
                .filter(message -> message.path("blocks")
                        .valueStream()
                        .flatMap(block -> block.path("elements").valueStream())
                        .anyMatch(question::isAsked))
                .reduce((first, last) -> last);
    }

    private Stream<JsonNode> messages() {
        return controls.get(slack + "/channels/" + StandIns.CHANNEL)
                .path("messages")
                .valueStream();
    }
}

package io.penguintech.gough.demo;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** The channel as its people use it: they see messages, press buttons, and read what only they are told. */
final class Channel {
    private static final String APPROVE = "rollout-approve";

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
        press(person, rollout);
        watching.until(person.name() + "'s approval of " + rollout + " to count", () -> {
            var now = watching.byId(rollout);
            return now.path("approvals").asInt() > before
                    || !now.path("state").asString("").equals("awaiting-approval");
        });
    }

    /** {@code person} presses Approve of {@code rollout}, and is told why it does not count. */
    String refused(Cast.Person person, String rollout) {
        int before = watching.byId(rollout).path("approvals").asInt();
        int told = told(person).size();
        press(person, rollout);
        watching.until("an answer to " + person.name(), () -> told(person).size() > told);
        var now = watching.byId(rollout);
        if (now.path("approvals").asInt() != before
                || !now.path("state").asString("").equals("awaiting-approval"))
            throw new StoryFailed("the click of " + person.name() + " on " + rollout + " counted: " + now);
        return "\"" + told(person).path(told(person).size() - 1).path("text").asString("") + "\"";
    }

    /** The message of a question that was replaced has nothing left to press. */
    void hasNoButtons(String rollout) {
        watching.until(
                "the buttons of " + rollout + " to go", () -> question(rollout).isEmpty());
    }

    private JsonNode told(Cast.Person person) {
        return controls.get(slack + "/state").path("ephemerals").path(person.slack());
    }

    private void press(Cast.Person person, String rollout) {
        var shown = new AtomicReference<JsonNode>();
        watching.until("the message of " + rollout + " in Slack", () -> {
            question(rollout).ifPresent(shown::set);
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
                        APPROVE));
    }

    /** The message whose buttons are about {@code rollout}. */
    private Optional<JsonNode> question(String rollout) {
        return controls.get(slack + "/channels/" + StandIns.CHANNEL)
                .path("messages")
                .valueStream()
                .filter(message -> message.path("blocks")
                        .valueStream()
                        .flatMap(block -> block.path("elements").valueStream())
                        .anyMatch(element ->
                                element.path("action_id").asString("").equals(APPROVE)
                                        && element.path("value").asString("").startsWith(rollout + " ")))
                .reduce((first, last) -> last);
    }
}

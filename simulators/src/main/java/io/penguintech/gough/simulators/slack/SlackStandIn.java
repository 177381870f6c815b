package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fault.Faults;
import io.penguintech.gough.simulators.fault.StandInOptions;
import io.penguintech.gough.simulators.fault.StandInServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A stand-in Slack workspace with one app in it.
 *
 * <p>Inwards it serves the Web API below {@code /api/} and the addresses of {@code response_url}; it keeps messages,
 * threads, edits and ephemeral messages, and refuses blocks beyond Slack's limits. Outwards it signs and delivers
 * commands, clicks and events to the address given to {@link #connect}, with deliberate forgeries on request.
 *
 * <p>Rules: methods and errors as in docs.slack.dev; limits, tiers and payloads as in slackapi/java-slack-sdk; words of
 * complaints as quoted in public threads. Inferred are: what an exhausted {@code response_url} answers, the total of
 * text one message takes, {@code thread_not_found}.
 */
public final class SlackStandIn implements AutoCloseable {

    private final Workspace workspace;
    private final Courier courier;
    private final People people;
    private final Uploads uploads;
    private final WebApi api;
    private final Hooks hooks;
    private final SlackControls controls;
    private final StandInServer server;

    private SlackStandIn(SlackSettings settings) {
        this.workspace = new Workspace(settings);
        this.courier = new Courier(settings);
        this.hooks = new Hooks(workspace);
        var triggers = new Triggers(settings.clock(), workspace.born());
        this.people = new People(workspace, courier, hooks, triggers, this::url);
        this.uploads = new Uploads(workspace, this::url);
        this.api = new WebApi(workspace, triggers, new MessageJson(), uploads);
        this.controls = new SlackControls(workspace, people);
        this.server = StandInServer.start(
                StandInOptions.defaults().withPort(settings.port()), new Router(api, hooks, controls, uploads)::handle);
    }

    /** Finds out what a call is about. */
    private record Router(WebApi api, Hooks hooks, SlackControls controls, Uploads uploads) {
        Answer handle(Call call) {
            if (call.path().startsWith("/standin/")) {
                return controls.answer(call);
            }
            if (call.path().startsWith(Uploads.PATH)) {
                return uploads.upload(call);
            }
            return call.path().startsWith("/api/")
                    ? api.answer(call, call.path().substring("/api/".length()))
                    : hooks.answer(call);
        }
    }

    /** Starts; returns when the port is open. */
    public static SlackStandIn start(SlackSettings settings) {
        return new SlackStandIn(settings);
    }

    /** The server's address, without path and without a slash at its end. */
    public String url() {
        return server.baseUrl();
    }

    /** What an app takes in place of {@code https://slack.com/api/}. */
    public String apiUrl() {
        return url() + "/api/";
    }

    /** Tells where the app takes requests, for example {@code http://127.0.0.1:8080/slack/events}. */
    public void connect(URI requestUrl) {
        courier.connect(requestUrl);
    }

    /** The faults in force; changes work from the next call on. */
    public Faults faults() {
        return server.faults();
    }

    /** Pulls the plug: until {@link #up()} every connection is cut without an answer, controls aside. */
    public void down() {
        faults().down();
    }

    /** Puts the plug back. */
    public void up() {
        faults().up();
    }

    /** The calls received, oldest first; controls are not among them. */
    public List<CallRecord> calls() {
        return server.calls();
    }

    /** How many calls of one method of the Web API arrived, whatever they were answered. */
    public long count(String method) {
        return server.count(call -> call.path().equals("/api/" + method));
    }

    /** Someone joins, or someone's name changes: the id is what stays. */
    public void put(SlackUser user) {
        workspace.alone(() -> {
            workspace.put(user);
            return true;
        });
    }

    /** The messages of a channel (id, name, or a person's id for direct messages), oldest first, threads among them. */
    public List<Message> messages(String channel) {
        return workspace.alone(
                () -> workspace.channelId(channel).map(workspace::messages).orElse(List.of()));
    }

    /** The replies in a thread, oldest first. */
    public List<Message> thread(String channel, String ts) {
        return messages(channel).stream()
                .filter(message -> ts.equals(message.threadTs()))
                .toList();
    }

    /** What only this person sees, oldest first. */
    public List<Ephemeral> ephemerals(String userId) {
        return workspace.alone(() -> workspace.ephemerals(userId));
    }

    /** The files that were shared, oldest first. */
    public List<SlackFile> files() {
        return workspace.alone(uploads::shared);
    }

    /** The views opened, oldest first. */
    public List<JsonNode> views() {
        return workspace.alone(workspace::views);
    }

    /** What the app did wrong and Slack would have swallowed: blocks refused in an answer, clicks not accepted. */
    public List<String> problems() {
        return workspace.alone(workspace::problems);
    }

    /** Every request made to the app so far, retries included. */
    public List<Delivery> deliveries() {
        return courier.deliveries();
    }

    /** A person types a slash command in the first channel. */
    public Delivery postCommand(String userId, String command, String text) {
        return postCommand(userId, firstChannel(), command, text, Forgery.GENUINE);
    }

    /**
     * A person types a slash command; its answer is shown as Slack shows it.
     *
     * @throws IllegalArgumentException when there is no such person or channel
     */
    public Delivery postCommand(String userId, String channelId, String command, String text, Forgery forgery) {
        return people.command(userId, channelId, command, text, forgery);
    }

    /**
     * A person presses the button that has this action in the message as it is now.
     *
     * @throws IllegalArgumentException when there is no such message, or not exactly one such button
     */
    public Delivery click(String userId, String channelId, String ts, String actionId) {
        return click(userId, channelId, ts, actionId, Forgery.GENUINE);
    }

    /** The same, with something wrong about the delivery. */
    public Delivery click(String userId, String channelId, String ts, String actionId, Forgery forgery) {
        return people.click(
                userId, channelId, ts, Optional.empty(), new People.Pick(actionId, Optional.empty(), forgery));
    }

    /** A person presses exactly this button of the message as it is now. */
    public Delivery click(String userId, String channelId, String ts, Button button) {
        return people.click(
                userId,
                channelId,
                ts,
                Optional.empty(),
                new People.Pick(button.actionId(), Optional.of(button.blockId()), Forgery.GENUINE));
    }

    /**
     * A person whose screen still shows an old version presses a button of it.
     *
     * @param version 0 for what was first posted
     */
    public Delivery clickStale(String userId, String channelId, String ts, int version, String actionId) {
        return people.click(
                userId,
                channelId,
                ts,
                Optional.of(version),
                new People.Pick(actionId, Optional.empty(), Forgery.GENUINE));
    }

    /** A person presses a button of a message only they see. */
    public Delivery clickEphemeral(String userId, String ts, String actionId) {
        return people.clickEphemeral(userId, ts, new People.Pick(actionId, Optional.empty(), Forgery.GENUINE));
    }

    /** A person writes {@code @gough TEXT}, at the top level or in a thread; retried as Slack does. */
    public Delivery mention(String userId, String channelId, @Nullable String threadTs, String text) {
        return people.mention(userId, channelId, threadTs, text, Forgery.GENUINE);
    }

    /** The same, with something wrong about the delivery, and no retries. */
    public Delivery mention(String userId, String channelId, @Nullable String threadTs, String text, Forgery forgery) {
        return people.mention(userId, channelId, threadTs, text, forgery);
    }

    /** Slack asks whether the address is the app's: a right answer repeats the challenge. */
    public Delivery verifyUrl(String challenge, Forgery forgery) {
        return people.verifyUrl(challenge, forgery);
    }

    /** Slack looks at the certificate: unsigned, answered 200. */
    public Delivery checkSsl() {
        return people.checkSsl();
    }

    /** Sends a request again, byte for byte: what an eavesdropper does, or a network that delivers twice. */
    public Delivery replay(Sent sent) {
        return courier.deliver(sent, 0);
    }

    @Override
    public void close() {
        courier.close();
        server.close();
    }

    private String firstChannel() {
        return workspace.settings().channels().getFirst().id();
    }
}

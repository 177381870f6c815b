package io.penguintech.gough.simulators.slack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything said in the workspace. Guarded by its own lock: use {@link #alone}. */
final class Workspace {

    static final String TEAM = "T0STANDIN";
    static final String DOMAIN = "standin";
    static final String APP = "A0GOUGH";
    static final String BOT = "B0GOUGH";
    static final String BOT_USER = "U0GOUGHBOT";
    static final String SLACKBOT = "USLACKBOT";

    private final ReentrantLock lock = new ReentrantLock();
    private final SlackSettings settings;
    private final Map<String, SlackUser> users = new LinkedHashMap<>();
    private final Map<String, Map<String, Message>> messages = new LinkedHashMap<>();
    private final List<Ephemeral> ephemerals = new ArrayList<>();
    private final List<JsonNode> views = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final String born;
    private long lastMicros;
    private long revision;

    Workspace(SlackSettings settings) {
        this.settings = settings;
        this.born =
                Long.toString(settings.clock().millis(), Character.MAX_RADIX).toUpperCase(Locale.ROOT);
        settings.users().forEach(this::put);
        settings.channels().forEach(channel -> messages.put(channel.id(), new LinkedHashMap<>()));
    }

    /** Runs {@code work} alone. */
    <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    SlackSettings settings() {
        return settings;
    }

    /** Part of every id that apps remember: a stand-in started anew must not use one twice. */
    String born() {
        return born;
    }

    Instant now() {
        return settings.clock().instant();
    }

    /** Rises with everything that can be seen to change. */
    long revision() {
        return revision;
    }

    Optional<SlackUser> user(String id) {
        return Optional.ofNullable(users.get(id));
    }

    List<SlackUser> users() {
        return List.copyOf(users.values());
    }

    /** Lets someone in, or changes what is known of someone. */
    void put(SlackUser user) {
        users.put(user.id(), user);
        revision++;
    }

    /** A channel by id, by name or by the user whose direct messages it is; its id. */
    Optional<String> channelId(String given) {
        var name = given.startsWith("#") ? given.substring(1) : given;
        var channel = settings.channels().stream()
                .filter(known -> known.id().equals(given) || known.name().equals(name))
                .map(SlackChannel::id)
                .findFirst();
        return channel.or(() -> user(given).map(user -> directChannel(user.id())))
                .or(() -> Optional.of(given).filter(messages::containsKey));
    }

    String directChannel(String userId) {
        var id = "D" + userId.substring(1);
        messages.computeIfAbsent(id, any -> new LinkedHashMap<>());
        return id;
    }

    boolean botMayPost(String channelId) {
        return settings.channels().stream()
                .filter(channel -> channel.id().equals(channelId))
                .allMatch(SlackChannel::botIsMember);
    }

    String channelName(String id) {
        return settings.channels().stream()
                .filter(channel -> channel.id().equals(id))
                .map(SlackChannel::name)
                .findFirst()
                .orElse("directmessage");
    }

    List<Message> messages(String channelId) {
        return List.copyOf(messages.getOrDefault(channelId, Map.of()).values());
    }

    List<String> channelIds() {
        return List.copyOf(messages.keySet());
    }

    Optional<Message> message(String channelId, String ts) {
        return Optional.ofNullable(messages.getOrDefault(channelId, Map.of()).get(ts));
    }

    Message post(String channelId, String user, @Nullable String threadTs, Content content) {
        var ts = nextTs();
        var message = new Message(channelId, ts, user, threadTs, Json.object(), List.of(version(content, ts)));
        messages.computeIfAbsent(channelId, any -> new LinkedHashMap<>()).put(ts, message);
        revision++;
        return message;
    }

    Message edit(Message message, Content content) {
        var edited = message.edited(version(content, nextTs()));
        messages.computeIfAbsent(message.channel(), any -> new LinkedHashMap<>())
                .put(message.ts(), edited);
        revision++;
        return edited;
    }

    Message label(Message message, ObjectNode metadata) {
        var labelled = message.labelled(metadata);
        messages.computeIfAbsent(message.channel(), any -> new LinkedHashMap<>())
                .put(message.ts(), labelled);
        return labelled;
    }

    void delete(Message message) {
        messages.getOrDefault(message.channel(), Map.of()).remove(message.ts());
        revision++;
    }

    Ephemeral show(String channelId, String to, Content content, Ephemeral.Via via) {
        return show(channelId, to, null, content, via);
    }

    Ephemeral show(String channelId, String to, @Nullable String threadTs, Content content, Ephemeral.Via via) {
        var ts = nextTs();
        var shown = new Ephemeral(channelId, ts, to, threadTs, version(content, ts), via);
        ephemerals.add(shown);
        revision++;
        return shown;
    }

    void changeEphemerals(UnaryOperator<List<Ephemeral>> change) {
        var changed = change.apply(List.copyOf(ephemerals));
        ephemerals.clear();
        ephemerals.addAll(changed);
        revision++;
    }

    List<Ephemeral> ephemerals(String to) {
        return ephemerals.stream().filter(shown -> shown.to().equals(to)).toList();
    }

    void open(JsonNode view) {
        views.add(view);
        revision++;
    }

    List<JsonNode> views() {
        return List.copyOf(views);
    }

    /** Notes what Slack would swallow without a word to the app. */
    void complain(String problem) {
        problems.add(problem);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    MessageVersion version(Content content, String ts) {
        return new MessageVersion(content.text(), content.storedBlocks("s" + ts.substring(ts.indexOf('.') + 1)), now());
    }

    String nextTs() {
        var now = now();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        lastMicros = Math.max(lastMicros + 1, micros);
        return "%d.%06d".formatted(lastMicros / 1_000_000, lastMicros % 1_000_000);
    }
}

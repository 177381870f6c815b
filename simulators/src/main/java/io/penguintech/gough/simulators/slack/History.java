package io.penguintech.gough.simulators.slack;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Reading back what was said: conversations.history, newest first, and conversations.replies, oldest first. */
final class History {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 999;

    private final Workspace workspace;
    private final MessageJson json;

    History(Workspace workspace, MessageJson json) {
        this.workspace = workspace;
        this.json = json;
    }

    /** Top-level messages between {@code oldest} and {@code latest}, both exclusive unless {@code inclusive}. */
    ObjectNode history(String channel, Arguments arguments) {
        requireMember(channel);
        var wanted = workspace.messages(channel).stream()
                .filter(message -> message.threadTs() == null)
                .filter(message -> within(message, arguments))
                .sorted(Comparator.comparing(Message::ts).reversed())
                .toList();
        return page(wanted, arguments);
    }

    /** The message that began a thread and all replies to it. */
    ObjectNode replies(String channel, Arguments arguments) {
        requireMember(channel);
        var asked =
                workspace.message(channel, arguments.get("ts")).orElseThrow(() -> new ApiRefusal("thread_not_found"));
        var root = Objects.requireNonNullElse(asked.threadTs(), asked.ts());
        var wanted = workspace.messages(channel).stream()
                .filter(message -> message.ts().equals(root) || root.equals(message.threadTs()))
                .filter(message -> message.ts().equals(root) || within(message, arguments))
                .toList();
        return page(wanted, arguments);
    }

    private void requireMember(String channel) {
        if (!workspace.botMayPost(channel)) {
            throw new ApiRefusal("not_in_channel");
        }
    }

    private static boolean within(Message message, Arguments arguments) {
        var at = new BigDecimal(message.ts());
        boolean inclusive = arguments.get("inclusive").equals("1")
                || arguments.get("inclusive").equals("true");
        int least = inclusive ? 0 : 1;
        return bound(arguments, "oldest")
                        .map(oldest -> at.compareTo(oldest) >= least)
                        .orElse(true)
                && bound(arguments, "latest")
                        .map(latest -> latest.compareTo(at) >= least)
                        .orElse(true);
    }

    private static Optional<BigDecimal> bound(Arguments arguments, String name) {
        try {
            return Optional.of(arguments.get(name))
                    .filter(text -> !text.isEmpty())
                    .map(BigDecimal::new);
        } catch (NumberFormatException e) {
            throw new ApiRefusal("invalid_ts_" + name);
        }
    }

    private ObjectNode page(List<Message> wanted, Arguments arguments) {
        int from = number(arguments, "cursor", 0);
        int limit = Math.min(MOST, number(arguments, "limit", DEFAULT_LIMIT));
        if (from > wanted.size() || limit == 0) {
            throw new ApiRefusal(limit == 0 ? "invalid_limit" : "invalid_cursor");
        }
        int to = Math.min(wanted.size(), from + limit);
        boolean metadata = List.of("1", "true").contains(arguments.get("include_all_metadata"));
        var body = Json.object();
        var messages = body.putArray("messages");
        wanted.subList(from, to)
                .forEach(message ->
                        messages.add(metadata ? json.withMetadata(message) : json.message(message, message.current())));
        body.put("has_more", to < wanted.size());
        if (to < wanted.size()) {
            body.putObject("response_metadata").put("next_cursor", Integer.toString(to));
        }
        return body;
    }

    private static int number(Arguments arguments, String name, int otherwise) {
        try {
            return arguments.get(name).isEmpty() ? otherwise : Integer.parseUnsignedInt(arguments.get(name));
        } catch (NumberFormatException e) {
            throw new ApiRefusal("invalid_" + name);
        }
    }
}

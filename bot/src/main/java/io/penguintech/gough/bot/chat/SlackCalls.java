package io.penguintech.gough.bot.chat;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.model.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The few calls of Slack's Web API that Gough makes. One {@link SlackConfig} for the process: each makes thread pools
 * of its own. Every call has a time limit; what went wrong is a {@link SlackTrouble} without token or content.
 */
final class SlackCalls implements AutoCloseable {
    private static final int CALL_MILLIS = 10_000;
    private static final int RATE_LIMITED = 429;
    private static final String EVENT = "gough_post";

    private final Slack slack;
    private final MethodsClient methods;

    SlackCalls(SlackAccess access) {
        var config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(access.apiUrl());
        config.setProxyUrl(null);
        config.setHttpClientCallTimeoutMillis(CALL_MILLIS);
        config.setHttpClientReadTimeoutMillis(CALL_MILLIS);
        config.setHttpClientWriteTimeoutMillis(CALL_MILLIS);
        config.setPrettyResponseLoggingEnabled(false);
        config.setStatsEnabled(false);
        slack = Slack.getInstance(config);
        methods = slack.methods(access.botToken());
    }

    /** Posts a message that carries {@code key}, by which {@link #find} knows it again; its ts. */
    String post(String channel, Optional<String> thread, String key, RolloutCard card) {
        var answer = answered(() -> methods.chatPostMessage(r -> r.channel(channel)
                .threadTs(thread.orElse(null))
                .text(card.text())
                .blocks(card.blocks().isEmpty() ? null : card.blocks())
                .unfurlLinks(false)
                .unfurlMedia(false)
                .metadata(Message.Metadata.builder()
                        .eventType(EVENT)
                        .eventPayload(Map.of("key", key))
                        .build())));
        return answer.getTs();
    }

    /** Makes a message look like {@code card}. */
    void update(String channel, String ts, RolloutCard card) {
        answered(() -> methods.chatUpdate(
                r -> r.channel(channel).ts(ts).text(card.text()).blocks(card.blocks())));
    }

    /** The ts of our message with {@code key} among the newest hundred since {@code oldest}; empty when there is none. */
    Optional<String> find(String channel, Optional<String> thread, String key, String oldest) {
        List<Message> messages = thread.isPresent()
                ? answered(() -> methods.conversationsReplies(r -> r.channel(channel)
                                .ts(thread.get())
                                .includeAllMetadata(true)
                                .limit(100)))
                        .getMessages()
                : answered(() -> methods.conversationsHistory(r -> r.channel(channel)
                                .oldest(oldest)
                                .includeAllMetadata(true)
                                .limit(100)))
                        .getMessages();
        return messages.stream()
                .filter(m -> m.getMetadata() != null
                        && key.equals(m.getMetadata().getEventPayload().get("key")))
                .map(Message::getTs)
                .findFirst();
    }

    /** Says something to one person where they are; nobody else sees it, and nobody misses it when it is lost. */
    void whisper(String channel, String user, Optional<String> thread, String words) {
        answered(() -> methods.chatPostEphemeral(
                r -> r.channel(channel).user(user).threadTs(thread.orElse(null)).text(words)));
    }

    @Override
    public void close() {
        try {
            slack.close();
        } catch (Exception e) {
            throw new IllegalStateException("Slack's threads did not end", e);
        }
    }

    private interface Call<T> {
        T make() throws IOException, SlackApiException;
    }

    private static <T extends SlackApiTextResponse> T answered(Call<T> call) {
        try {
            var answer = call.make();
            if (!answer.isOk()) throw new SlackTrouble.Refused(answer.getError());
            return answer;
        } catch (SlackApiException e) {
            if (e.getResponse().code() == RATE_LIMITED) throw new SlackTrouble.TooFast(retryAfter(e));
            throw new SlackTrouble.Unreachable(
                    "Slack answered " + e.getResponse().code());
        } catch (IOException e) {
            throw new SlackTrouble.Unreachable(
                    "Slack does not answer: " + e.getClass().getSimpleName());
        }
    }

    private static Duration retryAfter(SlackApiException e) {
        var seconds = e.getResponse().header("Retry-After", "30");
        return Duration.ofSeconds(seconds != null && seconds.matches("[0-9]{1,4}") ? Long.parseLong(seconds) : 30);
    }
}

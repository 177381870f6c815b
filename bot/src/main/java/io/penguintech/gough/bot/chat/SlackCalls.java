package io.penguintech.gough.bot.chat;

import com.google.gson.JsonParseException;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.SlackFilesUploadV2Exception;
import com.slack.api.methods.response.files.FilesGetUploadURLExternalResponse;
import com.slack.api.model.Message;
import com.slack.api.util.http.SlackHttpClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The few calls of Slack's Web API that Gough makes. One {@link SlackConfig} for the process: each makes thread pools
 * of its own. Every call has a time limit; a pause that Slack asks for is kept; what went wrong is a
 * {@link SlackTrouble} without token or content.
 */
final class SlackCalls implements AutoCloseable {
    /** The scopes these calls need, besides {@code commands} and {@code app_mentions:read}. */
    static final List<String> SCOPES =
            List.of("chat:write", "channels:history", "groups:history", "files:write", "im:write");

    private static final int CALL_MILLIS = 10_000;
    private static final int RATE_LIMITED = 429;
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 25;
    private static final String EVENT = "gough_post";

    private final Slack slack;
    private final MethodsClient methods;
    private final Pauses pauses;
    private final MeterRegistry meters;

    SlackCalls(SlackAccess access, Clock clock, MeterRegistry meters) {
        var config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(access.apiUrl());
        config.setProxyUrl(null);
        config.setHttpClientCallTimeoutMillis(CALL_MILLIS);
        config.setHttpClientReadTimeoutMillis(CALL_MILLIS);
        config.setHttpClientWriteTimeoutMillis(CALL_MILLIS);
        config.setPrettyResponseLoggingEnabled(false);
        config.setStatsEnabled(false);
        this.slack = Slack.getInstance(config, new SlackHttpClient(onceOnly(config)));
        this.methods = slack.methods(access.botToken());
        this.pauses = new Pauses(clock);
        this.meters = meters;
    }

    /** Left to itself, the client repeats a call whose connection broke, and a message that was posted is posted again. */
    private static OkHttpClient onceOnly(SlackConfig config) {
        return SlackHttpClient.buildOkHttpClient(config)
                .newBuilder()
                .retryOnConnectionFailure(false)
                .build();
    }

    /** Posts a message that carries {@code key}, by which {@link #find} knows it again; its ts. */
    String post(String channel, Optional<String> thread, String key, RolloutCard card) {
        var answer = answered(
                "chat.postMessage " + channel,
                () -> methods.chatPostMessage(r -> r.channel(channel)
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
        answered(
                "chat.update",
                () -> methods.chatUpdate(
                        r -> r.channel(channel).ts(ts).text(card.text()).blocks(card.blocks())));
    }

    /** The ts of our message with {@code key} among those since {@code oldest}; empty when there is none. */
    Optional<String> find(String channel, Optional<String> thread, String key, String oldest) {
        String cursor = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            var read = page(channel, thread, oldest, cursor);
            var found = read.messages().stream()
                    .filter(message -> key.equals(keyOf(message)))
                    .map(Message::getTs)
                    .findFirst();
            if (found.isPresent() || read.next() == null) return found;
            cursor = read.next();
        }
        return Optional.empty();
    }

    private record Page(List<Message> messages, @Nullable String next) {}

    private Page page(String channel, Optional<String> thread, String oldest, @Nullable String cursor) {
        if (thread.isPresent()) {
            var read = answered(
                    "conversations.replies",
                    () -> methods.conversationsReplies(r -> r.channel(channel)
                            .ts(thread.get())
                            .oldest(oldest)
                            .cursor(cursor)
                            .includeAllMetadata(true)
                            .limit(PAGE)));
            return new Page(
                    read.getMessages(),
                    read.isHasMore() ? read.getResponseMetadata().getNextCursor() : null);
        }
        var read = answered(
                "conversations.history",
                () -> methods.conversationsHistory(r -> r.channel(channel)
                        .oldest(oldest)
                        .cursor(cursor)
                        .includeAllMetadata(true)
                        .limit(PAGE)));
        return new Page(
                read.getMessages(),
                read.isHasMore() ? read.getResponseMetadata().getNextCursor() : null);
    }

    private static @Nullable Object keyOf(Message message) {
        var metadata = message.getMetadata();
        if (metadata == null || metadata.getEventPayload() == null || !EVENT.equals(metadata.getEventType()))
            return null;
        return metadata.getEventPayload().get("key");
    }

    /** Says something to one person where they are; nobody else sees it, and nobody misses it when it is lost. */
    void whisper(String channel, String user, Optional<String> thread, String words) {
        answered(
                "chat.postEphemeral",
                () -> methods.chatPostEphemeral(r -> r.channel(channel)
                        .user(user)
                        .threadTs(thread.orElse(null))
                        .text(words)));
    }

    /** Sends a file to one person's direct messages; nobody else can open it. */
    void file(String user, String name, String comment, byte[] content) {
        var direct = answered("conversations.open", () -> methods.conversationsOpen(r -> r.users(List.of(user))))
                .getChannel()
                .getId();
        answered("files.upload", () -> {
            try {
                return methods.filesUploadV2(r -> r.channel(direct)
                        .filename(name)
                        .title(name)
                        .fileData(content)
                        .initialComment(comment));
            } catch (SlackFilesUploadV2Exception e) {
                throw new SlackTrouble.Refused(refusal(e));
            }
        });
    }

    /** Slack's own word in whichever of the three calls it said no. */
    private static String refusal(SlackFilesUploadV2Exception e) {
        if (e.getCompleteResponse() != null && e.getCompleteResponse().getError() != null)
            return e.getCompleteResponse().getError();
        return e.getGetURLResponses().stream()
                .filter(answer -> answer.getError() != null)
                .map(FilesGetUploadURLExternalResponse::getError)
                .findFirst()
                .orElse("the upload was not taken");
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

    private <T extends SlackApiTextResponse> T answered(String kind, Call<T> call) {
        pauses.check(kind);
        try {
            var answer = call.make();
            if (!answer.isOk()) throw new SlackTrouble.Refused(answer.getError());
            count(kind, "ok");
            return answer;
        } catch (SlackApiException e) {
            throw trouble(kind, e);
        } catch (SlackTrouble.Refused e) {
            count(kind, "refused");
            throw e;
        } catch (IOException | JsonParseException e) {
            count(kind, "unreachable");
            throw new SlackTrouble.Unreachable(
                    "Slack does not answer: " + e.getClass().getSimpleName());
        }
    }

    private SlackTrouble trouble(String kind, SlackApiException e) {
        if (e.getResponse().code() == RATE_LIMITED) {
            count(kind, "too-fast");
            var pause = retryAfter(e);
            pauses.begin(kind, pause);
            return new SlackTrouble.TooFast(pause);
        }
        count(kind, "unreachable");
        return new SlackTrouble.Unreachable("Slack answered " + e.getResponse().code());
    }

    private void count(String kind, String outcome) {
        var method = kind.split(" ", 2)[0];
        meters.counter("gough.slack.calls", "method", method, "outcome", outcome)
                .increment();
    }

    private static Duration retryAfter(SlackApiException e) {
        var seconds = e.getResponse().header("Retry-After", "30");
        return Duration.ofSeconds(seconds != null && seconds.matches("[0-9]{1,4}") ? Long.parseLong(seconds) : 30);
    }
}

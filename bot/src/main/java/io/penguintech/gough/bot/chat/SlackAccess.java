package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * How Slack is reached, and how it proves that it is Slack.
 *
 * @param apiUrl base of the Web API, with a slash at its end
 * @param botToken the bot's token; never printed
 * @param signingSecret what Slack signs its calls with; never printed
 * @param channels each repository's channel
 * @param publicUrl where people reach Gough's page, for links
 */
public record SlackAccess(
        String apiUrl,
        String botToken,
        String signingSecret,
        Map<RepositoryId, String> channels,
        Optional<String> publicUrl) {
    private static final int SHORTEST_SECRET = 16;

    /** Refuses what would let anybody sign: a blank or short secret. */
    public SlackAccess {
        if (signingSecret.strip().length() < SHORTEST_SECRET)
            throw new IllegalArgumentException("Slack's signing secret is missing or too short to be one");
        if (!botToken.startsWith("xoxb-"))
            throw new IllegalArgumentException("Slack's bot token is missing or is none: it begins with xoxb-");
        channels = Map.copyOf(channels);
    }

    /** The repository that speaks in {@code channel}, the first by name of several; or the only one there is. */
    Optional<RepositoryId> repositoryOf(String channel) {
        if (channels.size() == 1) return channels.keySet().stream().findFirst();
        return channels.entrySet().stream()
                .filter(e -> e.getValue().equals(channel))
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder());
    }

    /** The address and the channels; no secret. */
    @Override
    public String toString() {
        return "SlackAccess[apiUrl=%s, channels=%s]".formatted(apiUrl, channels);
    }
}

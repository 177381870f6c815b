package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.settings.Settings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Gough speaks with people in Slack. Without a bot token it runs without Slack.
 *
 * @param botTokenFile file with the bot's token; it begins with {@code xoxb-}
 * @param signingSecretFile file with the secret Slack signs its calls with
 * @param apiUrl base of Slack's Web API
 * @param publicUrl where people reach Gough's pages, for links in messages
 */
@ConfigurationProperties(ChatSettings.PREFIX)
public record ChatSettings(
        @Nullable SecretFile botTokenFile,
        @Nullable SecretFile signingSecretFile,
        @DefaultValue("https://slack.com/api/") URI apiUrl,
        @Nullable URI publicUrl)
        implements Settings {
    static final String PREFIX = "gough.slack";
    /** The setting that turns Slack on. */
    static final String SWITCH = PREFIX + ".bot-token-file";

    @Override
    public void check(Problems problems) {
        if (botTokenFile == null) {
            if (signingSecretFile != null)
                problems.error(SWITCH, "is missing, but a signing secret is given; name the file with the bot's token");
            return;
        }
        botTokenFile.check(SWITCH, problems);
        if (signingSecretFile == null)
            problems.error(
                    PREFIX + ".signing-secret-file", "is missing; without it anybody could press Gough's buttons");
        else signingSecretFile.check(PREFIX + ".signing-secret-file", problems);
        if (!apiUrl.toString().matches("https?://[^?#]+/"))
            problems.error(PREFIX + ".api-url", "must be an http(s) address that ends in a slash");
        if (publicUrl != null && !publicUrl.toString().matches("https?://[^?#<>|\\s]+"))
            problems.error(PREFIX + ".public-url", "must be the http(s) address of Gough's first page");
    }
}

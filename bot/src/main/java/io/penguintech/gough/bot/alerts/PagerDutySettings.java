package io.penguintech.gough.bot.alerts;

import io.penguintech.gough.bot.rollout.Alert;
import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.settings.Settings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which alerts PagerDuty is told. Without a routing key it is told nothing.
 *
 * @param routingKeyFile file with the integration key of a PagerDuty service (Events API v2)
 * @param url where events are sent
 * @param from the least severe that is sent: info, warning or critical
 * @param proxy {@code http://HOST:PORT}
 */
@ConfigurationProperties(PagerDutySettings.PREFIX)
public record PagerDutySettings(
        @Nullable SecretFile routingKeyFile,

        @DefaultValue("https://events.pagerduty.com/v2/enqueue")
        URI url,

        @DefaultValue("critical") Alert.Severity from,
        @Nullable URI proxy)
        implements Settings {
    static final String PREFIX = "gough.pagerduty";
    /** The setting that turns it on. */
    static final String SWITCH = PREFIX + ".routing-key-file";

    @Override
    public void check(Problems problems) {
        if (routingKeyFile != null) routingKeyFile.check(SWITCH, problems);
        if (!url.toString().matches("https?://[^?#\\s]+"))
            problems.error(PREFIX + ".url", "must be an http(s) address without a query");
        if (proxy != null && (proxy.getHost() == null || proxy.getPort() < 0))
            problems.error(PREFIX + ".proxy", "must be http://HOST:PORT");
    }
}

package io.penguintech.gough.bot.intake;

import io.penguintech.gough.bot.forge.ForgeSettings;
import io.penguintech.gough.bot.source.SourceSettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What stands behind {@link WebhookEndpoint}. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
    @Bean
    Hooks hooks(ForgeSettings forges, SourceSettings sources) {
        return new Hooks(forges, sources);
    }

    @Bean
    WebhookDeliveries webhookDeliveries(JdbcClient db, Clock clock) {
        return new WebhookDeliveries(db, clock);
    }
}

package io.penguintech.gough.bot.intake;

import io.penguintech.gough.bot.forge.ForgeSettings;
import io.penguintech.gough.bot.source.SourceSettings;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What stands behind {@link WebhookEndpoint}. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
    @Bean
    Hooks hooks(ForgeSettings forges, SourceSettings sources) {
        return new Hooks(forges, sources);
    }

    @Bean
    WebhookDeliveries webhookDeliveries(DataSource database, JdbcClient db, Clock clock) {
        return new WebhookDeliveries(new TransactionTemplate(new JdbcTransactionManager(database)), db, clock);
    }
}

package io.penguintech.gough.bot;

import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.bot.storage.DatabaseWatch;
import io.penguintech.gough.bot.storage.EmbeddedDatabase;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The data folder, and the embedded database unless {@code spring.datasource.url} names another. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
    private static final Duration OFTEN = Duration.ofSeconds(2);

    @Bean
    DataFolder dataFolder(ServiceSettings settings) {
        return DataFolder.open(settings.dataDir());
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> watchingTheDatabase(DataSource dataSource, Clock clock, Jobs jobs) {
        return ready -> jobs.every("watch of the database", OFTEN, new DatabaseWatch(dataSource, clock)::look);
    }

    /** Only without a database of the operator's own. Closed after everything that uses it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.datasource.url", matchIfMissing = true, havingValue = "embedded")
    static class Embedded {
        @Bean
        EmbeddedDatabase embeddedDatabase(DataFolder folder) {
            return EmbeddedDatabase.start(folder);
        }

        @Bean
        JdbcConnectionDetails jdbcConnectionDetails(EmbeddedDatabase database) {
            return new JdbcConnectionDetails() {
                @Override
                public String getUsername() {
                    return database.user();
                }

                @Override
                public String getPassword() {
                    return database.password();
                }

                @Override
                public String getJdbcUrl() {
                    return database.url();
                }
            };
        }
    }
}

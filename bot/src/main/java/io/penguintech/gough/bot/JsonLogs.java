package io.penguintech.gough.bot;

import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/** Turns {@code gough.log.json=true} into Spring Boot's structured logging, before logging is set up. */
final class JsonLogs implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var environment = event.getEnvironment();
        if (!"true".equalsIgnoreCase(environment.getProperty("gough.log.json"))) return;
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("json logs", Map.of("logging.structured.format.console", "ecs")));
    }

    /** After the settings files are read, before logging starts. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }
}

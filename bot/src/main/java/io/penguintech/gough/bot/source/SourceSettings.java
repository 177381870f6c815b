package io.penguintech.gough.bot.source;

import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.Settings;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The infra repositories of this server.
 *
 * @param repositories by id
 */
@ConfigurationProperties("gough")
public record SourceSettings(@DefaultValue Map<String, RepositorySettings> repositories) implements Settings {
    /** Keeps an unmodifiable sorted copy. */
    public SourceSettings {
        repositories = Collections.unmodifiableMap(new TreeMap<>(repositories));
    }

    @Override
    public void check(Problems problems) {
        repositories.forEach((id, repository) -> {
            var key = "gough.repositories." + id;
            try {
                new RepositoryId(id);
            } catch (IllegalArgumentException e) {
                problems.error(key, String.valueOf(e.getMessage()));
            }
            repository.check(key, problems);
        });
    }
}

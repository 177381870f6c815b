package io.penguintech.gough.bot.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.Environment;

/** Reads settings records before anything starts, so that all their problems come out in one go. */
public final class SettingsReader {
    private final Binder binder;
    private final Problems problems = new Problems();

    /** Reads from {@code environment}. */
    public SettingsReader(Environment environment) {
        this.binder = Binder.get(environment);
    }

    /** Binds and checks each record; a value that does not parse is a problem and does not hide the others. */
    public Problems read(List<Class<? extends Settings>> records) {
        for (var record : records) read(record);
        return problems;
    }

    private <T extends Settings> void read(Class<T> record) {
        var prefix = MergedAnnotations.from(record)
                .get(ConfigurationProperties.class)
                .getString("prefix");
        var unparsed = new Unparsed();
        try {
            var settings = binder.bindOrCreate(prefix, Bindable.of(record), unparsed);
            if (unparsed.found.isEmpty()) settings.check(problems);
        } catch (BindException e) {
            if (unparsed.found.isEmpty()) problems.error(e.getName().toString(), reason(e));
        }
        unparsed.found.forEach(problem -> problems.error(problem.key(), problem.text()));
    }

    /** Notes every value that cannot be converted and lets the binder go on without it. */
    private static final class Unparsed implements BindHandler {
        private final List<Problem> found = new ArrayList<>();

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                throws Exception {
            var property = context.getConfigurationProperty();
            if (property == null || !property.getName().equals(name)) throw error;
            found.add(new Problem(Problem.Severity.ERROR, name.toString(), reason(error)));
            return null;
        }
    }

    /** The innermost message; a setting is never a secret (those stand in files), so it may be shown. */
    private static String reason(Throwable error) {
        var innermost = error;
        while (innermost.getCause() != null) innermost = innermost.getCause();
        var text = innermost.getMessage();
        return text == null ? innermost.getClass().getSimpleName() : text;
    }
}

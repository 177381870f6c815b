package io.penguintech.gough.bot;

import io.penguintech.gough.bot.settings.Settings;
import io.penguintech.gough.bot.settings.SettingsReader;
import io.penguintech.gough.bot.settings.SettingsRefused;
import io.penguintech.gough.bot.settings.UnknownKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/** Lets nothing start before all settings of all packages are known to be sound. */
final class SettingsGate implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsGate.class);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var problems = new SettingsReader(context.getEnvironment()).read(records());
        new UnknownKeys(records()).check(context.getEnvironment(), problems);
        if (!problems.errors().isEmpty()) throw new SettingsRefused(problems.errors());
        problems.warnings().forEach(warning -> LOG.warn("{}", warning));
    }

    /** Every settings record of the service, by name. */
    static List<Class<? extends Settings>> records() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(Settings.class));
        var records = new ArrayList<Class<? extends Settings>>();
        for (var found : scanner.findCandidateComponents(SettingsGate.class.getPackageName()))
            records.add(ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null)
                    .asSubclass(Settings.class));
        records.sort(Comparator.comparing(Class::getName));
        return records;
    }
}

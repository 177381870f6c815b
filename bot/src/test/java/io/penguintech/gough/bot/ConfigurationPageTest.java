package io.penguintech.gough.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.annotation.MergedAnnotations;

/** The page with every setting tells the truth. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern ROW = Pattern.compile("\\| `(gough\\.[^`]+)` \\| (?:`([^`]*)`)? ?\\| \\S.*\\|");

    @Test
    void everySettingIsOnThePageWithItsDefaultAndNoOther() throws IOException {
        assertThat(documented()).isEqualTo(inCode());
    }

    private static Map<String, String> documented() throws IOException {
        var rows = new TreeMap<String, String>();
        for (var line : Files.readAllLines(PAGE)) {
            var row = ROW.matcher(line);
            if (row.matches()) rows.put(row.group(1), row.group(2) == null ? "" : row.group(2));
        }
        return rows;
    }

    private static Map<String, String> inCode() {
        var settings = new TreeMap<String, String>();
        for (var record : SettingsGate.records()) {
            var prefix = MergedAnnotations.from(record)
                    .get(ConfigurationProperties.class)
                    .getString("prefix");
            components(prefix, record, settings);
        }
        return settings;
    }

    private static void components(String prefix, Class<?> record, Map<String, String> settings) {
        for (var component : record.getRecordComponents()) {
            var key = prefix + "." + kebab(component.getName());
            setting(key, component, component.getGenericType(), settings);
        }
    }

    private static void setting(String key, RecordComponent component, Type type, Map<String, String> settings) {
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            var element = (Class<?>) arguments[arguments.length - 1];
            var each = key + (generic.getRawType() == Map.class ? ".<name>" : "[n]");
            if (isGroup(element)) components(each, element, settings);
            else settings.put(generic.getRawType() == Map.class ? each : key, "");
        } else if (isGroup((Class<?>) type)) components(key, (Class<?>) type, settings);
        else settings.put(key, defaultOf(component));
    }

    private static boolean isGroup(Class<?> type) {
        return type.isRecord() && !type.getSimpleName().equals("SecretFile");
    }

    private static String defaultOf(RecordComponent component) {
        return Arrays.stream(component
                        .getDeclaringRecord()
                        .getDeclaredConstructors()[0]
                        .getParameters())
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .map(parameter -> parameter.getAnnotation(DefaultValue.class))
                .filter(Objects::nonNull)
                .map(given -> String.join(",", given.value()))
                .findFirst()
                .orElse("");
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}

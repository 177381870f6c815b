package io.penguintech.gough.bot.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Every key there is, taken from the settings records themselves, as lists of words: {@code gough, repositories, <name>,
 * password-file} or {@code gough, api, tokens, [n], file}.
 */
final class KnownKeys {
    /** Stands for any name. */
    static final String NAME = "<name>";

    /** Stands for any number. */
    static final String NUMBER = "[n]";

    private final List<List<String>> all = new ArrayList<>();

    KnownKeys(Collection<Class<? extends Settings>> records) {
        for (var record : records) {
            var prefix = MergedAnnotations.from(record)
                    .get(ConfigurationProperties.class)
                    .getString("prefix");
            components(List.of(prefix.split("\\.", -1)), record);
        }
    }

    List<List<String>> all() {
        return all;
    }

    private void components(List<String> prefix, Class<?> record) {
        for (var component : record.getRecordComponents()) component(prefix, component);
    }

    private void component(List<String> prefix, RecordComponent component) {
        var key = with(prefix, kebab(component.getName()));
        switch (component.getGenericType()) {
            case ParameterizedType generic
            when generic.getRawType() == Map.class -> element(with(key, NAME), generic.getActualTypeArguments()[1]);
            case ParameterizedType generic
            when generic.getRawType() == List.class -> {
                var element = generic.getActualTypeArguments()[0];
                if (!isGroup(element)) all.add(key); // a list of plain values is also written with commas
                element(with(key, NUMBER), element);
            }
            case Type type -> element(key, type);
        }
    }

    private void element(List<String> key, Type type) {
        if (isGroup(type)) components(key, (Class<?>) type);
        else all.add(key);
    }

    private static boolean isGroup(Type type) {
        return type instanceof Class<?> record && record.isRecord() && record != SecretFile.class;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static List<String> with(List<String> key, String word) {
        var longer = new ArrayList<>(key);
        longer.add(word);
        return List.copyOf(longer);
    }

    /** How many words of {@code key} are those of {@code name}, from the first on. */
    static int common(List<String> key, ConfigurationPropertyName name) {
        int words = 0;
        while (words < key.size() && words < name.getNumberOfElements() && fits(key.get(words), name, words)) words++;
        return words;
    }

    private static boolean fits(String word, ConfigurationPropertyName name, int at) {
        return switch (word) {
            case NAME -> true;
            case NUMBER -> name.isNumericIndex(at);
            default -> plain(word).equals(name.getElement(at, ConfigurationPropertyName.Form.UNIFORM));
        };
    }

    /** Spring takes {@code dataDir}, {@code data_dir} and {@code data-dir} for the same. */
    static String plain(String word) {
        return word.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** A key as a variable, with the names and numbers of {@code like} where it stands for any. */
    static String variable(List<String> key, String like) {
        var words = like.split("_", -1);
        var made = new ArrayList<String>();
        for (int at = 0; at < key.size(); at++) {
            var word = key.get(at);
            boolean any = word.equals(NAME) || word.equals(NUMBER);
            made.add(any && at < words.length ? words[at] : plain(word).toUpperCase(Locale.ROOT));
        }
        return String.join("_", made);
    }

    /** Whether the variable sets this key: {@code data-dir} is {@code DATADIR} or {@code DATA_DIR}. */
    static boolean isSetBy(List<String> key, String variable) {
        var pattern = String.join("_", key.stream().map(KnownKeys::pattern).toList());
        return variable.matches(pattern);
    }

    private static String pattern(String word) {
        return switch (word) {
            case NAME -> "[A-Z0-9]+";
            case NUMBER -> "[0-9]+";
            default ->
                String.join("_?", Arrays.asList(word.toUpperCase(Locale.ROOT).split("-")));
        };
    }
}

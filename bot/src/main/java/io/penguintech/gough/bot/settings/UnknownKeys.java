package io.penguintech.gough.bot.settings;

import io.penguintech.gough.schema.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds keys below {@code gough.} and variables {@code GOUGH_*} that no setting has: a misspelt one would otherwise be as
 * good as missing. What is not ours (Spring's own keys, Java's own properties) is left alone.
 */
public final class UnknownKeys {
    private static final String PREFIX = "gough.";
    private static final String VARIABLES = "GOUGH_";

    /** Variables of the command line, the launcher and the tests. */
    private static final Pattern NO_SETTINGS =
            Pattern.compile("GOUGH_(SERVER|TOKEN_FILE|JAVA_OPTS|QUICK_START|(BENCH|IT)_.*)");

    /** What Kubernetes and Docker tell every container about a service whose name begins with gough. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("GOUGH_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_.*)?)?)");

    /** So many possible words are listed to somebody whose word is near none of them. */
    private static final int MANY = 20;

    private final KnownKeys known;

    /** Knows the keys of these records. */
    public UnknownKeys(Collection<Class<? extends Settings>> records) {
        this.known = new KnownKeys(records);
    }

    /** Adds every unknown key to {@code problems}: where it stands, and what may have been meant. */
    public void check(ConfigurableEnvironment environment, Problems problems) {
        for (var source : environment.getPropertySources())
            if (source instanceof EnumerablePropertySource<?> listed && isOurs(source)) check(listed, problems);
    }

    /** Not Java's own properties, and not Spring's view of all sources together, which lists them once more. */
    private static boolean isOurs(PropertySource<?> source) {
        return !source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)
                && !source.getName().equals("configurationProperties");
    }

    private void check(EnumerablePropertySource<?> source, Problems problems) {
        for (var key : new TreeSet<>(List.of(source.getPropertyNames()))) {
            if (source instanceof SystemEnvironmentPropertySource) variable(key, problems);
            else if (key.toLowerCase(Locale.ROOT).startsWith(PREFIX)) key(key, source, problems);
        }
    }

    private void variable(String written, Problems problems) {
        var name = written.toUpperCase(Locale.ROOT);
        if (!name.startsWith(VARIABLES)
                || NO_SETTINGS.matcher(name).matches()
                || SERVICE_LINK.matcher(name).matches()
                || known.all().stream().anyMatch(key -> KnownKeys.isSetBy(key, name))) return;
        var candidates =
                known.all().stream().map(key -> KnownKeys.variable(key, name)).toList();
        problems.error(
                written,
                "is no setting (environment)%s"
                        .formatted(meant(name.replace("_", ""), candidates, candidate -> candidate.replace("_", ""))));
    }

    private void key(String written, EnumerablePropertySource<?> source, Problems problems) {
        var name = ConfigurationPropertyName.adapt(written, '.');
        int best = 0;
        for (var key : known.all()) {
            int common = KnownKeys.common(key, name);
            boolean whole = common == name.getNumberOfElements();
            if (whole && (common == key.size() || isBlank(source.getProperty(written)))) return;
            best = Math.max(best, common);
        }
        problems.error(written, "is no setting (%s)%s".formatted(place(source, written), meant(name, best)));
    }

    /** A group without anything in it, such as {@code gough.maas:} with all its lines commented out. */
    private static boolean isBlank(@Nullable Object value) {
        return value == null || value.toString().isBlank();
    }

    /** What may stand at the first word that is wrong. */
    private String meant(ConfigurationPropertyName name, int at) {
        var next = new TreeSet<String>();
        for (var key : known.all()) if (KnownKeys.common(key, name) >= at && key.size() > at) next.add(key.get(at));
        if (at >= name.getNumberOfElements()) return "; it holds further settings: " + String.join(", ", next);
        var word = name.getElement(at, ConfigurationPropertyName.Form.ORIGINAL);
        return next.isEmpty() ? "; nothing stands below it" : meant(word, next, UnaryOperator.identity());
    }

    private static String meant(String written, Collection<String> candidates, UnaryOperator<String> compared) {
        var near = Suggestion.among(written, candidates.stream().map(compared).toList());
        if (near.isEmpty()) return candidates.size() > MANY ? "" : "; there are " + String.join(", ", candidates);
        return candidates.stream()
                .filter(one -> compared.apply(one).equals(near.get()))
                .findFirst()
                .map("; did you mean %s?"::formatted)
                .orElse("");
    }

    /** The file with line and column where there is one. */
    private static String place(EnumerablePropertySource<?> source, String key) {
        var origin = OriginLookup.<String>getOrigin(source, key);
        if (origin != null) return origin.toString();
        return source instanceof CommandLinePropertySource<?> ? "command line" : source.getName();
    }
}

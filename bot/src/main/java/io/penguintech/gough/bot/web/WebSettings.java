package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.settings.Settings;
import io.penguintech.gough.schema.Repository.Role;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may use the API and the pages.
 *
 * @param tokens the bearer tokens; without one nobody gets in
 * @param openMetrics whether {@code /actuator/prometheus} is answered without a token
 */
@ConfigurationProperties("gough.api")
public record WebSettings(
        @DefaultValue List<Token> tokens,
        @DefaultValue("false") boolean openMetrics) implements Settings {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Keeps a copy. */
    public WebSettings {
        tokens = List.copyOf(tokens);
    }

    /**
     * A bearer token.
     *
     * @param name how records and pages call it
     * @param person the person it belongs to, by their name in {@code gough.yaml}; only then it may approve
     * @param role the most it may do: viewer, operator, approver or admin
     * @param file the file that holds it
     */
    public record Token(
            @Nullable String name,
            @Nullable String person,
            @DefaultValue("viewer") Role role,
            @Nullable SecretFile file) {}

    @Override
    public void check(Problems problems) {
        var names = new HashSet<String>();
        for (int i = 0; i < tokens.size(); i++) {
            var key = "gough.api.tokens[%d]".formatted(i);
            var token = tokens.get(i);
            if (token.name() == null || !NAME.matcher(token.name()).matches())
                problems.error(key + ".name", "is missing or no name: letters, digits, . _ and -, at most 64");
            else if (!names.add(token.name())) problems.error(key + ".name", "is the name of another token already");
            if (token.role().compareTo(Role.APPROVER) >= 0 && token.person() == null)
                problems.warning(
                        key + ".person", "is missing; without a person of gough.yaml this token cannot approve");
            checkFile(key + ".file", token.file(), problems);
        }
    }

    private static void checkFile(String key, @Nullable SecretFile file, Problems problems) {
        if (file == null) {
            problems.error(key, "is missing; name the file that holds the token");
            return;
        }
        file.check(key, problems);
        try {
            var length = file.read().length();
            if (length > 0 && length < ApiTokens.SHORTEST)
                problems.error(
                        key,
                        "holds a token of %d characters; make one of at least %d: openssl rand -hex 24"
                                .formatted(length, ApiTokens.SHORTEST));
        } catch (UncheckedIOException e) {
            return; // SecretFile.check has said it
        }
    }
}

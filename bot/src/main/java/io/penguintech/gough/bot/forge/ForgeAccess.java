package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How to reach one repository on its forge.
 *
 * @param kind which forge
 * @param web where people see the forge, such as {@code https://github.com}
 * @param project the repository there, as {@code owner/name}; on GitLab {@code group/subgroup/name}
 * @param login who we are
 * @param http limits of every call
 * @param pace how fast is written
 */
public record ForgeAccess(ForgeKind kind, URI web, String project, Login login, HttpSettings http, WritePace pace) {
    /**
     * Answers of more than 8 MiB are not read, and a forge that is slow for 20 s is asked again later. One try: whoever asks
     * comes again by himself, and a forge that wants to be left alone would be asked at once.
     */
    static final HttpSettings LIMITS = HttpSettings.DEFAULT
            .within(Duration.ofSeconds(20), Duration.ofSeconds(40))
            .repeating(1, HttpSettings.DEFAULT.firstPause())
            .reading(8L << 20);

    /** Where people see a place of a file as it is at a revision. */
    URI page(Revision revision, Place place) {
        var blob = switch (kind) {
            case GITHUB -> "/blob/";
            case GITLAB -> "/-/blob/";
            case GITEA -> "/src/commit/";
        };
        var path = Arrays.stream(place.file().split("/", -1))
                .map(ForgeCalls::piece)
                .collect(Collectors.joining("/"));
        var line = place.line() == 0 ? "" : "#L" + place.line();
        return URI.create(
                web.toString().replaceAll("/+$", "") + "/" + project + blob + revision.id() + "/" + path + line);
    }

    /** Who Gough is on the forge. */
    public sealed interface Login {
        /**
         * An account with a token.
         *
         * @param token read at each use, so that a rotated one needs no restart; of any length and form
         */
        record Token(Supplier<Credential> token) implements Login {}

        /**
         * A GitHub App.
         *
         * @param issuer its client id, or its number for older servers
         * @param installation the number of its installation where the repository is
         * @param key its private key in PEM, read at each use
         */
        record App(String issuer, long installation, Supplier<Credential> key) implements Login {}
    }
}

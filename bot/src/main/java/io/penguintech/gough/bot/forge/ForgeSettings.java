package io.penguintech.gough.bot.forge;

import io.penguintech.gough.bot.settings.Problem;
import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.settings.Settings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The forges of the infra repositories. Without one a repository is only polled.
 *
 * @param forge by the repository's id
 */
@ConfigurationProperties("gough")
public record ForgeSettings(@DefaultValue Map<String, Place> forge) implements Settings {
    private static final Duration OFTENEST = Duration.ofSeconds(1);

    /** Keeps an unmodifiable sorted copy. */
    public ForgeSettings {
        forge = Collections.unmodifiableMap(new TreeMap<>(forge));
    }

    /**
     * Where one repository is.
     *
     * @param kind github, gitlab or gitea; the last for Forgejo too
     * @param url where people see the forge
     * @param project the repository there, {@code owner/name}
     * @param tokenFile file with the token of Gough's own account
     * @param appId client id of a GitHub App, or its number
     * @param appInstallation number of the app's installation
     * @param appKeyFile file with the app's private key, PEM
     * @param webhooks whether the forge calls {@code /webhooks/KIND/ID}
     * @param webhookSecretFile file with what its calls are signed with
     * @param poll how often its open pull requests are listed
     * @param forks whether a pull request from a fork is planned when somebody who may asks for it
     * @param caFile certificates (PEM) of its own authority; then only they are trusted
     * @param proxy {@code http://HOST:PORT}
     */
    public record Place(
            @Nullable ForgeKind kind,
            @Nullable URI url,
            @Nullable String project,
            @Nullable SecretFile tokenFile,
            @Nullable String appId,
            @Nullable Long appInstallation,
            @Nullable SecretFile appKeyFile,
            @DefaultValue("true") boolean webhooks,
            @Nullable SecretFile webhookSecretFile,
            @DefaultValue("1m") Duration poll,
            @DefaultValue("false") boolean forks,
            @Nullable Path caFile,
            @Nullable URI proxy) {
        /** Where people see the forge; checked with the settings. */
        URI web() {
            return url == null ? URI.create(Objects.requireNonNull(kind).home()) : url;
        }
    }

    @Override
    public void check(Problems problems) {
        forge.forEach((id, place) -> check("gough.forge." + id, place, problems));
    }

    /** What is wrong with forges of repositories that are not among these ids; another record holds those. */
    public List<Problem> strangers(Set<String> repositories) {
        return forge.keySet().stream()
                .filter(id -> !repositories.contains(id))
                .map(id -> new Problem(
                        Problem.Severity.ERROR,
                        "gough.forge." + id,
                        "belongs to no repository; there are " + String.join(", ", repositories)))
                .toList();
    }

    private static void check(String key, Place place, Problems problems) {
        if (place.kind() == null) {
            problems.error(key + ".kind", "is missing; it is github, gitlab or gitea");
            return;
        }
        checkUrl(key, place, problems);
        checkProject(key, place, problems);
        checkLogin(key, place, problems);
        checkSecret(key, place, problems);
        if (place.poll().compareTo(OFTENEST) < 0) problems.error(key + ".poll", "must be at least 1s");
        if (place.caFile() != null && !Files.isReadable(place.caFile()))
            problems.error(
                    key + ".ca-file",
                    "there is no readable file " + place.caFile().toAbsolutePath());
        if (place.proxy() != null
                && (place.proxy().getHost() == null || place.proxy().getPort() < 0))
            problems.error(key + ".proxy", "is written http://HOST:PORT");
    }

    private static void checkUrl(String key, Place place, Problems problems) {
        var url = place.url();
        if (url == null) {
            if (Objects.requireNonNull(place.kind()).home().isEmpty())
                problems.error(
                        key + ".url", "is missing; give the forge's own address, such as https://git.example.org");
            return;
        }
        if (!url.toString().matches("https?://[^/?#@\\s]+(/[^?#\\s]*)?"))
            problems.error(
                    key + ".url", "must be the address of the forge's first page, such as https://git.example.org");
        else if (url.toString().startsWith("http:")
                && !url.toString().matches("http://(localhost|127\\.0\\.0\\.1|\\[::1])[:/].*"))
            problems.warning(key + ".url", "sends Gough's credentials in clear over http; use https");
    }

    private static void checkProject(String key, Place place, Problems problems) {
        var form = place.kind() == ForgeKind.GITLAB ? "[\\w.-]+(/[\\w.-]+)+" : "[\\w.-]+/[\\w.-]+";
        if (place.project() == null || !place.project().matches(form))
            problems.error(
                    key + ".project",
                    place.kind() == ForgeKind.GITLAB
                            ? "is missing or no path such as group/subgroup/infra"
                            : "is missing or not written owner/name");
    }

    private static void checkLogin(String key, Place place, Problems problems) {
        boolean app = Stream.of(place.appId(), place.appInstallation(), place.appKeyFile())
                .anyMatch(Objects::nonNull);
        if (app && place.tokenFile() != null) {
            problems.error(key + ".token-file", "is too much: Gough is an account with a token or an app, not both");
            return;
        }
        if (app) checkApp(key, place, problems);
        else if (place.tokenFile() == null)
            problems.error(key + ".token-file", "is missing; name the file with the token of Gough's own account");
        else place.tokenFile().check(key + ".token-file", problems);
    }

    private static void checkApp(String key, Place place, Problems problems) {
        if (place.kind() != ForgeKind.GITHUB)
            problems.error(key + ".app-id", "is known to GitHub alone; elsewhere Gough needs a token-file");
        if (place.appId() == null || !place.appId().matches("[A-Za-z0-9._-]+"))
            problems.error(key + ".app-id", "is missing or no client id; it stands on the app's page");
        if (place.appInstallation() == null || place.appInstallation() < 1)
            problems.error(
                    key + ".app-installation",
                    "is missing; it is the number at the end of the address of the installation's page");
        if (place.appKeyFile() == null)
            problems.error(key + ".app-key-file", "is missing; name the file with the app's private key");
        else {
            place.appKeyFile().check(key + ".app-key-file", problems);
            checkKey(key + ".app-key-file", place.appKeyFile(), problems);
        }
    }

    private static void checkKey(String key, SecretFile file, Problems problems) {
        try {
            AppKey.of(file.read());
        } catch (UncheckedIOException saidBefore) {
            return;
        } catch (IllegalArgumentException e) {
            problems.error(key, "the file " + file + " " + e.getMessage());
        }
    }

    private static void checkSecret(String key, Place place, Problems problems) {
        if (!place.webhooks()) return;
        var file = place.webhookSecretFile();
        if (file == null) {
            problems.error(
                    key + ".webhook-secret-file",
                    "is missing; without it anybody could call. Where the forge cannot reach Gough set webhooks: false");
            return;
        }
        file.check(key + ".webhook-secret-file", problems);
        try {
            WebhookSecret.of(file.read());
        } catch (UncheckedIOException saidBefore) {
            return;
        } catch (IllegalArgumentException e) {
            problems.error(key + ".webhook-secret-file", "the file " + file + " " + e.getMessage());
        }
    }
}

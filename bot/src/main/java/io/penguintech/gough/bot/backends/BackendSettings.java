package io.penguintech.gough.bot.backends;

import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.settings.Settings;
import io.penguintech.gough.schema.BackendName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The backends, by the names that hosts and queries use for them.
 *
 * @param maas MAAS regions by name
 * @param fleet Fleets by name
 */
@ConfigurationProperties("gough")
public record BackendSettings(
        @DefaultValue Map<String, MaasRegion> maas,
        @DefaultValue Map<String, FleetServer> fleet) implements Settings {
    private static final Duration BRIEFEST = Duration.ofSeconds(1);
    /** Shorter secrets of webhooks can be guessed. */
    public static final int SHORTEST_SECRET = 24;

    /** Keeps unmodifiable sorted copies. */
    public BackendSettings {
        maas = Collections.unmodifiableMap(new TreeMap<>(maas));
        fleet = Collections.unmodifiableMap(new TreeMap<>(fleet));
    }

    /**
     * One MAAS region.
     *
     * @param url MAAS's own address, such as {@code http://maas.example.org:5240/MAAS}
     * @param apiKeyFile file with the API key of Gough's own user, {@code consumer:token:secret}
     * @param caFile certificates (PEM) of its own authority; then only they are trusted
     * @param proxy {@code http://HOST:PORT}
     * @param sweep how often each machine is read again, as far as {@code budget} allows
     * @param budget most of one region worker's time that reading machines again may take, in percent
     * @param list how often all machines are listed at once, as far as half of {@code budget} allows, which shows those
     *     that were made without a trace
     * @param news how often MAAS is asked where something happened
     * @param sweepTime longest time the list of all machines may take
     * @param v3Username a user of MAAS's API v3, whose paged list then takes the place of {@code list}
     * @param v3PasswordFile file with that user's password
     */
    public record MaasRegion(
            @Nullable URI url,
            @Nullable SecretFile apiKeyFile,
            @Nullable Path caFile,
            @Nullable URI proxy,
            @DefaultValue("5m") Duration sweep,
            @DefaultValue("10") int budget,
            @DefaultValue("6h") Duration list,
            @DefaultValue("10s") Duration news,
            @DefaultValue("15m") Duration sweepTime,
            @Nullable String v3Username,
            @Nullable SecretFile v3PasswordFile) {
        /** A region with the defaults. */
        public static MaasRegion usual(@Nullable URI url, @Nullable SecretFile apiKeyFile, @Nullable Path caFile) {
            return new MaasRegion(
                    url,
                    apiKeyFile,
                    caFile,
                    null,
                    Duration.ofMinutes(5),
                    10,
                    Duration.ofHours(6),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(15),
                    null,
                    null);
        }

        /** The same, reading machines again at another pace. */
        public MaasRegion sweeping(Duration often, int percent) {
            return new MaasRegion(
                    url, apiKeyFile, caFile, proxy, often, percent, list, news, sweepTime, v3Username, v3PasswordFile);
        }
    }

    /**
     * One Fleet.
     *
     * @param url Fleet's own address, such as {@code https://fleet.example.org}
     * @param tokenFile file with the API token of Gough's own user
     * @param caFile certificates (PEM) of its own authority; then only they are trusted
     * @param proxy {@code http://HOST:PORT}
     * @param refresh how often all queries are listed
     * @param hosts how often all its hosts are read, for their health
     * @param pause how long nothing is read between two pages of them
     * @param log how often it is read what people did in it
     * @param vulnerabilities how often all vulnerabilities in software of its hosts are read
     * @param webhookSecretFile file with the secret at the end of the address that its webhooks are sent to
     */
    public record FleetServer(
            @Nullable URI url,
            @Nullable SecretFile tokenFile,
            @Nullable Path caFile,
            @Nullable URI proxy,
            @DefaultValue("2m") Duration refresh,
            @DefaultValue("10m") Duration hosts,
            @DefaultValue("1s") Duration pause,
            @DefaultValue("5m") Duration log,
            @DefaultValue("1h") Duration vulnerabilities,
            @Nullable SecretFile webhookSecretFile) {
        /** A Fleet with the defaults. */
        public static FleetServer usual(@Nullable URI url, @Nullable SecretFile tokenFile, @Nullable Path caFile) {
            return new FleetServer(
                    url,
                    tokenFile,
                    caFile,
                    null,
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    null);
        }
    }

    @Override
    public void check(Problems problems) {
        maas.forEach((name, region) -> {
            var key = "gough.maas." + name;
            checkName(key, name, problems);
            checkUrl(key, region.url(), "http://maas.example.org:5240/MAAS", problems);
            checkSecret(key + ".api-key-file", region.apiKeyFile(), problems);
            checkKeyForm(key + ".api-key-file", region.apiKeyFile(), problems);
            checkFile(key + ".ca-file", region.caFile(), problems);
            checkTime(key + ".sweep", region.sweep(), problems);
            checkTime(key + ".list", region.list(), problems);
            if (region.budget() < 1 || region.budget() > 100)
                problems.error(key + ".budget", "is a share of one worker's time, in percent: 1 to 100");
            checkLogin(key, region, problems);
            checkTime(key + ".news", region.news(), problems);
            checkTime(key + ".sweep-time", region.sweepTime(), problems);
        });
        fleet.forEach((name, server) -> {
            var key = "gough.fleet." + name;
            checkName(key, name, problems);
            checkUrl(key, server.url(), "https://fleet.example.org", problems);
            checkSecret(key + ".token-file", server.tokenFile(), problems);
            checkFile(key + ".ca-file", server.caFile(), problems);
            checkTime(key + ".refresh", server.refresh(), problems);
            checkTime(key + ".hosts", server.hosts(), problems);
            checkTime(key + ".log", server.log(), problems);
            checkTime(key + ".vulnerabilities", server.vulnerabilities(), problems);
            if (server.pause().isNegative()) problems.error(key + ".pause", "must not be negative");
            checkWebhook(key + ".webhook-secret-file", server.webhookSecretFile(), problems);
        });
    }

    private static void checkName(String key, String name, Problems problems) {
        try {
            new BackendName(name);
        } catch (IllegalArgumentException e) {
            problems.error(key, String.valueOf(e.getMessage()));
        }
    }

    private static void checkUrl(String key, @Nullable URI url, String example, Problems problems) {
        if (url == null
                || url.getHost() == null
                || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
            problems.error(key + ".url", "is missing or no address such as " + example);
        else if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null)
            problems.error(key + ".url", "must hold no user, query or fragment");
    }

    private static void checkSecret(String key, @Nullable SecretFile file, Problems problems) {
        if (file == null) problems.error(key, "is missing; name the file that holds the credential");
        else file.check(key, problems);
    }

    private static void checkKeyForm(String key, @Nullable SecretFile file, Problems problems) {
        if (file == null || !Files.isReadable(file.path()) || file.read().isEmpty()) return;
        if (file.read().split(":", -1).length != 3)
            problems.error(key, "does not hold a MAAS API key; it has three parts, consumer:token:secret");
    }

    private static void checkLogin(String key, MaasRegion region, Problems problems) {
        var named = region.v3Username() != null && !region.v3Username().isBlank();
        if (named && region.v3PasswordFile() == null)
            problems.error(key + ".v3-password-file", "is missing; v3-username needs it");
        if (!named && region.v3PasswordFile() != null)
            problems.error(key + ".v3-username", "is missing; v3-password-file needs it");
        if (region.v3PasswordFile() != null) region.v3PasswordFile().check(key + ".v3-password-file", problems);
    }

    /** It is part of an address: what no address can hold would never match. */
    private static void checkWebhook(String key, @Nullable SecretFile file, Problems problems) {
        if (file == null) return;
        file.check(key, problems);
        if (!Files.isReadable(file.path()) || file.read().isEmpty()) return;
        if (!file.read().matches("[A-Za-z0-9_-]*"))
            problems.error(
                    key, "may hold letters, digits, - and _ only, as it is part of an address: openssl rand -hex 24");
        else if (file.read().length() < SHORTEST_SECRET)
            problems.error(
                    key,
                    "holds %d characters; make it at least %d: openssl rand -hex 24"
                            .formatted(file.read().length(), SHORTEST_SECRET));
    }

    private static void checkFile(String key, @Nullable Path file, Problems problems) {
        if (file != null && !Files.isReadable(file))
            problems.error(key, "there is no readable file " + file.toAbsolutePath());
    }

    private static void checkTime(String key, Duration time, Problems problems) {
        if (time.compareTo(BRIEFEST) < 0) problems.error(key, "must be at least 1s");
    }
}

package io.penguintech.gough.bot.forge;

import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.settings.SettingsRefused;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.SourceSettings;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clients of the forges in the settings, which were checked before. */
@Configuration(proxyBeanMethods = false)
class ForgeConfiguration {
    @Bean
    Forges forges(ForgeSettings settings, SourceSettings sources, ObjectProvider<CallListener> listener, Clock clock) {
        var strangers = settings.strangers(sources.repositories().keySet());
        if (!strangers.isEmpty()) throw new SettingsRefused(strangers);
        var forges = new TreeMap<RepositoryId, Forge>();
        settings.forge()
                .forEach((id, place) -> forges.put(
                        new RepositoryId(id),
                        Forges.client(
                                access(place),
                                listener.getIfAvailable(() -> CallListener.NONE),
                                clock,
                                new SecureRandom())));
        return new Forges(forges);
    }

    private static ForgeAccess access(ForgeSettings.Place place) {
        var kind = Objects.requireNonNull(place.kind());
        return new ForgeAccess(
                kind,
                place.web(),
                Objects.requireNonNull(place.project()),
                login(place),
                http(place),
                WritePace.of(kind));
    }

    private static ForgeAccess.Login login(ForgeSettings.Place place) {
        return place.appKeyFile() == null
                ? new ForgeAccess.Login.Token(read(place.tokenFile()))
                : new ForgeAccess.Login.App(
                        Objects.requireNonNull(place.appId()),
                        Objects.requireNonNull(place.appInstallation()),
                        read(place.appKeyFile()));
    }

    private static Supplier<Credential> read(@Nullable SecretFile file) {
        var known = Objects.requireNonNull(file);
        return () -> new Credential(known.read());
    }

    private static HttpSettings http(ForgeSettings.Place place) {
        var http = ForgeAccess.LIMITS;
        if (place.caFile() != null)
            try {
                http = http.trusting(Files.readString(place.caFile()));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the certificates in " + place.caFile(), e);
            }
        return place.proxy() == null ? http : http.through(place.proxy());
    }
}

package io.penguintech.gough.bot.backends;

import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.fleet.FleetHttp;
import io.penguintech.gough.reconcile.fleet.FleetSettings;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.reconcile.maas.MaasHttp;
import io.penguintech.gough.reconcile.maas.MaasSettings;
import io.penguintech.gough.schema.BackendName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The clients of all backends in the settings, and the world seen through them. Nobody is called yet: a backend that is
 * down does not keep Gough from starting. The settings were checked before.
 */
public final class Backends implements AutoCloseable {
    private final World world;
    private final List<Runnable> closers = new ArrayList<>();

    /**
     * Makes the clients.
     *
     * @param listener hears of every call
     * @param random must not repeat after a restart
     */
    public Backends(BackendSettings settings, CallListener listener, Clock clock, RandomGenerator random) {
        var regions = new TreeMap<BackendName, Maas>();
        settings.maas().forEach((name, region) -> {
            var client = new MaasHttp(new BackendName(name), maas(region), listener, clock, random);
            closers.add(client::close);
            regions.put(new BackendName(name), client);
        });
        var fleets = new TreeMap<BackendName, Fleet>();
        settings.fleet().forEach((name, server) -> {
            var client = new FleetHttp(new BackendName(name), fleet(server), listener, clock, random);
            closers.add(client::close);
            fleets.put(new BackendName(name), client);
        });
        this.world = new World(regions, fleets, clock);
    }

    private static MaasSettings maas(BackendSettings.MaasRegion region) {
        var all = MaasSettings.of(Objects.requireNonNull(region.url()), credential(region.apiKeyFile()))
                .with(http(region.caFile(), region.proxy()));
        var sweeping = all.sweeping(region.sweepTime(), all.maxSweepBytes());
        var username = region.v3Username();
        return username == null || region.v3PasswordFile() == null
                ? sweeping
                : sweeping.with(new MaasSettings.Login(username.strip(), credential(region.v3PasswordFile())));
    }

    private static FleetSettings fleet(BackendSettings.FleetServer server) {
        return FleetSettings.of(Objects.requireNonNull(server.url()), credential(server.tokenFile()))
                .with(http(server.caFile(), server.proxy()));
    }

    private static Credential credential(@Nullable SecretFile file) {
        return new Credential(Objects.requireNonNull(file).read());
    }

    private static HttpSettings http(@Nullable Path caFile, @Nullable URI proxy) {
        var http = HttpSettings.DEFAULT;
        if (caFile != null) http = http.trusting(text(caFile));
        return proxy == null ? http : http.through(proxy);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the certificates in " + file, e);
        }
    }

    /** The world as seen through these clients. */
    public World world() {
        return world;
    }

    /** Cuts what is under way. */
    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}

package io.penguintech.gough.demo;

import io.penguintech.gough.bot.GoughApplication;
import io.penguintech.gough.bot.storage.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** A whole Gough with everything it talks to, in this process. */
final class Demo implements AutoCloseable {
    private final DemoSettings settings;
    private final Credentials credentials;
    private final StandIns standIns;
    private final FreshDatabase database;
    private final ConfigurableApplicationContext service;
    private final Addresses addresses;
    private boolean closed;

    private Demo(
            DemoSettings settings,
            Credentials credentials,
            StandIns standIns,
            FreshDatabase database,
            ConfigurableApplicationContext service,
            Addresses addresses) {
        this.settings = settings;
        this.credentials = credentials;
        this.standIns = standIns;
        this.database = database;
        this.service = service;
        this.addresses = addresses;
    }

    /**
     * Starts everything; returns when the page can be opened. What was started before a failure is stopped again.
     *
     * @throws DemoRefused when the port or the folder is taken, or anything does not start
     */
    static Demo start(DemoSettings settings, Progress progress) {
        return start(settings, StandIns.Furniture.example(), progress);
    }

    /** The same with other machines or other files in the repository than those of the example. */
    static Demo start(DemoSettings settings, StandIns.Furniture furniture, Progress progress) {
        int port = free(settings.port());
        // Until the service sets up logging, libraries would write everything they think to the terminal.
        LoggingSystem.get(Demo.class.getClassLoader()).beforeInitialize();
        var owned = owned(settings);
        var opened = new ArrayDeque<AutoCloseable>();
        try {
            return start(settings, furniture, port, owned, opened, progress);
        } catch (RuntimeException e) {
            opened.forEach(Demo::closed);
            owned.close();
            throw DemoRefused.other(e);
        }
    }

    private static Demo start(
            DemoSettings settings,
            StandIns.Furniture furniture,
            int port,
            DataFolder owned,
            Deque<AutoCloseable> opened,
            Progress progress) {
        var folder = emptied(settings.folder().resolve("run"));
        var credentials = new Credentials(folder.resolve("secrets"), settings.forge());
        progress.says("starting PostgreSQL in " + settings.folder());
        var starting = CompletableFuture.supplyAsync(() -> FreshDatabase.start(owned));
        opened.push(() -> starting.join().close());
        progress.says("starting the stand-ins of MAAS, Fleet, Slack and "
                + settings.forge().title());
        var standIns = StandIns.start(folder, settings.pace(), credentials, furniture, settings.forge());
        opened.push(standIns);
        var database = joined(starting);
        progress.says("starting the service on port " + port);
        var addresses = Addresses.of(port, standIns);
        var arguments = new ArrayList<>(ServiceArguments.of(port, folder, standIns, credentials));
        arguments.addAll(database.settings());
        var service = service(arguments, new Stage(standIns, addresses));
        opened.push(service);
        standIns.connect(addresses.service());
        progress.done("ready at " + addresses.page());
        return new Demo(settings, credentials, standIns, database, service, addresses);
    }

    /** Nothing is touched in a folder before it is ours. */
    private static DataFolder owned(DemoSettings settings) {
        try {
            return DataFolder.open(settings.folder().resolve("database"));
        } catch (DataFolder.Unusable e) {
            throw DemoRefused.folder(settings, e.problem(), e);
        }
    }

    private static void closed(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            // It did not start, or not wholly; what made it fail is said already.
        }
    }

    /** The service with the demo's pages beside its own. */
    private static ConfigurableApplicationContext service(List<String> arguments, Stage stage) {
        return SpringApplication.withHook(
                application -> {
                    application.addPrimarySources(Set.of(DemoWeb.class));
                    application.addInitializers(
                            context -> context.getBeanFactory().registerSingleton("stage", stage));
                    return null;
                },
                () -> GoughApplication.start(arguments.toArray(String[]::new)));
    }

    private static FreshDatabase joined(CompletableFuture<FreshDatabase> starting) {
        try {
            return starting.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }

    private static int free(int port) {
        try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw DemoRefused.port(port, e);
        }
    }

    private static Path emptied(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + folder, e);
        }
    }

    Addresses addresses() {
        return addresses;
    }

    Credentials credentials() {
        return credentials;
    }

    FreshDatabase database() {
        return database;
    }

    StandIns standIns() {
        return standIns;
    }

    /** Stops everything; what was started for one run only is deleted. */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        service.close();
        standIns.close();
        database.close();
        try {
            FileSystemUtils.deleteRecursively(
                    settings.keep() ? settings.folder().resolve("run") : settings.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + settings.folder(), e);
        }
    }
}

package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.SecretFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One MAAS and one Fleet, both called {@code default}, named on the command line. */
final class BackendFlags {
    private static final String NAME = "default";

    @Option(
            names = "--maas-url",
            paramLabel = "URL",
            description = "The MAAS, such as http://maas.example.org:5240/MAAS.")
    @Nullable
    URI maasUrl;

    @Option(
            names = "--maas-api-key-file",
            paramLabel = "FILE",
            description = "File with the API key of Gough's own user.")
    @Nullable
    Path maasApiKeyFile;

    @Option(names = "--fleet-url", paramLabel = "URL", description = "The Fleet, such as https://fleet.example.org.")
    @Nullable
    URI fleetUrl;

    @Option(names = "--fleet-token-file", paramLabel = "FILE", description = "File with Gough's API token.")
    @Nullable
    Path fleetTokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates (PEM) of your own authority; then only they are trusted.")
    @Nullable
    Path caFile;

    boolean given() {
        return maasUrl != null || fleetUrl != null;
    }

    /** The same as settings, checked as the service checks its own. */
    BackendSettings settings() {
        var settings = new BackendSettings(
                maasUrl == null
                        ? Map.of()
                        : Map.of(NAME, BackendSettings.MaasRegion.usual(maasUrl, secret(maasApiKeyFile), caFile)),
                fleetUrl == null
                        ? Map.of()
                        : Map.of(NAME, BackendSettings.FleetServer.usual(fleetUrl, secret(fleetTokenFile), caFile)));
        var problems = new Problems();
        settings.check(problems);
        if (!problems.errors().isEmpty())
            throw new CommandFailed(
                    Exit.USAGE,
                    problems.errors().stream()
                            .map(problem -> flag(problem.key()) + " " + problem.text())
                            .collect(Collectors.joining("\n  ")));
        return settings;
    }

    private static @Nullable SecretFile secret(@Nullable Path file) {
        return file == null ? null : new SecretFile(file);
    }

    private static String flag(String key) {
        return key.replace("gough.maas.default.", "--maas-")
                .replace("gough.fleet.default.", "--fleet-")
                .replaceAll("--(maas|fleet)-ca-file", "--ca-file");
    }
}

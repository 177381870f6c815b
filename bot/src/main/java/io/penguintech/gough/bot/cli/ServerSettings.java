package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.secrets.SecretSettings;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.settings.SecretFiles;
import io.penguintech.gough.bot.settings.Settings;
import io.penguintech.gough.bot.settings.SettingsReader;
import io.penguintech.gough.bot.source.RepositorySettings;
import io.penguintech.gough.bot.source.SourceSettings;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.schema.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;

/**
 * The service's own settings, read where it reads them (application.yaml, GOUGH_*), without starting it.
 *
 * @param database where it keeps what it remembers, unless that is embedded in its data folder
 */
record ServerSettings(
        Path dataDir,
        Optional<String> instance,
        Optional<State.External> database,
        BackendSettings backends,
        SourceSettings sources,
        SecretSettings secrets,
        Limits limits) {

    static ServerSettings read() {
        Logs.quiet();
        var environment = new StandardEnvironment();
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        List<Class<? extends Settings>> used =
                List.of(BackendSettings.class, SourceSettings.class, SecretSettings.class);
        var problems = new SettingsReader(environment).read(used);
        if (!problems.errors().isEmpty())
            throw new CommandFailed(
                    Exit.USAGE,
                    "the server settings cannot be used:\n  "
                            + problems.errors().stream()
                                    .map(problem -> problem.key() + ": " + problem.text())
                                    .collect(Collectors.joining("\n  ")));
        return of(Binder.get(environment));
    }

    private static ServerSettings of(Binder binder) {
        var d = Limits.DEFAULT;
        return new ServerSettings(
                Path.of(binder.bind("gough.data-dir", String.class).orElse("data")),
                text(binder, "gough.instance-id"),
                text(binder, "spring.datasource.url")
                        .map(url -> new State.External(
                                url,
                                text(binder, "spring.datasource.username").orElse(""),
                                text(binder, "spring.datasource.password").orElse(""))),
                binder.bindOrCreate("gough", BackendSettings.class),
                binder.bindOrCreate("gough", SourceSettings.class),
                binder.bindOrCreate("gough.secrets", SecretSettings.class),
                new Limits(
                        number(binder, "gough.limits.blob-bytes", d.blobBytes()),
                        number(binder, "gough.limits.files", d.files()),
                        number(binder, "gough.limits.depth", d.depth()),
                        number(binder, "gough.limits.aliases", d.aliases())));
    }

    private static Optional<String> text(Binder binder, String key) {
        return Optional.ofNullable(binder.bind(key, String.class).orElse(null));
    }

    private static int number(Binder binder, String key, int usual) {
        return binder.bind(key, Integer.class).orElse(usual);
    }

    /** Whether any backend is known: without one these are no settings of a service. */
    boolean knowBackends() {
        return !backends.maas().isEmpty() || !backends.fleet().isEmpty();
    }

    /** The id of the repository meant: the named one, or the only one. */
    String repository(@Nullable String named) {
        var known = sources.repositories().keySet();
        if (named == null && known.size() == 1) return known.iterator().next();
        if (named != null && known.contains(named)) return named;
        throw new CommandFailed(
                Exit.USAGE,
                "say which repository of the server settings is meant: --repository %s"
                        .formatted(known.isEmpty() ? "(there are none)" : String.join("|", known)));
    }

    /** The settings of a repository, if it is known. */
    Optional<RepositorySettings> of(String repository) {
        return Optional.ofNullable(sources.repositories().get(repository));
    }

    /** Files and folders with Gough's own secrets, which never resolve for a repository. */
    List<Path> own(DataFolder data) {
        var own = new ArrayList<Path>(SecretFiles.in(List.of(backends, sources, secrets)).stream()
                .map(SecretFile::path)
                .toList());
        own.add(data.path());
        return own;
    }
}

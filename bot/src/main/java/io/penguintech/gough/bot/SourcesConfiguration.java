package io.penguintech.gough.bot;

import io.penguintech.gough.bot.rollout.Ceiling;
import io.penguintech.gough.bot.rollout.ServedRepository;
import io.penguintech.gough.bot.secrets.MountedSecrets;
import io.penguintech.gough.bot.secrets.NoSecrets;
import io.penguintech.gough.bot.secrets.PermittedSecrets;
import io.penguintech.gough.bot.secrets.SecretSettings;
import io.penguintech.gough.bot.secrets.VaultSecrets;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.settings.SecretFiles;
import io.penguintech.gough.bot.settings.Settings;
import io.penguintech.gough.bot.source.GitInfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RepositorySettings;
import io.penguintech.gough.bot.source.RulesFile;
import io.penguintech.gough.bot.source.SourceSettings;
import io.penguintech.gough.bot.source.Sources;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.SecretSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The infra repositories and the secrets they may use. */
@Configuration(proxyBeanMethods = false)
class SourcesConfiguration {
    /**
     * Every repository as the engine serves it.
     *
     * @param all in the order of their ids
     */
    record Served(List<ServedRepository> all) {}

    @Bean
    Sources sources(SourceSettings settings, LimitSettings limits, DataFolder folder) {
        var clones = folder.folder("repositories");
        return new Sources(settings.repositories().entrySet().stream()
                .map(entry ->
                        GitInfraRepo.open(new RepositoryId(entry.getKey()), entry.getValue(), clones, limits.limits()))
                .toList());
    }

    @Bean
    SecretSource secretSource(SecretSettings settings, List<Settings> all, DataFolder folder) {
        if (settings.vault() != null) return new VaultSecrets(settings.vault());
        if (settings.root() == null) return new NoSecrets();
        var own = new ArrayList<Path>(
                SecretFiles.in(all).stream().map(SecretFile::path).toList());
        own.add(folder.path());
        return new MountedSecrets(settings.root(), own);
    }

    @Bean
    Served served(Sources sources, SourceSettings settings, SecretSource secrets) {
        return new Served(sources.all().stream()
                .map(source -> served(
                        source,
                        Objects.requireNonNull(
                                settings.repositories().get(source.id().value())),
                        secrets))
                .toList());
    }

    private static ServedRepository served(GitInfraRepo source, RepositorySettings settings, SecretSource secrets) {
        var allowed = SecretPrefixes.only(settings.secretPrefixes());
        return new ServedRepository(
                source,
                Ceiling.of(settings.ceiling()),
                Optional.ofNullable(settings.initialRules()).map(RulesFile::read),
                new PermittedSecrets(secrets, allowed));
    }
}

package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Ceiling;
import io.penguintech.gough.bot.rollout.ServedRepository;
import io.penguintech.gough.bot.secrets.MountedSecrets;
import io.penguintech.gough.bot.secrets.NoSecrets;
import io.penguintech.gough.bot.secrets.PermittedSecrets;
import io.penguintech.gough.bot.secrets.VaultSecrets;
import io.penguintech.gough.bot.source.FolderRepo;
import io.penguintech.gough.bot.source.GitInfraRepo;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RepositorySettings;
import io.penguintech.gough.bot.source.RulesFile;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.SecretSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "apply",
        description = "Bring about exactly one plan, by the service's own engine, with --state DIR or the service's"
                + " database.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is as declared",
            "1:the repository is invalid",
            "2:wrong usage",
            "3:a backend, the database or the repository cannot be reached",
            "11:stopped by the stop switch or a guard",
            "12:a person must act: approve, look, or plan again"
        })
final class ApplyCommand implements Callable<Integer> {
    private static final String DIGEST = "[0-9a-f]{12,64}";

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Mixin
    Files.First files = new Files.First();

    @Mixin
    Vantage vantage = new Vantage();

    @Mixin
    Consent consent = new Consent();

    @Option(
            names = "--digest",
            required = true,
            paramLabel = "D",
            description = "Digest of the plan you saw: 12 digits or more.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    String digest;

    @Option(
            names = "--secrets-root",
            paramLabel = "DIR",
            description = "With --state: folder of files with the secrets that the repository refers to.")
    @Nullable
    Path secretsRoot;

    @Option(names = "--tick-millis", hidden = true, defaultValue = "2000")
    int tickMillis = 2000;

    @Override
    public Integer call() {
        digest = digest.toLowerCase(Locale.ROOT);
        if (!digest.matches(DIGEST))
            throw new CommandFailed(
                    Exit.USAGE, "--digest names a plan by at least 12 hexadecimal digits; `gough plan` says them");
        consent.check();
        Logs.quiet();
        var folder = vantage.state();
        return folder.isPresent() ? withState(folder.get()) : withService();
    }

    private int withState(Path folder) {
        var tree = files.git.repo == null ? Optional.of(checked()) : Optional.<RepoTree>empty();
        var backends = vantage.backends.given()
                ? vantage.backends.settings()
                : ServerSettings.read().backends();
        var state = State.embedded(folder);
        try {
            var data = state.folder().orElseThrow();
            var served = new ServedRepository(
                    tree.<InfraRepo>map(found -> FolderRepo.open(
                                    vantage.id(), found, data.folder("repositories"), login(), Limits.DEFAULT))
                            .orElseGet(() -> GitInfraRepo.open(
                                    vantage.id(),
                                    RepositorySettings.of(String.valueOf(files.git.repo), files.git.ref),
                                    data.folder("repositories"),
                                    Limits.DEFAULT)),
                    Ceiling.DEFAULT,
                    Optional.of(vantage.firstRules()),
                    new PermittedSecrets(secrets(data), SecretPrefixes.ANY));
            var parts = new Workplace.Parts(backends, served, Optional.empty(), tick());
            return work(new Workplace(state, data, parts));
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private RepoTree checked() {
        var tree = PlanCommand.identified(files.read());
        Checked.of(tree).orFail(gough.terminal());
        return tree;
    }

    private SecretSource secrets(DataFolder data) {
        return secretsRoot == null ? new NoSecrets() : new MountedSecrets(secretsRoot, List.of(data.path()));
    }

    /** The service's settings, database and repository, while the service itself is not there. */
    private int withService() {
        if (files.folder != null || files.git.repo != null)
            throw new CommandFailed(
                    Exit.USAGE,
                    "with the service's database its own repository is applied; for other files say --state DIR");
        var settings = ServerSettings.read();
        if (!settings.knowBackends())
            throw new CommandFailed(
                    Exit.USAGE, "say --state DIR with the backends, or run it where the service's settings are");
        var id = settings.repository(vantage.repository.id);
        var repository = settings.of(id).orElseThrow();
        var state = settings.database()
                .map(external -> State.working(external, settings.dataDir()))
                .orElseGet(() -> State.embedded(settings.dataDir()));
        try {
            var data = state.folder().orElseThrow();
            var served = new ServedRepository(
                    GitInfraRepo.open(new RepositoryId(id), repository, data.folder("repositories"), settings.limits()),
                    Ceiling.of(repository.ceiling()),
                    Optional.ofNullable(repository.initialRules()).map(RulesFile::read),
                    new PermittedSecrets(secrets(settings, data), SecretPrefixes.only(repository.secretPrefixes())));
            var parts = new Workplace.Parts(settings.backends(), served, settings.instance(), tick());
            return work(new Workplace(state, data, parts));
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private static SecretSource secrets(ServerSettings settings, DataFolder data) {
        var named = settings.secrets();
        if (named.vault() != null) return new VaultSecrets(named.vault());
        return named.root() == null ? new NoSecrets() : new MountedSecrets(named.root(), settings.own(data));
    }

    private int work(Workplace workplace) {
        try (workplace) {
            return new Application(workplace, gough.terminal(), consent, digest, tick()).run(login());
        }
    }

    private Duration tick() {
        return Duration.ofMillis(tickMillis);
    }

    private static String login() {
        return System.getProperty("user.name", "unknown");
    }
}

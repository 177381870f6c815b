package io.penguintech.gough.bot.source;

import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.SecretPrefixes;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One infra repository: where it is, how to get it, and how far it may go.
 *
 * @param url where it is cloned from: {@code https://...}, {@code ssh://...} or {@code git@forge:path}
 * @param branch the branch that is brought about
 * @param username user name for https; most forges take any with a token
 * @param passwordFile file with the password or token for https
 * @param caFile certificates (PEM) of the forge's own authority
 * @param sshKeyFile file with the private key for ssh, without a passphrase
 * @param sshKnownHostsFile file with the forge's own ssh keys, as {@code ssh-keyscan} prints them
 * @param allowedSignersFile who may sign commits, in ssh's allowed-signers form; commits signed by others count as unsigned
 * @param poll how often the remote is asked for the branch
 * @param drift how often a look is taken although nothing moved
 * @param fetchTimeout longest time one fetch may take
 * @param maxFetch most that one fetch may bring
 * @param slackChannel id of the channel its rollouts are told in
 * @param initialRules a {@code gough.yaml} whose rules judge before any revision is accepted
 * @param ceiling what the repository cannot raise
 * @param secretPrefixes secrets it may refer to: paths below these, each for all of its hosts or, as {@code prod/ for
 *     env=production}, for those with the labels; none when empty
 */
public record RepositorySettings(
        String url,
        @DefaultValue("main") String branch,
        @DefaultValue("git") String username,
        @Nullable SecretFile passwordFile,
        @Nullable Path caFile,
        @Nullable SecretFile sshKeyFile,
        @Nullable Path sshKnownHostsFile,
        @Nullable Path allowedSignersFile,
        @DefaultValue("60s") Duration poll,
        @DefaultValue("5m") Duration drift,
        @DefaultValue("5m") Duration fetchTimeout,
        @DefaultValue("512MB") DataSize maxFetch,
        @Nullable String slackChannel,
        @Nullable Path initialRules,
        @DefaultValue Ceiling ceiling,
        @DefaultValue List<String> secretPrefixes) {
    private static final Set<String> SCHEMES = Set.of("https", "http", "ssh");
    private static final Duration BRIEFEST = Duration.ofSeconds(1);

    /** Keeps a copy. */
    public RepositorySettings {
        secretPrefixes = List.copyOf(secretPrefixes);
    }

    /**
     * What the repository cannot raise.
     *
     * @param mode the highest mode: observe, propose or apply
     * @param approvals the lowest number of people
     * @param maxDestroyedPerDay most hosts that are released or reinstalled per backend in any 24 hours
     */
    public record Ceiling(
            @DefaultValue("apply") Repository.Mode mode,
            @DefaultValue Approvals approvals,
            @DefaultValue("5") int maxDestroyedPerDay) {}

    /**
     * The lowest number of people each risk needs.
     *
     * @param validFor the longest time an approval holds
     * @param none for risk none
     * @param notice for risk notice
     * @param disruptive for risk disruptive
     * @param destructive for risk destructive
     */
    public record Approvals(
            @DefaultValue("24h") Duration validFor,
            @DefaultValue("0") int none,
            @DefaultValue("0") int notice,
            @DefaultValue("1") int disruptive,
            @DefaultValue("2") int destructive) {}

    /** A repository that needs no credentials, with all defaults: for the command line and for tests. */
    public static RepositorySettings of(String url, String branch) {
        return new RepositorySettings(
                url,
                branch,
                "git",
                null,
                null,
                null,
                null,
                null,
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                DataSize.ofMegabytes(512),
                null,
                null,
                new Ceiling(Repository.Mode.APPLY, new Approvals(Duration.ofHours(24), 0, 0, 1, 2), 5),
                List.of());
    }

    /** The full name of the branch. */
    public String ref() {
        return branch.startsWith("refs/") ? branch : "refs/heads/" + branch;
    }

    /** Whether it is reached over ssh. */
    boolean isSsh() {
        return "ssh".equals(scheme(url));
    }

    void check(String key, Problems problems) {
        checkUrl(key, problems);
        checkFiles(key, problems);
        if (branch.isBlank()) problems.error(key + ".branch", "is empty; name a branch such as main");
        if (poll.compareTo(BRIEFEST) < 0) problems.error(key + ".poll", "must be at least 1s");
        if (drift.compareTo(BRIEFEST) < 0) problems.error(key + ".drift", "must be at least 1s");
        if (fetchTimeout.compareTo(BRIEFEST) < 0) problems.error(key + ".fetch-timeout", "must be at least 1s");
        if (ceiling.maxDestroyedPerDay() < 0)
            problems.error(key + ".ceiling.max-destroyed-per-day", "must not be negative");
        SecretPrefixes.problems(secretPrefixes)
                .forEach((number, problem) -> problems.error("%s.secret-prefixes[%d]".formatted(key, number), problem));
    }

    private void checkUrl(String key, Problems problems) {
        if (url == null || url.isBlank()) {
            problems.error(key + ".url", "is missing; give the address the repository is cloned from");
            return;
        }
        var scheme = scheme(url);
        if (!SCHEMES.contains(scheme))
            problems.error(key + ".url", "must begin with https://, ssh:// or be user@host:path");
        if (holdsPassword(url))
            problems.error(key + ".url", "must not hold a password; put it into a file and name that in password-file");
        if ("http".equals(scheme)
                && passwordFile != null
                && !url.matches("http://(localhost|127\\.0\\.0\\.1|\\[::1])[:/].*"))
            problems.warning(key + ".url", "sends the password in clear over http; use https");
        if ("ssh".equals(scheme)) {
            if (sshKeyFile == null) problems.error(key + ".ssh-key-file", "is missing; ssh needs a private key");
            if (sshKnownHostsFile == null)
                problems.error(
                        key + ".ssh-known-hosts-file",
                        "is missing; write it with: ssh-keyscan HOST > FILE, and compare the keys");
        }
    }

    private void checkFiles(String key, Problems problems) {
        if (passwordFile != null) passwordFile.check(key + ".password-file", problems);
        if (sshKeyFile != null) sshKeyFile.check(key + ".ssh-key-file", problems);
        checkFile(key + ".ca-file", caFile, problems);
        checkFile(key + ".ssh-known-hosts-file", sshKnownHostsFile, problems);
        checkFile(key + ".allowed-signers-file", allowedSignersFile, problems);
        checkFile(key + ".initial-rules", initialRules, problems);
        checkRules(key + ".initial-rules", initialRules, problems);
    }

    private static void checkRules(String key, @Nullable Path file, Problems problems) {
        if (file == null || !Files.isReadable(file)) return;
        try {
            RulesFile.read(file);
        } catch (IllegalArgumentException e) {
            problems.error(key, "%s holds no usable rules: %s".formatted(file, e.getMessage()));
        }
    }

    private static void checkFile(String key, @Nullable Path file, Problems problems) {
        if (file != null && !Files.isReadable(file))
            problems.error(key, "there is no readable file " + file.toAbsolutePath());
    }

    private static String scheme(String url) {
        try {
            var uri = new URIish(url);
            if (uri.getScheme() != null) return uri.getScheme();
            return uri.getHost() == null ? "file" : "ssh";
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static boolean holdsPassword(String url) {
        try {
            return new URIish(url).getPass() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}

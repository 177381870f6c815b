package io.penguintech.gough.bot.secrets;

import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.settings.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the secrets of infra repositories come from.
 *
 * @param root folder of mounted files: {@code path#key} is line {@code key: value} of the YAML file {@code <root>/<path>}
 * @param vault a Vault; when set, secrets come from there and no longer from files
 */
@ConfigurationProperties("gough.secrets")
public record SecretSettings(@Nullable Path root, @Nullable Vault vault) implements Settings {
    /**
     * A Vault with a key-value store of version 2.
     *
     * @param address such as {@code https://vault.example.org:8200}
     * @param tokenFile file with a token that may read; read at each use, so an agent may renew it
     * @param mount where the store is mounted
     * @param namespace Vault namespace, when there are any
     * @param timeout longest time one secret may take
     */
    public record Vault(
            @Nullable URI address,
            @Nullable SecretFile tokenFile,
            @DefaultValue("secret") String mount,
            @Nullable String namespace,
            @DefaultValue("10s") Duration timeout) {}

    @Override
    public void check(Problems problems) {
        if (root != null && !Files.isDirectory(root))
            problems.error("gough.secrets.root", "there is no folder " + root.toAbsolutePath());
        if (vault != null) check(vault, problems);
    }

    private static void check(Vault vault, Problems problems) {
        var address = vault.address();
        if (address == null || address.getHost() == null)
            problems.error(
                    "gough.secrets.vault.address", "is missing or no address such as https://vault.example.org:8200");
        else if ("http".equals(address.getScheme()) && !isLoopback(address.getHost()))
            problems.warning("gough.secrets.vault.address", "secrets travel in clear over http; use https");
        if (vault.tokenFile() == null)
            problems.error("gough.secrets.vault.token-file", "is missing; name the file that holds the token");
        else vault.tokenFile().check("gough.secrets.vault.token-file", problems);
        if (vault.timeout().isNegative() || vault.timeout().isZero())
            problems.error("gough.secrets.vault.timeout", "must be a positive time");
        if (!vault.mount().matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*"))
            problems.error("gough.secrets.vault.mount", "is no mount path such as secret");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }
}

package io.penguintech.gough.bot.source;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * One key for one forge whose own keys are known beforehand. No agent, no {@code ~/.ssh}, no question to anyone: an
 * unknown forge is refused.
 */
final class SshKeys {
    private final SshSessionFactory sessions;

    private SshKeys(SshSessionFactory sessions) {
        this.sessions = sessions;
    }

    static SshKeys of(RepositorySettings settings) {
        var key = Objects.requireNonNull(settings.sshKeyFile(), "ssh needs ssh-key-file")
                .path();
        var known = Objects.requireNonNull(settings.sshKnownHostsFile(), "ssh needs ssh-known-hosts-file");
        var nowhere = emptyFolder();
        return new SshKeys(new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(nowhere)
                .setSshDirectory(nowhere)
                .setConfigStoreFactory((home, config, user) -> null)
                .setConnectorFactory(null)
                .setDefaultIdentities(ignored -> List.of(key))
                .setDefaultKnownHostsFiles(ignored -> List.of(known))
                .build(null));
    }

    private static File emptyFolder() {
        try {
            Path folder = Files.createTempDirectory("gough-ssh-");
            folder.toFile().deleteOnExit();
            return folder.toFile();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make an empty folder for ssh", e);
        }
    }

    SshSessionFactory sessions() {
        return sessions;
    }
}

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
 * One key for one forge whose own keys are known beforehand. No agent, no question to anyone: an unknown forge is
 * refused. The service knows no {@code ~/.ssh}; the command line does, for the person who calls it.
 */
final class SshKeys {
    private final SshSessionFactory sessions;

    private SshKeys(SshSessionFactory sessions) {
        this.sessions = sessions;
    }

    /** The key that the settings name; a person's own where they name none, which those of a service must. */
    static SshKeys of(RepositorySettings settings) {
        if (settings.sshKeyFile() == null) return ofPerson(Path.of(System.getProperty("user.home")));
        var key = settings.sshKeyFile().path();
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

    /** What ssh itself would use for somebody at a terminal, without an agent. */
    private static SshKeys ofPerson(Path home) {
        return new SshKeys(new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(home.toFile())
                .setSshDirectory(home.resolve(".ssh").toFile())
                .setConnectorFactory(null)
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

package io.penguintech.gough.bot.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.eclipse.jgit.lib.SignatureVerifier.TrustLevel;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose signature a commit carries, by the list of keys in the server settings. What is not proven counts as unsigned. */
final class Signatures {
    private static final Logger LOG = LoggerFactory.getLogger(Signatures.class);
    private static final String SSH = "-----BEGIN SSH SIGNATURE-----";

    private final Optional<GpgConfig> keys;

    /** Verifies against an allowed-signers file; without one every commit counts as unsigned. */
    Signatures(@Nullable Path allowedSigners) {
        this.keys = Optional.ofNullable(allowedSigners).map(Signatures::config);
    }

    private static GpgConfig config(Path allowedSigners) {
        var config = new Config();
        config.setString("gpg", null, "format", "ssh");
        config.setString(
                "gpg",
                "ssh",
                "allowedSignersFile",
                allowedSigners.toAbsolutePath().toString());
        return new GpgConfig(config);
    }

    /** The principal of the key that signed the commit; empty when it is unsigned, or not by a key we know. */
    Optional<String> signerOf(RevCommit commit, Repository repository) {
        var raw = commit.getRawGpgSignature();
        if (keys.isEmpty() || raw == null || !new String(raw, StandardCharsets.US_ASCII).startsWith(SSH))
            return Optional.empty();
        try {
            // JGit leaves out what it cannot judge: no answer is a no.
            return Optional.ofNullable(SignatureVerifiers.verify(repository, keys.get(), commit))
                    .filter(Signatures::isProof)
                    .map(SignatureVerifier.SignatureVerification::keyUser)
                    .filter(signer -> !signer.isBlank());
        } catch (IOException | RuntimeException e) {
            LOG.warn("The signature of {} cannot be checked: {}", commit.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isProof(SignatureVerifier.SignatureVerification found) {
        boolean trusted = found.trustLevel().compareTo(TrustLevel.FULL) >= 0;
        return found.verified() && !found.expired() && trusted;
    }
}

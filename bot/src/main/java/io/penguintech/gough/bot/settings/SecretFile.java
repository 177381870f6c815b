package io.penguintech.gough.bot.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;

/**
 * A file that holds one secret of Gough's own. Only its path is kept; the secret is read each time it is used, so that
 * a rotated one needs no restart.
 *
 * @param path where it stands
 */
public record SecretFile(Path path) {
    private static final int LARGEST = 64 * 1024;
    private static final Set<String> DEFAULTS = Set.of(
            "changeme",
            "change-me",
            "change_me",
            "password",
            "secret",
            "token",
            "admin",
            "default",
            "example",
            "todo",
            "replace-me",
            "replaceme",
            "xxx",
            "<secret>",
            "<token>");

    /** Reads the setting. */
    public static SecretFile valueOf(String path) {
        return new SecretFile(Path.of(path));
    }

    /**
     * The secret, without white space around it.
     *
     * @throws UncheckedIOException when it cannot be read; the message names the file only
     */
    public String read() {
        try {
            return new String(bytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret file " + path, e);
        }
    }

    private byte[] bytes() throws IOException {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) throw new IOException("larger than " + LARGEST + " bytes: not a secret");
            return bytes;
        }
    }

    /** Adds what is wrong with the file to {@code problems}: missing, unreadable, empty, a default, open to everyone. */
    public void check(String key, Problems problems) {
        try {
            var secret = new String(bytes(), StandardCharsets.UTF_8).strip();
            if (secret.isEmpty()) problems.error(key, "the file " + path + " is empty; put the secret into it");
            if (DEFAULTS.contains(secret.toLowerCase(Locale.ROOT)))
                problems.error(
                        key, "the file " + path + " holds a placeholder, not a secret; put the real one into it");
            if (openToEveryone())
                problems.warning(key, "everyone on this machine can read " + path + "; run: chmod o-rwx " + path);
        } catch (NoSuchFileException e) {
            problems.error(key, "there is no file " + path.toAbsolutePath() + "; create it, or correct the path");
        } catch (IOException e) {
            problems.error(key, "the file " + path + " cannot be read (" + e.getMessage() + ")");
        }
    }

    private boolean openToEveryone() throws IOException {
        if (!Files.getFileStore(path).supportsFileAttributeView("posix")) return false;
        return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

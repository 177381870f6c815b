package io.penguintech.gough.bot.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which one Gough keeps what it must not lose, open to its own user only. It is locked while it is in
 * use: a second process on the same folder is refused. The lock dies with the process, however it dies.
 */
public final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is missing and locks it.
     *
     * @throws Unusable when another process has it, or it cannot be written; says what to do
     */
    public static DataFolder open(Path folder) {
        var path = folder.toAbsolutePath().normalize();
        try {
            makePrivate(path);
            var channel =
                    FileChannel.open(path.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            lock(path, channel);
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new Unusable(
                    path, "cannot be used (" + e + ")", "set gough.data-dir to a folder this user may write", e);
        }
    }

    /** Another process has the folder, or it cannot be written. Says what to do about the setting. */
    public static final class Unusable extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        private final String problem;

        private Unusable(Path folder, String problem, String remedy, @Nullable Exception cause) {
            super("the data folder %s %s; %s".formatted(folder, problem, remedy), cause);
            this.problem = problem;
        }

        /** What is wrong with it, for those who name the folder and the remedy themselves. */
        public String problem() {
            return problem;
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) return;
        } catch (OverlappingFileLockException e) {
            // Held by this very process: just as taken.
        }
        channel.close();
        throw new Unusable(
                path, "is in use by another Gough", "stop that one, or set gough.data-dir to another folder", null);
    }

    private static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix"))
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** The folder itself, absolute. */
    public Path path() {
        return path;
    }

    /** A folder inside it, made when it is missing. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + path.resolve(name), e);
        }
    }

    /** The text of a file, which is made of 16 random bytes in hexadecimal when it is missing. Mode 0600. */
    String remembered(String name) {
        var file = path.resolve(name);
        try {
            if (!Files.exists(file)) {
                var random = new byte[16];
                new SecureRandom().nextBytes(random);
                writePrivate(file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
    }

    /** This Gough's own id: made at the first start, then always the same. */
    public String instanceId() {
        return remembered("instance-id").substring(0, 12);
    }

    /** Writes a whole file or nothing. */
    private static void writePrivate(Path file, String text) throws IOException {
        var draft = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", ".new");
        Files.write(draft, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.SYNC);
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Lets another process have it. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock " + path, e);
        }
    }
}

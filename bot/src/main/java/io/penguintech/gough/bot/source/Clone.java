package io.penguintech.gough.bot.source;

import io.penguintech.gough.bot.storage.Folders;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bare clone on disk. It holds nothing that cannot be fetched again, so one that is damaged is thrown away. What
 * must outlive it, the newest revision ever fetched, stands in a file beside it: a fresh clone does not hide a rewind.
 * Not for use by several threads at once.
 */
final class Clone implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clone.class);
    private static final String TIP = "refs/gough/tip";
    private static final String KEPT = "refs/gough/kept/";

    private final Path folder;
    private final Path newest;
    private final Upkeep upkeep;
    private @Nullable Repository open;

    /** Whether many packs are put together. */
    enum Upkeep {
        /** Yes, in the background. */
        LASTING,
        /** No: it is used once, and nothing may still be at work in it when it is deleted. */
        FLEETING
    }

    Clone(Path parent, RepositoryId id, Upkeep upkeep) {
        this.folder = parent.resolve(id + ".git");
        this.newest = parent.resolve(id + ".newest");
        this.upkeep = upkeep;
    }

    /** The ref that follows the remote's branch. */
    static String tip() {
        return TIP;
    }

    /** The repository, made when it is missing or cannot be opened. */
    Repository repository() throws IOException {
        if (open != null) return open;
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) removeLeftovers();
        try {
            open = opened();
        } catch (RepositoryNotFoundException e) {
            open = made();
        } catch (IOException | ConfigInvalidException | IllegalArgumentException e) {
            LOG.warn("Fetching {} again: the clone cannot be opened ({})", folder.getFileName(), e.getMessage());
            throwAway();
            open = made();
        }
        return open;
    }

    private Repository opened() throws IOException, ConfigInvalidException {
        var repository = new FileRepositoryBuilder()
                .setGitDir(folder.toFile())
                .setBare()
                .setMustExist(true)
                .build();
        repository.getConfig().load();
        return repository;
    }

    private Repository made() throws IOException {
        throwAway();
        var repository =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
        repository.create(true);
        var config = repository.getConfig();
        // A redirect could carry our password to another server; a moved repository is a matter for a person.
        config.setString("http", null, "followRedirects", "false");
        // Each fetch adds a pack; JGit itself puts them together in the background when there are more than 50.
        config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
        config.setBoolean(
                ConfigConstants.CONFIG_GC_SECTION,
                null,
                ConfigConstants.CONFIG_KEY_AUTODETACH,
                upkeep == Upkeep.LASTING);
        config.save();
        return repository;
    }

    /** Lock files and half-received packs of a process that was killed. We are the only one here. */
    private void removeLeftovers() throws IOException {
        List<Path> leftovers;
        try (var files = Files.walk(folder)) {
            leftovers = files.filter(Clone::isLeftover).toList();
        }
        for (var file : leftovers) Files.deleteIfExists(file);
    }

    private static boolean isLeftover(Path file) {
        var name = file.getFileName().toString();
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && (name.endsWith(".lock") || name.startsWith("incoming_") || name.startsWith("gc_"));
    }

    /** Deletes the clone; the next use makes a new one. */
    void throwAway() throws IOException {
        close();
        Folders.delete(folder);
    }

    /** The newest revision fetched, also by a clone that was thrown away. */
    Optional<Revision> newest() throws IOException {
        if (!Files.exists(newest)) return Optional.empty();
        return Optional.of(new Revision(Files.readString(newest).strip()));
    }

    /** Remembers the newest revision. */
    void remember(Revision revision) throws IOException {
        var draft = newest.resolveSibling(newest.getFileName() + ".new");
        Files.write(
                draft,
                revision.id().getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(draft, newest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Keeps a revision that the branch left behind: records speak of it, so its files must stay readable. */
    void keep(Revision revision) throws IOException {
        var repository = repository();
        if (!repository.getObjectDatabase().has(ObjectId.fromString(revision.id()))) return;
        RefUpdate update = repository.updateRef(KEPT + revision.id());
        update.setNewObjectId(ObjectId.fromString(revision.id()));
        update.forceUpdate();
    }

    /** Whether an error means that files of the clone are damaged or gone. */
    static boolean isDamage(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause())
            if (cause instanceof CorruptObjectException
                    || cause instanceof MissingObjectException
                    || cause instanceof RepositoryNotFoundException
                    || cause instanceof java.util.zip.DataFormatException
                    || cause instanceof org.eclipse.jgit.errors.PackInvalidException
                    || cause instanceof org.eclipse.jgit.errors.NoPackSignatureException
                    || cause instanceof java.io.EOFException
                    || cause instanceof org.eclipse.jgit.errors.IncorrectObjectTypeException) return true;
        return false;
    }

    @Override
    public void close() {
        if (open != null) open.close();
        open = null;
    }
}

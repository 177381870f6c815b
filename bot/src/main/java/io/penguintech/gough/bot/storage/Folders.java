package io.penguintech.gough.bot.storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Takes folders away. */
public final class Folders {
    private static final int MOST_TRIES = 20;

    private Folders() {}

    /**
     * Deletes a folder with all that is in it; links are deleted, never followed. One that is missing is no error, and neither is
     * what somebody else deletes or adds meanwhile, such as the lock file of an upkeep that ends.
     */
    public static void delete(Path folder) throws IOException {
        for (int tries = 1; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); tries++)
            try {
                Files.walkFileTree(folder, new Deletion());
            } catch (DirectoryNotEmptyException e) {
                if (tries == MOST_TRIES) throw e;
            }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
            if (!(error instanceof NoSuchFileException)) throw error;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException error) throws IOException {
            if (error != null && !(error instanceof NoSuchFileException)) throw error;
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
        }
    }
}

package io.penguintech.gough.demo;

import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.bot.storage.EmbeddedDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A PostgreSQL that can be stopped and started again on the same files, under the same address. */
final class MortalDatabase implements AutoCloseable {
    private final DataFolder folder;
    private final Cable line;
    private EmbeddedDatabase database;

    private MortalDatabase(DataFolder folder) {
        this.folder = folder;
        this.database = EmbeddedDatabase.start(folder);
        this.line = Cable.to(port(database));
    }

    /** Starts a new one in {@code path}. */
    static MortalDatabase start(Path path) {
        return new MortalDatabase(DataFolder.open(path));
    }

    private static int port(EmbeddedDatabase database) {
        return URI.create(database.url().substring("jdbc:".length())).getPort();
    }

    /** Settings that make the service use it. */
    List<String> settings() {
        return List.of(
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres".formatted(line.port()),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
    }

    /** It ends as when its machine is rebooted. */
    void stop() {
        database.close();
        line.cut();
    }

    /** It runs again, with everything that was committed. */
    void startAgain() {
        database = EmbeddedDatabase.start(folder);
        line.mend(port(database));
    }

    @Override
    public void close() {
        line.close();
        database.close();
        folder.close();
    }
}

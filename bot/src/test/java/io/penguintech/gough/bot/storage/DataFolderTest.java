package io.penguintech.gough.bot.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temp;

    @Test
    void aSecondGoughOnTheSameFolderIsRefused() {
        try (var first = DataFolder.open(temp)) {
            assertThatThrownBy(() -> DataFolder.open(temp))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use by another Gough");
            assertThat(first.path()).isEqualTo(temp);
        }
        DataFolder.open(temp).close();
    }

    @Test
    void itKeepsItsIdAndLetsNobodyElseIn() throws Exception {
        String id;
        try (var folder = DataFolder.open(temp.resolve("new"))) {
            id = folder.instanceId();
        }
        try (var folder = DataFolder.open(temp.resolve("new"))) {
            assertThat(folder.instanceId()).isEqualTo(id).hasSize(12);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("new"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderThatCannotBeMadeSaysWhichSettingToChange() throws Exception {
        Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> DataFolder.open(temp.resolve("file/below"))).hasMessageContaining("gough.data-dir");
    }
}

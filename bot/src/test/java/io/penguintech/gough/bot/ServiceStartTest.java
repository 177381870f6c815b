package io.penguintech.gough.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class ServiceStartTest {
    @TempDir
    Path folder;

    @Test
    void aRestartKeepsWhatWasCommitted() {
        var args = new String[] {"--gough.data-dir=" + folder.resolve("data"), "--server.port=0"};
        try (var context = GoughApplication.start(args)) {
            var jdbc = context.getBean(JdbcClient.class);
            jdbc.sql("create table kept(what text)").update();
            jdbc.sql("insert into kept values ('this')").update();
            assertThat(jdbc.sql("show fsync").query(String.class).single()).isEqualTo("on");
            assertThat(jdbc.sql("show synchronous_commit").query(String.class).single()).isEqualTo("on");
        }
        try (var context = GoughApplication.start(args)) {
            var jdbc = context.getBean(JdbcClient.class);
            assertThat(jdbc.sql("select what from kept").query(String.class).single()).isEqualTo("this");
        }
    }
}

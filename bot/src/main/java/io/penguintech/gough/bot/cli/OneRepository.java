package io.penguintech.gough.bot.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which repository of a service that serves several. */
final class OneRepository {
    @Option(
            names = "--repository",
            paramLabel = "ID",
            description = "Id of the repository in the server settings; needed when there are several.")
    @Nullable
    String id;

    String query() {
        return id == null ? "" : "?repository=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}

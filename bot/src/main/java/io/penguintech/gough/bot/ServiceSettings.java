package io.penguintech.gough.bot;

import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service as a whole.
 *
 * @param instanceId which Gough this is, when several look at the same backends; made at the first start when missing
 * @param dataDir folder of all that must not be lost: the embedded database, clones, this service's id, the file STOP
 * @param cloudInitSchema cloud-init's own {@code schema-cloud-config-v1.json}, to check user data with; looked for where
 *     Debian installs it when missing
 * @param fleetVariables what {@code $NAME} stands for in files of Fleet's own GitOps; no secrets, plans show them
 * @param log how the service logs
 */
@ConfigurationProperties("gough")
public record ServiceSettings(
        @Nullable String instanceId,
        @DefaultValue("data") Path dataDir,
        @Nullable Path cloudInitSchema,
        @DefaultValue Map<String, String> fleetVariables,
        @DefaultValue Log log)
        implements Settings {
    private static final Path INSTALLED =
            Path.of("/usr/lib/python3/dist-packages/cloudinit/config/schemas/schema-cloud-config-v1.json");
    private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Keeps an unmodifiable sorted copy. */
    public ServiceSettings {
        fleetVariables = Collections.unmodifiableMap(new TreeMap<>(fleetVariables));
    }

    /**
     * How the service logs.
     *
     * @param json one JSON object a line (Elastic Common Schema) instead of text
     */
    public record Log(@DefaultValue("false") boolean json) {}

    @Override
    public void check(Problems problems) {
        if (instanceId != null && !ID.matcher(instanceId).matches())
            problems.error(
                    "gough.instance-id", "\"" + instanceId + "\" is not an id: a-z, 0-9 and inner hyphens, at most 40");
        if (Files.exists(dataDir) && !Files.isDirectory(dataDir))
            problems.error("gough.data-dir", dataDir.toAbsolutePath() + " is a file; name a folder");
        for (var name : fleetVariables.keySet())
            if (!VARIABLE.matcher(name).matches())
                problems.error(
                        "gough.fleet-variables",
                        "\"" + name + "\" is not a name: letters, digits and _, no digit first");
        if (cloudInitSchema != null && !Files.isReadable(cloudInitSchema))
            problems.error("gough.cloud-init-schema", "there is no readable file " + cloudInitSchema.toAbsolutePath());
    }

    /** The text of cloud-init's schema, when it was named or is installed. */
    Optional<String> cloudInitSchemaText() {
        var file = cloudInitSchema == null ? INSTALLED : cloudInitSchema;
        if (!Files.isReadable(file)) return Optional.empty();
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read cloud-init's schema " + file, e);
        }
    }
}

package io.penguintech.gough.bot;

import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.Settings;
import io.penguintech.gough.schema.Limits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of an infra repository is read before it is refused.
 *
 * @param blobBytes largest file, in bytes
 * @param files most files
 * @param depth deepest nesting of one YAML document
 * @param aliases most YAML aliases in one document
 */
@ConfigurationProperties("gough.limits")
public record LimitSettings(
        @DefaultValue("1048576") int blobBytes,
        @DefaultValue("20000") int files,
        @DefaultValue("64") int depth,
        @DefaultValue("200") int aliases)
        implements Settings {
    private static final int LARGEST_BLOB = 16 << 20;

    @Override
    public void check(Problems problems) {
        if (blobBytes < 1 || blobBytes > LARGEST_BLOB)
            problems.error("gough.limits.blob-bytes", "must be 1 to " + LARGEST_BLOB);
        if (files < 1) problems.error("gough.limits.files", "must be at least 1");
        if (depth < 1 || depth > Limits.DEEPEST) problems.error("gough.limits.depth", "must be 1 to " + Limits.DEEPEST);
        if (aliases < 0) problems.error("gough.limits.aliases", "must not be negative");
    }

    /** The same for the loader. */
    Limits limits() {
        return new Limits(blobBytes, files, depth, aliases);
    }
}

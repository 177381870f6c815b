package io.penguintech.gough.bot.secrets;

import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Secrets in files under one root, as Kubernetes and Ansible mount them: one file per path, in it one line
 * {@code key: value} per key. Nothing outside the root is ever read, also not over links, and never a file that holds a
 * credential of Gough's own.
 */
public final class MountedSecrets implements SecretSource {
    private static final int LARGEST = 64 * 1024;

    private final Path root;
    private final List<Path> own;

    /**
     * Reads below {@code root}.
     *
     * @param own files and folders that hold Gough's own credentials and data
     */
    public MountedSecrets(Path root, List<Path> own) {
        this.root = root;
        this.own = List.copyOf(own);
    }

    @Override
    public String reveal(SecretRef ref) {
        var value = keys(ref).get(ref.key());
        if (value == null) throw new SecretUnavailable(ref, "the file has no such key");
        if (value instanceof Map || value instanceof List)
            throw new SecretUnavailable(ref, "the key holds no single value");
        return value.toString();
    }

    private Map<?, ?> keys(SecretRef ref) {
        try {
            var read = new Load(LoadSettings.builder()
                            .setAllowDuplicateKeys(false)
                            .setMaxAliasesForCollections(0)
                            .setSchema(new org.snakeyaml.engine.v2.schema.FailsafeSchema())
                            .build())
                    .loadFromString(text(ref));
            if (read instanceof Map<?, ?> keys) return keys;
            throw new SecretUnavailable(ref, "the file holds no lines of the form key: value");
        } catch (YamlEngineException e) {
            // The parser's message quotes the text around the error, which is the secret.
            throw new SecretUnavailable(ref, "the file is no valid YAML");
        }
    }

    private String text(SecretRef ref) {
        try (var in = Files.newInputStream(file(ref))) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST)
                throw new SecretUnavailable(ref, "the file is larger than %d KiB".formatted(LARGEST / 1024));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SecretUnavailable(ref, "the file is not UTF-8");
        } catch (NoSuchFileException e) {
            throw new SecretUnavailable(ref, "there is no such file below " + root);
        } catch (IOException e) {
            throw new SecretUnavailable(
                    ref, "the file cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The real file behind a reference, with every link followed and judged by where it ends. */
    private Path file(SecretRef ref) throws IOException {
        var realRoot = root.toRealPath();
        var real = realRoot.resolve(ref.path()).toRealPath();
        if (!real.startsWith(realRoot)) throw new SecretUnavailable(ref, "a link leads out of " + root);
        for (var mine : ownFiles())
            if (real.startsWith(mine)) throw new SecretUnavailable(ref, "the file holds a credential of Gough's own");
        if (!Files.isRegularFile(real)) throw new SecretUnavailable(ref, "it is no file");
        return real;
    }

    private List<Path> ownFiles() throws IOException {
        var real = new ArrayList<Path>();
        for (var file : own) if (Files.exists(file)) real.add(file.toRealPath());
        return real;
    }
}

package io.penguintech.gough.bot.forge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** By what something that was written is known again. */
public final class Digests {
    private static final int BYTES = 12;

    private Digests() {}

    /** 24 hexadecimal digits that are others when one of the texts is another. */
    public static String brief(String... texts) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var text : texts) {
                sha.update(text.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String brief(List<Annotation> annotations) {
        return brief(annotations.stream().map(Annotation::toString).toArray(String[]::new));
    }
}

package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Host;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What must hold for user data as a whole.
 *
 * @param largestForm most bytes in the form sent to MAAS
 * @param schema cloud-init's own schema, with what it said of parts that were seen before
 */
record ContentsCheck(int largestForm, Optional<CloudInitSchema.Check> schema) {
    // Three bytes of UTF-8 for a char, four thirds by base64, three by the form when all of it are + and /.
    private static final int WORST_GROWTH = 12;

    void run(Contents contents, String digest, Host host, Consumer<Diagnostic> problems) {
        checkSize(contents.text(Multipart.Encoding.ASCII, digest), host, problems);
        schema.ifPresent(check -> contents.config().ifPresent(tree -> check.run(tree, problems)));
    }

    private void checkSize(String text, Host host, Consumer<Diagnostic> problems) {
        if ((long) text.length() * WORST_GROWTH <= largestForm) return;
        long size = formSize(text);
        if (size <= largestForm) return;
        problems.accept(Diagnostic.error(
                "User data is too large",
                String.format(
                        Locale.ROOT,
                        "The user data of host %s takes %,d bytes in the form sent to MAAS; the limit is %,d (MAAS's own proxy refuses a form above 10 MB). Let the host fetch large files itself, for instance from runcmd.",
                        host.name(),
                        size,
                        largestForm),
                host.place()));
    }

    /** Bytes of {@code text} as base64 in a form, where {@code + / =} take three bytes each. */
    private static long formSize(String text) {
        var base64 = Base64.getEncoder().encode(text.getBytes(StandardCharsets.UTF_8));
        long size = base64.length;
        for (byte b : base64) if (b == '+' || b == '/' || b == '=') size += 2;
        return size;
    }
}

package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.UserData;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * User data that keeps its digest and renders itself again when somebody wants its text: ten thousand of them cost
 * little more than their digests.
 */
final class HostUserData implements UserData {
    private final String digest;
    private final boolean enrols;
    private final Supplier<Contents> contents;

    HostUserData(String digest, boolean enrols, Supplier<Contents> contents) {
        this.digest = digest;
        this.enrols = enrols;
        this.contents = contents;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public boolean enrols() {
        return enrols;
    }

    @Override
    public String masked() {
        return contents.get().text(Multipart.Encoding.READABLE, digest);
    }

    @Override
    public byte[] reveal(SecretSource source) {
        var open = contents.get().reveal(source);
        return open.text(Multipart.Encoding.ASCII, digest).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "user data " + digest;
    }
}

package io.penguintech.gough.reconcile.http;

import java.io.IOException;
import java.io.InputStream;

/** Makes something of a body while it arrives. */
@FunctionalInterface
public interface BodyReader<T> {
    /**
     * Reads the stream to its end.
     *
     * @throws IOException when the body is cut off or is not what it should be; its message must not repeat the body
     */
    T read(InputStream body) throws IOException;
}

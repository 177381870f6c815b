package io.penguintech.gough.reconcile.http;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * One call to make.
 *
 * @param operation a fixed word for metrics, such as {@code deploy}
 * @param effect whether it changes anything
 * @param method the HTTP verb
 * @param uri where to
 * @param body what is sent
 * @param headers what it asks for beyond the usual headers, such as {@code If-None-Match}; never credentials
 */
public record Request(String operation, Effect effect, String method, URI uri, Body body, Map<String, String> headers) {
    /** Keeps a copy. */
    public Request {
        headers = Map.copyOf(headers);
    }

    /** Whether a call changes anything, and so whether it may be repeated. */
    public enum Effect {
        /** Changes nothing: may be repeated. */
        READ,
        /** Changes something: repeated only when it is proven not to have happened. */
        WRITE
    }

    /** What is sent. Prints nothing of it: it may hold secrets. */
    public static final class Body {
        /** Nothing is sent. */
        public static final Body NONE = new Body("", new byte[0]);

        private final String contentType;
        private final byte[] bytes;

        /**
         * Keeps what is given.
         *
         * @param contentType its media type; empty for no body
         * @param bytes its bytes; the caller does not change them
         */
        public Body(String contentType, byte[] bytes) {
            this.contentType = contentType;
            this.bytes = bytes;
        }

        String contentType() {
            return contentType;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public String toString() {
            return bytes.length + " bytes";
        }
    }

    /** A call that reads. */
    public static Request get(String operation, URI uri) {
        return new Request(operation, Effect.READ, "GET", uri, Body.NONE, Map.of());
    }

    /** A call that writes. */
    public static Request write(String operation, String method, URI uri, Body body) {
        return new Request(operation, Effect.WRITE, method, uri, body, Map.of());
    }

    /** The same with one header more. */
    public Request with(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new Request(operation, effect, method, uri, body, more);
    }
}

package io.penguintech.gough.simulators.fault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable run of bytes: the body of a call or of an answer. */
public final class Bytes {
    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** No bytes at all. */
    public static Bytes empty() {
        return EMPTY;
    }

    /** A copy of {@code content}. */
    public static Bytes of(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /** These very bytes, not copied: for large bodies whose maker keeps no reference to the array. */
    public static Bytes owned(byte[] content) {
        return new Bytes(content);
    }

    /** The UTF-8 form of {@code text}. */
    public static Bytes of(String text) {
        return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes there are. */
    public int size() {
        return content.length;
    }

    /** The bytes read as UTF-8; what is not UTF-8 becomes the replacement character. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return content.clone();
    }

    /** The bytes themselves, for a reader that changes nothing. */
    byte[] content() {
        return content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** Only the size: a body may hold a secret. */
    @Override
    public String toString() {
        return content.length + " bytes";
    }
}

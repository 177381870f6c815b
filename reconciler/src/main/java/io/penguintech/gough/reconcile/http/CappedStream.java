package io.penguintech.gough.reconcile.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** A stream that fails once more bytes than allowed were read from it. */
final class CappedStream extends FilterInputStream {
    private final long limit;
    private final AtomicLong read;

    /** Counts in {@code read} what is read. */
    CappedStream(InputStream in, long limit, AtomicLong read) {
        super(in);
        this.limit = limit;
        this.read = read;
    }

    boolean exceeded() {
        return read.get() > limit;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) count(1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int some = super.read(bytes, offset, length);
        if (some > 0) count(some);
        return some;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) throws IOException {
        read.addAndGet(bytes);
        if (exceeded()) throw new IOException("more than " + limit + " bytes");
    }
}

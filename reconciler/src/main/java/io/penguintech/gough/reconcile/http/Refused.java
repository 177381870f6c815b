package io.penguintech.gough.reconcile.http;

import io.penguintech.gough.reconcile.Failure;

/** Carries a failure from where an adapter meets it to the port. Never leaves the adapter. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Never serialised.
    private final Failure failure;

    private final int status;

    /**
     * A refusal by the server.
     *
     * @param status the HTTP status, or 0 when there was no answer
     */
    public Refused(Failure failure, int status) {
        super(failure.why(), null, false, false);
        this.failure = failure;
        this.status = status;
    }

    /** A failure that is no answer of the server. */
    public Refused(Failure failure) {
        this(failure, 0);
    }

    /** Who must act. */
    public Failure failure() {
        return failure;
    }

    /** The HTTP status, or 0. */
    public int status() {
        return status;
    }
}

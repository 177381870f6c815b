package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Authorization;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request;
import java.util.stream.Stream;

/** Who we are on the forge, and what proves it. */
interface Session extends Authorization {
    /** Calls the forge with other credentials than the session's, and heeds the pauses it asks for. */
    interface Calls {
        /** Makes one call, unless the forge wants none now. */
        Exchange exchange(Request request, Authorization as, String doing) throws Refused;
    }

    /** Sees to it that {@link #header} will be taken, by a call of its own if need be. */
    default void ready(Calls calls) throws Refused {}

    /** The forge did not take what proves it: whether there may be something newer by now. */
    default boolean renewable() {
        return false;
    }

    /** Whether it may make check runs, once it is {@link #ready}. */
    default boolean mayMakeCheckRuns() {
        return false;
    }

    /** What must never be shown. */
    Stream<String> secrets();
}

package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Authorization;
import io.penguintech.gough.reconcile.http.HttpCalls;
import io.penguintech.gough.reconcile.http.Refused;
import java.util.stream.Stream;

/** Who we are on the forge, and what proves it. */
interface Session extends Authorization {
    /** Sees to it that {@link #header} will be taken, by a call of its own if need be. */
    default void ready(HttpCalls http) throws Refused {}

    /** The forge did not take what proves it: whether there may be something newer by now. */
    default boolean renewable() {
        return false;
    }

    /** What must never be shown. */
    Stream<String> secrets();
}

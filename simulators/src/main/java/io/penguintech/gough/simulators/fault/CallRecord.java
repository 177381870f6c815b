package io.penguintech.gough.simulators.fault;

import java.time.Instant;
import java.util.Optional;

/**
 * One call in the journal of a stand-in, written when its effect and answer are known.
 *
 * @param number 1 for the first call
 * @param at when it arrived
 * @param method the verb
 * @param path the path as sent
 * @param query the query as sent, empty if there was none
 * @param status what the handler answered, or 0 if a fault kept the call from the handler and sent no answer
 * @param fault the fault that befell it; after {@link Fault.DoneThenTimeout} the caller never saw {@code status}
 */
public record CallRecord(
        long number, Instant at, String method, String path, String query, int status, Optional<Fault> fault) {}

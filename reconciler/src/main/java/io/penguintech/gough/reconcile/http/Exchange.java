package io.penguintech.gough.reconcile.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What came of one call, after its repeats. */
public sealed interface Exchange {
    /**
     * The server answered.
     *
     * @param status the HTTP status
     * @param contentType the media type, lower case; empty when none is given
     * @param retryAfter how long the server asks us to wait, when it does so in a way we understand
     * @param location where a redirect points to; never followed
     * @param headers all of them, for what only some backends say
     * @param body the whole body, as UTF-8
     */
    record Answered(
            int status,
            String contentType,
            Optional<Duration> retryAfter,
            Optional<String> location,
            HttpHeaders headers,
            String body)
            implements Exchange {
        /** An answer without further headers. */
        public Answered(
                int status, String contentType, Optional<Duration> retryAfter, Optional<String> location, String body) {
            this(status, contentType, retryAfter, location, HttpHeaders.of(Map.of(), (name, value) -> true), body);
        }

        /** Prints no body: it may hold secrets (a MAAS 401 does, recorded). */
        @Override
        public String toString() {
            return "HTTP " + status + " with " + body.length() + " characters";
        }

        /** The first value of a header, whatever the case of its name. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** Whether the status says success. */
        public boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * The server was not reached: nothing happened.
     *
     * @param why for people
     */
    record NotSent(String why) implements Exchange {}

    /**
     * The server cannot prove to be who it should be: nothing was sent.
     *
     * @param why for people
     */
    record Untrusted(String why) implements Exchange {}

    /**
     * The call was sent and no whole answer came: a write may have happened.
     *
     * @param why for people
     */
    record Lost(String why) implements Exchange {}

    /**
     * The answer is longer than we read: a write has happened.
     *
     * @param limit the limit in bytes
     */
    record TooLong(long limit) implements Exchange {}
}

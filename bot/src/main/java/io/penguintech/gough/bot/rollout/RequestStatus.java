package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.schema.HostName;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person asked for about one host, and what became of it.
 *
 * @param number its number
 * @param host the host
 * @param what what was asked for
 * @param by the person who asked
 * @param reason why
 * @param at when
 * @param expires until when it may begin
 * @param detail what it waits for, what is under way, or how it ended
 * @param ended how and when it ended; empty while it is open
 */
public record RequestStatus(
        long number,
        HostName host,
        HostRequest.What what,
        String by,
        String reason,
        Instant at,
        Instant expires,
        String detail,
        Optional<Ended> ended) {
    /** How a request ends. */
    public enum Ending {
        /** It was brought about, or was so already. */
        DONE,
        /** Its change failed after something of it was sent: whoever still wants it asks again. */
        FAILED,
        /** Somebody took it back. */
        WITHDRAWN,
        /** It did not begin in time, or nobody approved it in time. */
        EXPIRED,
        /** An approver said no, or its rollout was cancelled. */
        DECLINED,
        /** The document asks for something else now. */
        CONTRADICTED
    }

    /**
     * The end of a request.
     *
     * @param how which end
     * @param at when
     */
    public record Ended(Ending how, Instant at) {}

    /** One word for people and clients: open, or how it ended. */
    public String state() {
        return ended.map(end -> end.how().name().toLowerCase(Locale.ROOT)).orElse("open");
    }

    /** One line for people, such as {@code request 12: power-cycle hv-01, asked by sam (kernel hangs): …}. */
    public String words() {
        var more = detail.isEmpty() ? "" : " " + detail;
        return "request %d: %s %s, asked by %s (%s), %s.%s"
                .formatted(
                        number,
                        what.word(),
                        host,
                        by,
                        reason,
                        ended.isEmpty() ? "open until " + expires : state(),
                        more);
    }

    RequestStatus saying(String text) {
        return new RequestStatus(number, host, what, by, reason, at, expires, text, ended);
    }
}

package io.penguintech.gough.reconcile.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads {@code Retry-After}: whole seconds, or a date seen from the server's own {@code Date}. */
final class RetryAfter {
    /** More than that is not a pause but an outage; treated as if nothing was said. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    static Optional<Duration> of(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(text -> text.matches("\\d{1,9}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                        : headers.firstValue("Date").flatMap(now -> between(now, text)))
                .filter(wait -> wait.compareTo(LONGEST) <= 0);
    }

    private static Optional<Duration> between(String now, String then) {
        try {
            var wait = Duration.between(date(now), date(then));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }

    private static ZonedDateTime date(String text) {
        return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }
}

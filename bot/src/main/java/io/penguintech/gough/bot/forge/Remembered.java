package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Request;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What reads were answered, by address, so that the forge need only say that it is still so: on GitHub an answer 304
 * costs no quota. Holds the answers used last, a few MiB of them. Safe for use by many threads.
 */
final class Remembered {
    private static final int MOST = 200;
    private static final int LONGEST = 1 << 20;
    private static final int ALTOGETHER = 8 << 20;

    private final Map<URI, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private int length;

    private record Known(String tag, Exchange.Answered answer) {}

    /** The read, asking whether what is known of it is still so. */
    synchronized Request conditional(Request read) {
        return Optional.ofNullable(known.get(read.uri()))
                .map(one -> read.with("If-None-Match", one.tag()))
                .orElse(read);
    }

    /** What the answer means: what is known, when the forge says that it is still so. */
    synchronized Exchange settled(Request read, Exchange exchange) {
        if (!(exchange instanceof Exchange.Answered answer)) return exchange;
        if (answer.status() == 304)
            return Optional.ofNullable(known.get(read.uri()))
                    .<Exchange>map(Known::answer)
                    .orElse(new Exchange.Lost("it says that nothing changed, and what it was is forgotten"));
        if (answer.ok()) keep(read.uri(), answer);
        return answer;
    }

    private void keep(URI uri, Exchange.Answered answer) {
        forget(known.remove(uri));
        var tag = answer.header("ETag");
        if (tag.isEmpty() || answer.body().length() > LONGEST) return;
        known.put(uri, new Known(tag.get(), answer));
        length += answer.body().length();
        while (known.size() > MOST || length > ALTOGETHER)
            forget(known.remove(known.keySet().iterator().next()));
    }

    private void forget(@org.jspecify.annotations.Nullable Known one) {
        if (one != null) length -= one.answer().body().length();
    }
}

package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Annotations as comments on single lines, one each, where those are written and deleted one by one. Each is found again by its
 * {@link Marker}; what is there already is left alone, so that nobody is told twice.
 */
final class LineComments {
    /** People scroll no further, and every comment is a message to everybody who watches. */
    static final int MOST = 20;

    private LineComments() {}

    /**
     * A comment of ours.
     *
     * @param body what it says; empty when it stands beside no line any more
     */
    record Shown(long id, String body) {}

    /** Where they are. */
    interface Lines {
        /** Hears of each comment of ours on a line. */
        void each(Consumer<Shown> shown) throws Refused;

        void write(Annotation annotation, String body) throws Refused;

        void delete(long id) throws Refused;
    }

    /** Has those of {@code wanted} that may stand there, and none other of ours; answers how many do. */
    static int show(Lines lines, List<Annotation> wanted) throws Refused {
        var missing = new LinkedHashMap<String, Annotation>();
        wanted.stream().filter(Annotation::changed).limit(MOST).forEach(one -> missing.put(key(one), one));
        int all = missing.size();
        var surplus = new ArrayList<Long>();
        lines.each(shown -> {
            var key = Marker.keyIn(shown.body()).orElse("");
            if (missing.remove(key) == null) surplus.add(shown.id());
        });
        for (long id : surplus) lines.delete(id);
        for (var one : missing.entrySet()) if (!isWritten(lines, one.getValue(), new Marker(one.getKey()))) all--;
        return all;
    }

    /** A line that the forge compares in another way than git does here is left out: all of it is in the comment, too. */
    private static boolean isWritten(Lines lines, Annotation annotation, Marker marker) throws Refused {
        try {
            lines.write(annotation, marker.before(annotation.markdown()));
            return true;
        } catch (Refused refused) {
            if (refused.failure() instanceof Failure.WorldChanged && refused.status() != 404) return false;
            throw refused;
        }
    }

    private static String key(Annotation one) {
        return "line-" + Digests.brief(one.file(), Integer.toString(one.line()), one.markdown());
    }

    /** Whether a comment that begins like that is one of these. */
    static boolean isOne(String body) {
        return Marker.keyIn(body).filter(key -> key.startsWith("line-")).isPresent();
    }

    /** What a comment of ours says, if it is one of these and {@code current}. */
    static Optional<Shown> shown(long id, String body, boolean current) {
        return isOne(body) ? Optional.of(new Shown(id, current ? body : "")) : Optional.empty();
    }
}

package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Annotations as comments on single lines, where those can be deleted one by one. Each is found again by its {@link Marker} and the
 * line it stands beside now; what is there already is left alone, so that nobody is told twice.
 */
final class LineComments {
    /** People scroll no further, and every comment is a message to everybody who watches. */
    static final int MOST = 10;

    private static final String PREFIX = "line-";

    private LineComments() {}

    /** One that stands beside a line of the newest commit, or did. */
    sealed interface Shown {
        /** Its number. */
        long id();

        /** It stands beside this line. */
        record Beside(long id, String key, int line) implements Shown {}

        /** Its line is not there any more. */
        record Outdated(long id) implements Shown {}
    }

    /** Where they are. */
    interface Lines {
        /** Hears of each comment of ours that is an annotation. */
        void each(Consumer<Shown> shown) throws Refused;

        /**
         * Writes them, by what they are to say; answers how many the forge did not take.
         *
         * @throws Refused when it is not known what became of one, or when none can be written now
         */
        int write(Map<Annotation, String> bodies) throws Refused;

        void delete(long id) throws Refused;
    }

    private record Spot(String key, int line) {}

    /** Has those of {@code wanted} that may stand there, and none other of ours; answers how many do. */
    static int show(Lines lines, List<Annotation> wanted) throws Refused {
        var missing = new LinkedHashMap<Spot, Annotation>();
        wanted.stream()
                .filter(Annotation::changed)
                .limit(MOST)
                .forEach(one -> missing.put(new Spot(key(one), one.line()), one));
        int all = missing.size();
        var surplus = new ArrayList<Long>();
        lines.each(shown -> {
            boolean right = shown instanceof Shown.Beside(var _, var key, var line)
                    && missing.remove(new Spot(key, line)) != null;
            if (!right) surplus.add(shown.id());
        });
        for (long id : surplus) lines.delete(id);
        if (missing.isEmpty()) return all;
        var bodies = new LinkedHashMap<Annotation, String>();
        missing.forEach((spot, one) -> bodies.put(one, new Marker(spot.key()).before(one.markdown())));
        return all - lines.write(bodies);
    }

    /** Where it stands is not in it: lines that come before move a comment along with its line. */
    private static String key(Annotation one) {
        return PREFIX + Digests.brief(one.file(), one.markdown());
    }

    /** What a comment of ours is, if it is one of these; {@code line} is empty when it stands beside none. */
    static Optional<Shown> shown(long id, String body, Optional<Integer> line) {
        return Marker.keyIn(body)
                .filter(key -> key.startsWith(PREFIX))
                .map(key -> line.<Shown>map(at -> new Shown.Beside(id, key, at)).orElse(new Shown.Outdated(id)));
    }

    /** Whether the forge will not take it, whoever asks how often: it compares lines in another way than git does here. */
    static boolean isNeverTaken(Refused refused) {
        return refused.failure() instanceof Failure.WorldChanged && refused.status() != 404;
    }
}

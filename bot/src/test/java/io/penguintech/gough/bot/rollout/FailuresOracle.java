package io.penguintech.gough.bot.rollout;

import java.sql.Timestamp;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Judges why a change failed, once for each, at the moment when it is said. */
final class FailuresOracle {
    private final Scene scene;
    private final RandomDeeds deeds;
    private final Tale tale;
    private final Set<Long> judged = new HashSet<>();

    FailuresOracle(Scene scene, RandomDeeds deeds, Tale tale) {
        this.scene = scene;
        this.deeds = deeds;
        this.tale = tale;
    }

    /**
     * Tells what failed since.
     *
     * @param clear whether nothing went wrong while Gough looked, so that it must be true
     */
    void judge(boolean clear) {
        for (var row : scene.database(
                "select id, subject, verb, detail, started_at from intents where result = 'failed' order by id")) {
            if (!judged.add((Long) row.get("id"))) continue;
            tale.say("  failed: %s %s: %s", row.get("verb"), row.get("subject"), row.get("detail"));
            var subject = String.valueOf(row.get("subject"));
            if (clear && subject.startsWith("host ")) judge(row, subject);
        }
    }

    private void judge(Map<String, Object> row, String subject) {
        int number = Integer.parseInt(subject.substring("host h".length()));
        var began = ((Timestamp) Objects.requireNonNull(row.get("started_at"))).toInstant();
        var detail = String.valueOf(row.get("detail"));
        if (detail.contains("somebody") && !deeds.touchedSince(number, began))
            tale.wrong(
                    "it failed because of somebody, but nobody did anything to %s since %s: %s",
                    subject, began, detail);
        if (detail.startsWith("MAAS says ")
                && deeds.machine(number)
                        .filter(machine -> detail.startsWith(
                                "MAAS says " + machine.status().label()))
                        .isEmpty()) tale.wrong("it failed, but that is not what MAAS says of %s: %s", subject, detail);
    }
}

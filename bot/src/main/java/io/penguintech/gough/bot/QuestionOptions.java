package io.penguintech.gough.bot;

import io.penguintech.gough.bot.rollout.QuestionSettings;
import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How hosts are asked what people want to know; who may ask what is in {@code gough.yaml}.
 *
 * @param timeLimit how long answers are waited for
 * @param kept how long they can be read after that; in memory only
 * @param atOnce how many questions are under way at once
 * @param mostRows how many rows are kept of one question; the others are counted
 * @param mostCharacters how much of them is kept
 */
@ConfigurationProperties("gough.questions")
public record QuestionOptions(
        @DefaultValue("60s") Duration timeLimit,
        @DefaultValue("15m") Duration kept,
        @DefaultValue("4") int atOnce,
        @DefaultValue("10000") int mostRows,
        @DefaultValue("4000000") long mostCharacters)
        implements Settings {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LONGEST_KEPT = Duration.ofHours(1);

    @Override
    public void check(Problems problems) {
        if (!timeLimit.isPositive() || timeLimit.compareTo(LONGEST) > 0)
            problems.error("gough.questions.time-limit", "must be a positive time of at most 10m");
        if (!kept.isPositive() || kept.compareTo(LONGEST_KEPT) > 0)
            problems.error("gough.questions.kept", "must be a positive time of at most 1h");
        if (atOnce < 1) problems.error("gough.questions.at-once", "must be at least 1");
        if (mostRows < 1) problems.error("gough.questions.most-rows", "must be at least 1");
        if (mostCharacters < 1) problems.error("gough.questions.most-characters", "must be at least 1");
    }

    /** The same for the engine. */
    QuestionSettings forEngine() {
        return new QuestionSettings(timeLimit, kept, atOnce, mostRows, mostCharacters);
    }
}

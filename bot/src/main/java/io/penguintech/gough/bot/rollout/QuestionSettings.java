package io.penguintech.gough.bot.rollout;

import java.time.Duration;

/**
 * How hosts are asked what people want to know.
 *
 * @param timeLimit how long hosts are waited for
 * @param kept how long answers can be read after that
 * @param atOnce how many questions are under way at once
 * @param mostRows how many rows are kept of one question
 * @param mostCharacters how much of them is kept
 */
public record QuestionSettings(Duration timeLimit, Duration kept, int atOnce, int mostRows, long mostCharacters) {
    /** A minute, a quarter of an hour, four questions, 10,000 rows, 4 million characters. */
    public static final QuestionSettings DEFAULT =
            new QuestionSettings(Duration.ofSeconds(60), Duration.ofMinutes(15), 4, 10_000, 4_000_000);
}

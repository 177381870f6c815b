package io.penguintech.gough.bot.cli;

import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Questions;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Tree;
import java.time.Duration;
import java.util.List;

/** The rules that judge a data folder's first revision: whoever runs the command wants things done, nobody may approve. */
final class FirstRules {
    static final Repository RULES = new Repository(
            "command line",
            Repository.Mode.APPLY,
            Repository.Approvals.DEFAULT,
            List.of(),
            Repository.RolloutLimits.DEFAULT,
            false,
            Duration.ofDays(3),
            new Tree.Mapping(List.of(), Place.ofFile("gough.yaml")),
            Place.ofFile("gough.yaml"),
            Questions.NOBODY);

    private FirstRules() {}
}

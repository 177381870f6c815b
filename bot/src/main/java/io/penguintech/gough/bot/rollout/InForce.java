package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Questions;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Tree;
import java.time.Duration;
import java.util.List;

/**
 * The rules that judge now: those of the last accepted revision, before that the server's initial ones, without those
 * rules under which nobody may do anything.
 */
record InForce(Repository rules) {
    private static final Repository NOTHING_ALLOWED = new Repository(
            "not set up",
            Repository.Mode.OBSERVE,
            Repository.Approvals.DEFAULT,
            List.of(),
            Repository.RolloutLimits.DEFAULT,
            false,
            Duration.ofDays(3),
            new Tree.Mapping(List.of(), Place.ofFile("gough.yaml")),
            Place.ofFile("gough.yaml"),
            Questions.NOBODY);

    /** Rules under which nobody may do anything. */
    static Repository nothingAllowed() {
        return NOTHING_ALLOWED;
    }

    static InForce of(ServedRepository served, RepositoryRow row) {
        return new InForce(row.rules().or(served::initialRules).orElse(NOTHING_ALLOWED));
    }

    /** How far Gough may go: the lower of the rules' mode and the server's. */
    Repository.Mode mode(Ceiling ceiling) {
        return rules.mode().compareTo(ceiling.mode()) <= 0 ? rules.mode() : ceiling.mode();
    }
}

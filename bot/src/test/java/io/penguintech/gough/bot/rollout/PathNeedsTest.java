package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Risk;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How many people are missing where rules for paths hold. */
class PathNeedsTest {
    private static final Change FREE = Samples.bringUp("free");
    private static final Change DB = Samples.bringUp("db");
    private static final Change WEB = Samples.bringUp("web");

    private static PathNeeds of(PathNeeds.Lack... lacks) {
        var rules =
                Scene.rules(Scene.RULES + "  paths: [{glob: db, roles: [approver]}, {glob: web, roles: [approver]}]\n");
        var claims = new Claims(
                rules.paths(),
                change -> new Origin(
                        new TreeSet<>(List.of(
                                ((Change.OfHost) change).subject().host().value())),
                        true));
        return PathNeeds.of(
                new ApprovalRules(rules, Ceiling.DEFAULT, Authors.NOBODY, Set.of(), claims), List.of(lacks));
    }

    private static PathNeeds.Lack lack(Change change, int missing, String... candidates) {
        return new PathNeeds.Lack(change, missing, new TreeSet<>(List.of(candidates)));
    }

    @Test
    void whereNoRuleIsAboutItNothingIsSaid() {
        assertThat(of(lack(FREE, 2, "ada", "ben"))).isEqualTo(PathNeeds.NONE);
    }

    @Test
    void onePersonMayServeAll() {
        assertThat(of(lack(FREE, 2, "ada", "ben", "cyn"), lack(DB, 1, "ben", "cyn")))
                .isEqualTo(new PathNeeds(2, List.of(new PathNeed(List.of("db"), 1, List.of("ben", "cyn")))));
    }

    @Test
    void whomNoTwoRulesAdmitAddUp() {
        assertThat(of(lack(DB, 1, "ben"), lack(WEB, 1, "cyn")).missing()).isEqualTo(2);
        assertThat(of(lack(DB, 1, "ben", "cyn"), lack(WEB, 1, "cyn")).missing()).isEqualTo(1);
    }

    @Test
    void whoIsNotThereIsMissingAllTheSame() {
        var needs = of(lack(DB, 2, "ben"), lack(WEB, 1));
        assertThat(needs.missing()).isEqualTo(2);
        assertThat(needs.each())
                .extracting(PathNeed::words)
                .containsExactly("db: 2 of ben", "web: 1, but nobody else in gough.yaml may");
    }

    @Test
    void whatTakesTheSameOfTheSameIsSaidOnce() {
        assertThat(of(lack(DB, 1, "ben"), lack(Samples.amend("db", "zone", "a", "b", Risk.NOTICE), 1, "ben"))
                        .each())
                .hasSize(1);
    }
}

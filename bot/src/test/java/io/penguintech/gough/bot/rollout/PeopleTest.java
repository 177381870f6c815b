package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Repository.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private static final List<Repository.Person> PEOPLE = Samples.RULES.people();

    private final People people = new People(new Accounts(Map.of(
            "bens", new Accounts.Token(Optional.of("ben"), Role.APPROVER),
            "ci", new Accounts.Token(Optional.empty(), Role.OPERATOR),
            "dans", new Accounts.Token(Optional.of("dan"), Role.ADMIN),
            "stale", new Accounts.Token(Optional.of("gone"), Role.ADMIN))));

    private String named(Actor actor) {
        return people.person(actor, PEOPLE).map(Repository.Person::name).orElse("nobody");
    }

    @Test
    void anAccountIsWhoeverTheRulesInForceSay() {
        assertThat(named(Scene.ben)).isEqualTo("ben");
        assertThat(named(Scene.stranger)).isEqualTo("nobody");
        assertThat(named(new Actor.ApiToken("bens"))).isEqualTo("ben");
        assertThat(named(new Actor.ApiToken("ci"))).isEqualTo("nobody");
        assertThat(named(new Actor.ApiToken("stale"))).isEqualTo("nobody");
        assertThat(named(new Actor.ApiToken("unknown"))).isEqualTo("nobody");
        assertThat(named(new Actor.LocalUser("ben"))).isEqualTo("nobody");
    }

    @Test
    void anAccountOfAForgeIsItsNumberThere() {
        assertThat(named(new Actor.ForgeAccount("github", 102, "anything"))).isEqualTo("ben");
        assertThat(named(new Actor.ForgeAccount("github", 9, "ben"))).isEqualTo("nobody");
        assertThat(named(new Actor.ForgeAccount("gitea", 102, "ben"))).isEqualTo("nobody");
        assertThat(people.may(new Actor.ForgeAccount("github", 102, "ben"), Role.APPROVER, PEOPLE))
                .isTrue();
        assertThat(people.may(new Actor.ForgeAccount("github", 104, "dan"), Role.APPROVER, PEOPLE))
                .isFalse();
    }

    @Test
    void aRoleIncludesThoseBelowIt() {
        assertThat(people.may(Scene.cyn, Role.ADMIN, PEOPLE)).isTrue();
        assertThat(people.may(Scene.cyn, Role.OPERATOR, PEOPLE)).isTrue();
        assertThat(people.may(Scene.dan, Role.VIEWER, PEOPLE)).isTrue();
        assertThat(people.may(Scene.dan, Role.OPERATOR, PEOPLE)).isFalse();
        assertThat(people.may(Scene.stranger, Role.VIEWER, PEOPLE)).isFalse();
    }

    @Test
    void aTokenNeverDoesMoreThanItsOwnRole() {
        assertThat(people.may(new Actor.ApiToken("ci"), Role.OPERATOR, PEOPLE)).isTrue();
        assertThat(people.may(new Actor.ApiToken("ci"), Role.APPROVER, PEOPLE)).isFalse();
        assertThat(people.may(new Actor.ApiToken("unknown"), Role.VIEWER, PEOPLE))
                .isFalse();
    }

    @Test
    void norMoreThanItsPersonByTheRulesInForce() {
        assertThat(people.most(new Actor.ApiToken("bens"), PEOPLE)).contains(Role.APPROVER);
        assertThat(people.most(new Actor.ApiToken("stale"), PEOPLE)).isEmpty();
        assertThat(people.may(new Actor.ApiToken("stale"), Role.VIEWER, PEOPLE)).isFalse();
        assertThat(people.most(new Actor.ApiToken("dans"), PEOPLE)).contains(Role.VIEWER);
        assertThat(people.may(new Actor.ApiToken("dans"), Role.OPERATOR, PEOPLE))
                .isFalse();
    }

    @Test
    void whereNobodyIsInForceYetATokensOwnRoleSaysIt() {
        assertThat(people.most(new Actor.ApiToken("stale"), List.of())).contains(Role.ADMIN);
        assertThat(people.most(new Actor.ApiToken("unknown"), List.of())).isEmpty();
    }

    @Test
    void recordsNameThePersonElseTheAccount() {
        assertThat(people.name(Scene.ben, PEOPLE)).isEqualTo("ben");
        assertThat(people.name(Scene.stranger, PEOPLE)).isEqualTo("slack:UNOBODY");
        assertThat(people.name(new Actor.LocalUser("root"), PEOPLE)).isEqualTo("local:root");
        assertThat(people.may(new Actor.LocalUser("root"), Role.ADMIN, PEOPLE)).isTrue();
    }
}

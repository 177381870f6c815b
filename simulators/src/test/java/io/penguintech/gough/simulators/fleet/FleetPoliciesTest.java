package io.penguintech.gough.simulators.fleet;

import static io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH;
import static io.penguintech.gough.simulators.fleet.FleetSettings.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetPoliciesTest extends FleetFixture {

    private static final String DISK = "{'name':'disk','query':'select 1','resolution':'encrypt it'}";

    @Test
    void aPolicyIsMadeWithFleetsDefaults() {
        var made = gough.post("global/policies", DISK);
        assertThat(made.status()).isEqualTo(200);
        var policy = made.json().get("policy");
        assertThat(policy.get("platform").asString()).isEmpty();
        assertThat(policy.get("critical").booleanValue()).isFalse();
        assertThat(policy.get("author_email").asString()).isEqualTo(GOUGH.email());
        assertThat(keys(policy)).contains("team_id", "fleet_id").doesNotContain("labels_include_any");
        assertThat(fleet.activities().getLast().type()).isEqualTo("created_policy");
        assertThat(gough.get("global/policies/1")
                        .json()
                        .at("/policy/resolution")
                        .asString())
                .isEqualTo("encrypt it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':' ','query':'x'} | 400 | policy payload verification: policy name cannot be empty",
                "{'name':'x','query':' '} | 400 | policy payload verification: policy query cannot be empty",
                "{'name':'x'} | 400 | policy payload verification: policy query cannot be empty",
                "{'name':'x','query':'y','platform':'macos'} | 400 | policy payload verification: invalid policy platform",
                "{'name':'x','query':'y','query_id':1} | 400 | policy payload verification: both fields \"queryID\" and"
                        + " \"query\" cannot be set",
                "{'name':'x','query':'y','critical':'yes'} | 400 | json: cannot decode field critical as bool",
                "{'name':'x','query':'y','labels_include_any':['nope']} | 400 | some or all the labels provided don't"
                        + " exist: nope",
                "{'name':'x','query':'y','labels_include_any':['macOS'],'labels_include_all':['iOS']} | 400 | policy"
                        + " payload verification: policy can include at most one of labels_include_any or"
                        + " labels_include_all",
                "{'name':'x','query':'y','labels_include_any':['macOS'],'labels_exclude_any':['macOS']} | 400 | policy"
                        + " payload verification: label \"macOS\" cannot be both included and excluded",
                "[] | 400 | Expected JSON Body",
            })
    void aWrongPolicyIsRefused(String body, int status, String reason) {
        var answer = gough.post("global/policies", body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(reason(answer)).isEqualTo(reason);
        assertThat(fleet.policies()).isEmpty();
    }

    @Test
    void aNameIsTakenOnceInEachFleet() {
        fleet.addFleet("Servers", "s");
        gough.post("global/policies", DISK);
        assertThat(gough.post("global/policies", DISK).status()).isEqualTo(409);
        assertThat(gough.post("fleets/1/policies", DISK).status()).isEqualTo(200);
        assertThat(gough.post("teams/1/policies", DISK).status()).isEqualTo(409);
        gough.post("global/policies", "{'name':'other','query':'x'}");
        assertThat(gough.patch("global/policies/3", "{'name':'disk'}").status()).isEqualTo(409);
    }

    @Test
    void aPatchKeepsWhatIsNullOrAbsentAndClearsByAnEmptyList() {
        fleet.addLabel("racks", "select 1");
        gough.post("global/policies", "{'name':'x','query':'y','labels_include_any':['racks'],'description':'d'}");
        var kept = gough.patch("global/policies/1", "{'labels_include_any':null,'resolution':'r'}");
        assertThat(kept.json().at("/policy/labels_include_any/0/name").asString())
                .isEqualTo("racks");
        assertThat(kept.json().at("/policy/labels_include_any/0/id").intValue()).isZero();
        assertThat(gough.get("global/policies/1")
                        .json()
                        .at("/policy/labels_include_any/0/id")
                        .intValue())
                .isEqualTo(6);
        gough.patch("global/policies/1", "{'labels_include_any':[]}");
        var fields = fleet.policy("x").orElseThrow().fields();
        assertThat(fields.scopes()).isEqualTo(LabelScopes.NONE);
        assertThat(fields.description() + fields.resolution()).isEqualTo("dr");
        assertThat(gough.patch("global/policies/9", "{}").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'query':'select 2'} | 4",
                "{'platform':'linux'} | 4",
                "{'query':'select 1','name':'renamed'} | 0",
                "{'description':'x','resolution':'y','critical':true} | 0",
            })
    void someEditsThrowResultsAway(String patch, int lost) {
        fleet.addPolicy("disk", "select 1", "", 3, 1);
        assertThat(gough.patch("global/policies/1", patch).status()).isEqualTo(200);
        assertThat(fleet.lostPolicyResults()).isEqualTo(lost);
        assertThat(fleet.policies().getFirst().passing()).isEqualTo(lost == 0 ? 3 : 0);
    }

    @Test
    void policiesAreDeletedTogetherAndNamedInAnArray() {
        IntStream.rangeClosed(1, 3).forEach(i -> gough.post("global/policies", "{'name':'p" + i + "','query':'x'}"));
        assertThat(gough.post("global/policies/delete", "{'ids':[1,99]}").status())
                .isEqualTo(404);
        assertThat(fleet.policies()).hasSize(3);
        var deleted =
                gough.post("global/policies/delete", "{'ids':[1,3]}").json().get("deleted");
        assertThat(deleted.isArray()).isTrue();
        assertThat(deleted.get(1).intValue()).isEqualTo(3);
        assertThat(fleet.activities().getLast().type()).isEqualTo("deleted_policy");
        assertThat(keys(gough.post("global/policies/delete", "{'ids':[]}").json()))
                .isEmpty();
        assertThat(gough.post("global/policies", "{'name':'p9','query':'x'}")
                        .json()
                        .at("/policy/id")
                        .intValue())
                .isEqualTo(4);
    }

    @Test
    void policiesOfAFleetAreAskedThroughIt() {
        fleet.addFleet("Servers", "s");
        gough.post("global/policies", DISK);
        gough.post("fleets/1/policies", "{'name':'own','query':'x'}");
        var list = gough.get("fleets/1/policies").json();
        assertThat(list.at("/policies/0/name").asString()).isEqualTo("own");
        assertThat(list.at("/inherited_policies/0/name").asString()).isEqualTo("disk");
        assertThat(gough.get("fleets/1/policies?merge_inherited=true").json().get("policies"))
                .hasSize(2);
        assertThat(keys(gough.get("fleets/0/policies").json())).containsExactly("inherited_policies");
        assertThat(gough.get("fleets/7/policies").status()).isEqualTo(404);
        assertThat(gough.get("fleets/1/policies/1").status()).isEqualTo(404);
        assertThat(reason(gough.patch("global/policies/2", "{'query':'z'}")))
                .isEqualTo("policy does not belong to team/global");
        assertThat(gough.post("global/policies/delete", "{'ids':[2]}").status()).isEqualTo(403);
        assertThat(gough.patch("fleets/1/policies/2", "{'query':'z'}").status()).isEqualTo(200);
        assertThat(fleet.activities().getLast().details().get("team_name").asString())
                .isEqualTo("Servers");
        assertThat(gough.get("fleets/1/policies/count").json().get("count").intValue())
                .isEqualTo(1);
        assertThat(gough.post("fleets/1/policies/delete", "{'ids':[2]}").status())
                .isEqualTo(200);
    }

    @Test
    void listsAreCutOnlyWhenTheyAreAskedTo() {
        IntStream.rangeClosed(1, 25).forEach(i -> fleet.createPolicy(GOUGH, PolicyFields.of("p" + i, "x")));
        assertThat(gough.get("global/policies").json().get("policies")).hasSize(25);
        assertThat(gough.get("global/policies?page=0").json().get("policies")).hasSize(20);
        assertThat(gough.get("global/policies?per_page=3").json().get("policies"))
                .hasSize(3);
        assertThat(keys(gough.get("global/policies?page=9&per_page=3").json())).isEmpty();
    }

    @Test
    void aFreeServerRefusesWhatNeedsALicence() {
        reopen(settings -> settings.withTier(Tier.FREE));
        fleet.addLabel("racks", "select 1");
        var critical = gough.post("global/policies", "{'name':'x','query':'y','critical':true}");
        assertThat(critical.status()).isEqualTo(400);
        assertThat(reason(critical)).isEqualTo("option critical requires a premium license");
        assertThat(gough.post("global/policies", "{'name':'x','query':'y','labels_exclude_any':['racks']}")
                        .status())
                .isEqualTo(402);
        assertThat(gough.post("fleets/1/policies", DISK).status()).isEqualTo(402);
        assertThat(gough.post("global/policies", "{'name':'x','query':'y','critical':false}")
                        .status())
                .isEqualTo(200);
        assertThat(gough.patch("global/policies/1", "{'critical':false}").status())
                .isEqualTo(400);
    }

    @Test
    void theBulkUpsertOverwritesAStrangersPolicy() {
        fleet.createPolicy(PERSON, PolicyFields.of("disk", "select 1"));
        fleet.countHosts(1, 2, 3);
        gough.post("spec/policies", "{'specs':[{'name':'disk','query':'select 2'}]}");
        assertThat(fleet.policy("disk").orElseThrow().fields().query()).isEqualTo("select 2");
        assertThat(fleet.lostPolicyResults()).isEqualTo(5);
        assertThat(fleet.activities().getLast().type()).isEqualTo("applied_spec_policy");
    }

    @Test
    void anObserverDoesNotWriteAndPeopleAreNamed() {
        assertThat(observer.post("global/policies", DISK).status()).isEqualTo(403);
        gough.post("global/policies", DISK);
        assertThat(observer.patch("global/policies/1", "{'query':'z'}").status())
                .isEqualTo(403);
        assertThat(observer.post("global/policies/delete", "{'ids':[1]}").status())
                .isEqualTo(403);
        fleet.editPolicy(PERSON, "disk", fields -> fields.asking("select 9"));
        assertThat(gough.get("activities?order_key=id&order_direction=desc&per_page=1")
                        .json()
                        .at("/activities/0/actor_email")
                        .asString())
                .isEqualTo(PERSON.email());
        fleet.deletePolicy(PERSON, "disk");
        assertThat(fleet.policies()).isEmpty();
    }

    @Test
    void anOldServerKnowsNothingOfTheNewerScopes() {
        reopen(settings -> settings.withGeneration(Generation.OLD));
        fleet.addLabel("racks", "select 1");
        var made =
                gough.post("/api/v1/fleet/global/policies", "{'name':'x','query':'y','labels_include_all':['racks']}");
        assertThat(made.status()).isEqualTo(200);
        assertThat(fleet.policy("x").orElseThrow().fields().scopes()).isEqualTo(LabelScopes.NONE);
        assertThat(List.copyOf(made.json().get("policy").propertyNames()))
                .contains("team_id")
                .doesNotContain("fleet_id");
        assertThat(gough.get("/api/latest/fleet/policies").json().get("policies"))
                .hasSize(1);
    }
}

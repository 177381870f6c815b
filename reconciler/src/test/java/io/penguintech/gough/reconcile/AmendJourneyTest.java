package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How fields are set and machines adopted. */
class AmendJourneyTest extends JourneyFixture {
    @Test
    void anAmendSetsTagsThenFieldsThenArrives() {
        var change = running(host().zone("rack-a").tags("t"), deployed());

        assertThat(step(next(change, deployed())))
                .isEqualTo(new Step.Tag(M1, new TreeSet<>(List.of("t")), new TreeSet<>()));
        assertThat(((Step.Amend) step(next(change, deployed().tag("t")))).fields())
                .containsEntry("zone", "rack-a");
        assertThat(next(change, deployed().tag("t").zone("rack-a"))).isEqualTo(ARRIVED);
    }

    @Test
    void aFieldThatSomebodyChangedSinceTheApprovalIsNotOverwritten() {
        var change = running(host().zone("rack-a"), deployed());

        assertThat(stuck(next(change, deployed().zone("rack-c")))).contains("zone was default", "now it is rack-c");
    }

    @Test
    void aFieldMaasDoesNotTakeBecomesAQuestion() {
        var change = running(host().zone("rack-a"), deployed());
        took("amend", DONE).took("amend", DONE).took("amend", DONE);

        assertThat(stuck(next(change, deployed()))).contains("amend was tried 3 times without effect");
    }

    @Test
    void fieldsOfAnAdoptedHostAreSetWhoeverOwnsIt() {
        var machine = ours().deployed("eve");
        var change = one(Given.plan(
                Given.desired(host().tags("t")),
                Given.observed(machine),
                Given.records(Given.adopted("hv-01", machine))));

        assertThat(step(next(change, machine))).isInstanceOf(Step.Tag.class);
    }

    @Test
    void adoptingMarksAndSetsFieldsAndNothingElse() {
        var machine = machine().deployed("eve");
        var declared = host().adopt().tags("role-db");
        var change = one(Given.plan(Given.desired(declared), Given.observed(machine), Records.NONE));

        assertThat(((Step.Tag) step(next(change, machine))).add())
                .containsExactly(Given.OWN_TAG, Desired.MANAGED, "role-db");
        assertThat(next(change, machine().deployed("eve").marked().tag("role-db")))
                .isEqualTo(ARRIVED);
        assertThat(stuck(next(change, machine().deployed("mallory")))).contains("owner mallory");
    }

    @Test
    void whatSomebodyReleasesWhileItIsAdoptedIsNotAdoptedAsEmpty() {
        var machine = machine().deployed("eve");
        var change =
                one(Given.plan(Given.desired(host().adopt().tags("role-db")), Given.observed(machine), Records.NONE));

        assertThat(stuck(next(change, machine().ready()))).contains("and now it is Ready");
        assertThat(stuck(next(change, machine().ready().marked()))).contains("and now it is Ready");
    }
}

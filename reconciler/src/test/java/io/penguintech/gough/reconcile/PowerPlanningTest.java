package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How a machine is switched: what is declared against what MAAS was told. */
class PowerPlanningTest {
    private static final String MAC = "52:54:00:aa:00:01";

    private static HostDraft host(String type, Map<String, String> parameters) {
        var trees = new TreeMap<String, Tree>();
        parameters.forEach((name, value) -> trees.put(name, new Tree.Scalar(value, Place.ofFile("x"))));
        return new HostDraft("hv-01", MAC).power(Optional.of(new MachineSpec.Power(type, trees)));
    }

    private static MachineDraft running() {
        return new MachineDraft("m1", "hv-01", MAC).deployed("gough").marked().stamped(Given.NOBLE);
    }

    private static Records told(Map<String, String> power) {
        return Given.records(Given.record("hv-01", running(), Given.NOBLE).switchedBy(new TreeMap<>(power)));
    }

    private static Plan plan(HostDraft host, Records records) {
        return Given.plan(Given.desired(host), Given.observed(running()), records);
    }

    @Test
    void whatMaasWasToldIsInSync() {
        var host = host("ipmi", Map.of("power_address", "192.0.2.1"));
        assertThat(plan(host, told(Map.of("type", "ipmi", "power_address", "192.0.2.1")))
                        .changes())
                .isEmpty();
    }

    @Test
    void anotherAddressIsDestructiveAndNamed() {
        var host = host("ipmi", Map.of("power_address", "192.0.2.2"));
        var amend =
                Plans.only(plan(host, told(Map.of("type", "ipmi", "power_address", "192.0.2.1"))), Change.Amend.class);
        assertThat(amend.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(amend.fields())
                .containsExactly(
                        new FieldChange("power.power_address", Optional.of("192.0.2.1"), Optional.of("192.0.2.2")));
    }

    @Test
    void anAddressIsCoveredByTheDigest() {
        var told = told(Map.of("type", "ipmi", "power_address", "192.0.2.1"));
        var one = Plans.only(plan(host("ipmi", Map.of("power_address", "192.0.2.2")), told), Change.Amend.class);
        var other = Plans.only(plan(host("ipmi", Map.of("power_address", "192.0.2.3")), told), Change.Amend.class);
        assertThat(one.digest()).isNotEqualTo(other.digest());
    }

    @Test
    void anotherDriverAtMaasIsADifference() {
        var host = host("redfish", Map.of("power_address", "192.0.2.1"));
        var amend = Plans.only(
                plan(host, told(Map.of("type", "redfish", "power_address", "192.0.2.1"))), Change.Amend.class);
        assertThat(amend.fields())
                .containsExactly(
                        new FieldChange("power.power_address", Optional.empty(), Optional.of("192.0.2.1")),
                        new FieldChange("power.type", Optional.of("ipmi"), Optional.of("redfish")));
    }

    @Test
    void whatAnotherDriverWasToldSaysNothing() {
        var host = host("ipmi", Map.of("power_address", "192.0.2.1"));
        var amend = Plans.only(
                plan(host, told(Map.of("type", "redfish", "power_address", "192.0.2.1"))), Change.Amend.class);
        assertThat(amend.fields())
                .containsExactly(new FieldChange("power.power_address", Optional.empty(), Optional.of("192.0.2.1")));
        assertThat(PowerFields.after(new TreeMap<>(Map.of("type", "redfish", "node_id", "1")), amend.fields(), "ipmi"))
                .isEqualTo(new TreeMap<>(Map.of("type", "ipmi", "power_address", "192.0.2.1")));
    }

    @Test
    void whatRunsAndIsNotRememberedIsTakenForDeclaredAndRememberedFromThenOn() {
        var host = host("ipmi", Map.of("power_address", "192.0.2.1"));
        var records = told(Map.of());
        assertThat(plan(host, records).changes()).isEmpty();

        var learnt = Adoptions.toldAsDeclared(Given.desired(host), Given.observed(running()), records);

        assertThat(learnt)
                .singleElement()
                .extracting(Records.HostRecord::power)
                .isEqualTo(new TreeMap<>(Map.of("type", "ipmi", "power_address", "192.0.2.1")));
    }

    @Test
    void ofAnAdoptedMachineItIsAFindingAndNoChange() {
        var machine = new MachineDraft("m1", "hv-01", MAC).deployed("somebody").marked();
        var record = Given.adopted("hv-01", machine)
                .switchedBy(new TreeMap<>(Map.of("type", "ipmi", "power_address", "192.0.2.1")));
        var host = host("ipmi", Map.of("power_address", "192.0.2.2")).adopt();
        var plan = Given.plan(Given.desired(host), Given.observed(machine), Given.records(record));
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("192.0.2.1", "192.0.2.2", "set it in MAAS"));
    }

    @Test
    void aMachineThatIsDiscoveredIsToldEverything() {
        var machine = new MachineDraft("m1", "hv-01", MAC);
        var host = host("ipmi", Map.of("power_address", "192.0.2.1"));
        var up = Plans.only(
                Given.plan(Given.desired(host), Given.observed(machine), Records.NONE), Change.BringUp.class);
        assertThat(up.risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(up.fields())
                .contains(new FieldChange("power.power_address", Optional.empty(), Optional.of("192.0.2.1")));
    }
}

package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every MAAS must do with the things that machines stand on. Cleans up what it made, the last first. */
abstract class ThingContract extends MaasContract {
    private final String name = "gough-it-" + HexFormat.of().toHexDigits(new Random().nextInt());
    private final Deque<Made> made = new ArrayDeque<>();

    private record Made(ThingKind kind, String id) {}

    @AfterEach
    void deleteThings() {
        while (!made.isEmpty()) {
            var last = made.pop();
            remove(last.kind(), last.id());
        }
    }

    abstract MaasSettings settings();

    /** Addresses for documentation: somebody may use them all the same. */
    private void free(String cidr) {
        assumeThat(got(maas().things(Set.of(ThingKind.SUBNET)))
                        .get(ThingKind.SUBNET)
                        .values())
                .as("this region has a subnet %s already", cidr)
                .noneMatch(subnet -> cidr.equals(subnet.fields().get("cidr")));
    }

    private String make(ThingKind kind, String... fields) {
        var outcome = maas().start(new Step.OnThing(kind, Optional.empty(), fields(fields)));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        var id = ((Outcome.Done) outcome).id().orElseThrow();
        made.push(new Made(kind, id));
        return id;
    }

    private Outcome change(ThingKind kind, String id, String... fields) {
        return maas().start(new Step.OnThing(kind, Optional.of(id), fields(fields)));
    }

    private Optional<ObservedThing> find(ThingKind kind, String id) {
        return Optional.ofNullable(got(maas().things(Set.of(kind))).get(kind).get(id));
    }

    private ObservedThing get(ThingKind kind, String id) {
        return find(kind, id).orElseThrow();
    }

    @Test
    void placesAreMadeAndRenamedByTheirIds() {
        for (var kind : new ThingKind[] {ThingKind.ZONE, ThingKind.POOL}) {
            var id = make(kind, "name", name + " " + kind.word(), "description", "one");
            assertThat(change(kind, id, "name", name, "description", "")).isInstanceOf(Outcome.Done.class);
            assertThat(get(kind, id).fields()).containsEntry("name", name).doesNotContainKey("description");
        }
    }

    @Test
    void whatSomebodyDeletedIsNotChanged() {
        var id = make(ThingKind.POOL, "name", name);
        remove(ThingKind.POOL, id);
        made.clear();
        assertThat(failure(change(ThingKind.POOL, id, "description", "x"))).isInstanceOf(Failure.WorldChanged.class);
        assertThat(find(ThingKind.POOL, id)).isEmpty();
    }

    @Test
    void aNameIsTakenOnce() {
        make(ThingKind.TAG, "name", name, "comment", "for a test");
        var again = maas().start(new Step.OnThing(ThingKind.TAG, Optional.empty(), fields("name", name)));
        assertThat(failure(again)).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure(again).why()).contains("already exists");
    }

    @Test
    void aTagIsKnownByItsName() {
        var id = make(ThingKind.TAG, "name", name, "comment", "one", "kernelOptions", "quiet");
        assertThat(id).isEqualTo(name);
        assertThat(get(ThingKind.TAG, id).fields()).containsEntry("kernelOptions", "quiet");
        assertThat(change(ThingKind.TAG, id, "comment", "two")).isInstanceOf(Outcome.Done.class);
        assertThat(get(ThingKind.TAG, id).fields()).containsEntry("comment", "two");
    }

    @Test
    void networksAreMadeFromTheFabricUpwards() {
        free("198.51.100.0/24");
        var fabric = make(ThingKind.FABRIC, "name", name);
        var vlan = make(ThingKind.VLAN, "name", name, "fabric", name, "vid", "77", "mtu", "9000");
        assertThat(get(ThingKind.VLAN, vlan).key()).isEqualTo(name + "/77");
        var subnet = make(ThingKind.SUBNET, "name", name, "cidr", "198.51.100.0/24", "vlan", name + "/77");
        assertThat(get(ThingKind.SUBNET, subnet).fields()).containsEntry("vlan", name + "/77");
        var range = make(
                ThingKind.IP_RANGE,
                "subnet",
                "198.51.100.0/24",
                "type",
                "reserved",
                "start",
                "198.51.100.10",
                "end",
                "198.51.100.20");
        assertThat(change(ThingKind.IP_RANGE, range, "end", "198.51.100.30")).isInstanceOf(Outcome.Done.class);
        assertThat(get(ThingKind.IP_RANGE, range).fields())
                .containsEntry("end", "198.51.100.30")
                .containsEntry("subnet", "198.51.100.0/24");
        assertThat(got(maas().things(Set.of(ThingKind.VLAN)))
                        .get(ThingKind.VLAN)
                        .values())
                .anyMatch(thing -> thing.key().equals(name + "/0"));
        assertThat(find(ThingKind.FABRIC, fabric)).isPresent();
    }

    @Test
    void theUntaggedVlanOfAFabricIsChangedAndKeepsTheNameThatMaasGivesIt() {
        make(ThingKind.FABRIC, "name", name);
        var vlan = got(maas().things(Set.of(ThingKind.VLAN))).get(ThingKind.VLAN).values().stream()
                .filter(thing -> thing.key().equals(name + "/0"))
                .findFirst()
                .orElseThrow();
        assertThat(change(ThingKind.VLAN, vlan.id(), "mtu", "9000")).isInstanceOf(Outcome.Done.class);
        assertThat(failure(change(ThingKind.VLAN, vlan.id(), "name", name)).why())
                .contains("name is 'untagged', not '" + name + "'");
        assertThat(get(ThingKind.VLAN, vlan.id()).fields())
                .containsEntry("mtu", "9000")
                .containsEntry("name", ThingKind.UNTAGGED);
    }

    @Test
    void changingOneFieldOfASubnetLeavesItsSwitchesAlone() {
        free("203.0.113.0/24");
        make(ThingKind.FABRIC, "name", name);
        make(ThingKind.VLAN, "name", name, "fabric", name, "vid", "78");
        var subnet = make(
                ThingKind.SUBNET,
                "name",
                name,
                "cidr",
                "203.0.113.0/24",
                "vlan",
                name + "/78",
                "managed",
                "false",
                "allowDns",
                "false",
                "dnsServers",
                "203.0.113.2, 203.0.113.1");
        assertThat(change(ThingKind.SUBNET, subnet, "gateway", "203.0.113.254", "description", "edge"))
                .isInstanceOf(Outcome.Done.class);
        assertThat(get(ThingKind.SUBNET, subnet).fields())
                .containsEntry("managed", "false")
                .containsEntry("allowDns", "false")
                .containsEntry("allowProxy", "true")
                .containsEntry("dnsServers", "203.0.113.2, 203.0.113.1")
                .containsEntry("gateway", "203.0.113.254");
    }

    @Test
    void aChangedSubnetLetsNoMachineBootThatDidNotBefore() {
        free("203.0.113.0/24");
        make(ThingKind.FABRIC, "name", name);
        make(ThingKind.VLAN, "name", name, "fabric", name, "vid", "85");
        var subnet = make(ThingKind.SUBNET, "name", name, "cidr", "203.0.113.0/24", "vlan", name + "/85");
        var past = new ThingRemovals(settings());
        past.disableBooting(subnet, "pxe,uefi_amd64_tftp");
        assertThat(change(ThingKind.SUBNET, subnet, "description", "edge")).isInstanceOf(Outcome.Done.class);
        assertThat(past.disabledBooting(subnet)).containsExactlyInAnyOrder("pxe", "uefi_amd64_tftp");
    }

    @Test
    void anotherTimeToLiveLeavesANameAllItsAddresses() {
        make(ThingKind.DOMAIN, "name", name + ".example");
        var www = make(
                ThingKind.DNS_RECORD, "domain", name + ".example", "label", "www", "addresses", "192.0.2.7, 192.0.2.8");
        assertThat(change(ThingKind.DNS_RECORD, www, "ttl", "60")).isInstanceOf(Outcome.Done.class);
        assertThat(get(ThingKind.DNS_RECORD, www).fields())
                .containsEntry("ttl", "60")
                .containsEntry("addresses", "192.0.2.7, 192.0.2.8");
    }

    @Test
    void aVlanIsRelayedToAnotherOne() {
        make(ThingKind.FABRIC, "name", name);
        make(ThingKind.VLAN, "name", name + "-a", "fabric", name, "vid", "81");
        var relayed = make(ThingKind.VLAN, "name", name + "-b", "fabric", name, "vid", "82");
        assertThat(change(ThingKind.VLAN, relayed, "relay", name + "/81")).isInstanceOf(Outcome.Done.class);
        assertThat(get(ThingKind.VLAN, relayed).fields()).containsEntry("relay", name + "/81");
        assertThat(failure(change(ThingKind.VLAN, relayed, "relay", name + "/82"))
                        .why())
                .contains("relay_vlan");
    }

    @Test
    void whatMaasAnswersOfAddressesIsKept() {
        free("203.0.113.0/24");
        make(ThingKind.FABRIC, "name", name);
        make(ThingKind.VLAN, "name", name, "fabric", name, "vid", "83");
        var subnet = make(ThingKind.SUBNET, "name", name, "cidr", "203.0.113.0/24", "vlan", name + "/83");
        assertThat(get(ThingKind.SUBNET, subnet).fields()).containsEntry("reverseDns", "rfc2317");
        assertThat(change(ThingKind.SUBNET, subnet, "reverseDns", "disabled")).isInstanceOf(Outcome.Done.class);
        assertThat(change(ThingKind.SUBNET, subnet, "description", "edge")).isInstanceOf(Outcome.Done.class);
        assertThat(get(ThingKind.SUBNET, subnet).fields()).containsEntry("reverseDns", "disabled");
    }

    @Test
    void dhcpIsRefusedWhereNoDynamicRangeIs() {
        make(ThingKind.FABRIC, "name", name);
        var vlan = make(ThingKind.VLAN, "name", name, "fabric", name, "vid", "79");
        assertThat(failure(change(ThingKind.VLAN, vlan, "dhcp", "true")).why()).contains("dynamic IP range");
    }

    @Test
    void aRackControllerIsNamedOnceTheVlanIsThere() {
        var rack = got(maas().things(Set.of(ThingKind.VLAN))).get(ThingKind.VLAN).values().stream()
                .filter(vlan -> "0".equals(vlan.fields().get("vid")))
                .flatMap(vlan -> Optional.ofNullable(vlan.fields().get("primaryRack")).stream())
                .findFirst();
        assumeThat(rack).as("this region has a rack controller in a VLAN 0").isPresent();
        make(ThingKind.FABRIC, "name", name);
        var early = maas().start(new Step.OnThing(
                ThingKind.VLAN,
                Optional.empty(),
                fields("name", name, "fabric", name, "vid", "84", "primaryRack", rack.orElseThrow())));
        assertThat(failure(early).why())
                .contains(
                        "primary_rack: Select a valid choice. " + rack.get() + " is not one of the available choices.",
                        "Give the rack controller an interface in a VLAN of that number");
        var untagged = got(maas().things(Set.of(ThingKind.VLAN))).get(ThingKind.VLAN).values().stream()
                .filter(vlan -> vlan.key().equals(name + "/0"))
                .findFirst()
                .orElseThrow();
        assertThat(change(ThingKind.VLAN, untagged.id(), "primaryRack", rack.get()))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void whatIsReferredToMustBeThere() {
        var lost = maas().start(new Step.OnThing(
                ThingKind.VLAN, Optional.empty(), fields("name", name, "fabric", name, "vid", "5")));
        assertThat(failure(lost)).isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void theAddressesOfANameAndItsOtherRecordsAreApart() {
        var domain = make(ThingKind.DOMAIN, "name", name + ".example", "ttl", "300");
        assertThat(get(ThingKind.DOMAIN, domain).fields()).containsEntry("ttl", "300");
        var text =
                make(ThingKind.DNS_RECORD, "domain", name + ".example", "label", "www", "type", "TXT", "data", "hello");
        var addresses = make(
                ThingKind.DNS_RECORD, "domain", name + ".example", "label", "www", "addresses", "192.0.2.7, 192.0.2.8");
        assertThat(get(ThingKind.DNS_RECORD, addresses).key()).isEqualTo("www." + name + ".example");
        assertThat(change(ThingKind.DNS_RECORD, addresses, "addresses", "192.0.2.9"))
                .isInstanceOf(Outcome.Done.class);
        assertThat(change(ThingKind.DNS_RECORD, text, "data", "good-bye")).isInstanceOf(Outcome.Done.class);
        assertThat(get(ThingKind.DNS_RECORD, addresses).fields()).containsEntry("addresses", "192.0.2.9");
        assertThat(get(ThingKind.DNS_RECORD, text).fields())
                .containsEntry("data", "good-bye")
                .containsEntry("label", "www")
                .containsEntry("domain", name + ".example");
    }
}

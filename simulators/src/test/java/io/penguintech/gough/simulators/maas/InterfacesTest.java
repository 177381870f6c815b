package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bonds, bridges, VLANs and links of a machine. */
class InterfacesTest extends Standing {
    private final String id = maas.addMachine(
            NewMachine.named("hv-01").withMacAddresses("52:54:00:00:00:01", "52:54:00:00:00:02", "52:54:00:00:00:03"));

    private JsonNode nics() {
        return admin.json("nodes/" + id + "/interfaces/");
    }

    private JsonNode nic(String name) {
        for (var each : nics()) {
            if (each.path("name").asString().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no interface " + name + " in " + nics());
    }

    private String idOf(String name) {
        return nic(name).path("id").asString();
    }

    private String on(String name) {
        return "nodes/" + id + "/interfaces/" + idOf(name) + "/";
    }

    private String create(String kind) {
        return "nodes/" + id + "/interfaces/?op=create_" + kind;
    }

    private String bond(String name) {
        body(admin.post(
                create("bond"),
                "name",
                name,
                "parents",
                idOf("eth1"),
                "parents",
                idOf("eth2"),
                "bond_mode",
                "802.3ad",
                "mtu",
                "9000"));
        return idOf(name);
    }

    @Test
    void aBondTakesOverItsParentsAndTheirMac() {
        bond("bond0");

        assertThat(nic("bond0").path("type").asString()).isEqualTo("bond");
        assertThat(nic("bond0").path("mac_address").asString()).isEqualTo("52:54:00:00:00:02");
        assertThat(nic("bond0").path("params").path("bond_mode").asString()).isEqualTo("802.3ad");
        assertThat(nic("bond0").path("params").path("bond_lacp_rate").asString())
                .isEqualTo("fast");
        assertThat(nic("eth1").path("children").get(0).asString()).isEqualTo("bond0");
        assertThat(nic("eth1").path("effective_mtu").asInt()).isEqualTo(9000);
        assertThat(nic("eth1").path("links")).isEmpty();
        assertThat(maas.machine(id).orElseThrow().macAddresses()).hasSize(3);
    }

    @Test
    void nothingHasAGreaterMtuThanWhatItIsMadeOf() {
        bond("bond0");
        assertThat(nic("eth1").path("params").path("mtu").asInt()).isEqualTo(9000);

        body(admin.put(on("eth1"), "mtu", "1500"));
        assertThat(nic("bond0").path("params").path("mtu").asInt()).isEqualTo(1500);
        assertThat(nic("eth2").path("params").path("mtu").asInt()).isEqualTo(9000);
    }

    @Test
    void aBondsParentsCannotBeUsedAgain() {
        bond("bond0");

        var again = admin.post(create("bond"), "name", "bond1", "parents", idOf("eth1"));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).isEqualTo("{\"parents\": [\"Interfaces already in-use: eth1.\"]}");
        var mode = admin.post(create("bond"), "name", "b", "parents", idOf("eth0"), "bond_mode", "fastest");
        assertThat(mode.body())
                .startsWith("{\"bond_mode\": [\"'fastest' is not a valid bond_mode.  It should be one of:");
        assertThat(admin.post(create("bond"), "parents", idOf("eth0")).body())
                .isEqualTo("{\"name\": [\"This field is required.\"]}");
        assertThat(admin.post(on("eth1") + "?op=link_subnet", "mode", "dhcp", "subnet", "2")
                        .body())
                .contains("interface is in a bond(bond0)");
    }

    @Test
    void aVlanNeedsATaggedVlanOfTheSameFabric() {
        var fabric = body(admin.post("fabrics/", "name", "dc1")).path("id").asString();
        var foreign = body(admin.post("fabrics/" + fabric + "/vlans/", "vid", "7"))
                .path("id")
                .asString();
        var tagged = body(admin.post("fabrics/0/vlans/", "vid", "100", "name", "storage"))
                .path("id")
                .asString();

        assertThat(admin.post(create("vlan"), "parent", idOf("eth0"), "vlan", "2")
                        .body())
                .isEqualTo("{\"vlan\": [\"A VLAN interface can only belong to a tagged VLAN.\"]}");
        assertThat(admin.post(create("vlan"), "parent", idOf("eth0"), "vlan", foreign)
                        .body())
                .contains("on the same fabric as its parent interface");
        assertThat(admin.post(create("vlan"), "vlan", tagged).body())
                .isEqualTo("{\"parent\": [\"A VLAN interface must have exactly one parent.\"]}");
        body(admin.post(create("vlan"), "parent", idOf("eth0"), "vlan", tagged));
        assertThat(nic("eth0.100").path("vlan").path("name").asString()).isEqualTo("storage");
        assertThat(nic("eth0.100").path("links").get(0).path("mode").asString()).isEqualTo("link_up");
    }

    @Test
    void aLinkCanBeStaticAutomaticOrOnlyUp() {
        var link = on("eth1") + "?op=link_subnet";

        assertThat(admin.post(link, "mode", "STATIC", "subnet", "2", "ip_address", "192.0.2.1")
                        .body())
                .contains("IP address is not in the given subnet");
        assertThat(admin.post(link, "mode", "static", "subnet", "2", "ip_address", "10.77.255.9")
                        .body())
                .contains("IP address is inside a dynamic range 10.77.255.1 to 10.77.255.254.");
        assertThat(admin.post(link, "mode", "AUTO").body()).isEqualTo("{\"subnet\": [\"This field is required.\"]}");
        assertThat(admin.post(link, "mode", "fast", "subnet", "2").body()).contains("'fast' is not a valid mode");
        var linked = body(admin.post(
                link, "mode", "STATIC", "subnet", "2", "ip_address", "10.77.0.9", "default_gateway", "true"));
        assertThat(linked.path("links")).hasSize(1);
        assertThat(linked.path("links").get(0).path("ip_address").asString()).isEqualTo("10.77.0.9");
        assertThat(read(id).path("default_gateways")
                        .path("ipv4")
                        .path("link_id")
                        .asInt())
                .isEqualTo(linked.path("links").get(0).path("id").asInt());
        assertThat(admin.post(link, "mode", "link_up").body()).contains("Specify force=True");
        assertThat(body(admin.post(link, "mode", "link_up", "force", "true"))
                        .path("links")
                        .get(0)
                        .path("mode")
                        .asString())
                .isEqualTo("link_up");
    }

    @Test
    void anAddressIsGivenToOneOnly() {
        var other = maas.addMachine(NewMachine.named("hv-02"));
        body(admin.post(on("eth1") + "?op=link_subnet", "mode", "STATIC", "subnet", "2", "ip_address", "10.77.0.9"));

        var nic =
                admin.json("nodes/" + other + "/interfaces/").get(0).path("id").asString();
        var taken = admin.post(
                "nodes/" + other + "/interfaces/" + nic + "/?op=link_subnet",
                "mode",
                "STATIC",
                "subnet",
                "2",
                "ip_address",
                "10.77.0.9");
        assertThat(taken.statusCode()).isEqualTo(404);
        assertThat(taken.body()).isEqualTo("The IP address 10.77.0.9 is already in use.");
    }

    @Test
    void anUnlinkedInterfaceIsStillUpAndADisconnectedOneIsNot() {
        var link = nic("eth0").path("links").get(0).path("id").asString();

        assertThat(admin.post(on("eth0") + "?op=unlink_subnet", "id", "1").statusCode())
                .isEqualTo(400);
        var unlinked = body(admin.post(on("eth0") + "?op=unlink_subnet", "id", link));
        assertThat(unlinked.path("links").get(0).path("mode").asString()).isEqualTo("link_up");
        assertThat(act(id, "deploy", "distro_series", "noble").body())
                .isEqualTo("{\"network\": [\"Node must be configured to use a network\"]}");
        var gone = body(admin.post(on("eth0") + "?op=disconnect"));
        assertThat(gone.path("links")).isEmpty();
        assertThat(gone.path("vlan").isNull()).isTrue();
    }

    /** Removes the first link of an interface; answers those it has then. */
    private JsonNode unlinked(String name) {
        var link = nic(name).path("links").get(0).path("id").asString();
        return body(admin.post(on(name) + "?op=unlink_subnet", "id", link)).path("links");
    }

    @Test
    void theCardThatGotAnAddressByDhcpIsUpInThatSubnetHoweverOftenItIsUnlinked() {
        var first = unlinked("eth0");
        var second = unlinked("eth0");

        assertThat(second).singleElement().satisfies(link -> {
            assertThat(link.path("mode").asString()).isEqualTo("link_up");
            assertThat(link.path("subnet").path("cidr").asString()).isEqualTo("10.77.0.0/16");
            assertThat(link.path("id").asString())
                    .isNotEqualTo(first.get(0).path("id").asString());
        });
        assertThat(unlinked("eth1").get(0).has("subnet")).isFalse();

        var linked = body(admin.post(on("eth0") + "?op=link_subnet", "mode", "AUTO", "subnet", "2"));
        assertThat(linked.path("links")).hasSize(1);
    }

    @Test
    void aBridgeTakesTheLinksOfWhatItIsMadeOf() {
        body(admin.post(create("bridge"), "parent", idOf("eth0"), "name", "br0"));

        assertThat(nic("eth0").path("links")).isEmpty();
        assertThat(nic("br0").path("links").get(0).has("subnet")).isFalse();
    }

    @Test
    void aBridgeMovesByItsParentsAndNotByItsParentAndTakesTheAddressOfTheNewOne() {
        body(admin.post(create("bridge"), "parent", idOf("eth0"), "name", "br0"));

        var ignored = body(admin.put(on("br0"), "parent", idOf("eth1")));
        assertThat(ignored.path("parents").get(0).asString()).isEqualTo("eth0");

        var moved = body(admin.put(on("br0"), "parents", idOf("eth1")));
        assertThat(moved.path("parents"))
                .singleElement()
                .satisfies(parent -> assertThat(parent.asString()).isEqualTo("eth1"));
        assertThat(moved.path("mac_address").asString()).isEqualTo("52:54:00:00:00:02");
        assertThat(nic("eth1").path("links")).isEmpty();
        assertThat(admin.put(on("br0"), "parents", idOf("br0")).body()).startsWith("{\"parents\": ");
    }

    @Test
    void aVlanMovesByEitherName() {
        var tagged =
                body(admin.post("fabrics/0/vlans/", "vid", "100")).path("id").asString();
        body(admin.post(create("vlan"), "parent", idOf("eth0"), "vlan", tagged, "name", "v"));

        for (var move : List.of(List.of("parent", "eth1"), List.of("parents", "eth2")))
            assertThat(body(admin.put(on("v"), move.getFirst(), idOf(move.getLast())))
                            .path("parents")
                            .get(0)
                            .asString())
                    .isEqualTo(move.getLast());
    }

    @Test
    void anInterfaceThatMovesToAnotherVlanHasNoLinksAndTakesWhatItIsMadeOfAlong() {
        var tagged =
                body(admin.post("fabrics/0/vlans/", "vid", "100")).path("id").asString();
        bond("bond0");

        var moved = body(admin.put(on("bond0"), "vlan", tagged));

        assertThat(moved.path("links")).isEmpty();
        assertThat(nic("eth1").path("vlan").path("vid").asInt()).isEqualTo(100);
        assertThat(body(admin.put(on("eth1"), "vlan", "2"))
                        .path("vlan")
                        .path("vid")
                        .asInt())
                .as("it is its bond's")
                .isEqualTo(100);
    }

    @Test
    void aDeployedMachineTakesAReplacedCardAndNothingElse() {
        body(act(id, "deploy", "distro_series", "noble"));
        assertThat(admin.put(on("eth0"), "name", "x").statusCode()).isEqualTo(409);
        clock.advance(STEP);

        assertThat(nic("eth0").path("links").get(0).path("ip_address").asString())
                .startsWith("10.77.");
        var changed = body(admin.put(on("eth0"), "mac_address", "52:54:00:00:00:AA", "mtu", "9000"));
        assertThat(changed.path("mac_address").asString()).isEqualTo("52:54:00:00:00:aa");
        assertThat(changed.path("effective_mtu").asInt()).isEqualTo(1500);
        assertThat(admin.json("machines/?mac_address=52:54:00:00:00:aa")).hasSize(1);
        assertThat(admin.json("machines/?mac_address=52:54:00:00:00:01")).isEmpty();
        for (var op : new String[] {"link_subnet", "unlink_subnet", "disconnect", "set_default_gateway"}) {
            assertThat(admin.post(on("eth0") + "?op=" + op).statusCode()).as(op).isEqualTo(409);
        }
        assertThat(admin.delete(on("eth1")).body())
                .isEqualTo("Cannot delete interface interface because the machine is not New, Ready, Allocated, or"
                        + " Broken.");
        assertThat(bob.put(on("eth0"), "name", "x").statusCode()).isEqualTo(403);
    }

    @Test
    void aBridgeOfAnAllocatedMachineGoesAtTheRelease() {
        body(admin.post("machines/?op=allocate", "system_id", id));
        body(admin.post(create("bridge"), "parent", idOf("eth0"), "name", "br0"));
        assertThat(nic("br0").path("links").get(0).path("mode").asString()).isEqualTo("auto");

        body(act(id, "release"));
        clock.advance(STEP);
        assertThat(nics()).hasSize(3);
        assertThat(nic("eth0").path("links").get(0).path("mode").asString()).isEqualTo("auto");
    }

    @Test
    void commissioningBringsTheNetworkBackUnlessToldOtherwise() {
        bond("bond0");
        body(act(id, "commission", "testing_scripts", "none", "skip_networking", "1"));
        clock.advance(STEP);
        assertThat(nics()).hasSize(4);

        body(act(id, "commission", "testing_scripts", "none"));
        clock.advance(STEP);
        assertThat(nics()).hasSize(3);
        assertThat(nic("eth1").path("links").get(0).path("mode").asString()).isEqualTo("link_up");
    }

    @Test
    void aRenamedCardKeepsItsNumberAndItsTags() {
        var number = idOf("eth0");
        body(admin.put(on("eth0"), "name", "enp1s0", "tags", "uplink,10g"));

        assertThat(idOf("enp1s0")).isEqualTo(number);
        assertThat(nic("enp1s0").path("tags")).hasSize(2);
        assertThat(admin.put(on("eth1"), "name", "enp1s0").body()).contains("already has an interface named 'enp1s0'");
        body(admin.post(on("enp1s0") + "?op=remove_tag", "tag", "10g"));
        assertThat(nic("enp1s0").path("tags")).hasSize(1);
        assertThat(admin.post(on("enp1s0") + "?op=add_tag").body()).isEqualTo("No provided tag!");
    }

    @Test
    void aChangeThatLeavesTheTagsOutKeepsTheLastOneOnly() {
        body(admin.put(on("eth0"), "tags", "a,b,c"));
        assertThat(nic("eth0").path("tags")).hasSize(3);

        var changed = body(admin.put(on("eth0"), "mtu", "9000"));
        assertThat(changed.path("tags"))
                .singleElement()
                .satisfies(tag -> assertThat(tag.asString()).isEqualTo("c"));
        assertThat(body(admin.put(on("eth0"), "mtu", "9001")).path("tags")).hasSize(1);
        assertThat(body(admin.put(on("eth0"), "tags", "d", "tags", "e")).path("tags"))
                .hasSize(1);

        body(admin.put(on("eth0"), "tags", "a,b"));
        body(act(id, "deploy", "distro_series", "noble"));
        clock.advance(STEP);
        assertThat(body(admin.put(on("eth0"), "name", "x")).path("tags")).hasSize(2);
    }

    @Test
    void aCardIsAddedByItsMacOnce() {
        body(admin.post(create("physical"), "mac_address", "52:54:00:00:00:04"));
        assertThat(nic("eth3").path("type").asString()).isEqualTo("physical");

        assertThat(admin.post(create("physical"), "mac_address", "52:54:00:00:00:04")
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.post(create("physical")).body()).isEqualTo("{\"mac_address\": [\"This field is required.\"]}");
        assertThat(admin.delete(on("eth3")).statusCode()).isEqualTo(204);
        assertThat(admin.get("nodes/" + id + "/interfaces/1/").body())
                .isEqualTo("No Interface matches the given query.");
    }
}

package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.HostNetwork.Link;
import io.penguintech.gough.schema.HostNetwork.Mode;
import io.penguintech.gough.schema.HostNetwork.VlanRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spec.network} as people write it. */
class NetworkLoadingTest {
    private static final String CARDS = """
            network:
              interfaces:
                eno1: {macAddress: "52-54-00-AA-00-01"}
                eno2: {macAddress: "52:54:00:aa:00:02"}
            """;

    private static List<String> errors(String network) {
        return Repo.create().withHost("web", network).errors();
    }

    @Test
    void everyFieldIsRead() {
        var network =
                Repo.create().withHost("web", CARDS + """
                  bonds:
                    bond0:
                      interfaces: [eno2, eno1]
                      macAddress: "52:54:00:aa:00:09"
                      vlan: {fabric: dc1, vid: 5}
                      mode: 802.3ad
                      miimon: 50
                      lacpRate: slow
                      mtu: 9000
                      tags: [uplink]
                  bridges:
                    br0: {interface: bond0, stp: true, links: []}
                  vlans:
                    bond0.100:
                      interface: bond0
                      vid: 100
                      links:
                        - {mode: static, subnet: 10.0.0.9/24, address: 10.0.0.5, defaultGateway: true}
                        - {mode: dhcp}
                """).host("web").network().interfaces();

        assertThat(network.keySet()).containsExactly("bond0", "bond0.100", "br0", "eno1", "eno2");
        assertThat(network.get("eno1").macAddress()).contains(new MacAddress("52:54:00:aa:00:01"));
        assertThat(network.get("eno1").links()).isEmpty();
        var bond = network.get("bond0");
        assertThat(bond.type()).isEqualTo(InterfaceType.BOND);
        assertThat(bond.parents()).containsExactly("eno1", "eno2");
        assertThat(bond.parameters()).isEqualTo(Map.of("mode", "802.3ad", "miimon", "50", "lacpRate", "slow"));
        assertThat(bond.vlan()).contains(new VlanRef(Optional.of("dc1"), 5));
        assertThat(bond.mtu()).contains(9000);
        assertThat(bond.tags()).containsExactly("uplink");
        assertThat(network.get("br0").parameters()).isEqualTo(Map.of("stp", "true"));
        assertThat(network.get("br0").links()).contains(List.of());
        assertThat(network.get("bond0.100").links())
                .contains(List.of(
                        new Link(Mode.STATIC, Optional.of("10.0.0.0/24"), Optional.of("10.0.0.5"), true),
                        new Link(Mode.DHCP, Optional.empty(), Optional.empty(), false)));
    }

    @Test
    void profilesAndHostsMergeInterfacesByName() {
        var host = Repo.create().withProfile("base", """
                        network:
                          interfaces:
                            eno1: {mtu: 9000, links: [{mode: dhcp}]}
                            eno2: {mtu: 9000}
                            eno3: {mtu: 9000}
                        """).withHost("web", """
                        profiles: [base]
                        values: {address: 10.0.0.5}
                        network:
                          interfaces:
                            eno1:
                              macAddress: "52:54:00:aa:00:01"
                              links: [{mode: static, subnet: 10.0.0.0/24, address: "${{ values.address }}"}]
                            =eno2: {macAddress: "52:54:00:aa:00:02"}
                            eno3: null
                        """).host("web");

        var network = host.network().interfaces();
        assertThat(network.keySet()).containsExactly("eno1", "eno2");
        assertThat(network.get("eno1").mtu()).contains(9000);
        assertThat(network.get("eno1").links().orElseThrow().getFirst().address())
                .contains("10.0.0.5");
        assertThat(network.get("eno2").mtu()).isEmpty();
    }

    @Test
    void aCardWithoutAnAddressIsMissingIt() {
        assertThat(errors("network: {interfaces: {eno1: {mtu: 1500}}}"))
                .containsExactly(
                        "hosts/web.yaml:6:32: error: Missing key. spec.network.interfaces.eno1.macAddress must be given: Which card it is.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bonds: {bond0: {interfaces: [eno1, eno3]}}|10:40: error: Unknown interface. spec.network.bonds.bond0 is made of \"eno3\", which spec.network does not declare; did you mean \"eno1\"?",
                "bonds: {bond0: {interfaces: []}}|10:33: error: Bond of nothing. spec.network.bonds.bond0.interfaces is empty; name the cards it is made of.",
                "bonds: {bond0: {interfaces: [eno1, eno1]}}|10:40: error: Interface listed twice. spec.network.bonds.bond0 lists \"eno1\" before.",
                "bonds: {eno1: {interfaces: [eno2]}}|10:13: error: Interface declared twice. \"eno1\" stands at hosts/web.yaml:8:7 already, in interfaces; a name means one interface.",
                "bonds: {a: {interfaces: [eno1]}, b: {interfaces: [eno1]}}|10:38: error: Interface used twice. \"eno1\" is part of spec.network.bonds.a already, so spec.network.bonds.b cannot be made of it.",
                "vlans: {x: {interface: eno1, vid: 7}}|10:13: error: Wrong name of a VLAN. MAAS calls VLAN 7 on eno1 \"eno1.7\"; write that instead of \"x\".",
                "vlans: {eno1.0: {interface: eno1, vid: 0}}|10:44: error: Value not allowed. spec.network.vlans.eno1.0.vid: 0 is not between 1 and 4094.",
                "vlans: {eno1.5000: {interface: eno1, vid: 5000}}|10:47: error: Value not allowed. spec.network.vlans.eno1.5000.vid: 5000 is not between 1 and 4094.",
                "bonds: {b: {interfaces: [eno1], mtu: 500}}|10:42: error: Value not allowed. spec.network.bonds.b.mtu: 500 is not between 552 and 65535.",
                "bonds: {a-name-that-is-too-long: {interfaces: [eno1]}}|10:13: error: Value not allowed. spec.network.bonds: \"a-name-that-is-too-long\" has 23 characters, at most 15 are allowed.",
            })
    void aMistakeIsNamedAtItsPlace(String line, String error) {
        assertThat(errors(CARDS + "  " + line)).containsExactly("hosts/web.yaml:" + error);
    }

    @Test
    void nothingHasAGreaterMtuThanWhatItIsMadeOf() {
        var network = """
                network:
                  interfaces:
                    eno1: {macAddress: "52:54:00:aa:00:01", mtu: 1500}
                    eno2: {macAddress: "52:54:00:aa:00:02", mtu: 9000}
                  bonds:
                    bond0: {interfaces: [eno1, eno2]}
                  vlans:
                    bond0.7: {interface: bond0, vid: 7, mtu: %d}
                """;
        assertThat(errors(network.formatted(9000)))
                .containsExactly(
                        "hosts/web.yaml:8:52: error: MTU too small. spec.network.interfaces.eno1.mtu: 1500 is less than the 9000 of spec.network.vlans.bond0.7, which is made of it; MAAS would raise it. Write at least 9000, or a smaller one there.");
        assertThat(errors(network.formatted(1500))).isEmpty();
    }

    @Test
    void whatIsMadeOfItselfIsNamed() {
        assertThat(errors(CARDS + "  bridges: {a: {interface: a.7}}\n  vlans: {a.7: {interface: a, vid: 7}}"))
                .containsExactly(
                        "hosts/web.yaml:10:15: error: Interface made of itself. spec.network.bridges.a is made of something that is made of it.",
                        "hosts/web.yaml:11:13: error: Interface made of itself. spec.network.vlans.a.7 is made of something that is made of it.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{mode: static, subnet: 10.0.0.0/24}|error: Missing key. P.address must be given: a static link has an address.",
                "{mode: static, address: 10.0.0.5}|error: Missing key. P.subnet must be given: a static link is in a subnet.",
                "{mode: auto}|error: Missing key. P.subnet must be given: MAAS picks an address of a subnet.",
                "{mode: dhcp, address: 10.0.0.5}|error: Field not possible here. P.address: DHCP gives one; remove it.",
                "{mode: static, subnet: 10.0.0.0/24, address: 10.0.1.5}|error: Address outside its subnet. P.address: 10.0.1.5 is no address a host can have in 10.0.0.0/24.",
                "{mode: static, subnet: 10.0.0.0/24, address: 10.0.0.255}|error: Address outside its subnet. P.address: 10.0.0.255 is no address a host can have in 10.0.0.0/24.",
                "{mode: static, subnet: lab, address: 10.0.0.}|error: Value not allowed. P.address: \"10.0.0.\" is not an IP address; write 192.0.2.5 or 2001:db8::5.",
                "{mode: dhcp, defaultGateway: true}|error: Field not possible here. P.defaultGateway: MAAS routes through auto and static links only; remove it.",
                "{mode: fast}|error: Unknown word. P.mode: \"fast\" is none of auto, dhcp, static, link-up.",
            })
    void aLinkThatCannotBeIsNamedWithTheReason(String link, String error) {
        assertThat(errors("network: {interfaces: {e: {macAddress: \"52:54:00:aa:00:01\", links: [" + link + "]}}}"))
                .hasSize(1)
                .allSatisfy(
                        said -> assertThat(said).endsWith(error.replace("P.", "spec.network.interfaces.e.links[0].")));
    }

    @Test
    void whatIsGivenTwiceIsNamed() {
        var two = "links: [{mode: static, subnet: 10.0.0.0/24, address: 10.0.0.5, defaultGateway: true}]";
        assertThat(errors("network: {interfaces: {a: {macAddress: \"52:54:00:aa:00:01\", " + two
                        + "}, b: {macAddress: \"52:54:00:AA:00:01\", " + two + "}}}"))
                .extracting(said -> said.replaceAll(".*error: ", "").replaceAll("\\..*", ""))
                .containsExactly("MAC address used twice", "Address used twice", "Two default gateways");
        assertThat(Repo.create()
                        .withHost("one", "network: {interfaces: {a: {macAddress: \"52:54:00:aa:00:01\", " + two + "}}}")
                        .withHost("two", "network: {interfaces: {a: {macAddress: \"52:54:00:aa:00:02\", " + two + "}}}")
                        .errors())
                .hasSize(1)
                .allSatisfy(said -> assertThat(said)
                        .contains("Address used twice. The address 10.0.0.5 of host two stands at hosts/one.yaml:6:"));
    }

    @Test
    void aPartOfABondHasNoLinksOfItsOwn() {
        assertThat(errors("""
                network:
                  interfaces:
                    eno1: {macAddress: "52:54:00:aa:00:01", links: [{mode: dhcp}]}
                  bonds:
                    bond0: {interfaces: [eno1]}
                """)).hasSize(1).allSatisfy(said -> assertThat(said).contains("Link on a part"));
    }
}

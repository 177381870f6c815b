package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The things of a region: what is read of them, and all that people get wrong. */
class RegionTest {
    private static final Path FOLDER = Path.of("src/test/resources/region-mistakes");
    private static final Path EXPECTED = Path.of("src/test/resources/region-mistakes.txt");

    /** With {@code -Dgough.mistakes.write=true} the expectation is written anew, to be read by a person. */
    @Test
    void everyMistakeOfARegionIsNamedInOneRunWithItsPlace() throws Exception {
        var loaded = new InventoryLoader(Limits.DEFAULT).load(DirectoryTree.read(FOLDER, Limits.DEFAULT));
        assertThat(loaded).isInstanceOf(Loaded.Invalid.class);
        var said = ((Loaded.Invalid) loaded)
                .diagnostics().stream().map(Diagnostic::toString).toList();
        if (Boolean.getBoolean("gough.mistakes.write")) Files.write(EXPECTED, said);
        assertThat(said).containsExactlyElementsOf(Files.readAllLines(EXPECTED));
    }

    private static String document(String kind, String name, String spec) {
        return "---\napiVersion: gough.io/v1\nkind: %s\nmetadata: {name: \"%s\"}\nspec: {%s}\n"
                .formatted(kind, name, spec);
    }

    @Test
    void whatIsDeclaredIsWrittenAsMaasShowsIt() {
        var things = Repo.create()
                .with(
                        "region/all.yaml",
                        document("Zone", "rack-a", "description: ' A '")
                                + document("Fabric", "dc1", "")
                                + document("Vlan", "servers", "fabric: dc1, vid: 20, mtu: 9000")
                                + document("Subnet", "v6", "vlan: servers, cidr: '2001:DB8:0:0::/64'")
                                + document("IpRange", "pool", "subnet: v6, start: '2001:db8::0a', end: '2001:db8::f'")
                                + document("DnsRecord", "www", "domain: maas, addresses: ['2001:0db8::1', 192.0.2.1]"))
                .valid()
                .things();
        assertThat(things.stream().map(thing -> thing.kind() + " " + thing.key() + " " + thing.fields()))
                .containsExactly(
                        "ZONE rack-a {description=A, name=rack-a}",
                        "FABRIC dc1 {name=dc1}",
                        "VLAN dc1/20 {fabric=dc1, mtu=9000, name=servers, vid=20}",
                        "SUBNET 2001:db8::/64 {cidr=2001:db8::/64, name=v6, vlan=dc1/20}",
                        "IP_RANGE 2001:db8::a {end=2001:db8::f, start=2001:db8::a, subnet=2001:db8::/64, type=reserved}",
                        "DNS_RECORD www.maas {addresses=192.0.2.1, 2001:db8::1, domain=maas, label=www}");
    }

    @Test
    void theNameOfVlanZeroIsItsDocumentsOnlyAndMeansItAllTheSame() {
        var things = Repo.create()
                .with(
                        "region/all.yaml",
                        document("Fabric", "dc1", "")
                                + document("Fabric", "dc2", "")
                                + document("Vlan", "lab", "fabric: dc1, vid: 0, mtu: 9000")
                                + document("Vlan", "office", "fabric: dc2, vid: 0, relay: lab")
                                + document("Subnet", "lab", "vlan: lab, cidr: 192.0.2.0/24"))
                .valid()
                .things();
        assertThat(things.stream().map(thing -> thing.kind() + " " + thing.name() + " " + thing.fields()))
                .contains(
                        "VLAN lab {fabric=dc1, mtu=9000, vid=0}",
                        "VLAN office {dhcp=false, fabric=dc2, relay=dc1/0, vid=0}",
                        "SUBNET lab {cidr=192.0.2.0/24, name=lab, vlan=dc1/0}");
    }

    @Test
    void twoRegionsMayHaveTheSameNetworks() {
        var subnets = document("Fabric", "dc1", "")
                + document("Vlan", "a", "fabric: dc1, vid: 5")
                + document("Subnet", "a", "vlan: a, cidr: 192.0.2.0/24");
        var repo = Repo.create()
                .with("region/one.yaml", subnets)
                .with(
                        "region/two.yaml",
                        subnets.replace("spec: {", "spec: {region: other, ").replace(", }", "}"));
        assertThat(repo.errors()).isEmpty();
    }

    private static List<String> vlans(String... specs) {
        var all = new StringBuilder(document("Fabric", "dc1", ""));
        for (int i = 0; i < specs.length; i++)
            all.append(document("Vlan", "v" + i, "fabric: dc1, vid: %d, %s".formatted(i + 1, specs[i])));
        return Repo.create().with("region/a.yaml", all.toString()).errors();
    }

    @Test
    void aVlanIsRelayedToOneThatIsServedAndServesNoneItself() {
        var things = Repo.create()
                .with(
                        "region/a.yaml",
                        document("Fabric", "dc1", "")
                                + document("Vlan", "a", "fabric: dc1, vid: 5, relay: b")
                                + document("Vlan", "b", "fabric: dc1, vid: 6"))
                .valid()
                .things();
        assertThat(things.stream().map(thing -> thing.fields().toString()))
                .contains("{dhcp=false, fabric=dc1, name=a, relay=dc1/6, vid=5}");

        assertThat(vlans("relay: v1", "relay: v2", "mtu: 1500"))
                .singleElement()
                .asString()
                .contains("Relay to a relay", "Name VLAN v2");
        assertThat(vlans("relay: v0")).singleElement().asString().contains("Relay to itself");
        assertThat(vlans("relay: v1", "relay: v0")).hasSize(2).allMatch(text -> text.contains("Relay to a relay"));
        assertThat(vlans("relay: v1, dhcp: true", "mtu: 1500"))
                .anyMatch(text -> text.contains("DHCP and a relay at once"));
        assertThat(vlans("relay: v7")).singleElement().asString().contains("Unknown VLAN");
    }

    @Test
    void whatEveryRegionHasNeedsNoDocument() {
        assertThat(Repo.create()
                        .with("region/a.yaml", document("Vlan", "untagged", "fabric: fabric-0, vid: 0, adopt: true"))
                        .errors())
                .isEmpty();
    }

    @Test
    void aFileThatCannotBeReadHidesNoUnknownReference() {
        assertThat(Repo.create()
                        .with("region/a.yaml", document("Vlan", "servers", "fabric: dc1, vid: 1"))
                        .with("region/b.yaml", "kind: [")
                        .errors())
                .noneMatch(text -> text.contains("Unknown fabric"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:DB8::0:1, 2001:db8::1",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "::, ::",
        "1:2:3:4:5:6:0:8, 1:2:3:4:5:6:0:8"
    })
    void anAddressIsWrittenOneWayOnly(String written, String canonical) {
        assertThat(IpAddress.parse(written)).hasToString("Optional[" + canonical + "]");
    }

    @ParameterizedTest
    @CsvSource({"1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "example.com", "1:2", "::g", "fe80::1%eth0"})
    void whatIsNoAddressIsRefused(String written) {
        assertThat(IpAddress.parse(written)).isEmpty();
    }

    @Test
    void kindsAreOrderedSoThatEachRefersToEarlierOnesOnly() {
        for (var kind : ThingKind.values())
            for (var field :
                    Map.of("fabric", "", "vlan", "", "subnet", "", "domain", "").keySet())
                assertThat(kind.refersTo(field).stream().toList())
                        .allMatch(other -> other.compareTo(kind) < 0, "before " + kind);
        assertThat(List.of(ThingKind.values())).hasSize(10);
    }
}

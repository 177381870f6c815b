package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What machines stand on: fabrics, VLANs, subnets, ranges, routes, domains and records. */
class NetworksTest extends Standing {
    private String vlan() {
        return body(admin.post("fabrics/0/vlans/", "vid", "100", "mtu", "9000"))
                .path("id")
                .asString();
    }

    private String subnet(String cidr, String... more) {
        var form = new String[more.length + 2];
        form[0] = "cidr";
        form[1] = cidr;
        System.arraycopy(more, 0, form, 2, more.length);
        return body(admin.post("subnets/", form)).path("id").asString();
    }

    @Test
    void dhcpNeedsADynamicRange() {
        var vlan = vlan();
        var subnet = subnet("10.8.0.0/24", "vlan", vlan, "gateway_ip", "10.8.0.1");
        var on = "vlans/" + vlan + "/";

        assertThat(admin.put(on, "dhcp_on", "true", "primary_rack", NetworkJson.RACK)
                        .body())
                .isEqualTo("{\"dhcp_on\": [\"dhcp can only be turned on when a dynamic IP range is defined.\"]}");
        body(admin.post(
                "ipranges/", "type", "dynamic", "subnet", subnet, "start_ip", "10.8.0.100", "end_ip", "10.8.0.200"));
        assertThat(admin.put(on, "dhcp_on", "true").body()).contains("when a primary rack controller is set");
        assertThat(body(admin.put(on, "dhcp_on", "true", "primary_rack", NetworkJson.RACK))
                        .path("dhcp_on")
                        .asBoolean())
                .isTrue();
        assertThat(admin.delete("subnets/" + subnet + "/").body()).contains("actively servicing a dynamic IP range");
        body(admin.put(on, "dhcp_on", "false"));
        assertThat(admin.delete("subnets/" + subnet + "/").statusCode()).isEqualTo(204);
        assertThat(admin.json("ipranges/")).hasSize(1);
    }

    @Test
    void aRackServesAVlanThatIsMadeAndThatItHasAnInterfaceIn() {
        var refusal =
                "[\"Select a valid choice. %s is not one of the available choices.\"]".formatted(NetworkJson.RACK);
        assertThat(admin.post("fabrics/0/vlans/", "vid", "100", "primary_rack", NetworkJson.RACK)
                        .body())
                .isEqualTo("{\"primary_rack\": " + refusal + "}");
        assertThat(admin.post("fabrics/0/vlans/", "vid", "100", "secondary_rack", NetworkJson.RACK)
                        .body())
                .isEqualTo("{\"secondary_rack\": " + refusal + "}");

        var made = "vlans/" + vlan() + "/";
        assertThat(body(admin.put(made, "primary_rack", NetworkJson.RACK))
                        .path("primary_rack")
                        .asString())
                .isEqualTo(NetworkJson.RACK);
        maas.unplugRack(100);
        assertThat(admin.put(made, "primary_rack", NetworkJson.RACK).body()).contains(refusal);
    }

    @Test
    void rangesLieInTheirSubnetAndDoNotOverlap() {
        var subnet = subnet("10.8.0.0/24");
        assertThat(admin.post("ipranges/", "type", "reserved", "start_ip", "10.8.0.10", "end_ip", "10.8.0.20")
                        .statusCode())
                .isEqualTo(200);

        assertThat(range("reserved", "10.8.0.20", "10.8.0.30")).contains("conflicts with an existing range.");
        assertThat(range("reserved", "10.8.0.5", "10.8.0.30")).contains("conflicts with an existing range.");
        assertThat(range("dynamic", "10.8.0.40", "10.8.1.3")).contains("End IP address must be within subnet");
        assertThat(range("dynamic", "10.8.0.40", "10.8.0.30")).contains("must not be less than Start IP address");
        assertThat(range("dynamic", "10.8.0.240", "10.8.0.255")).contains("Broadcast address cannot be included");
        assertThat(bob.post("ipranges/", "type", "dynamic", "start_ip", "10.8.0.40", "end_ip", "10.8.0.50")
                        .statusCode())
                .isEqualTo(403);
        assertThat(admin.json("subnets/" + subnet + "/?op=unreserved_ip_ranges")
                        .get(0)
                        .path("end")
                        .asString())
                .isEqualTo("10.8.0.9");
        assertThat(admin.json("subnets/" + subnet + "/?op=statistics")
                        .path("num_available")
                        .asInt())
                .isEqualTo(254 - 11);
    }

    private String range(String type, String start, String end) {
        return admin.post("ipranges/", "type", type, "start_ip", start, "end_ip", end)
                .body();
    }

    @Test
    void aSubnetIsCheckedWhole() {
        subnet("10.8.0.0/24");

        assertThat(admin.post("subnets/", "cidr", "10.8.0.0/24").body())
                .isEqualTo("{\"cidr\": [\"Subnet with this Cidr already exists.\"]}");
        assertThat(admin.post("subnets/", "cidr", "10.8.0.128/25").body()).contains("would overlap");
        assertThat(admin.post("subnets/", "cidr", "10.9.0.0").body())
                .isEqualTo("{\"cidr\": [\"Required format: <network>/<prefixlen>.\"]}");
        assertThat(admin.post("subnets/").body()).isEqualTo("{\"cidr\": [\"This field is required.\"]}");
        assertThat(admin.post("subnets/", "cidr", "10.9.0.0/24", "gateway_ip", "10.8.0.1")
                        .body())
                .isEqualTo("{\"gateway_ip\": [\"Gateway IP must be within CIDR range.\"]}");
        assertThat(admin.post("subnets/", "cidr", "10.9.0.0/24", "space", "1").body())
                .contains("Spaces may no longer be set on subnets.");
        assertThat(admin.post("subnets/", "cidr", "10.9.0.0/24", "vid", "9").body())
                .contains("No VLAN with vid 9 in default fabric.");
        assertThat(bob.post("subnets/", "cidr", "10.9.0.0/24").statusCode()).isEqualTo(403);
    }

    @Test
    void aPutThatLeavesSwitchesOutTurnsThemOn() {
        var subnet =
                subnet("10.8.0.0/24", "managed", "false", "allow_dns", "false", "dns_servers", "10.8.0.2 10.8.0.3");
        assertThat(admin.json("subnets/" + subnet + "/").path("managed").asBoolean())
                .isFalse();

        var changed = body(admin.put("subnets/" + subnet + "/", "description", "x"));
        assertThat(changed.path("managed").asBoolean()).isTrue();
        assertThat(changed.path("allow_dns").asBoolean()).isTrue();
        assertThat(changed.path("dns_servers")).hasSize(2);
        assertThat(admin.json("subnets/cidr:10.8.0.0/24/").path("id").asString())
                .isEqualTo(subnet);
    }

    @Test
    void aPutThatLeavesAListOutKeepsTheLastItemWhereTheFormReadsOne() {
        var subnet = "subnets/" + subnet("10.8.0.0/24") + "/";
        var two = body(admin.put(subnet, "disabled_boot_architectures", "pxe,uefi_amd64_tftp"));
        assertThat(two.path("disabled_boot_architectures")).hasSize(2);
        assertThat(body(admin.put(subnet, "description", "x"))
                        .path("disabled_boot_architectures")
                        .toString())
                .isEqualTo("[\"uefi_amd64_tftp\"]");

        var www = body(admin.post("dnsresources/", "fqdn", "www.maas", "ip_addresses", "192.0.2.1 192.0.2.2"));
        var changed = body(admin.put("dnsresources/" + www.path("id").asString() + "/", "address_ttl", "60"));
        assertThat(changed.path("address_ttl").asInt()).isEqualTo(60);
        assertThat(changed.path("ip_addresses")).hasSize(1);
        assertThat(changed.path("ip_addresses").get(0).path("ip").asString()).isEqualTo("192.0.2.2");
    }

    @Test
    void aFullSubnetIsA503WithoutRetryAfter() {
        var vlan = vlan();
        subnet("10.8.0.0/30", "vlan", vlan, "gateway_ip", "10.8.0.1");
        var id = maas.addMachine(NewMachine.named("a").withMacAddresses("52:54:00:00:00:01", "52:54:00:00:00:02"));
        for (var nic : admin.json("nodes/" + id + "/interfaces/")) {
            var path = "nodes/" + id + "/interfaces/" + nic.path("id").asString() + "/";
            body(admin.post(path + "?op=link_subnet", "mode", "auto", "subnet", "10.8.0.0/30", "force", "true"));
        }

        var full = act(id, "deploy", "distro_series", "noble");
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.body()).isEqualTo("No more IPs available in subnet: 10.8.0.0/30.");
        assertThat(full.headers().firstValue("Retry-After")).isEmpty();
        assertThat(status(id)).isEqualTo(MaasStatus.READY);
    }

    @Test
    void fabricsVlansAndSpacesAreNamedAndDeleted() {
        var fabric = body(admin.post("fabrics/", "name", "dc1", "class_type", "10g"));
        assertThat(fabric.path("vlans").get(0).path("vid").asInt()).isZero();
        var space = body(admin.post("spaces/", "name", "dmz")).path("id").asString();
        var vlan = body(admin.post("fabrics/dc1/vlans/", "vid", "7", "space", "dmz"));

        assertThat(vlan.path("space").asString()).isEqualTo("dmz");
        assertThat(admin.json("spaces/" + space + "/").path("vlans")).hasSize(1);
        assertThat(admin.post("fabrics/", "name", "dc1").statusCode()).isEqualTo(400);
        assertThat(admin.post("fabrics/dc1/vlans/", "vid", "7").body()).contains("already exists");
        assertThat(admin.post("fabrics/dc1/vlans/", "vid", "5000").body())
                .isEqualTo("{\"vid\": [\"Ensure this value is less than or equal to 4094.\"]}");
        assertThat(admin.delete("fabrics/0/").body())
                .isEqualTo("This fabric is the default fabric, it cannot be deleted.");
        assertThat(admin.delete("fabrics/dc1/vlans/0/").body()).contains("This VLAN is the default VLAN");
        assertThat(admin.delete("fabrics/dc1/vlans/7/").statusCode()).isEqualTo(204);
        assertThat(admin.delete("fabrics/dc1/").statusCode()).isEqualTo(204);
        assertThat(admin.get("fabrics/dc1/").body()).isEqualTo("No Fabric matches the given query.");
        assertThat(bob.post("fabrics/", "name", "x").body()).isEqualTo("This method is reserved for admin users.");
    }

    @Test
    void theFirstVlanOfAFabricIsCalledUntaggedWhateverItIsNamed() {
        var fabric = body(admin.post("fabrics/", "name", "dc1"));
        var first = "vlans/" + fabric.path("vlans").get(0).path("id").asString() + "/";

        assertThat(body(admin.put(first, "name", "lab", "mtu", "9000"))
                        .path("name")
                        .asString())
                .isEqualTo("untagged");
        assertThat(body(admin.put(first, "vid", "5")).path("name").asString()).isEqualTo("untagged");
        assertThat(body(admin.post("fabrics/dc1/vlans/", "vid", "0", "name", "late"))
                        .path("name")
                        .asString())
                .isEqualTo("late");
        assertThat(admin.json(first).path("mtu").asInt()).isEqualTo(9000);
    }

    @Test
    void routesLeadFromOneSubnetToAnother() {
        var a = subnet("10.8.0.0/24");
        var b = subnet("10.9.0.0/24");

        assertThat(admin.post("static-routes/", "source", a, "destination", b, "gateway_ip", "10.9.0.1")
                        .body())
                .isEqualTo("{\"gateway_ip\": [\"Enter an IP address in 10.8.0.0/24.\"]}");
        assertThat(admin.post("static-routes/", "source", a, "destination", a, "gateway_ip", "10.8.0.1")
                        .body())
                .contains("source and destination cannot be the same subnet.");
        var route = body(admin.post("static-routes/", "source", a, "destination", b, "gateway_ip", "10.8.0.1"));
        assertThat(route.path("metric").asInt()).isZero();
        assertThat(admin.delete("static-routes/" + route.path("id").asString() + "/")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void domainsHoldRecordsAndAreRenamedWithTheirMachines() {
        var id = maas.addMachine(NewMachine.named("a"));
        var domain = body(admin.post("domains/", "name", "example.org", "ttl", "300"))
                .path("id")
                .asString();
        body(admin.put("machines/" + id + "/", "domain", "example.org"));
        var www = body(admin.post("dnsresources/", "fqdn", "www.example.org", "ip_addresses", "192.0.2.1 192.0.2.2"));

        assertThat(www.path("ip_addresses")).hasSize(2);
        assertThat(admin.json("domains/" + domain + "/")
                        .path("resource_record_count")
                        .asInt())
                .isEqualTo(3);
        assertThat(record("www.example.org", "CNAME", "a.example.org")).contains("cannot coexist");
        assertThat(record("mail.example.org", "MX", "nonsense")).contains("Invalid MX");
        assertThat(record("mail.example.org", "X", "1")).contains("X is not one of CNAME MX");
        assertThat(admin.post("dnsresourcerecords/", "fqdn", "m.example.org").body())
                .isEqualTo("rrtype must be provided.");
        assertThat(record("mail.example.org", "mx", "10 mx.example.org")).contains("\"rrtype\": \"MX\"");
        assertThat(admin.json("dnsresourcerecords/?domain=example.org")).hasSize(1);
        body(admin.put("domains/" + domain + "/", "name", "example.com"));
        assertThat(read(id).path("fqdn").asString()).isEqualTo("a.example.com");
        assertThat(admin.delete("domains/0/").body())
                .isEqualTo("This domain is the default domain, it cannot be deleted.");
        assertThat(admin.delete("domains/" + domain + "/").statusCode()).isEqualTo(204);
        assertThat(admin.json("dnsresources/")).isEmpty();
        assertThat(read(id).path("fqdn").asString()).isEqualTo("a.maas");
    }

    private String record(String fqdn, String type, String data) {
        return admin.post("dnsresourcerecords/", "fqdn", fqdn, "rrtype", type, "rrdata", data)
                .body();
    }

    @Test
    void addressesAreReservedSince36() {
        assertThat(admin.get("reservedips/").body()).isEqualTo("Unknown API endpoint: /MAAS/api/2.0/reservedips/.");
        try (var region = MaasStandIn.start(MaasStandInSettings.defaults()
                        .withVersion(MaasVersion.V3_7)
                        .withClock(clock));
                var client = new MaasClient(region, region.apiKey())) {
            body(client.post("reservedips/", "ip", "10.77.3.3", "mac_address", "52:54:00:00:00:01"));
            assertThat(client.post("reservedips/", "ip", "10.77.255.3", "mac_address", "52:54:00:00:00:02")
                            .body())
                    .contains("must be outside the dynamic range");
            var id = region.addMachine(NewMachine.named("a").withMacAddresses("52:54:00:00:00:01"));
            body(client.post("machines/" + id + "/?op=deploy", "distro_series", "noble"));
            assertThat(client.json("nodes/" + id + "/interfaces/")
                            .get(0)
                            .path("links")
                            .get(0)
                            .path("ip_address")
                            .asString())
                    .isEqualTo("10.77.3.3");
        }
    }
}

package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What a client meets in 3.4, 3.5, 3.7 and 4.0. */
class VersionsTest {
    private static void in(MaasVersion version, BiConsumer<MaasStandIn, MaasClient> test) {
        try (var maas = MaasStandIn.start(MaasStandInSettings.defaults().withVersion(version));
                var admin = new MaasClient(maas, maas.apiKey())) {
            test.accept(maas, admin);
        }
    }

    @Test
    void eachNamesItself() {
        for (var version : MaasVersion.values()) {
            in(
                    version,
                    (maas, admin) -> assertThat(
                                    admin.json("version/").path("version").asString())
                            .isEqualTo(version.text()));
        }
    }

    @Test
    void vmHostsAreGoneIn40() {
        in(MaasVersion.V4_0, (maas, admin) -> {
            var id = maas.addMachine(NewMachine.named("a"));
            for (var path : new String[] {"vm-hosts/", "pods/", "vm-clusters/", "vm-hosts/1/"}) {
                assertThat(admin.get(path).statusCode()).as(path).isEqualTo(410);
            }
            assertThat(admin.post("vm-hosts/", "type", "lxd").body())
                    .isEqualTo("VM host (KVM) support has been removed from MAAS.");
            for (var option : new String[] {"install_kvm", "register_vmhost", "install_rackd"}) {
                assertThat(admin.post("machines/" + id + "/?op=deploy", "distro_series", "noble", option, "true")
                                .body())
                        .isEqualTo("Support for " + option + " allocation parameter has been removed.");
            }
            assertThat(admin.json("machines/" + id + "/").has("pod")).isFalse();
            assertThat(admin.json("machines/" + id + "/").has("virtualmachine_id"))
                    .isFalse();
        });
    }

    @Test
    void installRackdIsTakenByOneOnly() {
        in(
                MaasVersion.V3_4,
                (maas, admin) -> assertThat(deployWithRack(maas, admin)).isEqualTo(400));
        in(
                MaasVersion.V3_5,
                (maas, admin) -> assertThat(deployWithRack(maas, admin)).isEqualTo(200));
        in(
                MaasVersion.V3_7,
                (maas, admin) -> assertThat(deployWithRack(maas, admin)).isEqualTo(400));
    }

    private static int deployWithRack(MaasStandIn maas, MaasClient admin) {
        var id = maas.addMachine(NewMachine.named("a"));
        return admin.post("machines/" + id + "/?op=deploy", "distro_series", "noble", "install_rackd", "true")
                .statusCode();
    }

    @Test
    void machinesGainKeys() {
        in(MaasVersion.V3_5, (maas, admin) -> {
            var id = maas.addMachine(NewMachine.named("a"));
            assertThat(admin.json("machines/" + id + "/").has("is_dpu")).isFalse();
        });
        in(MaasVersion.V3_7, (maas, admin) -> {
            var id = maas.addMachine(NewMachine.named("a"));
            admin.post("machines/" + id + "/?op=deploy", "distro_series", "noble", "enable_kernel_crash_dump", "true");
            var machine = admin.json("machines/" + id + "/");
            assertThat(machine.path("enable_kernel_crash_dump").asBoolean()).isTrue();
            assertThat(machine.path("is_dpu").asBoolean()).isFalse();
            assertThat(machine.has("pod")).isTrue();
        });
    }

    @Test
    void aUsedSubnetIsKeptSince37() {
        in(
                MaasVersion.V3_5,
                (maas, admin) -> assertThat(deleteUsedSubnet(maas, admin, "")).isEqualTo(204));
        in(MaasVersion.V3_7, (maas, admin) -> {
            assertThat(deleteUsedSubnet(maas, admin, "")).isEqualTo(400);
            assertThat(admin.delete("subnets/2/?force=true").statusCode()).isEqualTo(204);
        });
    }

    private static int deleteUsedSubnet(MaasStandIn maas, MaasClient admin, String query) {
        maas.addMachine(NewMachine.named("a").deployed("noble", "admin"));
        admin.put("vlans/2/", "dhcp_on", "false");
        return admin.delete("subnets/2/" + query).statusCode();
    }

    @Test
    void aPowerTypeWentWith37() {
        in(
                MaasVersion.V3_5,
                (maas, admin) -> assertThat(admin.get("rackcontrollers/?op=describe_power_types")
                                .body())
                        .contains("\"nova\""));
        in(MaasVersion.V3_7, (maas, admin) -> {
            assertThat(admin.get("rackcontrollers/?op=describe_power_types").body())
                    .doesNotContain("\"nova\"");
            assertThat(admin.post("machines/", "architecture", "amd64", "power_type", "nova")
                            .body())
                    .contains("nova is not one of the available choices");
        });
    }

    @Test
    void whoMayNotIsToldInOtherWordsIn40() {
        in(MaasVersion.V4_0, (maas, admin) -> {
            try (var bob = new MaasClient(maas, maas.plainUserApiKey())) {
                assertThat(bob.post("zones/", "name", "z").body()).startsWith("User does not have permission");
            }
        });
    }
}

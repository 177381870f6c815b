package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Hypervisors, and machines composed on them. */
class VmHostsTest extends Standing {
    private final String machine = maas.addMachine(NewMachine.named("hv-01").deployed("noble", "admin"));

    private String register() {
        var host = body(admin.post(
                "vm-hosts/", "type", "lxd", "name", "hv1", "power_address", "https://hv-01.maas:8443", "project", "p"));
        assertThat(host.path("host").path("system_id").asString()).isEqualTo(machine);
        assertThat(host.path("total").path("cores").asInt()).isZero();
        return host.path("id").asString();
    }

    private JsonNode compose(String host, String... form) {
        return body(admin.post("vm-hosts/" + host + "/?op=compose", form));
    }

    @Test
    void aComposedMachineLivesAndIsDeletedByItsRelease() {
        var host = register();
        assertThat(admin.post("vm-hosts/" + host + "/?op=compose").statusCode()).isEqualTo(400);
        clock.advance(STEP);

        var id = compose(host, "cores", "4", "memory", "8192", "hostname", "vm1", "storage", "root:20(default),50")
                .path("system_id")
                .asString();
        assertThat(status(id)).isEqualTo(MaasStatus.COMMISSIONING);
        clock.advance(STEP);
        clock.advance(STEP);
        var vm = read(id);
        assertThat(vm.path("status_name").asString()).isEqualTo("Ready");
        assertThat(vm.path("cpu_count").asInt()).isEqualTo(4);
        assertThat(vm.path("pod").path("name").asString()).isEqualTo("hv1");
        assertThat(vm.path("storage").asDouble()).isEqualTo(70_000.0);
        assertThat(admin.json("vm-hosts/" + host + "/")
                        .path("available")
                        .path("cores")
                        .asInt())
                .isEqualTo(12);

        body(act(id, "deploy", "distro_series", "noble"));
        clock.advance(STEP);
        body(act(id, "release"));
        clock.advance(STEP);
        assertThat(admin.get("machines/" + id + "/").statusCode()).isEqualTo(404);
        assertThat(admin.json("vm-hosts/" + host + "/")
                        .path("used")
                        .path("cores")
                        .asInt())
                .isZero();
    }

    @Test
    void aHostThatIsFullAnswers503WithoutRetryAfter() {
        var host = register();
        clock.advance(STEP);
        compose(host, "cores", "12", "memory", "2048");

        var full = admin.post("vm-hosts/" + host + "/?op=compose", "cores", "12", "memory", "2048");
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.body())
                .contains("Unable to compose KVM instance in 'hv1'. CPU overcommit ratio is 1.0 and there"
                        + " are 4 available resources; 12 requested.");
        assertThat(full.headers().firstValue("Retry-After")).isEmpty();
        assertThat(admin.post("vm-hosts/" + host + "/?op=compose", "cores", "99")
                        .body())
                .isEqualTo("{\"cores\": [\"Ensure this value is less than or equal to 16.\"]}");
        body(admin.put("vm-hosts/" + host + "/", "cpu_over_commit_ratio", "2"));
        compose(host, "cores", "12", "memory", "2048");
    }

    @Test
    void aMachineIsMadeWithItsCardsAndNotCommissionedWhenItIsNotAskedFor() {
        var host = register();
        clock.advance(STEP);
        var id = compose(
                        host,
                        "hostname",
                        "vm1",
                        "skip_commissioning",
                        "true",
                        "interfaces",
                        "eth0:subnet_cidr=10.77.0.0/16;eth1:subnet_cidr=10.77.0.0/16")
                .path("system_id")
                .asString();
        assertThat(status(id)).isEqualTo(MaasStatus.READY);
        assertThat(read(id).path("interface_set")).hasSize(2);
        assertThat(admin.post("vm-hosts/" + host + "/?op=compose", "interfaces", "eth0:subnet_cidr=10.1.0.0/16")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aMachineUnderAVmHostIsKept() {
        var host = register();

        assertThat(admin.delete("machines/" + machine + "/").body())
                .isEqualTo("The following VM hosts must be removed first: hv1");
        assertThat(act(machine, "release").statusCode()).isEqualTo(400);
        assertThat(status(machine)).isEqualTo(MaasStatus.DEPLOYED);
        body(act(machine, "release", "force", "true"));
        assertThat(admin.get("vm-hosts/" + host + "/").statusCode()).isEqualTo(404);
    }

    @Test
    void aHostCanBeMadeByADeployment() {
        var id = maas.addMachine(NewMachine.named("hv-02"));
        body(act(id, "deploy", "distro_series", "noble", "register_vmhost", "true"));
        assertThat(admin.json("vm-hosts/")).isEmpty();
        clock.advance(STEP);
        clock.advance(STEP);

        assertThat(admin.json("vm-hosts/").get(0).path("host").path("system_id").asString())
                .isEqualTo(id);
        assertThat(act(id, "release").statusCode()).isEqualTo(400);
    }

    @Test
    void decomposingTakesItsMachinesAlong() {
        var host = register();
        clock.advance(STEP);
        var gone = compose(host, "hostname", "vm1").path("system_id").asString();

        assertThat(bob.delete("vm-hosts/" + host + "/").statusCode()).isEqualTo(403);
        assertThat(admin.delete("vm-hosts/" + host + "/?decompose=true").statusCode())
                .isEqualTo(204);
        assertThat(admin.get("machines/" + gone + "/").statusCode()).isEqualTo(404);
    }

    @Test
    void theirSecretIsOnlyInTheirParameters() {
        body(admin.post("vm-hosts/", "type", "virsh", "power_address", "qemu+ssh://x/system", "power_pass", "s3cret"));
        var id = admin.json("vm-hosts/").get(0).path("id").asString();

        assertThat(admin.get("vm-hosts/").body()).doesNotContain("s3cret");
        assertThat(admin.json("vm-hosts/" + id + "/?op=parameters")
                        .path("power_pass")
                        .asString())
                .isEqualTo("s3cret");
        assertThat(admin.post("vm-hosts/", "type", "hyperv").body())
                .contains(
                        "hyperv is not one of the available choices",
                        "\"power_address\": [\"This field is required.\"]");
    }
}

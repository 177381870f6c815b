package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which power parameters may be told, by the description that a real region gave of its drivers. */
class PowerDriverTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static JsonNode recorded() {
        return JSON.readTree(Recorded.labelled("list rackcontrollers/?op=describe_power_types")
                .answer()
                .body());
    }

    private static PowerDriver driver(String name) {
        for (var type : recorded()) if (type.path("name").asString("").equals(name)) return PowerDriver.of(type);
        throw new AssertionError(name);
    }

    @Test
    void onlyWhatMaasCallsNoSecretIsTold() {
        assertThat(driver("ipmi").plain())
                .containsExactlyInAnyOrder(
                        "power_driver",
                        "power_boot_type",
                        "power_address",
                        "power_user",
                        "cipher_suite_id",
                        "privilege_level",
                        "workaround_flags",
                        "mac_address");
        assertThat(driver("lxd").plain()).containsExactlyInAnyOrder("power_address", "instance_name", "project");
        for (var type : recorded())
            for (var field : type.path("fields"))
                if (field.path("secret").asBoolean(true))
                    assertThat(PowerDriver.of(type).told(field.path("name").asString(""), "x"))
                            .isEmpty();
    }

    @Test
    void whatIsNotDescribedOrNotSaidToBeHarmlessIsASecret() {
        assertThat(PowerDriver.UNKNOWN.told("power_address", "192.0.2.1")).isEmpty();
        assertThat(driver("ipmi").told("of_a_later_maas", "x")).isEmpty();
        var old = new TreeMap<String, Object>();
        old.put("name", "ipmi");
        old.put("fields", java.util.List.of(java.util.Map.of("name", "power_address", "field_type", "string")));
        assertThat(PowerDriver.of(JSON.valueToTree(old)).plain()).isEmpty();
    }

    @Test
    void aUrlThatMayHoldAPasswordIsASecret() {
        var virsh = driver("virsh");
        assertThat(virsh.told("power_address", "qemu+ssh://ubuntu@192.0.2.1/system"))
                .isPresent();
        assertThat(virsh.told("power_address", "qemu+ssh://ubuntu:pw@192.0.2.1/system"))
                .isEmpty();
        assertThat(driver("webhook").told("power_on_uri", "https://example.org/on?token=1"))
                .isEmpty();
        assertThat(driver("webhook").told("power_on_uri", "https://example.org/on"))
                .isPresent();
    }
}

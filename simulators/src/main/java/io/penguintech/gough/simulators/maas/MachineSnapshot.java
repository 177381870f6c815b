package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A machine of the stand-in at one moment.
 *
 * @param systemId MAAS's id
 * @param hostname its name
 * @param status where its life stands
 * @param owner who has it
 * @param locked whether it is locked
 * @param macAddresses lower case
 * @param architecture for example {@code amd64/generic}
 * @param powerType for example {@code ipmi}
 * @param powerParameters without the prefix {@code power_parameters_}
 * @param powerState on, off, unknown or error
 * @param zone zone name
 * @param pool pool name
 * @param domain domain name
 * @param description the note
 * @param tags tag names, sorted
 * @param annotations workload annotations
 * @param osystem what was deployed, empty if nothing
 * @param distroSeries what was deployed, empty if nothing
 * @param hweKernel the kernel, if deployed
 * @param ephemeral whether it runs in memory only
 * @param hardwareSync whether it keeps MAAS's knowledge of its hardware fresh
 * @param serial the serial number, as commissioning would find it
 */
public record MachineSnapshot(
        String systemId,
        String hostname,
        MaasStatus status,
        Optional<String> owner,
        boolean locked,
        List<String> macAddresses,
        String architecture,
        String powerType,
        Map<String, String> powerParameters,
        String powerState,
        String zone,
        String pool,
        String domain,
        String description,
        List<String> tags,
        Map<String, String> annotations,
        String osystem,
        String distroSeries,
        Optional<String> hweKernel,
        boolean ephemeral,
        boolean hardwareSync,
        String serial) {}

package io.penguintech.gough.reconcile.maas;

import java.util.List;
import java.util.regex.Pattern;

/** What a person can do about a refusal of MAAS, by its status and by the texts that are known (facts). */
final class WayOut {
    private static final String CHOICE =
            "Create it in MAAS, declare it in region/, or correct the document; MAAS does not say which one it lacks.";

    /** The first that fits counts. */
    private static final List<Known> KNOWN = List.of(
            known(
                    400,
                    "op=None",
                    "MAAS says so when it sees no credentials: does a proxy remove the Authorization header?"),
            known(
                    400,
                    "^Unrecognised signature",
                    "This MAAS has no such operation: is its version one that Gough supports?"),
            known(
                    400,
                    "min_hwe_kernel|older than minimal kernel",
                    "Correct spec.os.kernel, or lower the machine's minimum kernel in MAAS."),
            known(
                    400,
                    "^distro_series:|has no kernels available|^hwe_kernel:",
                    "Correct spec.os, or have MAAS fetch that image or kernel: declare an ImageSet, or select it in MAAS."),
            known(400, "^network:", "Give one of the machine's cards an address: in spec.network, or in MAAS."),
            known(400, "^storage:", "Give the machine a disk for its system: in spec.storage, or in MAAS."),
            known(
                    400,
                    "^Failed to render preseed",
                    "Look at the machine's network and storage in MAAS, and at the preseeds of the region."),
            known(
                    400,
                    "^hostname: Node with this Hostname",
                    "Rename or delete the machine in MAAS that has the name, or give the host another one."),
            known(
                    400,
                    "^hostname:|^domain:",
                    "Correct the name or spec.domain, or create the domain in MAAS or in region/."),
            known(
                    400,
                    "MAC address .* already in use",
                    "Correct spec.machine.macAddresses, or delete the machine in MAAS that has the address."),
            known(
                    400,
                    "^architecture:",
                    "Have MAAS fetch an image of that architecture, or correct spec.machine.architecture."),
            known(400, "^power_", "Correct spec.machine.power."),
            known(
                    400,
                    "^(primary|secondary)_rack: Select a valid choice",
                    "Give the rack controller an interface in a VLAN of that number, or name one that has one."),
            known(400, "Select a valid choice", CHOICE),
            known(
                    400,
                    "^Commission is not available|current state",
                    "See in MAAS what state the machine is in, and bring it to New or Ready there."),
            known(
                    400,
                    "VM hosts must be removed",
                    "Move its virtual machines away, and take it out of the VM hosts in MAAS."),
            known(
                    403,
                    "machine is locked",
                    "Unlock the machine in MAAS if it is locked; else make Gough's user an administrator there."),
            known(404, "^Unknown API endpoint|^$", "There is no MAAS API at this address: it must end in /MAAS."),
            known(
                    409,
                    "another user|No machine with system ID|hasn't been a",
                    "Somebody else may have it: release it in MAAS if that is right. Gough plans anew from what it sees."),
            known(
                    500,
                    "BMC task queue",
                    "That is a fault of MAAS before 3.6.5 and 3.7.3, with power type manual: upgrade MAAS."),
            known(
                    503,
                    "(?i)no more ip|exhaust|no available ip",
                    "Free addresses in the subnet, or give it a larger range."),
            known(
                    503,
                    "(?i)power|bmc",
                    "Check the machine's power control, and correct spec.machine.power if it is wrong."));

    private WayOut() {}

    private record Known(int status, Pattern text, String way) {}

    private static Known known(int status, String text, String way) {
        return new Known(status, Pattern.compile(text), way);
    }

    /** What to do about what MAAS {@code said}, one or two plain sentences. */
    static String of(int status, String said) {
        return KNOWN.stream()
                .filter(known ->
                        known.status() == status && known.text().matcher(said).find())
                .map(Known::way)
                .findFirst()
                .orElseGet(() -> general(status));
    }

    private static String general(int status) {
        return switch (status) {
            case 400 -> "Correct what it names, in the document or in MAAS.";
            case 403 -> "Make Gough's user an administrator in MAAS.";
            case 404 ->
                "Somebody deleted it, or Gough's user may not see it. Gough plans anew from what MAAS shows it.";
            case 409 -> "See in MAAS who else is at work on it. Gough plans anew from what it sees.";
            case 410 -> "This version of MAAS no longer has it: take it out of the document.";
            case 500 -> "Gough tries again; if that does not help, MAAS's own log says more.";
            case 503 -> "Mend in MAAS what it names.";
            default -> "Look at MAAS and at the proxy before it, whose logs say more.";
        };
    }

    /** Of what is refused for now. */
    static String later(int status) {
        return status == 503
                ? "Gough tries again; if that does not help, check that a rack controller is connected and reaches the machine."
                : "Gough tries again by itself.";
    }
}

package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What {@code spec.virtualization} and {@code spec.vmHost} may hold, how they are read, and what of them goes together. */
final class HypervisorSpec {
    private static final String NOT_HERE = "Field not possible here";

    static final Shape TYPE = Shape.words("none", "lxd", "libvirt");

    static final Shape.Struct ACCESS = struct(
            field(
                    "address",
                    text(TextRule.LINE),
                    "Where MAAS reaches it: https://hv-01.maas:8443, or qemu+ssh://maas@hv-01.maas/system."),
            field("project", text(TextRule.WORD), "LXD's project for MAAS's machines; default if not given."),
            field(
                    "password",
                    new Shape.SecretOrScalar(),
                    "Its trust password or token (LXD), or of the SSH user (libvirt)."),
            field(
                    "certificate",
                    new Shape.SecretOrScalar(),
                    "LXD: the client certificate that it trusts; since MAAS 3.5."),
            field("key", new Shape.SecretOrScalar(), "LXD: the private key of that certificate."));

    private static final List<String> CREDENTIALS = List.of("certificate", "key", "password");
    private static final List<String> ONLY_LXD = List.of("certificate", "key", "project");

    /** A name, or a URL, with a port or without. */
    private static final Pattern LXD =
            Pattern.compile("(https://)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+])(:[0-9]{1,5})?/?");

    private static final Pattern LIBVIRT = Pattern.compile("qemu(\\+[a-z]+)?://\\S*/\\S+");

    private HypervisorSpec() {}

    static Optional<Hypervisor> decode(Fields spec) {
        return type(spec)
                .map(type -> new Hypervisor(type, spec.map().get("vmHost").flatMap(_ -> access(spec.inner("vmHost")))));
    }

    private static Optional<Hypervisor.Type> type(Fields spec) {
        return spec.text("virtualization")
                .filter(word -> word.equals("lxd") || word.equals("libvirt"))
                .map(word -> Hypervisor.Type.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private static Optional<Hypervisor.Access> access(Fields access) {
        var credentials = new TreeMap<String, Tree>();
        for (var key : CREDENTIALS) access.map().get(key).ifPresent(secret -> credentials.put(key, secret));
        return access.text("address")
                .map(address -> new Hypervisor.Access(address, access.text("project"), credentials));
    }

    static void check(Fields spec, Problems problems) {
        if (spec.map().get("vmHost").isEmpty()) return;
        var access = spec.inner("vmHost");
        var type = type(spec);
        access.map().entries().stream()
                .filter(entry -> CREDENTIALS.contains(entry.key()))
                .forEach(entry -> HostChecks.plainSecret("spec.vmHost", entry, problems));
        if (access.map().get("address").isEmpty())
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "spec.vmHost.address must be given: where MAAS reaches the hypervisor.",
                    spec.place("vmHost"));
        if (type.isEmpty()) {
            if (spec.text("virtualization").orElse("none").equals("none"))
                problems.error(
                        NOT_HERE,
                        "spec.vmHost says how MAAS reaches a hypervisor, but this is none; give spec.virtualization (lxd or libvirt), or remove spec.vmHost.",
                        spec.place("vmHost"));
            return;
        }
        switch (type.get()) {
            case LXD -> lxd(access, problems);
            case LIBVIRT -> libvirt(access, problems);
        }
    }

    private static void lxd(Fields access, Problems problems) {
        address(access, LXD, "an LXD address, such as https://hv-01.maas:8443", problems);
        boolean password = access.map().get("password").isPresent();
        boolean certificate = access.map().get("certificate").isPresent();
        boolean key = access.map().get("key").isPresent();
        if (certificate != key)
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "spec.vmHost.%s must be given too: a certificate and its key go together."
                            .formatted(certificate ? "key" : "certificate"),
                    access.place(certificate ? "certificate" : "key"));
        if (!password && !certificate && !key)
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "LXD must trust MAAS: give spec.vmHost.certificate and key, or spec.vmHost.password, as {secret: path#key}.",
                    access.map().place());
    }

    private static void libvirt(Fields access, Problems problems) {
        address(access, LIBVIRT, "a libvirt URI, such as qemu+ssh://maas@hv-01.maas/system", problems);
        for (var entry : access.map().entries())
            if (ONLY_LXD.contains(entry.key()))
                problems.error(
                        NOT_HERE,
                        "spec.vmHost.%s goes with virtualization lxd, not with libvirt; remove it."
                                .formatted(entry.key()),
                        entry.keyPlace());
    }

    private static void address(Fields access, Pattern rule, String what, Problems problems) {
        access.text("address")
                .filter(NetworkChecks::isPlain)
                .filter(address -> !rule.matcher(address).matches())
                .ifPresent(address -> problems.error(
                        "Value not allowed",
                        "spec.vmHost.address: \"%s\" is not %s.".formatted(address, what),
                        access.place("address")));
    }
}

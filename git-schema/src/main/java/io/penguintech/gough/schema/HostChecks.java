package io.penguintech.gough.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks one merged host against itself and against what it refers to. */
final class HostChecks {
    private static final String RESERVED_TAG = "managed-by-gough";
    private static final String RESERVED_PREFIX = "gough-";

    private final Collection<String> templates;
    private final GuardNames guards;
    private final SecretChecks secrets;

    HostChecks(Collection<String> templates, GuardNames guards, SecretChecks secrets) {
        this.templates = templates;
        this.guards = guards;
        this.secrets = secrets;
    }

    List<Diagnostic> check(MergedHost host) {
        var problems = new Problems();
        var spec = new Fields(host.spec());
        if (host.document().kind() == Kind.HOST) identity(host, spec.inner("machine"), problems);
        else VirtualSpec.check(spec.inner("vm"), problems);
        templates(host, problems);
        guards.check(host, problems);
        tags(spec.items("tags"), problems);
        goal(host, spec, problems);
        power(spec.inner("machine").inner("power"), problems);
        new NetworkChecks(problems).check(spec.inner("network"));
        DeployOptions.check(spec, problems);
        StorageSpec.check(spec.inner("storage"), !spec.inner("os").flag("ephemeral", false), problems);
        HypervisorSpec.check(spec, problems);
        SecretForm.each(
                host.spec(),
                (ref, place) -> secrets.ofHost(host.document(), ref, place).ifPresent(problems::add));
        return problems.sorted();
    }

    private static void identity(MergedHost host, Fields machine, Problems problems) {
        if (machine.items("macAddresses").isEmpty() && machine.text("serial").isEmpty())
            problems.error(
                    "Host without a machine",
                    "Host %s names no machine: give spec.machine.macAddresses or spec.machine.serial."
                            .formatted(host.document().name()),
                    host.document().namePlace());
    }

    private void templates(MergedHost host, Problems problems) {
        Set<String> seen = new HashSet<>();
        for (var item : HostDecoder.templates(host))
            Fields.text(item).ifPresent(name -> {
                if (!templates.contains(name)) unknownTemplate(name, item.place(), problems);
                else if (!seen.add(name))
                    problems.warning(
                            "Template listed twice",
                            "Template \"%s\" is listed before; it is rendered once.".formatted(name),
                            item.place());
            });
    }

    private void unknownTemplate(String name, Place place, Problems problems) {
        if (name.contains(Placeholders.OPENING)) return; // a placeholder that was refused already
        int dot = name.lastIndexOf('.');
        var bare = Optional.of(name.substring(0, Math.max(dot, 0))).filter(templates::contains);
        var clause = bare.map("; leave the ending away: \"%s\"."::formatted)
                .orElseGet(() -> Suggestion.clause(name, templates));
        problems.error("Unknown template", "No template is called \"%s\"%s".formatted(name, clause), place);
    }

    private static void tags(List<Tree> tags, Problems problems) {
        for (var item : tags)
            Fields.text(item).flatMap(tag -> reservedTag(tag, item.place())).ifPresent(problems::add);
    }

    /** An error when the tag is one of Gough's marks. */
    static Optional<Diagnostic> reservedTag(String tag, Place place) {
        if (!tag.equals(RESERVED_TAG) && !tag.startsWith(RESERVED_PREFIX)) return Optional.empty();
        return Optional.of(Diagnostic.error(
                "Reserved tag",
                "\"%s\" is one of the tags by which Gough knows its own machines. Choose another name.".formatted(tag),
                place));
    }

    private static void goal(MergedHost host, Fields spec, Problems problems) {
        var goal = spec.text("goal").orElse("");
        if (goal.equals("retired") && spec.flag("protect", true))
            problems.error(
                    "Protected host cannot be retired",
                    "Host %s has goal retired but protect is true. Commit protect: false first, then the goal."
                            .formatted(host.document().name()),
                    spec.place("goal"));
        if (goal.equals("deployed")
                && !spec.flag("adopt", false)
                && spec.inner("os").text("release").isEmpty())
            problems.warning(
                    "Release not given",
                    "Host %s is to be deployed with whatever release MAAS takes by default. Give spec.os.release."
                            .formatted(host.document().name()),
                    spec.place("goal"));
    }

    private static void power(Fields power, Problems problems) {
        var type = power.text("type").orElse("");
        var seen = new HashMap<String, String>();
        for (var entry : power.map().entries()) {
            if (entry.key().equals("type")) continue;
            var other = seen.putIfAbsent(HostDecoder.parameter(type, entry.key()), entry.key());
            if (other != null)
                problems.error(
                        "Power parameter given twice",
                        "\"%s\" and \"%s\" are one parameter of MAAS; keep one of the two."
                                .formatted(other, entry.key()),
                        entry.keyPlace());
            if (MachineSpec.Power.isSecret(entry.key())) plainSecret("spec.machine.power", entry, problems);
        }
    }

    /** An error when what holds a secret is written out. */
    static void plainSecret(String path, Tree.Entry entry, Problems problems) {
        if (isPlainSecret(entry))
            problems.error(
                    "Secret in plain text",
                    ("%s.%s must not stand in the repository. Store it where the service reads secrets, write"
                                    + " {secret: path#key} here, and change the password.")
                            .formatted(path, entry.key()),
                    entry.value().place());
    }

    private static boolean isPlainSecret(Tree.Entry entry) {
        return entry.value() instanceof Tree.Scalar scalar
                && scalar.value() != null
                && !scalar.text().isEmpty()
                && scalar.spelling().openings().isEmpty();
    }
}

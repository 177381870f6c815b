package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Query;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Text in which no two different values look the same: each text carries its length, each list its size, and what is
 * absent is not what is empty.
 */
final class Canonical {
    private final StringBuilder out = new StringBuilder(512);

    /** Begins with what kind of thing follows, and the version of its form. */
    Canonical(String kind) {
        text(kind);
    }

    Canonical text(String value) {
        out.append(value.length()).append(':').append(value);
        return this;
    }

    Canonical number(long value) {
        return text(Long.toString(value));
    }

    Canonical flag(boolean value) {
        return text(Boolean.toString(value));
    }

    Canonical optional(Optional<String> value) {
        if (value.isEmpty()) out.append('-');
        else text(value.get());
        return this;
    }

    Canonical list(Collection<?> values) {
        out.append('#').append(values.size()).append(';');
        values.forEach(value -> text(String.valueOf(value)));
        return this;
    }

    Canonical fields(Collection<FieldChange> fields) {
        out.append('#').append(fields.size()).append(';');
        fields.stream()
                .sorted()
                .forEach(field -> text(field.field()).optional(field.before()).optional(field.after()));
        return this;
    }

    Canonical deployment(Records.Deployment deployment) {
        number(deployment.generation())
                .text(deployment.release())
                .text(deployment.kernel())
                .text(deployment.userData());
        deployment.options().said().forEach((name, value) -> text(name).text(value));
        return this;
    }

    /** What is set up on a machine, as it is declared and what its names stand for; nothing when nothing is. */
    Canonical setup(Setup setup) {
        if (setup.isNothing()) return this;
        text("setup").fields(SetupPlan.all(setup));
        number(setup.subnets().size());
        setup.subnets()
                .forEach((name, subnet) -> text(name)
                        .text(subnet.cidr())
                        .text(subnet.vlan().fabric())
                        .number(subnet.vlan().vid()));
        return this;
    }

    /** Which request of a person, and for what; nothing when nobody asked. */
    Canonical asked(Optional<HostRequest> request) {
        request.ifPresent(asked ->
                text("request").number(asked.number()).text(asked.what().word()));
        return this;
    }

    /** What Fleet will hold; labels of documents, places and earlier names are Gough's own and lead nowhere. */
    Canonical object(FleetObject object) {
        if (object instanceof Query query) return query(query);
        // An empty list of hosts was once told as their number.
        FleetFields.of(object)
                .forEach((field, value) -> text(field).text(field.equals(FleetFields.HOSTS) ? hosts(value) : value));
        return this;
    }

    private static String hosts(String listed) {
        return listed.isEmpty() ? "0" : LabelHosts.digested(listed);
    }

    /** In the form that queries had before they could be for the hosts of labels. */
    private Canonical query(Query query) {
        text(query.name().value())
                .text(query.description())
                .text(query.sql())
                .list(query.platforms())
                .text(query.interval().toString())
                .text(query.logging().word())
                .text(query.minOsqueryVersion())
                .flag(query.automationsEnabled())
                .flag(query.observerCanRun())
                .flag(query.discardData());
        if (!query.labelsIncludeAny().isEmpty()) text("any").list(query.labelsIncludeAny());
        if (!query.labelsIncludeAll().isEmpty()) text("all").list(query.labelsIncludeAll());
        return this;
    }

    /** SHA-256 of the text in UTF-8; 64 hexadecimal digits. */
    String sha256() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(out.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

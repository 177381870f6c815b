package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Reads documents of kind Label. */
final class LabelDecoder {
    /** The vital that has a number of its own. */
    static final String CUSTOM_VITAL = "custom_host_vital";

    static final String CUSTOM_VITAL_ID = "customHostVitalId";

    private static final Shape.Struct CRITERIA = struct(
            required(
                    "vital",
                    words("end_user_idp_group", "end_user_idp_department", CUSTOM_VITAL),
                    "What Fleet knows of a host."),
            field("operator", words("=", "!=", ">", "<", "LIKE"), "How it is compared; = if not given."),
            required("value", text(TextRule.LINE), "What it is compared with."),
            field(
                    CUSTOM_VITAL_ID,
                    new Shape.Whole(1, Integer.MAX_VALUE),
                    "Fleet's id of the custom host vital; with custom_host_vital only."));

    /** What {@code spec} may hold. */
    static final Shape.Struct SPEC = struct(
            FleetSpec.FLEET,
            FleetSpec.TEAM,
            field(
                    "formerly",
                    listOf(TextRule.LABEL_NAME),
                    "Earlier names: a rename that keeps Fleet's id and what refers to it."),
            FleetSpec.DESCRIPTION,
            field("query", text(TextRule.SQL), "SQL: hosts for which it gives a row carry the label."),
            field(
                    "platform",
                    words("darwin", "windows", "ubuntu", "centos"),
                    "Of which hosts the SQL is asked; of all if not given."),
            field(
                    "hosts",
                    listOf(TextRule.LINE),
                    "Serial numbers, UUIDs or host names: these hosts carry the label; [] means none."),
            field("criteria", CRITERIA, "Hosts of which Fleet knows this carry the label."),
            FleetSpec.adopt("label"));

    private LabelDecoder() {}

    static Label decode(Document document) {
        var spec = new Fields(document.spec());
        return new Label(
                new LabelName(document.name()),
                document.labels(),
                FleetSpec.fleet(spec),
                FleetSpec.team(spec),
                FleetSpec.formerly(spec, LabelName::new),
                spec.text("description").orElse(""),
                membership(spec),
                spec.flag("adopt", false),
                document.place());
    }

    /** Exactly one of the three is given; that was checked. Only Fleet's own files say manual and list nobody. */
    private static Label.Membership membership(Fields spec) {
        var sql = spec.text("query");
        if (sql.isPresent())
            return new Label.Membership.Dynamic(sql.get(), spec.text("platform").orElse(""));
        if (spec.map().get("criteria").isPresent()) return vitals(spec.inner("criteria"));
        boolean listed =
                spec.map().get("hosts").filter(Tree.Seq.class::isInstance).isPresent();
        return new Label.Membership.Manual(listed ? Optional.of(new TreeSet<>(spec.texts("hosts"))) : Optional.empty());
    }

    private static Label.Membership vitals(Fields criteria) {
        int id = criteria.whole(CUSTOM_VITAL_ID, 0);
        return new Label.Membership.HostVitals(
                criteria.text("vital").orElse(""),
                criteria.text("operator").orElse("="),
                criteria.text("value").orElse(""),
                id == 0 ? OptionalLong.empty() : OptionalLong.of(id));
    }
}

package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;

import java.util.Optional;
import java.util.TreeSet;

/** Reads documents of kind Policy. */
final class PolicyDecoder {
    static final String CALENDAR = "calendarEventsEnabled";
    static final String ACCESS = "conditionalAccessEnabled";

    /** What {@code spec} may hold. */
    static final Shape.Struct SPEC = struct(
            FleetSpec.FLEET,
            FleetSpec.TEAM,
            field(
                    "formerly",
                    listOf(TextRule.POLICY_NAME),
                    "Earlier names: a rename that keeps Fleet's id and history."),
            FleetSpec.DESCRIPTION,
            required("query", text(TextRule.SQL), "The SQL; a host passes when it gives a row."),
            field("resolution", text(TextRule.ANY), "What the owner of a failing host does about it."),
            FleetSpec.PLATFORMS,
            field("critical", new Shape.Flag(), "Whether a failing host is urgent; false if not given."),
            field(
                    CALENDAR,
                    new Shape.Flag(),
                    "Whether the owner of a failing host gets an appointment; of a team only; as Fleet has it if not given."),
            field(
                    ACCESS,
                    new Shape.Flag(),
                    "Whether a failing host is kept from single sign-on; of a team only; as Fleet has it if not given."),
            FleetSpec.include(FleetSpec.INCLUDE_ANY),
            FleetSpec.include(FleetSpec.INCLUDE_ALL),
            FleetSpec.exclude(FleetSpec.EXCLUDE_ANY),
            FleetSpec.exclude(FleetSpec.EXCLUDE_ALL),
            FleetSpec.adopt("policy"));

    private PolicyDecoder() {}

    /** Fleet has it for policies of a team only; of others that was said. */
    private static Optional<Boolean> ofTeam(Fields spec, String key) {
        boolean given = spec.map().get(key).isPresent() && FleetSpec.team(spec).isPresent();
        return given ? Optional.of(spec.flag(key, false)) : Optional.empty();
    }

    static Policy decode(Document document) {
        var spec = new Fields(document.spec());
        return new Policy(
                new PolicyName(document.name()),
                document.labels(),
                FleetSpec.fleet(spec),
                FleetSpec.team(spec),
                FleetSpec.formerly(spec, PolicyName::new),
                spec.text("description").orElse(""),
                spec.text("query").orElse(""),
                spec.text("resolution").orElse(""),
                new TreeSet<>(spec.texts("platforms")),
                spec.flag("critical", false),
                ofTeam(spec, CALENDAR),
                ofTeam(spec, ACCESS),
                FleetSpec.labels(spec, FleetSpec.INCLUDE_ANY),
                FleetSpec.labels(spec, FleetSpec.INCLUDE_ALL),
                FleetSpec.labels(spec, FleetSpec.EXCLUDE_ANY),
                FleetSpec.labels(spec, FleetSpec.EXCLUDE_ALL),
                spec.flag("adopt", false),
                document.place());
    }
}

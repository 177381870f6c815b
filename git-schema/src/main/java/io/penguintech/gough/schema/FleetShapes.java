package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import java.util.Set;

/** What an item of Fleet's own GitOps YAML may hold, as Fleet spells it. */
final class FleetShapes {
    /** Keys of a policy that make Fleet do something; Gough leaves them as Fleet has them. */
    static final Set<String> AUTOMATIONS = Set.of(
            "webhooks_and_tickets_enabled",
            "continuous_automations_enabled",
            "install_software",
            "run_script",
            "patch_when_closed",
            "type",
            "fleet_maintained_app_slug",
            "patch_software");

    private static final Shape.Struct REPORT = struct(
            required("name", text(TextRule.QUERY_NAME), "Its name in Fleet."),
            FleetSpec.DESCRIPTION,
            required("query", text(TextRule.SQL), "The SQL."),
            field("platform", text(TextRule.ANY), "Where it runs, such as darwin, linux."),
            field("interval", new Shape.Whole(0, Integer.MAX_VALUE), "How often it runs, in seconds."),
            field(
                    "logging",
                    words("snapshot", "differential", "differential_ignore_removals"),
                    "How results are logged."),
            field("min_osquery_version", text(TextRule.ANY), "Lowest version that runs it."),
            field("automations_enabled", new Shape.Flag(), "Whether results go to the log destination."),
            field("observer_can_run", new Shape.Flag(), "Whether observers may run it live."),
            field("discard_data", new Shape.Flag(), "Whether Fleet throws results away."),
            field("labels_include_any", listOf(TextRule.LABEL_NAME), "Only hosts with one of these labels."),
            field("labels_include_all", listOf(TextRule.LABEL_NAME), "Only hosts with all of these labels."));

    private static final Shape.Struct POLICY = withAutomations(struct(
            required("name", text(TextRule.POLICY_NAME), "Its name in Fleet."),
            FleetSpec.DESCRIPTION,
            required("query", text(TextRule.SQL), "The SQL."),
            field("resolution", text(TextRule.ANY), "What the owner of a failing host does."),
            field("platform", text(TextRule.ANY), "Where it runs, such as darwin, linux."),
            field("critical", new Shape.Flag(), "Whether a failing host is urgent."),
            field("calendar_events_enabled", new Shape.Flag(), "Whether failing hosts get an appointment."),
            field("conditional_access_enabled", new Shape.Flag(), "Whether failing hosts are kept from signing on."),
            field("labels_include_any", listOf(TextRule.LABEL_NAME), "Only hosts with one of these labels."),
            field("labels_include_all", listOf(TextRule.LABEL_NAME), "Only hosts with all of these labels."),
            field("labels_exclude_any", listOf(TextRule.LABEL_NAME), "No host with one of these labels."),
            field("labels_exclude_all", listOf(TextRule.LABEL_NAME), "No host with all of these labels.")));

    private static final Shape.Struct LABEL = struct(
            required("name", text(TextRule.LABEL_NAME), "Its name in Fleet."),
            FleetSpec.DESCRIPTION,
            field("query", text(TextRule.SQL), "SQL: hosts for which it gives a row carry the label."),
            field("platform", text(TextRule.ANY), "Of which hosts the SQL is asked."),
            field("label_membership_type", words("dynamic", "manual", "host_vitals"), "What makes the label."),
            field("hosts", listOf(TextRule.LINE), "Serial numbers, UUIDs or host names."),
            field(
                    "criteria",
                    struct(
                            required(
                                    "vital",
                                    words("end_user_idp_group", "end_user_idp_department", LabelDecoder.CUSTOM_VITAL),
                                    "What Fleet knows of a host."),
                            field("operator", words("=", "!=", ">", "<", "LIKE"), "How it is compared."),
                            required("value", text(TextRule.LINE), "What it is compared with."),
                            field("custom_host_vital_id", new Shape.Whole(1, Integer.MAX_VALUE), "Its number.")),
                    "Hosts of which Fleet knows this."));

    private FleetShapes() {}

    /** What an item is that becomes a document of this kind. */
    static Shape.Struct of(Kind kind) {
        return switch (kind) {
            case POLICY -> POLICY;
            case LABEL -> LABEL;
            default -> REPORT;
        };
    }

    private static Shape.Struct withAutomations(Shape.Struct policy) {
        return policy.with(AUTOMATIONS.stream()
                .sorted()
                .map(key -> field(key, new Shape.Anything(), "Not managed by Gough."))
                .toArray(Shape.Field[]::new));
    }
}

package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.schema.FleetKind;
import tools.jackson.databind.JsonNode;

/** Where Fleet's API has what (facts). */
final class Routes {
    private Routes() {}

    /** The path of a list. Policies of a team have a path of their own, and global ones are below global/ in v1. */
    static String collection(FleetKind kind, long teamId, Dialect dialect) {
        return switch (kind) {
            case QUERY -> dialect.collection();
            case LABEL -> "labels";
            case POLICY -> teamId == 0 ? "global/policies" : "%s/%d/policies".formatted(dialect.teams(), teamId);
        };
    }

    /** The list in an answer: a missing one is empty (facts). */
    static JsonNode list(FleetKind kind, JsonNode answer) {
        return switch (kind) {
            case QUERY -> Dialect.list(answer);
            case LABEL -> answer.path("labels");
            case POLICY -> answer.path("policies");
        };
    }

    /** The one object in an answer. */
    static JsonNode one(FleetKind kind, JsonNode answer) {
        return switch (kind) {
            case QUERY -> Dialect.one(answer);
            case LABEL -> answer.path("label");
            case POLICY -> answer.path("policy");
        };
    }

    /** Whether Fleet changes the field of one that exists: of labels it would answer yes and do nothing (facts). */
    static boolean maySet(FleetKind kind, FleetField field) {
        return kind != FleetKind.LABEL
                || field == FleetField.NAME
                || field == FleetField.DESCRIPTION
                || field == FleetField.HOSTS;
    }
}

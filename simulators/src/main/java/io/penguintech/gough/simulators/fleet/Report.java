package io.penguintech.gough.simulators.fleet;

import java.time.Instant;

/**
 * A report (query) as the server keeps it.
 *
 * @param id given by the server, never used twice
 * @param fields what its author wrote
 * @param author who wrote it last through an upsert, else who made it
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 */
public record Report(int id, ReportFields fields, FleetUser author, Instant createdAt, Instant updatedAt) {

    Report with(ReportFields other, Instant at) {
        return new Report(id, other, author, createdAt, at);
    }

    Report by(FleetUser other) {
        return new Report(id, fields, other, createdAt, updatedAt);
    }
}

package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.TeamName;
import java.util.List;
import java.util.Optional;

/** What a Fleet would refuse of a document, or worse, understand otherwise: known before any call. */
final class FleetLimits {
    private final BackendName fleet;
    private final Observed.FleetServer server;
    private final FleetLabels labels;

    FleetLimits(BackendName fleet, Observed.FleetServer server, FleetLabels labels) {
        this.fleet = fleet;
        this.server = server;
        this.labels = labels;
    }

    /** What must be read first; empty when nothing. */
    Optional<String> unread(FleetObject object) {
        var team = object.team()
                .filter(any -> !isFree())
                .filter(named -> server.team(named.value()).isEmpty());
        if (team.isPresent())
            return Optional.of(
                    "Team %s of Fleet %s is not looked at yet; the next look shows it.".formatted(team.get(), fleet));
        return labels.unread(object);
    }

    private boolean isFree() {
        return server.licence().equals(Optional.of(Observed.Licence.FREE));
    }

    /** Why it cannot be brought about there. */
    Optional<String> objection(FleetObject object) {
        return licence(object).or(() -> team(object)).or(() -> targets(object)).or(() -> labels.doubt(object));
    }

    private Optional<String> licence(FleetObject object) {
        var premium = isFree() ? FleetFields.needingPremium(object) : List.<String>of();
        if (premium.isEmpty()) return Optional.empty();
        return Optional.of(
                "Fleet %s has a Free licence, and only Premium has %s. Remove that at %s, or license that Fleet."
                        .formatted(fleet, String.join(", ", premium), object.place()));
    }

    private Optional<String> team(FleetObject object) {
        return object.team()
                .map(TeamName::value)
                .filter(team -> !server.team(team).orElse(false))
                .map(team -> "Fleet %s has no team %s, and Gough makes none. Make it in Fleet, or correct team at %s."
                        .formatted(fleet, team, object.place()));
    }

    private Optional<String> targets(FleetObject object) {
        var missing = labels.missing(object);
        if (missing.isEmpty()) return Optional.empty();
        return Optional.of(
                "Fleet %s has no label %s. Declare it, make it in Fleet, or correct the name at %s: without it this would be for other hosts."
                        .formatted(fleet, NameList.text(missing), object.place()));
    }
}

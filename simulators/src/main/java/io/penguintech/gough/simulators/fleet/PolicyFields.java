package io.penguintech.gough.simulators.fleet;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a person may write of a policy. Rules: fleetdm/fleet server/fleet/policies.go and server/service/team_policies.go.
 *
 * @param name unique in its fleet, never blank
 * @param query a host passes when it returns a row: never blank, otherwise unchecked
 * @param description free text
 * @param resolution what to do about a failing host
 * @param platform comma list of darwin, linux, windows, chrome; empty is all
 * @param critical whether it has a high impact; Premium only
 * @param fleetId null is global
 * @param scopes which hosts it is for; Premium only
 * @param calendarEventsEnabled whether failing hosts get an appointment; in a fleet only
 * @param conditionalAccessEnabled whether failing hosts are locked out of single sign-on; in a fleet only
 */
public record PolicyFields(
        String name,
        String query,
        String description,
        String resolution,
        String platform,
        boolean critical,
        @Nullable Integer fleetId,
        LabelScopes scopes,
        boolean calendarEventsEnabled,
        boolean conditionalAccessEnabled) {

    static final PolicyFields DEFAULTS =
            new PolicyFields("", "", "", "", "", false, null, LabelScopes.NONE, false, false);

    private static final Set<String> PLATFORMS = Set.of("darwin", "linux", "windows", "chrome");

    /** A policy with this name and SQL and every other field at Fleet's default. */
    public static PolicyFields of(String name, String query) {
        return new PolicyFields(name, query, "", "", "", false, null, LabelScopes.NONE, false, false);
    }

    /** The same with other SQL. */
    public PolicyFields asking(String sql) {
        return new PolicyFields(
                name,
                sql,
                description,
                resolution,
                platform,
                critical,
                fleetId,
                scopes,
                calendarEventsEnabled,
                conditionalAccessEnabled);
    }

    /** The same with another resolution. */
    public PolicyFields resolvedBy(String other) {
        return new PolicyFields(
                name,
                query,
                description,
                other,
                platform,
                critical,
                fleetId,
                scopes,
                calendarEventsEnabled,
                conditionalAccessEnabled);
    }

    /** The same in another fleet; null is global, where Fleet passes over what it has for fleets only (inferred). */
    public PolicyFields in(@Nullable Integer fleet) {
        return new PolicyFields(
                name,
                query,
                description,
                resolution,
                platform,
                critical,
                fleet,
                scopes,
                calendarEventsEnabled && fleet != null,
                conditionalAccessEnabled && fleet != null);
    }

    /** The same for other hosts. */
    public PolicyFields scoped(UnaryOperator<LabelScopes> change) {
        return new PolicyFields(
                name,
                query,
                description,
                resolution,
                platform,
                critical,
                fleetId,
                change.apply(scopes),
                calendarEventsEnabled,
                conditionalAccessEnabled);
    }

    /** What Fleet has against it. */
    Optional<String> complaint() {
        if (name.isBlank()) {
            return Optional.of("policy name cannot be empty");
        }
        if (query.isBlank()) {
            return Optional.of("policy query cannot be empty");
        }
        if (!platform.isEmpty()
                && !Arrays.stream(platform.split(",", -1)).map(String::strip).allMatch(PLATFORMS::contains)) {
            return Optional.of("invalid policy platform");
        }
        return scopes.complaint();
    }

    /** Whether Fleet throws its results away when {@code next} takes the place of these fields (modifyPolicy). */
    boolean losesResultsTo(PolicyFields next) {
        return !query.equals(next.query) || !platform.equals(next.platform);
    }
}

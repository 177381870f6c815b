package io.penguintech.gough.reconcile;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host as a Fleet lists it: the little of it that tells which machine it is and how it is.
 *
 * @param id Fleet's id
 * @param hostname how it calls itself; empty text when Fleet does not say
 * @param serial its serial number
 * @param uuid what its firmware, or osquery, calls it
 * @param primaryMac the MAC address of the interface it talks by, as Fleet writes it
 * @param status Fleet's own word: it depends on intervals of the host, so that only people read it
 * @param seen when it last talked to Fleet, by Fleet's clock
 * @param enrolled when it last enrolled, by Fleet's clock: anew after its system was installed again
 * @param policiesAt when it last answered its policies, by Fleet's clock
 * @param team its team (Fleet since 4.82: fleet); empty text for none
 * @param failing how many policies it fails, whoever made them
 * @param osquery the version of osquery it runs
 */
public record FleetHost(
        long id,
        String hostname,
        Optional<String> serial,
        Optional<String> uuid,
        Optional<String> primaryMac,
        String status,
        Optional<Instant> seen,
        Optional<Instant> enrolled,
        Optional<Instant> policiesAt,
        String team,
        int failing,
        String osquery) {
    private static final Pattern NAMED = Pattern.compile("(?s).*\\(id (\\d{1,18})\\)");

    /** How people find it in Fleet. */
    public String name() {
        return "%s (id %d)".formatted(hostname.isEmpty() ? "without a name" : hostname, id);
    }

    /** The id in a {@link #name()}; empty when the text is none. */
    public static Optional<Long> idIn(String name) {
        var match = NAMED.matcher(name);
        return match.matches() ? Optional.of(Long.parseLong(match.group(1))) : Optional.empty();
    }

    /** Which machine it is, and nothing that changes by itself. */
    FleetHost identity() {
        return new FleetHost(
                id,
                hostname,
                serial,
                uuid,
                primaryMac,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                "");
    }

    /**
     * Whether it is what was installed, and not a record of what ran on the machine before: it enrolled after {@code sent},
     * when the installation was ordered, or talked after {@code arrived}, when what ran before was gone.
     */
    boolean isOf(Installation installed) {
        return enrolled.filter(at -> !at.isBefore(installed.sent())).isPresent() || isHeardSince(installed.arrived());
    }

    /** Whether it talked since; in the same second counts, as Fleet tells whole seconds. */
    public boolean isHeardSince(Instant moment) {
        var second = moment.truncatedTo(ChronoUnit.SECONDS);
        return seen.filter(at -> !at.isBefore(second)).isPresent();
    }
}

package io.penguintech.gough.bot;

import io.penguintech.gough.bot.rollout.GuardSettings;
import io.penguintech.gough.bot.settings.Problems;
import io.penguintech.gough.bot.settings.Settings;
import io.penguintech.gough.reconcile.Journey;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the engine runs.
 *
 * @param tick how often each repository's rollout is carried on
 * @param patience how long things at a backend may take
 * @param guards how the guards of hosts are asked
 * @param health when a host counts as unhealthy
 */
@ConfigurationProperties("gough.engine")
public record EngineOptions(
        @DefaultValue("5s") Duration tick,
        @DefaultValue Patience patience,
        @DefaultValue Guards guards,
        @DefaultValue Health health)
        implements Settings {
    private static final Duration BRIEFEST = Duration.ofMillis(100);
    private static final Duration BRIEFEST_FRESH = Duration.ofSeconds(30);

    /**
     * How long things at a backend may take.
     *
     * @param unclear how long nothing is written to a machine after a call nobody knows the end of
     * @param commissioning before a person is asked to look
     * @param deploying before a person is asked to look
     * @param releasing before a person is asked to look; erasing disks takes hours
     * @param tries how often one step is tried
     * @param look the longest pause between two looks at what is under way
     */
    public record Patience(
            @DefaultValue("15m") Duration unclear,
            @DefaultValue("60m") Duration commissioning,
            @DefaultValue("60m") Duration deploying,
            @DefaultValue("12h") Duration releasing,
            @DefaultValue("3") int tries,
            @DefaultValue("1m") Duration look) {}

    /**
     * How the guards of hosts are asked.
     *
     * @param fresh how long an answer without rows counts
     * @param again how long after any other answer the host is asked again
     * @param atOnce how many hosts are asked at the same time
     */
    public record Guards(
            @DefaultValue("1m") Duration fresh,
            @DefaultValue("2m") Duration again,
            @DefaultValue("4") int atOnce) {
        /** The same for the engine. */
        GuardSettings forEngine() {
            return new GuardSettings(fresh, again, atOnce);
        }
    }

    /**
     * When a host counts as unhealthy.
     *
     * @param enrolment how long after its deployment it may be unknown to Fleet
     * @param silence how long Fleet may hear nothing of it
     */
    public record Health(
            @DefaultValue("45m") Duration enrolment,
            @DefaultValue("1h") Duration silence) {
        /** The same for the engine. */
        io.penguintech.gough.reconcile.Health.Patience forEngine() {
            return new io.penguintech.gough.reconcile.Health.Patience(enrolment, silence);
        }
    }

    @Override
    public void check(Problems problems) {
        if (tick.compareTo(BRIEFEST) < 0) problems.error("gough.engine.tick", "must be at least 100ms");
        positive("unclear", patience.unclear(), problems);
        positive("commissioning", patience.commissioning(), problems);
        positive("deploying", patience.deploying(), problems);
        positive("releasing", patience.releasing(), problems);
        positive("look", patience.look(), problems);
        // A change that has begun is looked at again after up to 15 seconds.
        if (guards.fresh().compareTo(tick.multipliedBy(2)) < 0 || guards.fresh().compareTo(BRIEFEST_FRESH) < 0)
            problems.error("gough.engine.guards.fresh", "must be at least 30s, and twice gough.engine.tick");
        if (!guards.again().isPositive()) problems.error("gough.engine.guards.again", "must be a positive time");
        if (guards.atOnce() < 1) problems.error("gough.engine.guards.at-once", "must be at least 1");
        if (!health.enrolment().isPositive())
            problems.error("gough.engine.health.enrolment", "must be a positive time");
        if (!health.silence().isPositive()) problems.error("gough.engine.health.silence", "must be a positive time");
        if (patience.tries() < 1) problems.error("gough.engine.patience.tries", "must be at least 1");
    }

    private static void positive(String name, Duration time, Problems problems) {
        if (!time.isPositive()) problems.error("gough.engine.patience." + name, "must be a positive time");
    }

    /** The same for the engine. */
    Journey.Patience forEngine() {
        return new Journey.Patience(
                patience.unclear(),
                patience.commissioning(),
                patience.deploying(),
                patience.releasing(),
                patience.tries(),
                patience.look());
    }
}

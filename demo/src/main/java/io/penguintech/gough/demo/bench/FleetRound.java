package io.penguintech.gough.demo.bench;

import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.Remembered;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.bot.rollout.Snapshot;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.fleet.FleetHttp;
import io.penguintech.gough.reconcile.fleet.FleetSettings;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Measures what checking and planning the queries and policies of one Fleet takes, without hosts, in this process. */
final class FleetRound {
    private static final BackendName DEFAULT = new BackendName("default");
    private static final RepositoryId REPOSITORY = new RepositoryId(Site.REPOSITORY);

    /** No query has this number. */
    private static final int NONE = -1;

    /** A plan is quick: it is repeated more often. */
    private static final int PLANS = 5;

    private final SampleFleet sample;
    private final int repeats;
    private final Declarations declarations =
            new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));

    FleetRound(SampleFleet sample, int repeats) {
        this.sample = sample;
        this.repeats = repeats;
    }

    FleetNumbers run() {
        var tree = sample.tree(NONE);
        var validate = Numbers.Took.median(repeats, () -> declarations.declare(tree, SecretPrefixes.ANY));
        var declared = Round.declared(declarations.declare(tree, SecretPrefixes.ANY));
        var edited = Round.declared(declarations.declare(sample.tree(0), SecretPrefixes.ANY));
        var rules = declared.inventory().repository();
        try (var fleet = FleetStandIn.start(io.penguintech.gough.simulators.fleet.FleetSettings.defaults());
                var http = http(fleet)) {
            var nothing = new Snapshot(REPOSITORY, observed(http), Remembered.NOTHING.judgedAtFirstBy(rules));
            var ids = new TreeMap<Subject.OfFleet, Long>();
            sample.make(fleet, (kind, name, id) -> ids.put(new Subject.OfFleet(kind, DEFAULT, "", name), id));
            var here = new Snapshot(REPOSITORY, observed(http), remembered(ids).judgedAtFirstBy(rules));
            Round.mustBeInSync(here.plan(declared));
            mustBeOneChange(here.plan(edited));
            return new FleetNumbers(
                    sample.queries(),
                    sample.policies(),
                    validate,
                    Numbers.Took.median(repeats * PLANS, () -> here.plan(declared)),
                    Numbers.Took.median(repeats * PLANS, () -> here.plan(edited)),
                    Numbers.Took.median(
                            repeats * PLANS, () -> nothing.plan(declared).digest()));
        }
    }

    private static FleetHttp http(FleetStandIn fleet) {
        var token = new Credential(io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH.token());
        return new FleetHttp(
                DEFAULT,
                FleetSettings.of(URI.create(fleet.url()), token),
                CallListener.NONE,
                Clock.systemUTC(),
                new Random(1));
    }

    private static Observed observed(FleetHttp http) {
        return switch (http.look(Optional.of(Set.of()))) {
            case Reading.Missed<Observed.FleetServer>(var failure) -> throw new IllegalStateException(failure.why());
            case Reading.Got<Observed.FleetServer>(var server) ->
                new Observed(new TreeMap<>(), new TreeMap<>(Map.of(DEFAULT, server)));
        };
    }

    private static Remembered remembered(SortedMap<Subject.OfFleet, Long> ids) {
        var nothing = Remembered.NOTHING;
        return new Remembered(
                new Records(new TreeMap<>(), ids),
                nothing.rules(),
                nothing.accepted(),
                nothing.unprotected(),
                nothing.releasable(),
                nothing.requests());
    }

    private static void mustBeOneChange(Plan plan) {
        if (plan.changes().size() != 1 || !plan.blocked().isEmpty())
            throw new IllegalStateException(
                    "an edit is more than one change: " + plan.changes().size());
    }
}

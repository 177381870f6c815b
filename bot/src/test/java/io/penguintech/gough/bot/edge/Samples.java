package io.penguintech.gough.bot.edge;

import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.PathNeeds;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Waits;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository.Person;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.Risk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rollouts as an engine would tell of them. */
public final class Samples {
    public static final RepositoryId MAIN = new RepositoryId("main");
    public static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
    private static final BackendName DEFAULT = new BackendName("default");

    private Samples() {}

    /** Somebody with a Slack account. */
    static Person person(String name, String slack, Role role, String... emails) {
        return new Person(
                name,
                Optional.of(slack),
                new TreeMap<>(),
                new TreeSet<>(List.of(emails)),
                new TreeSet<>(List.of(role)));
    }

    static Change amend(String host, Risk risk, String because) {
        return new Change.Amend(
                new Subject.OfHost(new HostName(host)),
                DEFAULT,
                new Change.Identity.Known(new SystemId("abc123")),
                List.of(new FieldChange("pool", Optional.of("a"), Optional.of("b"))),
                risk,
                because);
    }

    static Change drop(String query, Risk risk, String because) {
        return new Change.DeleteInFleet(Subject.OfFleet.query(DEFAULT, query), 7, List.of(), risk, because);
    }

    /** One disruptive and one destructive change. */
    public static Plan plan() {
        return plan(List.of(
                amend("hv-01", Risk.DISRUPTIVE, "its pool changes"),
                drop("old", Risk.DESTRUCTIVE, "its document vanished")));
    }

    static Plan plan(List<Change> changes) {
        return new Plan(changes, List.of(), List.of(), 96);
    }

    /** A plan with {@code count} changes of each risk, all with hostile words, and as many blocked and findings. */
    static Plan hostile(int count) {
        var changes = new ArrayList<Change>();
        var blocked = new ArrayList<Plan.Blocked>();
        var findings = new ArrayList<Plan.Finding>();
        for (int i = 0; i < count; i++) {
            var risk = Risk.values()[i % 4];
            changes.add(drop("q" + i + " <!channel> <@U0BOB> `@here` ```x *b* & 😀", risk, HOSTILE));
            blocked.add(new Plan.Blocked(new Subject.OfHost(new HostName("b-" + i)), HOSTILE, false));
            findings.add(new Plan.Finding(new Subject.OfHost(new HostName("f-" + i)), "lost", HOSTILE, "0".repeat(64)));
        }
        return new Plan(changes, blocked, findings, 0);
    }

    /** What somebody who may write a file but not approve would write. */
    static final String HOSTILE = "<!channel> <@U0BOB> <https://evil.example|approve here> ``` @here *DONE* "
            + "\ud83d\ude00\ud800 \u202egnp.exe\u202c &amp; \u0000 "
            + "x".repeat(3000);

    public static Rollout rollout(long id, RolloutState state, Plan plan) {
        return rollout(id, state, Optional.of(plan), "Add a host", new TreeMap<>());
    }

    static Rollout rollout(
            long id,
            RolloutState state,
            Optional<Plan> plan,
            String subject,
            TreeMap<String, Rollout.Progress> progress) {
        return new Rollout(
                new RolloutId(id),
                MAIN,
                new Revision("4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0"),
                subject,
                "Ann Author",
                "push",
                state,
                plan,
                2,
                List.of("bob", "carol"),
                List.of(),
                progress,
                false,
                new TreeMap<>(),
                Optional.empty(),
                List.of(),
                NOW,
                NOW);
    }

    static Rollout under(Rollout r, PathNeeds paths) {
        return new Rollout(
                r.id(),
                r.repository(),
                r.revision(),
                r.subject(),
                r.author(),
                r.cause(),
                r.state(),
                r.plan(),
                r.needed(),
                r.eligible(),
                paths,
                r.approvals(),
                r.progress(),
                r.typed(),
                r.replaced(),
                r.waits(),
                r.diagnostics(),
                r.createdAt(),
                r.updatedAt());
    }

    static Rollout withApprovals(Rollout r, List<Approval> yes) {
        return new Rollout(
                r.id(),
                r.repository(),
                r.revision(),
                r.subject(),
                r.author(),
                r.cause(),
                r.state(),
                r.plan(),
                r.needed(),
                r.eligible(),
                yes,
                r.progress(),
                r.typed(),
                r.replaced(),
                r.waits(),
                r.diagnostics(),
                r.createdAt(),
                r.updatedAt());
    }

    /** The same, destroying so much that a number must be typed. */
    static Rollout typed(Rollout r) {
        return differing(r, true, new TreeMap<>());
    }

    /** The same, asked about instead of what was approved. */
    static Rollout differing(Rollout r, boolean typed, SortedMap<String, Rollout.Approved> replaced) {
        return new Rollout(
                r.id(),
                r.repository(),
                r.revision(),
                r.subject(),
                r.author(),
                r.cause(),
                r.state(),
                r.plan(),
                r.needed(),
                r.eligible(),
                r.approvals(),
                r.progress(),
                typed,
                replaced,
                r.waits(),
                r.diagnostics(),
                r.createdAt(),
                r.updatedAt());
    }

    /** The same, waiting for something. */
    static Rollout waiting(Rollout r, Waits waits) {
        return with(r, Optional.of(waits), r.diagnostics());
    }

    /** The same, of a revision of which this was said. */
    static Rollout saying(Rollout r, Diagnostic... diagnostics) {
        return with(r, r.waits(), List.of(diagnostics));
    }

    private static Rollout with(Rollout r, Optional<Waits> waits, List<Diagnostic> diagnostics) {
        return new Rollout(
                r.id(),
                r.repository(),
                r.revision(),
                r.subject(),
                r.author(),
                r.cause(),
                r.state(),
                r.plan(),
                r.needed(),
                r.eligible(),
                r.approvals(),
                r.progress(),
                r.typed(),
                r.replaced(),
                waits,
                diagnostics,
                r.createdAt(),
                r.updatedAt());
    }

    static RolloutState asked() {
        return new RolloutState.AwaitingApproval(NOW.plusSeconds(3600));
    }
}

package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.rollout.HostStatus;
import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.BlockedRow;
import io.penguintech.gough.templates.view.FindingRow;
import io.penguintech.gough.templates.view.HostCounts;
import io.penguintech.gough.templates.view.HostsPageView;
import io.penguintech.gough.templates.view.Moment;
import io.penguintech.gough.templates.view.PlanView;
import io.penguintech.gough.templates.view.RolloutPageView;
import io.penguintech.gough.templates.view.RolloutRow;
import io.penguintech.gough.templates.view.StatusPageView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the engine says, as pages show it.
 *
 * @param now when the page is made
 */
record Shown(Instant now) {
    Moment moment(Instant at) {
        return Moment.of(at, now);
    }

    StatusPageView.Repository repository(RepositoryStatus status, List<HostStatus> hosts) {
        return new StatusPageView.Repository(
                status.repository().value(),
                status.branch(),
                status.mode().word(),
                status.revision().map(Revision::id).orElse(""),
                status.accepted().map(Revision::id).orElse(""),
                status.stopped(),
                status.checkedAt().map(this::moment),
                counts(hosts),
                status.backends().stream().map(this::backend).toList(),
                status.latest().map(this::row).stream().toList(),
                blocked(status.blocked()),
                findings(status.findings()));
    }

    private StatusPageView.Backend backend(RepositoryStatus.Backend backend) {
        return new StatusPageView.Backend(
                backend.name(), backend.problem(), backend.observedAt().map(this::moment));
    }

    static HostCounts counts(List<HostStatus> hosts) {
        return new HostCounts(
                hosts.size(),
                count(hosts, "in-sync"),
                count(hosts, "changing") + count(hosts, "waiting"),
                count(hosts, "blocked"),
                count(hosts, "finding"));
    }

    private static int count(List<HostStatus> hosts, String sync) {
        return (int) hosts.stream().filter(h -> h.sync().equals(sync)).count();
    }

    static List<BlockedRow> blocked(List<Plan.Blocked> blocked) {
        return blocked.stream()
                .map(b -> new BlockedRow(b.subject().text(), b.why(), b.waiting()))
                .toList();
    }

    static List<FindingRow> findings(List<Plan.Finding> findings) {
        return findings.stream()
                .map(f -> new FindingRow(f.subject().text(), f.kind(), f.what(), f.digest()))
                .toList();
    }

    HostsPageView.Host host(HostStatus host) {
        return new HostsPageView.Host(
                host.name().value(),
                host.goal(),
                host.systemId().map(SystemId::value).orElse(""),
                host.status(),
                host.zone(),
                host.pool(),
                host.sync(),
                host.detail(),
                host.observedAt().map(this::moment),
                host.place());
    }

    RolloutRow row(Rollout rollout) {
        var plan = plan(rollout);
        var progress = rollout.progress().values();
        return new RolloutRow(
                rollout.id().toString(),
                rollout.revision().id(),
                rollout.subject(),
                rollout.author(),
                rollout.cause(),
                rollout.state().word(),
                Optional.ofNullable(Json.reason(rollout.state())).orElse(""),
                plan.map(PlanView::risk).orElse("none"),
                plan.map(PlanView::headline).orElse(""),
                plan.map(PlanView::digest).orElse(""),
                rollout.approvals().size(),
                rollout.needed(),
                (int) progress.stream()
                        .filter(p -> p.stage() == Rollout.Stage.DONE)
                        .count(),
                progress.size(),
                moment(rollout.createdAt()),
                moment(rollout.updatedAt()));
    }

    Optional<PlanView> plan(Rollout rollout) {
        var expires = rollout.state() instanceof RolloutState.AwaitingApproval(var until)
                ? Optional.of(moment(until))
                : Optional.<Moment>empty();
        return rollout.plan()
                .map(plan -> new PlanView(
                        rollout.repository().value(),
                        rollout.revision().id(),
                        plan.digest(),
                        expires,
                        plan.changes().stream().map(Shown::change).toList(),
                        blocked(plan.blocked()),
                        findings(plan.findings()),
                        plan.unchanged()));
    }

    private static PlanView.Change change(Change change) {
        return new PlanView.Change(
                change.subject().text(),
                change.verb(),
                change.risk().word(),
                from(change),
                to(change),
                change.because(),
                change.digest(),
                List.of(),
                change.fields().stream()
                        .map(f -> new PlanView.Field(f.field(), f.before(), f.after()))
                        .toList());
    }

    private static String from(Change change) {
        return switch (change) {
            case Change.BringUp up -> up.from();
            case Change.Release release -> release.before();
            case Change.Reinstall reinstall -> reinstall.before();
            case Change.Adopt adopt -> adopt.before();
            case Change.Restore restore -> restore.before();
            case Change.AcceptRules rules -> rules.before();
            case Change.Amend _, Change.CreateQuery _, Change.UpdateQuery _, Change.DeleteQuery _ -> "";
        };
    }

    private static String to(Change change) {
        return switch (change) {
            case Change.BringUp up ->
                up.deployment().map(d -> "Deployed (" + d.release() + ")").orElse("Ready");
            case Change.Release release -> release.delete() ? "deleted" : "Ready";
            case Change.Reinstall reinstall ->
                "Deployed (" + reinstall.deployment().release() + ")";
            case Change.AcceptRules rules -> rules.after();
            case Change.Amend _,
                    Change.Adopt _,
                    Change.Restore _,
                    Change.CreateQuery _,
                    Change.UpdateQuery _,
                    Change.DeleteQuery _ -> "";
        };
    }

    List<RolloutPageView.Approval> approvals(Rollout rollout) {
        return rollout.approvals().stream()
                .map(a ->
                        new RolloutPageView.Approval(a.by(), a.via(), moment(a.at()), moment(a.expires()), a.digest()))
                .toList();
    }

    static List<RolloutPageView.Progress> progress(Rollout rollout) {
        return rollout.progress().values().stream()
                .map(p -> new RolloutPageView.Progress(
                        p.subject(), p.verb(), p.stage().name().toLowerCase(Locale.ROOT), p.detail()))
                .toList();
    }
}

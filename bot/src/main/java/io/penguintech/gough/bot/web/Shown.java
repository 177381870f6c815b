package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.planview.PlanViews;
import io.penguintech.gough.bot.planview.Versions;
import io.penguintech.gough.bot.rollout.HostStatus;
import io.penguintech.gough.bot.rollout.Ledger;
import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.bot.rollout.RequestStatus;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Waits;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.AcceptedRow;
import io.penguintech.gough.templates.view.AuditPageView;
import io.penguintech.gough.templates.view.BlockedRow;
import io.penguintech.gough.templates.view.FindingRow;
import io.penguintech.gough.templates.view.HostCounts;
import io.penguintech.gough.templates.view.HostsPageView;
import io.penguintech.gough.templates.view.Moment;
import io.penguintech.gough.templates.view.PlanView;
import io.penguintech.gough.templates.view.RequestRow;
import io.penguintech.gough.templates.view.RolloutPageView;
import io.penguintech.gough.templates.view.RolloutRow;
import io.penguintech.gough.templates.view.StatusPageView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the engine says, as pages show it.
 *
 * @param now when the page is made
 */
record Shown(Instant now) {
    private static final int NAMED = 10;

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
                blocked(status),
                findings(status),
                status.health().lines(NAMED),
                status.requests().stream().map(this::request).toList());
    }

    private RequestRow request(RequestStatus request) {
        return new RequestRow(
                request.number(),
                request.what().word(),
                request.host().value(),
                request.by(),
                request.reason(),
                moment(request.at()),
                request.state(),
                request.detail(),
                request.ended().isEmpty() ? Optional.of(moment(request.expires())) : Optional.empty());
    }

    /** With who was there last, where MAAS notes it. */
    List<BlockedRow> blocked(RepositoryStatus status) {
        return status.blocked().stream()
                .map(one -> new BlockedRow(
                        one.subject().text(), one.why() + status.deed(one.subject(), now), one.waiting()))
                .toList();
    }

    /** With who was there last, where MAAS notes it. */
    List<FindingRow> findings(RepositoryStatus status) {
        var together = status.causes().stream()
                .map(cause -> new FindingRow(cause.who(), cause.kind(), cause.what(), cause.digest()));
        var alone = status.singleFindings().stream()
                .map(one -> new FindingRow(
                        one.subject().text(), one.kind(), one.what() + status.deed(one.subject(), now), one.digest()));
        return Stream.concat(together, alone).toList();
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
                count(hosts, "finding"),
                (int) hosts.stream()
                        .filter(host -> host.health().state() == Health.State.UNHEALTHY)
                        .count());
    }

    private static int count(List<HostStatus> hosts, String sync) {
        return (int) hosts.stream().filter(h -> h.sync().equals(sync)).count();
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
                host.health().state().word(),
                host.health().words(),
                (asked(host)
                                + host.detail()
                                + host.deed().map(deed -> " " + deed.words(now)).orElse(""))
                        .strip(),
                host.observedAt().map(this::moment),
                host.place());
    }

    private static String asked(HostStatus host) {
        return host.requests().stream()
                .filter(request -> request.ended().isEmpty())
                .map(request ->
                        "Asked for: %s, by %s (%s). ".formatted(request.what().word(), request.by(), request.reason()))
                .collect(Collectors.joining());
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
                Optional.ofNullable(Json.reason(rollout.state()))
                        .or(() -> rollout.waits().map(Waits::why))
                        .orElse(""),
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
                .map(plan -> PlanViews.of(
                        rollout.repository().value(), rollout.revision().id(), expires, plan));
    }

    List<AcceptedRow> accepted(RepositoryStatus status) {
        return status.acceptedFindings().stream()
                .map(one -> new AcceptedRow(
                        PlanViews.findings(List.of(one.finding())).getFirst(),
                        one.by(),
                        moment(one.at()),
                        one.reason()))
                .toList();
    }

    AuditPageView.Entry entry(Ledger.Entry entry) {
        return new AuditPageView.Entry(
                moment(entry.at()),
                entry.person().orElse(entry.who()),
                entry.what(),
                entry.outcome(),
                entry.text(),
                entry.reason());
    }

    List<RolloutPageView.Difference> differences(Rollout rollout) {
        return rollout.plan().map(Plan::changes).orElse(List.of()).stream()
                .filter(change -> rollout.replaced().containsKey(change.digest()))
                .map(change -> difference(
                        change, Objects.requireNonNull(rollout.replaced().get(change.digest()))))
                .toList();
    }

    private RolloutPageView.Difference difference(Change asked, Rollout.Approved before) {
        return new RolloutPageView.Difference(
                asked.subject().text(),
                String.join(", ", before.by()),
                moment(before.at()),
                Versions.of(before.change(), asked).stream()
                        .map(row -> new RolloutPageView.Row(row.name(), row.approved(), row.asked()))
                        .toList());
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

package io.penguintech.gough.bot.web;

import io.penguintech.gough.bot.planview.Versions;
import io.penguintech.gough.bot.rollout.AcceptedFinding;
import io.penguintech.gough.bot.rollout.Alert;
import io.penguintech.gough.bot.rollout.HealthSummary;
import io.penguintech.gough.bot.rollout.HostStatus;
import io.penguintech.gough.bot.rollout.Ledger;
import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.bot.rollout.RequestStatus;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.SharedCause;
import io.penguintech.gough.bot.rollout.Waits;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Deed;
import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The API's answers. Field names are a contract: people script against them (docs/api.md). */
final class Json {
    /** Of a thousand unhealthy hosts the page of hosts tells. */
    private static final int MOST_NAMED = 50;

    private Json() {}

    record Status(List<RepositoryJson> repositories) {}

    record RepositoryJson(
            String id,
            String branch,
            String mode,
            @Nullable String revision,
            @Nullable String accepted,
            @Nullable String stopped,
            List<StopJson> stops,
            @Nullable Instant checkedAt,
            List<BackendJson> backends,
            @Nullable RolloutBrief latest,
            List<FindingJson> findings,
            List<CauseJson> causes,
            List<AcceptedJson> acceptedFindings,
            List<BlockedJson> blocked,
            HealthCountsJson health,
            List<RequestJson> requests,
            Map<String, DeedJson> deeds,
            @Nullable GuardJson guard) {}

    record StopJson(@Nullable String repository, @Nullable String scope, String by, String reason, Instant at) {}

    record CauseJson(String digest, String kind, String who, String what, List<String> findings) {}

    record GuardJson(String digest, String text) {}

    record BackendJson(
            String name, @Nullable String problem, @Nullable Instant observedAt) {}

    record DeedJson(String who, String what, Instant at, String source) {}

    record FindingJson(String subject, String kind, String what, String digest) {}

    record AcceptedJson(
            String subject, String kind, String what, String digest, String by, Instant at, String reason) {}

    record BlockedJson(String subject, String why, boolean waiting) {}

    record Hosts(List<HostJson> hosts, @Nullable String next) {}

    record HostJson(
            String name,
            String goal,
            @Nullable String systemId,
            String status,
            String zone,
            String pool,
            String sync,
            String detail,
            HealthJson health,
            @Nullable Instant observedAt,
            @Nullable DeedJson deed,
            Map<String, String> labels,
            @Nullable String runsAs,
            String place,
            List<FindingJson> findings,
            List<AcceptedJson> acceptedFindings,
            List<RequestJson> requests) {}

    record HealthJson(
            String state,
            List<String> reasons,
            @Nullable Instant seenAt,
            @Nullable Instant since,
            @Nullable Instant asOf) {}

    record HealthCountsJson(
            int healthy,
            int unhealthy,
            int unknown,
            int notExpected,
            List<UnhealthyJson> hosts,
            List<UnknownJson> unknownBecause) {}

    record UnhealthyJson(String host, List<String> reasons) {}

    record UnknownJson(String reason, int hosts) {}

    record RequestJson(
            long number,
            String host,
            String what,
            String by,
            String reason,
            Instant at,
            Instant expires,
            String state,
            String detail,
            @Nullable Instant endedAt) {}

    record RolloutsJson(
            List<RolloutBrief> rollouts, @Nullable String next) {}

    record RolloutBrief(
            String id,
            String repository,
            String revision,
            String subject,
            String author,
            String cause,
            String state,
            boolean ended,
            @Nullable String digest,
            @Nullable String risk,
            int changes,
            int needed,
            int approvals,
            @Nullable String waits,
            @Nullable Instant waitsUntil,
            Instant createdAt,
            Instant updatedAt) {}

    record PathNeedJson(List<String> globs, int missing, List<String> eligible) {}

    record RolloutJson(
            RolloutBrief rollout,
            @Nullable String reason,
            @Nullable Instant expires,
            List<String> eligible,
            List<PathNeedJson> paths,
            boolean typed,
            List<ApprovalJson> approvals,
            List<ChangeJson> changes,
            List<BlockedJson> blocked,
            List<FindingJson> findings,
            int unchanged,
            List<DiagnosticJson> diagnostics) {}

    record PlanJson(
            String digest,
            String risk,
            List<String> rollouts,
            List<ChangeJson> changes,
            List<BlockedJson> blocked,
            List<FindingJson> findings,
            int unchanged) {}

    record ApprovalJson(String by, String digest, Instant at, Instant expires, String via) {}

    record ChangeJson(
            String digest,
            String subject,
            String verb,
            String risk,
            String because,
            List<FieldJson> fields,
            @Nullable String stage,
            @Nullable String detail,
            @Nullable ApprovedJson approved) {}

    record ApprovedJson(
            String digest, String verb, String risk, List<String> by, Instant at, List<DifferenceJson> differences) {}

    record DifferenceJson(String name, String approved, String asked) {}

    record FieldJson(
            String field, @Nullable String before, @Nullable String after) {}

    record DiagnosticJson(String severity, String summary, String detail, String file, int line, int column) {}

    record Said(String text) {}

    record LostHosts(String region, List<String> hosts, String digest) {}

    record Audit(List<EntryJson> entries, @Nullable String next) {}

    record EntryJson(
            String id,
            String repository,
            Instant at,
            String who,
            @Nullable String person,
            String what,
            String outcome,
            String text,
            String reason,
            List<String> hosts) {}

    record Alerts(List<AlertJson> open, List<AlertJson> resolved) {}

    record AlertJson(
            String repository,
            String id,
            String key,
            String severity,
            String text,
            Instant since,
            Instant changedAt,
            int hosts,
            @Nullable String acknowledgedBy,
            @Nullable Instant silencedUntil,
            @Nullable Instant resolvedAt,
            @Nullable String ending) {}

    record AlertHost(String host, Instant since, @Nullable Instant until) {}

    record SilenceJson(
            @Nullable String alert, @Nullable String host, String by, String reason, Instant at, Instant until) {}

    static AlertHost of(io.penguintech.gough.bot.rollout.Alerts.AboutHost host) {
        return new AlertHost(host.name(), host.since(), host.until().orElse(null));
    }

    static SilenceJson of(Alert.Silence silence) {
        return new SilenceJson(
                silence.key().orElse(null),
                silence.host().orElse(null),
                silence.by(),
                silence.reason(),
                silence.at(),
                silence.until());
    }

    static EntryJson of(Ledger.Entry entry) {
        return new EntryJson(
                Long.toString(entry.id()),
                entry.repository(),
                entry.at(),
                entry.who(),
                entry.person().orElse(null),
                entry.what(),
                entry.outcome(),
                entry.text(),
                entry.reason(),
                entry.hosts());
    }

    static Alerts alerts(List<Alert> alerts) {
        return new Alerts(
                alerts.stream()
                        .filter(one -> one.resolved().isEmpty())
                        .map(Json::of)
                        .toList(),
                alerts.stream()
                        .filter(one -> one.resolved().isPresent())
                        .map(Json::of)
                        .toList());
    }

    private static AlertJson of(Alert alert) {
        return new AlertJson(
                alert.repository().value(),
                alert.id(),
                alert.key(),
                alert.severity().word(),
                alert.text(),
                alert.since(),
                alert.changedAt(),
                alert.hosts(),
                alert.acknowledged().map(Alert.Acknowledged::by).orElse(null),
                alert.silence().map(Alert.Silence::until).orElse(null),
                alert.resolved().map(Alert.Resolved::at).orElse(null),
                alert.resolved().map(Alert.Resolved::text).orElse(null));
    }

    static RepositoryJson of(RepositoryStatus status) {
        return new RepositoryJson(
                status.repository().value(),
                status.branch(),
                status.mode().word(),
                status.revision().map(Revision::id).orElse(null),
                status.accepted().map(Revision::id).orElse(null),
                status.stopped().orElse(null),
                status.stops().stream().map(Json::of).toList(),
                status.checkedAt().orElse(null),
                status.backends().stream()
                        .map(b -> new BackendJson(
                                b.name(),
                                b.problem().orElse(null),
                                b.observedAt().orElse(null)))
                        .toList(),
                status.latest().map(Json::brief).orElse(null),
                status.findings().stream().map(Json::of).toList(),
                status.causes().stream().map(Json::of).toList(),
                status.acceptedFindings().stream().map(Json::of).toList(),
                status.blocked().stream().map(Json::of).toList(),
                of(status.health()),
                status.requests().stream().map(Json::of).toList(),
                status.deeds().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> of(entry.getValue()), (one, same) -> one, TreeMap::new)),
                status.guard().map(g -> new GuardJson(g.digest(), g.text())).orElse(null));
    }

    private static CauseJson of(SharedCause cause) {
        return new CauseJson(
                cause.digest(),
                cause.kind(),
                cause.who(),
                cause.what(),
                cause.findings().stream().map(Plan.Finding::digest).toList());
    }

    private static DeedJson of(Deed deed) {
        return new DeedJson(deed.who(), deed.what(), deed.at(), deed.source());
    }

    static FindingJson of(Plan.Finding finding) {
        return new FindingJson(finding.subject().text(), finding.kind(), finding.what(), finding.digest());
    }

    private static StopJson of(RepositoryStatus.Stop stop) {
        return new StopJson(
                stop.scope().repository().map(Object::toString).orElse(null),
                stop.scope().word().isEmpty() ? null : stop.scope().word(),
                stop.by(),
                stop.reason(),
                stop.at());
    }

    static AcceptedJson of(AcceptedFinding accepted) {
        var finding = accepted.finding();
        return new AcceptedJson(
                finding.subject().text(),
                finding.kind(),
                finding.what(),
                finding.digest(),
                accepted.by(),
                accepted.at(),
                accepted.reason());
    }

    static BlockedJson of(Plan.Blocked blocked) {
        return new BlockedJson(blocked.subject().text(), blocked.why(), blocked.waiting());
    }

    static HostJson of(HostStatus host) {
        return new HostJson(
                host.name().value(),
                host.goal(),
                host.systemId().map(SystemId::value).orElse(null),
                host.status(),
                host.zone(),
                host.pool(),
                host.sync(),
                host.detail(),
                of(host.health()),
                host.observedAt().orElse(null),
                host.deed().map(Json::of).orElse(null),
                host.labels(),
                host.runsAs().orElse(null),
                host.place(),
                host.findings().stream().map(Json::of).toList(),
                host.acceptedFindings().stream().map(Json::of).toList(),
                host.requests().stream().map(Json::of).toList());
    }

    private static HealthJson of(Health health) {
        return new HealthJson(
                health.state().word(),
                health.reasons(),
                health.seenAt().orElse(null),
                health.since().orElse(null),
                health.asOf().orElse(null));
    }

    private static HealthCountsJson of(HealthSummary health) {
        return new HealthCountsJson(
                health.count(Health.State.HEALTHY),
                health.count(Health.State.UNHEALTHY),
                health.count(Health.State.UNKNOWN),
                health.count(Health.State.NOT_EXPECTED),
                health.unhealthy().entrySet().stream()
                        .limit(MOST_NAMED)
                        .map(host -> new UnhealthyJson(
                                host.getKey().value(), host.getValue().reasons()))
                        .toList(),
                health.unknown().entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .limit(MOST_NAMED)
                        .map(why -> new UnknownJson(why.getKey(), why.getValue()))
                        .toList());
    }

    static RequestJson of(RequestStatus request) {
        return new RequestJson(
                request.number(),
                request.host().value(),
                request.what().word(),
                request.by(),
                request.reason(),
                request.at(),
                request.expires(),
                request.state(),
                request.detail(),
                request.ended().map(RequestStatus.Ended::at).orElse(null));
    }

    static RolloutBrief brief(Rollout rollout) {
        return new RolloutBrief(
                rollout.id().toString(),
                rollout.repository().value(),
                rollout.revision().id(),
                rollout.subject(),
                rollout.author(),
                rollout.cause(),
                rollout.state().word(),
                rollout.state().isFinal(),
                rollout.plan().map(Plan::digest).orElse(null),
                rollout.plan().map(plan -> plan.risk().word()).orElse(null),
                rollout.plan().map(plan -> plan.changes().size()).orElse(0),
                rollout.needed(),
                rollout.approvals().size(),
                rollout.waits().map(Waits::why).orElse(null),
                rollout.waits().flatMap(Waits::until).orElse(null),
                rollout.createdAt(),
                rollout.updatedAt());
    }

    static RolloutJson of(Rollout rollout) {
        return new RolloutJson(
                brief(rollout),
                reason(rollout.state()),
                rollout.state() instanceof RolloutState.AwaitingApproval(var expires) ? expires : null,
                rollout.eligible(),
                rollout.paths().each().stream()
                        .map(need -> new PathNeedJson(need.globs(), need.missing(), need.eligible()))
                        .toList(),
                rollout.typed(),
                rollout.approvals().stream()
                        .map(a -> new ApprovalJson(a.by(), a.digest(), a.at(), a.expires(), a.via()))
                        .toList(),
                rollout.plan().map(Plan::changes).orElse(List.of()).stream()
                        .map(change -> of(
                                change,
                                rollout.progress().get(change.digest()),
                                rollout.replaced().get(change.digest())))
                        .toList(),
                rollout.plan().map(Plan::blocked).orElse(List.of()).stream()
                        .map(Json::of)
                        .toList(),
                rollout.plan().map(Plan::findings).orElse(List.of()).stream()
                        .map(Json::of)
                        .toList(),
                rollout.plan().map(Plan::unchanged).orElse(0),
                rollout.diagnostics().stream().map(Json::of).toList());
    }

    /** The plan that these rollouts have, newest first; none of them is without one. */
    static PlanJson plan(List<Rollout> having) {
        var plan = having.getFirst().plan().orElseThrow();
        return new PlanJson(
                plan.digest(),
                plan.risk().word(),
                having.stream().map(r -> r.id().toString()).toList(),
                plan.changes().stream()
                        .map(change ->
                                of(change, null, having.getFirst().replaced().get(change.digest())))
                        .toList(),
                plan.blocked().stream().map(Json::of).toList(),
                plan.findings().stream().map(Json::of).toList(),
                plan.unchanged());
    }

    static @Nullable String reason(RolloutState state) {
        return switch (state) {
            case RolloutState.Rejected(var why) -> why;
            case RolloutState.Stalled(var why) -> why;
            case RolloutState.Declined(var by, var why) -> by + ": " + why;
            case RolloutState.Cancelled(var by, var why) -> by + ": " + why;
            case RolloutState.Superseded(var by) -> "superseded by " + by;
            case RolloutState.Requested _,
                    RolloutState.InSync _,
                    RolloutState.AwaitingApproval _,
                    RolloutState.Applying _,
                    RolloutState.Done _,
                    RolloutState.Expired _ -> null;
        };
    }

    static ChangeJson of(Change change, Rollout.@Nullable Progress progress, Rollout.@Nullable Approved approved) {
        return new ChangeJson(
                change.digest(),
                change.subject().text(),
                change.verb(),
                change.risk().word(),
                change.because(),
                change.fields().stream()
                        .map(f -> new FieldJson(
                                f.field(), f.before().orElse(null), f.after().orElse(null)))
                        .toList(),
                progress == null ? null : progress.stage().name().toLowerCase(Locale.ROOT),
                progress == null ? null : progress.detail(),
                approved == null ? null : of(change, approved));
    }

    private static ApprovedJson of(Change asked, Rollout.Approved approved) {
        var before = approved.change();
        return new ApprovedJson(
                before.digest(),
                before.verb(),
                before.risk().word(),
                approved.by(),
                approved.at(),
                Versions.of(before, asked).stream()
                        .map(row -> new DifferenceJson(row.name(), row.approved(), row.asked()))
                        .toList());
    }

    private static DiagnosticJson of(Diagnostic diagnostic) {
        return new DiagnosticJson(
                diagnostic.severity().name().toLowerCase(Locale.ROOT),
                diagnostic.summary(),
                diagnostic.detail(),
                diagnostic.place().file(),
                diagnostic.place().line(),
                diagnostic.place().column());
    }
}

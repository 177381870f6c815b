package io.penguintech.gough.templates.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Views as a service of forty hosts would fill them. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-22T21:40:00Z");
    static final String DIGEST = "9f2c4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d05e3386b1f0c2d4e6a890";
    static final String REVISION = "4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0";

    private Samples() {}

    static Moment ago(Duration duration) {
        return Moment.of(NOW.minus(duration), NOW);
    }

    static Frame frame() {
        return new Frame("infra", "apply", Optional.empty(), Optional.of("Ada"), "0.1.0", ago(Duration.ZERO));
    }

    static PlanView plan() {
        return new PlanView(
                "infra",
                REVISION,
                DIGEST,
                Optional.of(Moment.of(NOW.plus(Duration.ofHours(23)), NOW)),
                List.of(deploy("hv-01"), deploy("hv-02"), deploy("hv-03"), reinstall("db-01")),
                List.of(new BlockedRow(
                        "host st-02", "Its machine is locked by someone else; unlock it in MAAS.", false)),
                List.of(new FindingRow(
                        "host dk-03",
                        "user-data",
                        "It runs other user data than declared; raise generation to reinstall.",
                        DIGEST)),
                996);
    }

    /** A plan with {@code word} wherever somebody else may have written something. */
    static PlanView plan(String word) {
        return new PlanView(
                word,
                REVISION,
                DIGEST,
                Optional.empty(),
                List.of(
                        PullSamples.change(word, "deploy", "disruptive"),
                        PullSamples.change(word, "reinstall", "destructive")),
                List.of(PullSamples.blocked(word)),
                List.of(PullSamples.finding(word)),
                996);
    }

    static PlanView.Change deploy(String host) {
        return new PlanView.Change(
                "host " + host,
                "deploy",
                "disruptive",
                "Ready",
                "Deployed (noble)",
                "The host is declared and its machine is ready.",
                DIGEST,
                List.of(),
                List.of(
                        new PlanView.Field("zone", Optional.of("default"), Optional.of("rack-a")),
                        new PlanView.Field("pool", Optional.empty(), Optional.of("production"))));
    }

    static PlanView.Change reinstall(String host) {
        return new PlanView.Change(
                "host " + host,
                "reinstall",
                "destructive",
                "Deployed (jammy)",
                "Deployed (noble)",
                "Its generation was raised from 1 to 2.",
                DIGEST,
                List.of("gough.yaml"),
                List.of(new PlanView.Field("generation", Optional.of("1"), Optional.of("2"))));
    }

    static PlanView planOf(List<PlanView.Change> changes) {
        return new PlanView("infra", REVISION, DIGEST, Optional.empty(), changes, List.of(), List.of(), 0);
    }

    static RolloutRow rollout(String id, String state, String risk, int approvals, int done) {
        return new RolloutRow(
                id,
                REVISION,
                "Reinstall db-01 with noble",
                "Grace Hopper",
                "push",
                state,
                state.equals("stalled") ? "hv-02: the deploy failed; look at its console, then retry" : "",
                risk,
                "3 deploy, 1 REINSTALL, 0 release, 996 unchanged",
                DIGEST,
                approvals,
                2,
                done,
                4,
                ago(Duration.ofMinutes(50)),
                ago(Duration.ofMinutes(3)));
    }

    static StatusPageView status() {
        var plan = plan();
        return new StatusPageView(
                new Frame("", "", Optional.empty(), Optional.of("Ada"), "0.1.0", ago(Duration.ZERO)),
                List.of(new StatusPageView.Repository(
                        "infra",
                        "main",
                        "apply",
                        REVISION,
                        REVISION,
                        Optional.empty(),
                        Optional.of(ago(Duration.ofSeconds(12))),
                        new HostCounts(1000, 996, 3, 1, 1, 1),
                        List.of(
                                new StatusPageView.Backend(
                                        "maas default", Optional.empty(), Optional.of(ago(Duration.ofMinutes(4)))),
                                new StatusPageView.Backend(
                                        "fleet default",
                                        Optional.of("connection refused; next try in 30 s"),
                                        Optional.of(ago(Duration.ofHours(3))))),
                        List.of(
                                rollout("42", "awaiting-approval", "destructive", 1, 0),
                                rollout("41", "stalled", "disruptive", 2, 2),
                                rollout("40", "done", "notice", 0, 4)),
                        plan.blocked(),
                        plan.findings(),
                        List.of("hv-24: silent for 2 h 10 min: Fleet last saw it 13:02 UTC"),
                        List.of(new RequestRow(
                                12,
                                "power-cycle",
                                "hv-07",
                                "sam",
                                "its kernel hangs",
                                ago(Duration.ofMinutes(9)),
                                "open",
                                "It is planned.",
                                Optional.of(ago(Duration.ZERO)))))));
    }

    static HostsPageView hosts() {
        var hosts = IntStream.range(1, 25)
                .mapToObj(i -> new HostsPageView.Host(
                        "hv-%02d".formatted(i),
                        "deployed",
                        "abc%03d".formatted(i),
                        i % 7 == 0 ? "Deploying" : "Deployed",
                        "rack-" + "abc".charAt(i % 3),
                        "production",
                        HostsPageView.STATES.get(i % 7 == 0 ? 1 : i % 11 == 0 ? 3 : i % 13 == 0 ? 4 : 0),
                        i == 24 ? "unhealthy" : "healthy",
                        i == 24 ? "silent for 2 h 10 min: Fleet last saw it 13:02 UTC" : "",
                        i % 11 == 0 ? "Two machines carry its MAC addresses; remove one of them." : "",
                        i == 5 ? Optional.empty() : Optional.of(ago(Duration.ofMinutes(i))),
                        "hosts/rack-a.yaml:%d:1".formatted(i * 12)))
                .toList();
        return new HostsPageView(
                frame(), new HostCounts(1000, 996, 3, 1, 1, 1), "hv", "", "", hosts, Optional.of("/hosts?after=hv-24"));
    }

    static RolloutPageView rolloutPage() {
        return new RolloutPageView(
                frame(),
                rollout("42", "awaiting-approval", "destructive", 1, 1),
                List.of("Ada", "Barbara"),
                List.of("hosts/db/**: 1 of Barbara"),
                List.of(new RolloutPageView.Approval(
                        "Ada",
                        "slack",
                        ago(Duration.ofMinutes(2)),
                        Moment.of(NOW.plus(Duration.ofHours(24)), NOW),
                        DIGEST)),
                List.of(
                        new RolloutPageView.Progress("host hv-01", "deploy", "done", "Deployed"),
                        new RolloutPageView.Progress("host hv-02", "deploy", "running", "Deploying for 4 min"),
                        new RolloutPageView.Progress("host db-01", "reinstall", "waiting", "")),
                List.of("hosts/rack-a.yaml:3:1: warning: Unknown key. \"zoen\"; did you mean \"zone\"?"),
                List.of(new RolloutPageView.Difference(
                        "host hv-01",
                        "<b>Ada</b>",
                        ago(Duration.ofMinutes(2)),
                        List.of(new RolloutPageView.Row("zone", "none → rack-a", "none → <i>rack-b</i>")))),
                Optional.of(plan()));
    }
}

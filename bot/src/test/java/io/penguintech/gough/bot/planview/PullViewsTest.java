package io.penguintech.gough.bot.planview;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Setup;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.UserData;
import io.penguintech.gough.templates.view.PullView;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Kind;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Line;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PullViewsTest {
    private static final Revision HEAD = new Revision("4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0");
    private static final BackendName REGION = new BackendName("default");
    private static final Change.Identity MACHINE = new Change.Identity.Known(new SystemId("abc123"));
    private static final Plan NOTHING = new Plan(List.of(), List.of(), List.of(), 0);
    private static final PullView.Consent FREE = new PullView.Consent.Free("");

    @Test
    void showsHowUserDataDiffersAndNothingOfHostsWhereItDoesNot() {
        var planned = shown(
                Map.of("a", "#cloud-config\npackages: [x]\n", "b", "same\n"),
                Map.of("a", "#cloud-config\npackages: [x, y]\n", "b", "same\n"));
        assertThat(planned.userData())
                .containsExactly(new PullView.UserDataDiff(
                        List.of("a"),
                        List.of(
                                new Line(Kind.KEPT, "#cloud-config"),
                                new Line(Kind.REMOVED, "packages: [x]"),
                                new Line(Kind.ADDED, "packages: [x, y]")),
                        ""));
    }

    @Test
    void tellsHostsTogetherWhoseUserDataDiffersAlike() {
        var planned = shown(
                Map.of("a", "1\n", "b", "1\n", "c", "1\n", "gone", "x\n"),
                Map.of("a", "2\n", "b", "2\n", "c", "3\n", "new", "y\n"));
        assertThat(planned.userData())
                .extracting(PullView.UserDataDiff::hosts)
                .containsExactly(List.of("a", "b"), List.of("c"), List.of("gone"), List.of("new"));
    }

    @Test
    void comparesNoMoreHostsThanAnybodyReads() {
        var before = IntStream.range(0, 130).boxed().collect(Collectors.toMap("h%03d"::formatted, i -> "same\n"));
        var after = new TreeMap<String, String>();
        before.keySet().forEach(host -> after.put(host, "other\n"));
        assertThat(shown(before, after).userData())
                .extracting(diff -> diff.hosts().size())
                .containsExactly(100, 30);
        assertThat(shown(before, after).userData().getLast().unshown()).isNotEmpty();
    }

    @Test
    void cutsADifferenceThatNobodyReads() {
        var after = IntStream.range(0, 1000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        var lines =
                shown(Map.of("a", ""), Map.of("a", after)).userData().getFirst().lines();
        assertThat(lines).hasSize(401).last().isEqualTo(new Line(Kind.GAP, "600 more lines of the difference"));
    }

    @Test
    void leadsFromWarningsToTheirLines() {
        var warning = Diagnostic.warning("Unused value", "Remove it.", new Place("hosts/a.yaml", 3, 1));
        var rows = PullViews.diagnostics(
                List.of(warning),
                place -> new PullViews.Spot(
                        new Place(place.file(), 2, place.column()),
                        Optional.of("https://forge.example.com/hosts/a.yaml#L2")));
        assertThat(rows)
                .containsExactly(new PullView.DiagnosticRow(
                        "warning",
                        "hosts/a.yaml:2:1",
                        "Unused value",
                        "Remove it.",
                        Optional.of("https://forge.example.com/hosts/a.yaml#L2")));
    }

    /** Whoever opens a pull request from a fork may be anybody. */
    @Test
    void saysNothingOfWhatMachinesAreLikeToStrangers() {
        var subject = new Subject.OfHost(new HostName("a"));
        var plan = new Plan(
                List.of(
                        amended("live-zone"),
                        new Change.Return(
                                subject,
                                REGION,
                                MACHINE,
                                "live: Deployed",
                                List.of(),
                                Risk.DISRUPTIVE,
                                "live: rescued")),
                List.of(new Plan.Blocked(subject, "live: its machine is locked", false)),
                List.of(new Plan.Finding(subject, "user-data", "live: it runs other user data", "d".repeat(64))),
                7);
        var planned = planned(new PullViews.Preview(
                "main", HEAD, plan, plan, plan.changes(), Map.of(), Map.of(), List.of(), true, Optional.empty()));
        assertThat(planned.toString()).doesNotContain("live").contains("rack-b", "host a", "7");
        assertThat(planned.plan().digest()).isEqualTo(plan.digest());
    }

    @Test
    void keepsApartWhatTheBranchDoesAnyway() {
        var drift = new Plan(List.of(amended("rack-a")), List.of(), List.of(), 3);
        var planned = planned(new PullViews.Preview(
                "main", HEAD, NOTHING, drift, drift.changes(), Map.of(), Map.of(), List.of(), false, Optional.empty()));
        assertThat(planned.plan().changes()).isEmpty();
        assertThat(planned.apart().changes()).hasSize(1);
        assertThat(planned.dropped()).hasSize(1);
    }

    @Test
    void putsBesideEachOtherWhatWasApprovedAndWhatIsAsked() {
        var replaced = PullViews.replaced(amended("rack-a"), List.of("Ada"), amended("rack-c"));
        assertThat(replaced)
                .isEqualTo(new PullView.Replaced(
                        "host a",
                        List.of("Ada"),
                        List.of(new PullView.ReplacedRow("zone", "rack-a → rack-b", "rack-c → rack-b"))));
    }

    private static Change amended(String zone) {
        return new Change.Amend(
                new Subject.OfHost(new HostName("a")),
                REGION,
                MACHINE,
                Setup.NONE,
                List.of(new FieldChange("zone", Optional.of(zone), Optional.of("rack-b"))),
                Risk.NOTICE,
                "Its zone is " + zone + ".");
    }

    private static PullView.Outcome.Planned shown(Map<String, String> before, Map<String, String> after) {
        return planned(new PullViews.Preview(
                "main",
                HEAD,
                NOTHING,
                NOTHING,
                List.of(),
                userData(before),
                userData(after),
                List.of(),
                false,
                Optional.empty()));
    }

    private static PullView.Outcome.Planned planned(PullViews.Preview preview) {
        return PullViews.planned(
                preview, FREE, List.of(), List.of(), place -> new PullViews.Spot(place, Optional.empty()));
    }

    private static Map<HostName, UserData> userData(Map<String, String> texts) {
        return texts.entrySet().stream()
                .collect(Collectors.toMap(text -> new HostName(text.getKey()), text -> new Fixed(text.getValue())));
    }

    /** Its secrets are asked of nobody. */
    private record Fixed(String masked) implements UserData {
        @Override
        public String digest() {
            return "digest of " + masked;
        }

        @Override
        public boolean enrols() {
            return false;
        }

        @Override
        public byte[] reveal(SecretSource source) {
            throw new AssertionError("nobody may see secrets");
        }
    }
}

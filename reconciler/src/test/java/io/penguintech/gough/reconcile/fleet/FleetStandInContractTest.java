package io.penguintech.gough.reconcile.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.Generation;
import io.penguintech.gough.simulators.fleet.LiveAnswer;
import io.penguintech.gough.simulators.fleet.Tier;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract against the stand-in, in both generations of names. */
class FleetStandInContractTest {
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class AgainstStandIn extends FleetContract {
        private final FleetStandIn standIn;
        private final FleetHttp fleet;
        private final boolean premium;

        AgainstStandIn(Generation generation, Tier tier) {
            standIn = FleetStandIn.start(io.penguintech.gough.simulators.fleet.FleetSettings.defaults()
                    .withGeneration(generation)
                    .withTier(tier));
            premium = tier == Tier.PREMIUM;
            var token = new Credential(io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH.token());
            fleet = new FleetHttp(
                    new BackendName("default"),
                    FleetSettings.of(URI.create(standIn.url()), token).paging(2),
                    CallListener.NONE,
                    Clock.systemUTC(),
                    new Random(1));
        }

        @Override
        Fleet fleet() {
            return fleet;
        }

        @Override
        SortedMap<HostName, HostIdentity> online() {
            var hosts = new TreeMap<HostName, HostIdentity>();
            for (var host : List.of("one", "two", "three")) {
                var serial = "SN-%s-5".formatted(host);
                int id = standIn.enroll(FleetHost.ubuntu(host, serial, "52:54:00:00:00:0" + hosts.size(), "192.0.2.1"));
                standIn.answer(id, "SELECT version FROM osquery_info", LiveAnswer.rows("version", "5.14.1"));
                var identity = new HostIdentity(Optional.of(serial), Optional.empty(), new TreeSet<>(), List.of(host));
                hosts.put(new HostName(host), identity);
            }
            return hosts;
        }

        @Test
        void aLabelIsCarriedByWhomItLists() {
            var ids = new ArrayList<Integer>();
            for (var host : List.of("four", "five", "six"))
                ids.add(standIn.enroll(
                        FleetHost.ubuntu(host, "SN-" + host, "52:54:00:00:01:0" + ids.size(), "192.0.2.9")));
            var all = List.of(
                    "four (id %d)".formatted(ids.get(0)),
                    "five (id %d)".formatted(ids.get(1)),
                    "six (id %d)".formatted(ids.get(2)));
            var id = makeAny(DeclaredObjects.listing(name("listed"), all));
            assertThat(standIn.label(name("listed")).orElseThrow().hosts()).containsExactlyElementsOf(ids);
            assertThat(read(FleetKind.LABEL, id).orElseThrow().field("membership"))
                    .isEqualTo("manual");
            // Two a page.
            assertThat(carrying(id)).containsExactlyElementsOf(all);

            var fewer = DeclaredObjects.listing(name("listed"), all.subList(1, 2));
            assertThat(fleet.start(DeclaredQueries.update(id, fewer, "hosts"))).isInstanceOf(Outcome.Done.class);
            assertThat(carrying(id)).containsExactly(all.get(1));
            assertThat(fleet.start(
                            DeclaredQueries.update(id, DeclaredObjects.listing(name("listed"), List.of()), "hosts")))
                    .isInstanceOf(Outcome.Done.class);
            assertThat(carrying(id)).isEmpty();
            ids.forEach(standIn::deleteHost);
        }

        private List<String> carrying(long label) {
            var names = new ArrayList<String>();
            for (int page = 0; ; page++) {
                var read = got(fleet.carrying(label, page));
                read.hosts().forEach(host -> names.add(host.name()));
                if (read.last()) return names;
            }
        }

        @Test
        void everyPageOfVulnerabilitiesIsReadWithTheirHosts() {
            var ids = new ArrayList<Integer>();
            for (var host : List.of("seven", "eight", "nine"))
                ids.add(standIn.enroll(
                        FleetHost.ubuntu(host, "SN-" + host, "52:54:00:00:02:0" + ids.size(), "192.0.2.9")));
            standIn.find(List.of("CVE-2026-0001", "CVE-2026-0003"), false, ids.subList(0, 1));
            standIn.find("CVE-2026-0002", true, ids);
            var first = got(fleet.vulnerabilities(0));
            assertThat(first.items())
                    .containsExactly(
                            new Fleet.Vulnerability("CVE-2026-0001", false, 1),
                            new Fleet.Vulnerability("CVE-2026-0002", premium, 3));
            assertThat(first.last()).isFalse();
            assertThat(first.count()).hasValue(3);
            assertThat(first.counted()).isPresent();
            var many = IntStream.range(0, 30)
                    .mapToObj(i -> "CVE-2026-10" + (10 + i))
                    .toList();
            standIn.find(many, false, ids);
            assertThat(got(fleet.vulnerabilities(0)).counted().orElseThrow())
                    .as("one count is written in pieces")
                    .isBefore(got(fleet.vulnerabilities(16)).counted().orElseThrow());
            standIn.find(many, false, List.of());
            assertThat(got(fleet.vulnerabilities(1)).last()).isTrue();
            assertThat(got(fleet.vulnerable("CVE-2026-0002", 0)).hosts()).hasSize(2);
            assertThat(got(fleet.vulnerable("CVE-2026-0002", 1)).hosts()).hasSize(1);
            standIn.find(List.of("CVE-2026-0001", "CVE-2026-0002", "CVE-2026-0003"), false, List.of());
            assertThat(got(fleet.vulnerabilities(0)).counted())
                    .as("nobody knows when nothing was counted")
                    .isEmpty();
            ids.forEach(standIn::deleteHost);
        }

        @Test
        void whatIsInATeamIsReadAndWrittenThere() {
            if (premium) {
                standIn.addFleet("Servers", "secret");
                var declared = DeclaredObjects.policy(name("of a team"), "SELECT 1;", Optional.of("servers"));
                var id = Long.parseLong(((Outcome.Done) fleet.start(Step.CreateInFleet.of(declared)))
                        .id()
                        .orElseThrow());
                assertThat(standIn.policies())
                        .hasSize(1)
                        .allMatch(p -> p.fields().fleetId() != null);
                var seen = got(fleet.look(Optional.of(Set.of("servers"))));
                assertThat(seen.all(FleetKind.POLICY).get(id).team()).isEqualTo("servers");
                assertThat(got(fleet.look(Optional.of(Set.of()))).all(FleetKind.POLICY))
                        .isEmpty();
                var after = DeclaredObjects.policy(name("of a team"), "SELECT 2;", Optional.of("servers"));
                assertThat(fleet.start(DeclaredQueries.update(id, after, "sql")))
                        .isInstanceOf(Outcome.Done.class);
                assertThat(fleet.start(new Step.DeleteInFleet(FleetKind.POLICY, "servers", id)))
                        .isInstanceOf(Outcome.Done.class);
                assertThat(standIn.policies()).isEmpty();
            }
        }

        @AfterAll
        void stop() {
            fleet.close();
            standIn.close();
        }
    }

    @Nested
    class WithReports extends AgainstStandIn {
        WithReports() {
            super(Generation.NEW, Tier.PREMIUM);
        }
    }

    @Nested
    class WithQueries extends AgainstStandIn {
        WithQueries() {
            super(Generation.OLD, Tier.PREMIUM);
        }
    }

    @Nested
    class WithoutALicence extends AgainstStandIn {
        WithoutALicence() {
            super(Generation.NEW, Tier.FREE);
        }
    }
}

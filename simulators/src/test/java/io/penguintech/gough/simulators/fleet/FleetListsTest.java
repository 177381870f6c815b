package io.penguintech.gough.simulators.fleet;

import static io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH;
import static io.penguintech.gough.simulators.fleet.FleetSettings.OBSERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetListsTest extends FleetFixture {

    @Test
    void reportsComeInPagesWithMeta() {
        IntStream.rangeClosed(1, 25).forEach(i -> fleet.create(GOUGH, ReportFields.of("q%02d".formatted(i), "x")));
        var first = gough.get("reports?page=0&per_page=10").json();
        assertThat(first.get("reports")).hasSize(10);
        assertThat(first.get("count").intValue()).isEqualTo(25);
        assertThat(first.at("/meta/has_next_results").booleanValue()).isTrue();
        assertThat(first.at("/meta/has_previous_results").booleanValue()).isFalse();
        var last = gough.get("reports?page=2&per_page=10").json();
        assertThat(last.get("reports")).hasSize(5);
        assertThat(last.at("/meta/has_next_results").booleanValue()).isFalse();
        assertThat(last.at("/meta/has_previous_results").booleanValue()).isTrue();
        assertThat(gough.get("reports").json().get("reports")).hasSize(25);
        assertThat(gough.get("reports?page=0").json().get("reports")).hasSize(20);
        assertThat(gough.get("reports?order_key=name&order_direction=desc")
                        .json()
                        .at("/reports/0/name")
                        .asString())
                .isEqualTo("q25");
        assertThat(gough.get("reports?page=x").status()).isEqualTo(400);
        assertThat(gough.get("reports?order_key=evil").status()).isEqualTo(422);
    }

    @Test
    void reportsOfAFleetCanBringTheGlobalOnesAlong() {
        var servers = fleet.addFleet("Servers", "s");
        fleet.create(GOUGH, ReportFields.of("global", "x"));
        fleet.create(GOUGH, ReportFields.of("own", "x").in(servers.id()));
        assertThat(gough.get("reports").json().get("count").intValue()).isEqualTo(1);
        var merged = gough.get("reports?fleet_id=1&merge_inherited=true").json();
        assertThat(merged.get("count").intValue()).isEqualTo(2);
        assertThat(merged.get("inherited_report_count").intValue()).isEqualTo(1);
    }

    @Test
    void reportsAreFoundByTextAndPlatform() {
        gough.post("reports", "{'name':'linux one','query':'x','platform':'linux'}");
        gough.post("reports", "{'name':'mac one','query':'x','platform':'darwin'}");
        gough.post("reports", "{'name':'any two','query':'x'}");
        assertThat(names("reports?query=one")).containsExactly("linux one", "mac one");
        assertThat(names("reports?platform=macos")).containsExactly("mac one", "any two");
        assertThat(gough.get("reports?platform=beos").status()).isEqualTo(400);
        assertThat(names("reports?order_key=name&after=linux%20one")).containsExactly("mac one");
        assertThat(names("reports?order_key=id&order_direction=desc&after=3")).containsExactly("mac one", "linux one");
    }

    private List<String> names(String path) {
        return gough.get(path)
                .json()
                .get("reports")
                .valueStream()
                .map(report -> report.get("name").asString())
                .toList();
    }

    @Test
    void labelsAreListedWithTheBuiltInOnes() {
        int id = fleet.addLabel("racks", "SELECT 1").id();
        var label = gough.get("labels/" + id).json().get("label");
        assertThat(label.get("label_type").asString()).isEqualTo("regular");
        assertThat(label.get("label_membership_type").asString()).isEqualTo("dynamic");
        assertThat(gough.get("labels").json().at("/labels/0/label_type").asString())
                .isEqualTo("builtin");
        assertThat(gough.get("labels/summary").json().get("labels")).hasSize(id);
        assertThat(gough.get("labels/99").status()).isEqualTo(404);
    }

    @Test
    void theServerTellsWhoAsksAndHowHostsEnrol() {
        assertThat(gough.get("me").json().at("/user/global_role").asString()).isEqualTo("admin");
        assertThat(observer.get("me").json().at("/user/email").asString()).isEqualTo(OBSERVER.email());
        assertThat(gough.get("spec/enroll_secret")
                        .json()
                        .at("/spec/secrets/0/secret")
                        .asString())
                .isEqualTo(FleetSettings.defaults().enrollSecret());
        fleet.addFleet("Servers", "s");
        assertThat(gough.get("fleets/1").json().at("/team/name").asString()).isEqualTo("Servers");
        assertThat(gough.get("fleets/2").status()).isEqualTo(404);
    }

    @Test
    void hostsAreFilteredByWhatTheyAnsweredToAPolicy() {
        for (int i = 1; i <= 3; i++) {
            fleet.enroll(FleetHost.ubuntu("h" + i, "S" + i, "52:54:00:00:00:0" + i, "192.0.2." + i));
        }
        int policy = fleet.createPolicy(FleetSettings.PERSON, PolicyFields.of("Firewall", "SELECT 1;"))
                .id();
        assertThat(gough.get("hosts/1").json().at("/host/policy_updated_at").asString())
                .startsWith("2000-01-01");
        fleet.judge(1, "Firewall", false);
        fleet.judge(2, "Firewall", true);
        var failing = gough.get("hosts?policy_id=" + policy + "&policy_response=failing")
                .json();
        assertThat(failing.get("hosts")).hasSize(1);
        assertThat(failing.at("/hosts/0/issues/failing_policies_count").intValue())
                .isEqualTo(1);
        assertThat(gough.get("hosts?policy_id=" + policy)
                        .json()
                        .at("/hosts/0/hostname")
                        .asString())
                .as("without a response: those that did not answer")
                .isEqualTo("h3");
        assertThat(gough.get("hosts?policy_response=failing").status()).isEqualTo(400);
        assertThat(fleet.policy("Firewall").orElseThrow().failing()).isEqualTo(1);
        fleet.deleteHost(1);
        assertThat(fleet.policy("Firewall").orElseThrow().failing()).isZero();
        assertThat(gough.get("hosts/1").status()).isEqualTo(404);
        fleet.enrollAgain(2);
        assertThat(gough.get("hosts/2").json().at("/host/policy_updated_at").asString())
                .startsWith("2000-01-01");
    }

    @Test
    void vulnerabilitiesAreListedAsTheyWereCountedWithTheirHosts() {
        IntStream.rangeClosed(1, 3)
                .forEach(i -> fleet.enroll(FleetHost.ubuntu("h" + i, "S" + i, "52:54:00:00:00:0" + i, "192.0.2." + i)));
        fleet.find("CVE-2026-0002", true, List.of(1, 3));
        fleet.find("CVE-2026-0001", false, List.of(2));
        var first = gough.get("vulnerabilities?page=0&per_page=1&order_key=cve").json();
        assertThat(first.at("/vulnerabilities/0/cve").asString()).isEqualTo("CVE-2026-0001");
        assertThat(first.get("count").intValue()).isEqualTo(2);
        assertThat(first.at("/meta/has_next_results").booleanValue()).isTrue();
        var exploited = gough.get("vulnerabilities?exploit=true").json();
        assertThat(exploited.get("vulnerabilities")).hasSize(1);
        assertThat(exploited.at("/vulnerabilities/0/hosts_count").intValue()).isEqualTo(2);
        assertThat(exploited.at("/vulnerabilities/0/cisa_known_exploit").booleanValue())
                .isTrue();
        assertThat(gough.get("hosts?vulnerability=cve-2026-0002").json().get("hosts"))
                .hasSize(2);
        assertThat(gough.get("hosts?vulnerability=CVE-2026-9999").json().get("hosts"))
                .isEmpty();
        assertThat(gough.get("vulnerabilities?order_key=evil").status()).isEqualTo(400);
        fleet.find("CVE-2026-0002", true, List.of());
        assertThat(gough.get("vulnerabilities").json().get("vulnerabilities")).hasSize(1);
        fleet.find(IntStream.range(1000, 1026).mapToObj(i -> "CVE-2026-" + i).toList(), false, List.of(1));
        var all = gough.get("vulnerabilities?order_key=cve").json();
        assertThat(all.get("counts_updated_at"))
                .as("the first of those on the page")
                .isEqualTo(all.at("/vulnerabilities/0/hosts_count_updated_at"))
                .isNotEqualTo(all.at("/vulnerabilities/26/hosts_count_updated_at"));
        fleet.beginToCountVulnerabilities(1);
        assertThat(gough.get("vulnerabilities").json().get("vulnerabilities"))
                .as("an older server is counting")
                .hasSize(1);
    }

    @Test
    void hostsComeInPagesWithoutMeta() {
        IntStream.rangeClosed(1, 5)
                .forEach(i -> fleet.enroll(FleetHost.ubuntu("h" + i, "S" + i, "52:54:00:00:00:0" + i, "192.0.2." + i)));
        var page = gough.get("hosts?page=1&per_page=2&order_key=id").json();
        assertThat(keys(page)).containsExactly("hosts");
        assertThat(page.at("/hosts/0/hostname").asString()).isEqualTo("h3");
        assertThat(gough.get("hosts?page=9&per_page=2").json().get("hosts")).isEmpty();
        assertThat(gough.get("hosts/identifier/S4").json().at("/host/id").intValue())
                .isEqualTo(4);
        assertThat(gough.get("hosts/2").json().at("/host/primary_mac").asString())
                .isEqualTo("52:54:00:00:00:02");
        assertThat(gough.get("hosts/identifier/none").status()).isEqualTo(404);
        fleet.change(1, fleet.hosts().get(1).with(FleetHost.Status.OFFLINE));
        assertThat(gough.get("hosts?status=offline").json().get("hosts")).hasSize(1);
        assertThat(gough.get("host_summary").json().get("online_count").intValue())
                .isEqualTo(4);
        assertThat(gough.get("hosts/count").json().get("count").intValue()).isEqualTo(5);
    }

    @Test
    void policiesAreListedWithoutMetaAndVanishPastTheEnd() {
        fleet.addPolicy("disk", "select 1", "encrypt it", 3, 1);
        assertThat(keys(gough.get("global/policies").json())).containsExactly("policies");
        assertThat(gough.get("/api/latest/fleet/policies")
                        .json()
                        .at("/policies/0/failing_host_count")
                        .intValue())
                .isEqualTo(1);
        assertThat(keys(gough.get("global/policies?page=3&per_page=5").json())).isEmpty();
        assertThat(gough.get("policies").status()).isEqualTo(404);
    }
}

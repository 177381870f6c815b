package io.penguintech.gough.simulators.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FleetLicenceTest extends FleetFixture {

    @Test
    void aFreeServerRefusesFleetsAndLabels() {
        reopen(settings -> settings.withTier(Tier.FREE));
        assertThat(gough.get("config").json().at("/license/tier").asString()).isEqualTo("free");
        assertThat(gough.get("fleets").status()).isEqualTo(402);
        fleet.addLabel("x", "");
        var answer = gough.post("reports", "{'name':'x','query':'y','labels_include_any':['x']}");
        assertThat(answer.status()).isEqualTo(402);
        assertThat(reason(answer)).isEqualTo("Requires Fleet Premium license");
    }

    @Test
    void aFreeServerDoesNotSayWhatIsExploited() {
        reopen(settings -> settings.withTier(Tier.FREE));
        fleet.enroll(FleetHost.ubuntu("h1", "S1", "", ""));
        fleet.find("CVE-2026-0002", true, java.util.List.of(1));
        assertThat(gough.get("vulnerabilities?exploit=true").status()).isEqualTo(402);
        assertThat(keys(gough.get("vulnerabilities?order_key=cve").json().at("/vulnerabilities/0")))
                .contains("cve", "hosts_count")
                .doesNotContain("cisa_known_exploit");
    }

    @Test
    void aPremiumServerListsFleetsUnderBothNames() {
        fleet.addFleet("Servers", "secret-1");
        assertThat(gough.get("config").json().at("/license/tier").asString()).isEqualTo("premium");
        assertThat(keys(gough.get("fleets").json())).containsExactly("fleets", "teams");
        assertThat(gough.get("fleets/1/secrets").json().at("/secrets/0/secret").asString())
                .isEqualTo("secret-1");
    }
}

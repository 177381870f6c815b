package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final Repo REPO = Repo.empty()
            .with("gough.yaml", Repo.GOUGH.replace("{}", "{values: {site: Lund}}"))
            .with("profiles/p.yaml", """
                    apiVersion: gough.io/v1
                    kind: Profile
                    metadata: {name: base}
                    spec:
                      zone: a
                      os: {release: jammy, kernel: k1}
                      tags: [one]
                      values: {tz: UTC, list: [1, 2]}
                    ---
                    apiVersion: gough.io/v1
                    kind: Profile
                    metadata: {name: web}
                    spec:
                      zone: b
                      os: {release: noble}
                      +tags: ["r-${{ host.labels.role }}"]
                      machine: {power: {type: ipmi, password: {secret: "bmc/${{ host.name }}#pw"}}}
                    """)
            .withHost(
                    "a",
                    "profiles: [base, web]\nzone: c\ndescription: ${{ values.tz }} ${{ repository.site }} ${{ host.name }}\nvalues: {copy: \"${{ values.list }}\"}");

    private static List<String> lines(String field) {
        var explanation = new Explainer(Limits.DEFAULT).explain(REPO.tree(), new HostName("a"), Optional.of(field));
        assertThat(explanation).isInstanceOf(Explanation.Found.class);
        return ((Explanation.Found) explanation)
                .lines().stream().map(Explanation.Line::toString).toList();
    }

    private static String missing(String host, String field) {
        var explanation = new Explainer(Limits.DEFAULT).explain(REPO.tree(), new HostName(host), Optional.of(field));
        assertThat(explanation).isInstanceOf(Explanation.Missing.class);
        return ((Explanation.Missing) explanation).why();
    }

    @Test
    void aValueOfTheHostNamesItsLineAndWhatItOverrides() {
        assertThat(lines("zone"))
                .containsExactly(
                        "zone = c  hosts/a.yaml:7:9 (host a); overrides profiles/p.yaml:14:9, profiles/p.yaml:5:9");
    }

    @Test
    void aMapIsExplainedFieldByField() {
        assertThat(lines("spec.os"))
                .containsExactly(
                        "os.release = noble  profiles/p.yaml:15:17 (profile web); overrides profiles/p.yaml:6:17",
                        "os.kernel = k1  profiles/p.yaml:6:32 (profile base)");
        assertThat(lines("os.kernel")).hasSize(1);
    }

    @Test
    void itemsOfAnAppendedListNameTheirOwnLines() {
        assertThat(lines("tags"))
                .containsExactly(
                        "tags[0] = one  profiles/p.yaml:7:10 (profile base)",
                        "tags[1] = r-web  profiles/p.yaml:16:11 (profile web); host.labels.role from hosts/a.yaml:3:36");
        assertThat(lines("tags[1]")).hasSize(1);
    }

    @Test
    void everyPlaceholderNamesWhereItsValueIsWritten() {
        assertThat(lines("description"))
                .containsExactly(
                        "description = UTC Lund a  hosts/a.yaml:8:16 (host a); values.tz from profiles/p.yaml:8:16;"
                                + " repository.site from gough.yaml:4:23; host.name from hosts/a.yaml:3:18");
    }

    @Test
    void aPlaceholderThatBecameAListIsOneLine() {
        assertThat(lines("values.copy"))
                .containsExactly(
                        "values.copy = [1, 2]  hosts/a.yaml:9:18 (host a); values.list from profiles/p.yaml:8:27");
    }

    @Test
    void secretsAreMasked() {
        assertThat(lines("machine.power.password"))
                .containsExactly("machine.power.password = <secret bmc/a#pw>  profiles/p.yaml:17:43 (profile web);"
                        + " host.name from hosts/a.yaml:3:18");
    }

    @Test
    void aFieldThatNobodySetShowsItsDefault() {
        assertThat(lines("protect"))
                .containsExactly(
                        "protect = (not set)  Never released, reinstalled, erased or deleted while true; the default.");
        assertThat(lines("retired.erase")).singleElement().asString().contains("(not set)", "quick");
    }

    @Test
    void withoutAFieldEverythingThatIsSetIsExplained() {
        var all = (Explanation.Found)
                new Explainer(Limits.DEFAULT).explain(REPO.tree(), new HostName("a"), Optional.empty());
        assertThat(all.lines().stream().map(Explanation.Line::field))
                .containsExactly(
                        "zone",
                        "os.release",
                        "os.kernel",
                        "tags[0]",
                        "tags[1]",
                        "values.tz",
                        "values.list[0]",
                        "values.list[1]",
                        "values.copy",
                        "machine.power.type",
                        "machine.power.password",
                        "machine.macAddresses[0]",
                        "profiles[0]",
                        "profiles[1]",
                        "description");
    }

    @Test
    void anUnknownHostOrFieldSuggestsTheNearest() {
        assertThat(missing("aa", "zone")).isEqualTo("No host is called \"aa\"; did you mean \"a\"?");
        assertThat(missing("a", "zoen")).isEqualTo("Host a has no field \"zoen\"; did you mean \"zone\"?");
        assertThat(missing("a", "values.tzz"))
                .isEqualTo("Host a has no field \"values.tzz\"; did you mean \"values.tz\"?");
        assertThat(missing("a", "")).startsWith("Host a has no field");
    }

    @Test
    void anInvalidRepositoryIsExplainedAsFarAsItCanBeRead() {
        var broken = Repo.empty().with("hosts/x.yaml", "{").withHost("b", "profiles: [nope]\nzone: z\ngoal: wrong");
        var found = (Explanation.Found)
                new Explainer(Limits.DEFAULT).explain(broken.tree(), new HostName("b"), Optional.of("zone"));
        assertThat(found.lines()).singleElement().asString().isEqualTo("zone = z  hosts/b.yaml:7:9 (host b)");
    }
}

package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.ThingKind;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** From which files changes come, by two revisions. */
class OriginsTest {
    private static final Change AMEND = Samples.amend("alpha", "zone", "a", "b", Risk.NONE);
    private static final String BASE = """
            apiVersion: gough.io/v1
            kind: Profile
            metadata: {name: base}
            spec: {zone: rack-a, templates: [user]}
            """;

    private final TreeMap<String, String> files = new TreeMap<>(Map.of(
            "gough.yaml",
            Scene.RULES,
            "hosts/web/a.yaml",
            Scene.host("alpha", 1, "profiles: [base]"),
            "hosts/web/b.yaml",
            Scene.host("beta", 2, ""),
            "profiles/base.yaml",
            BASE,
            "templates/user.yaml",
            "#cloud-config\npackages: [jq]\n",
            "queries/q.yaml",
            Scene.query("uptime", "SELECT * FROM uptime")));
    private final TreeMap<String, String> before = new TreeMap<>(files);

    private static RepoTree tree(Map<String, String> files) {
        var entries = new TreeMap<String, RepoTree.Entry>();
        files.forEach(
                (path, text) -> entries.put(path, new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8))));
        return new RepoTree(Optional.empty(), entries);
    }

    private static Declarations.Declared.Valid declared(Map<String, String> files) {
        var declarations =
                new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
        if (declarations.declare(tree(files), SecretPrefixes.ANY) instanceof Declarations.Declared.Valid valid)
            return valid;
        throw new AssertionError(declarations.declare(tree(files), SecretPrefixes.ANY));
    }

    private Origins origins() {
        return new Origins(
                Optional.of(declared(before)),
                declared(files),
                Origins.Difference.between(Optional.of(tree(before)), tree(files)));
    }

    private Origin of(Change change) {
        return origins().of(change);
    }

    @Test
    void driftComesFromTheDocumentAlone() {
        assertThat(of(AMEND)).isEqualTo(new Origin(new java.util.TreeSet<>(List.of("hosts/web/a.yaml")), false));
    }

    @Test
    void aCommitToTheDocumentComesFromIt() {
        files.put("hosts/web/a.yaml", Scene.host("alpha", 1, "profiles: [base]\npool: a"));

        assertThat(of(AMEND).files()).containsExactly("hosts/web/a.yaml");
        assertThat(of(AMEND).committed()).isTrue();
        assertThat(of(Samples.amend("beta", "zone", "a", "b", Risk.NONE)).committed())
                .isFalse();
    }

    @Test
    void commentsAndLinesDeclareNothing() {
        files.put("hosts/web/a.yaml", "# moved down\n\n" + Scene.host("alpha", 1, "profiles: [base]"));
        files.put("profiles/base.yaml", "# moved down\n\n" + BASE);

        assertThat(of(AMEND).committed()).isFalse();
    }

    @Test
    void aProfileCountsWhenItMadeTheDifference() {
        files.put("profiles/base.yaml", BASE.replace("rack-a", "rack-b"));

        assertThat(of(AMEND).files()).containsExactly("hosts/web/a.yaml", "profiles/base.yaml");
        assertThat(of(AMEND).committed()).isTrue();
    }

    @Test
    void aTemplateCountsWhenItMadeTheDifference() {
        files.put("templates/user.yaml", "#cloud-config\npackages: [tmux]\n");

        assertThat(of(AMEND).files()).containsExactly("hosts/web/a.yaml", "templates/user.yaml");
        assertThat(of(AMEND).committed()).isTrue();
    }

    @Test
    void aProfileThatIsLeftCountsAsWell() {
        files.put("hosts/web/a.yaml", Scene.host("alpha", 1, "profiles: [other]"));
        files.put(
                "profiles/other.yaml", BASE.replace("name: base", "name: other").replace("rack-a", "rack-b"));
        files.put("profiles/base.yaml", BASE.replace("rack-a", "rack-c"));

        assertThat(of(AMEND).files()).containsExactly("hosts/web/a.yaml", "profiles/base.yaml", "profiles/other.yaml");
    }

    @Test
    void whatInstallsAMachineComesFromEverythingThatIsInstalled() {
        assertThat(of(Samples.reinstall("alpha")).files())
                .containsExactly("hosts/web/a.yaml", "profiles/base.yaml", "templates/user.yaml");
        assertThat(of(Samples.bringUp("alpha")).files())
                .containsExactly("hosts/web/a.yaml", "profiles/base.yaml", "templates/user.yaml");
        assertThat(of(Samples.reinstall("beta")).files()).containsExactly("hosts/web/b.yaml");
    }

    @Test
    void aMovedDocumentCountsWhereItWasAndWhereItIs() {
        files.put("hosts/db/a.yaml", files.remove("hosts/web/a.yaml"));

        assertThat(of(AMEND).files()).containsExactly("hosts/db/a.yaml", "hosts/web/a.yaml");
    }

    @Test
    void aRenamedHostCountsWhereItWasAndWhereItIs() {
        files.remove("hosts/web/a.yaml");
        files.put("hosts/db/c.yaml", Scene.host("gamma", 1, "profiles: [base]\nformerly: [alpha]"));

        assertThat(of(Samples.amend("gamma", "name", "alpha", "gamma", Risk.DISRUPTIVE))
                        .files())
                .containsExactly("hosts/db/c.yaml", "hosts/web/a.yaml");
    }

    @Test
    void aDocumentThatIsGoneCountsWhereItWas() {
        files.remove("hosts/web/a.yaml");
        files.remove("queries/q.yaml");

        assertThat(of(Samples.release("alpha")).files()).contains("hosts/web/a.yaml");
        assertThat(of(Samples.release("alpha")).committed()).isTrue();
        assertThat(of(new Change.DeleteInFleet(
                                Subject.OfFleet.query(Samples.DEFAULT, "uptime"),
                                1,
                                List.of(),
                                Risk.DESTRUCTIVE,
                                "gone"))
                        .files())
                .containsExactly("queries/q.yaml");
    }

    @Test
    void whatStandsInNeitherMayComeFromAnywhere() {
        assertThat(of(Samples.release("delta"))).isEqualTo(Origin.UNKNOWN);
    }

    @Test
    void valuesOfTheRepositoryComeFromItsFile() {
        before.put("gough.yaml", Scene.RULES + "  values: {rack: rack-a}\n");
        files.put("gough.yaml", Scene.RULES + "  values: {rack: rack-b}\n");
        for (var side : List.of(before, files))
            side.put("profiles/base.yaml", BASE.replace("rack-a", "\"${{ repository.rack }}\""));

        assertThat(of(AMEND).files()).containsExactly("gough.yaml", "gough.yml", "hosts/web/a.yaml");
        assertThat(of(Samples.rules()).files()).containsExactly("gough.yaml", "gough.yml");
        assertThat(of(Samples.rules()).committed()).isTrue();
    }

    @Test
    void withNothingBeforeEverythingWasCommitted() {
        var origins = new Origins(
                Optional.empty(), declared(files), Origins.Difference.between(Optional.empty(), tree(files)));

        assertThat(origins.of(AMEND).committed()).isTrue();
        assertThat(origins.of(AMEND).files()).contains("hosts/web/a.yaml", "profiles/base.yaml", "templates/user.yaml");
    }

    @Test
    void theFileThatNamesAListOfFleetsCountsAsWell() {
        var fleets = "name: Servers\npolicies:\n  - path: ../lib/p.yml\n";
        var policy = "- name: Encrypted\n  query: SELECT 1 FROM uptime\n";
        before.put("queries/lib/p.yml", policy);
        before.put("queries/teams/servers.yml", fleets);
        files.put("queries/lib/p.yml", policy);
        files.put("queries/teams/servers.yml", fleets.replace("Servers", "Laptops"));
        var now = declared(files).inventory().policies().getFirst();

        assertThat(now.place().file()).isEqualTo("queries/lib/p.yml");
        assertThat(of(new Change.CreateInFleet(Subject.OfFleet.of(now), now, List.of(), Risk.NONE, "it is not there"))
                        .files())
                .containsExactly("queries/lib/p.yml", "queries/teams/servers.yml");
    }

    @Test
    void whereNoKnownFileMadeTheDifferenceAnyChangedOneMayHave() {
        files.put("hosts/web/b.yaml", Scene.host("beta", 2, "guards: [uptime]"));
        before.putAll(files);
        files.put("queries/q.yaml", Scene.query("uptime", "SELECT 1 FROM uptime"));
        files.put("hosts/web/a.yaml", Scene.host("alpha", 1, "profiles: [base]\npool: a"));

        assertThat(of(Samples.amend("beta", "zone", "a", "b", Risk.NONE)).files())
                .containsExactly("hosts/web/a.yaml", "hosts/web/b.yaml", "queries/q.yaml");
    }

    @Test
    void whereNoFileAtAllMadeTheDifferenceAnyMayHave() {
        files.put("hosts/web/a.yaml", Scene.host("alpha", 1, "profiles: [base]\npool: a"));
        var origins = new Origins(Optional.of(declared(before)), declared(files), Origins.Difference.none(tree(files)));

        assertThat(origins.of(AMEND)).isEqualTo(Origin.UNKNOWN);
    }

    @Test
    void everythingDeclaredHasAForm() {
        var origins = origins();
        assertThat(origins.subjects())
                .extracting(Subject::text)
                .containsExactlyInAnyOrder("host alpha", "host beta", "query default/uptime");
        assertThat(origins.subjects())
                .allSatisfy(subject -> assertThat(origins.source(subject).is())
                        .isEqualTo(origins.source(subject).was())
                        .isPresent());
    }

    @Test
    void whatAThingRefersToCountsWhenItMadeTheDifference() {
        files.put("region/fabrics.yaml", thing("Fabric", "core", ""));
        files.put("region/vlans.yaml", thing("Vlan", "servers", "fabric: core, vid: 10"));
        files.put("region/subnets.yaml", thing("Subnet", "rack-a", "cidr: 10.0.0.0/24, vlan: servers"));
        before.putAll(files);
        files.put("region/vlans.yaml", thing("Vlan", "servers", "fabric: core, vid: 11"));
        files.put("region/subnets.yaml", "# touched\n" + before.get("region/subnets.yaml"));

        var subnet = new Subject.OfThing(Scene.DEFAULT, ThingKind.SUBNET, "rack-a");
        assertThat(origins().source(subnet).made()).containsExactly("region/subnets.yaml", "region/vlans.yaml");
    }

    private static String thing(String kind, String name, String spec) {
        return """
                apiVersion: gough.io/v1
                kind: %s
                metadata: {name: %s}
                spec: {%s}
                """.formatted(kind, name, spec);
    }
}

package io.penguintech.gough.bot.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.edge.Samples;
import io.penguintech.gough.bot.forge.ForgeAccess;
import io.penguintech.gough.bot.forge.ForgeKind;
import io.penguintech.gough.bot.forge.Forges;
import io.penguintech.gough.bot.forge.WritePace;
import io.penguintech.gough.bot.proposing.Outcome;
import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Rollouts.InFleet;
import io.penguintech.gough.bot.rollout.Rollouts.There;
import io.penguintech.gough.bot.source.GitInfraRepo;
import io.penguintech.gough.bot.source.RepositorySettings;
import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import io.penguintech.gough.simulators.git.Push;
import io.penguintech.gough.simulators.git.Workbench;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody changed in a Fleet becomes a pull request that declares it: real git, and a forge that answers like one. */
class DriftProposalTest {
    private static final String QUERIES = """
            # Asked of all hosts.
            apiVersion: gough.io/v1
            kind: Query
            metadata:
              name: uptime
              labels: {team: security}
            spec:
              formerly: [up]
              query: SELECT days FROM uptime
              interval: 1h
            ---
            apiVersion: gough.io/v1
            kind: Query
            metadata: {name: gone}
            spec:
              query: SELECT hours FROM uptime
            """;
    private static final Plan PLAN = new Plan(List.of(), List.of(), List.of(), 0);

    @TempDir
    Path folder;

    private final Declarations declarations =
            new RenderedDeclarations(Limits.DEFAULT, new UserDataRenderer(UserDataRenderer.Settings.DEFAULT));
    private ForgeStandIn forge;
    private GitStandIn git;
    private Workbench ada;
    private GitInfraRepo source;
    private Forges forges;
    private Revision revision;
    private DriftProposal proposal;

    @BeforeEach
    void begin() {
        git = GitStandIn.start(GitSettings.in(folder.resolve("server")));
        git.createRepository("infra");
        forge = ForgeStandIn.start(ForgeSettings.of(ForgeDialect.GITHUB), git, "infra");
        ada = git.workbench("infra", new Person("Ada", "ada@example.com"));
        source = GitInfraRepo.open(
                Samples.MAIN,
                RepositorySettings.of(git.cloneUrl("infra"), "main"),
                folder.resolve("clones"),
                Limits.DEFAULT);
        var settings = ForgeSettings.of(ForgeDialect.GITHUB);
        forges = new Forges(Map.of(
                Samples.MAIN,
                Forges.client(
                        new ForgeAccess(
                                ForgeKind.GITHUB,
                                URI.create(forge.url()),
                                settings.project(),
                                new ForgeAccess.Login.Token(() -> new Credential(settings.token())),
                                HttpSettings.DEFAULT,
                                WritePace.NONE),
                        CallListener.NONE,
                        Clock.systemUTC(),
                        new Random(1))));
        proposal = new DriftProposal(source, forges.of(Samples.MAIN).orElseThrow(), declarations);
        commit("queries/all.yaml", QUERIES);
    }

    @AfterEach
    void end() {
        forges.close();
        source.close();
        ada.close();
        git.close();
        forge.close();
    }

    private void commit(String path, String text) {
        revision = new Revision(ada.commit(
                "Write " + path,
                Edit.write(
                        "gough.yaml",
                        "apiVersion: gough.io/v1\nkind: Repository\nmetadata: {name: acme}\nspec: {mode: observe}\n"),
                Edit.write(path, text)));
        ada.push();
    }

    private Rollout rollout() {
        return new Rollout(
                new RolloutId(12),
                Samples.MAIN,
                revision,
                "Write",
                "Ada",
                "drift",
                new RolloutState.Declined("ben", "not now"),
                Optional.of(PLAN),
                1,
                List.of(),
                List.of(),
                new TreeMap<>(),
                false,
                new TreeMap<>(),
                Optional.empty(),
                List.of(),
                Samples.NOW,
                Samples.NOW);
    }

    private InFleet found(String name, There there) {
        return new InFleet(Subject.OfFleet.of(declared(name)), declared(name).place(), there);
    }

    private FleetObject declared(String name) {
        return valid(revision).inventory().inFleets().stream()
                .filter(object -> object.title().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Declarations.Declared.Valid valid(Revision at) {
        return (Declarations.Declared.Valid) declarations.declare(source.tree(at), SecretPrefixes.ANY);
    }

    private static There is(String name, String sql) {
        return new There.Is(new ObservedObject(
                FleetKind.QUERY,
                7,
                "",
                false,
                new TreeMap<>(Map.of(
                        "name",
                        name,
                        "description",
                        "",
                        "sql",
                        sql,
                        "interval",
                        "600",
                        "logging",
                        "snapshot",
                        "automationsEnabled",
                        "false",
                        "observerCanRun",
                        "true",
                        "discardData",
                        "false"))));
    }

    private Outcome open(InFleet... found) {
        return proposal.open(rollout(), List.of(found), "ben @all");
    }

    /** What was pushed to branches of this cause. */
    private List<Push> pushes() {
        var prefix = "refs/heads/gough/accept-r12-" + PLAN.digest().substring(0, 12) + "-";
        return git.pushes("infra").stream()
                .filter(push -> push.ref().startsWith(prefix))
                .toList();
    }

    private Optional<String> file(String path) {
        var head = pushes().getLast();
        var entry = source.tree(new Revision(head.after())).entries().get(path);
        return Optional.ofNullable(entry).map(it -> new String(((RepoTree.Entry.Blob) it).bytes(), UTF_8));
    }

    @Test
    void aPullRequestDeclaresWhatIsThereAndKeepsWhatPeopleWrote() {
        var opened =
                open(found("uptime", is("uptime", "SELECT minutes FROM uptime")), found("gone", new There.Deleted()));
        assertThat(opened).isInstanceOf(Outcome.Opened.class);
        var pull = forge.pull(((Outcome.Opened) opened).number());
        assertThat(pull.title()).isEqualTo("Accept 2 changes made in Fleet");
        assertThat(pull.body()).contains("uptime", "gone").doesNotContain("@all");
        assertThat(file("queries/all.yaml").orElseThrow())
                .startsWith("# Asked of all hosts.\n")
                .contains(
                        "  labels: {team: security}\n", "SELECT minutes FROM uptime", "formerly:", "interval: \"600s\"")
                .doesNotContain("gone", "SELECT days");
    }

    @Test
    void aSecondClickFindsThePullRequestOfTheFirstWhoeverClicks() {
        var found = found("uptime", is("uptime", "SELECT minutes FROM uptime"));
        var first = open(found);
        assertThat(open(found)).isEqualTo(first);
        assertThat(proposal.open(rollout(), List.of(found), "cyn")).isEqualTo(first);
        assertThat(pushes()).hasSize(1);
        assertThat(forge.pulls()).hasSize(1);
    }

    @Test
    void whatWasPushedAndNeverProposedIsInNobodysWay() {
        var found = found("uptime", is("uptime", "SELECT minutes FROM uptime"));
        forge.faults().down();
        assertThat(open(found)).isInstanceOf(Outcome.Impossible.class);
        assertThat(pushes()).hasSize(1);
        forge.faults().up();

        assertThat(proposal.open(rollout(), List.of(found), "cyn")).isInstanceOf(Outcome.Opened.class);
        assertThat(open(found)).isInstanceOf(Outcome.Opened.class);
        assertThat(forge.pulls()).hasSize(1);
    }

    @Test
    void aFileWithoutDocumentsIsDeleted() {
        commit(
                "queries/one.yaml",
                QUERIES.substring(QUERIES.indexOf("---\n") + 4).replace("gone", "lonely"));
        assertThat(open(found("lonely", new There.Deleted()))).isInstanceOf(Outcome.Opened.class);
        assertThat(file("queries/one.yaml")).isEmpty();
        assertThat(file("queries/all.yaml")).contains(QUERIES);
    }

    @Test
    void whatADocumentCannotSayIsLeftToPeopleAndNothingIsPushed() {
        long pushes = git.pushes("infra").size();
        assertThat(open(found("uptime", is("uptime 2", "SELECT 1"))))
                .isEqualTo(new Outcome.Impossible(
                        "query default/uptime was renamed in Fleet, which a person must say in its document."));
        assertThat(open(found("uptime", is("uptime", "SELECT x FROM nowhere"))))
                .isInstanceOfSatisfying(
                        Outcome.Impossible.class,
                        it -> assertThat(it.why()).contains("would have a problem", "nowhere"));
        assertThat(git.pushes("infra")).hasSize((int) pushes);
    }

    @Test
    void aRemoteThatTakesNoBranchIsSaid() {
        var found = found("uptime", is("uptime", "SELECT minutes FROM uptime"));
        git.down();
        assertThat(open(found)).isInstanceOf(Outcome.Impossible.class);
    }

    @Test
    void aBranchOfSomebodyElseWithThatNameIsLeftAlone() {
        var found = found("uptime", is("uptime", "SELECT minutes FROM uptime"));
        open(found);
        forge.close("ada", forge.pulls().getLast().number());
        ada.switchTo(forge.pulls().getLast().branch());
        var theirs = ada.commit("Mine", Edit.write("mine.txt", "x"));
        ada.forcePush();
        assertThat(open(found))
                .isInstanceOfSatisfying(
                        Outcome.Impossible.class,
                        it -> assertThat(it.why()).contains("already, with something else in it"));
        assertThat(git.pushes("infra").getLast().after()).isEqualTo(theirs);
    }

    private void assertImpossible(Outcome outcome, String... words) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Impossible.class, it -> assertThat(it.why()).contains(words));
        assertThat(pushes()).isEmpty();
    }

    @Test
    void whatOthersAreMadeOfIsLeftToPeople() {
        commit("hosts/hv.yaml", """
                apiVersion: gough.io/v1
                kind: Host
                metadata: {name: hv-01}
                spec:
                  machine: {power: {type: manual}, serial: S1}
                  guards: [uptime]
                """);
        assertImpossible(
                open(found("uptime", is("uptime", "SELECT minutes FROM uptime"))), "change more", "host hv-01");
    }

    @Test
    void aFileOfFleetsOwnDoesNotGoWithOneThatIsInIt() {
        commit("queries/default.yml", """
                org_settings: {org_info: {org_name: Example}}
                reports:
                  - name: disk
                    query: SELECT 1
                  - name: keep
                    query: SELECT 2
                """);
        assertImpossible(open(found("disk", new There.Deleted())), "change more", "query default/keep");
    }

    @Test
    void aFileThatTwoFleetsOfHostsShareIsLeftToPeople() {
        commit("queries/a.yml", "name: A\npolicies: [{paths: lib/*.yml}]\n");
        commit("queries/b.yml", "name: B\npolicies: [{paths: lib/*.yml}]\n");
        commit("queries/lib/other.yml", "- name: patched\n  query: SELECT 1\n");
        commit("queries/lib/p.yml", "- name: encrypted\n  query: SELECT 1\n");
        var subject = new Subject.OfFleet(FleetKind.POLICY, new BackendName("default"), "A", "encrypted");
        assertImpossible(
                open(new InFleet(subject, declared("encrypted").place(), new There.Deleted())),
                "change more",
                "policy default[B]/encrypted");
    }

    @Test
    void theDocumentBeforeOneOnTheLineOfItsBorderStays() {
        var text = QUERIES.substring(0, QUERIES.indexOf("---\n"));
        commit(
                "queries/all.yaml",
                text + "--- {apiVersion: gough.io/v1, kind: Query, metadata: {name: gone}, spec: {query: SELECT 1}}\n");
        assertThat(open(found("gone", new There.Deleted()))).isInstanceOf(Outcome.Opened.class);
        assertThat(file("queries/all.yaml")).contains(text);
    }

    @Test
    void lineEndsOfTheFileAndTextsThatEndWithoutOneStay() {
        var last = QUERIES.replace("SELECT hours FROM uptime\n", "|\n    SELECT hours FROM uptime")
                .replace("\n", "\r\n");
        commit("queries/all.yaml", last);
        assertThat(open(found("uptime", is("uptime", "SELECT minutes FROM uptime"))))
                .isInstanceOf(Outcome.Opened.class);
        assertThat(file("queries/all.yaml").orElseThrow())
                .endsWith(last.substring(last.indexOf("---")))
                .doesNotContainPattern("[^\r]\n");
    }

    @Test
    void whatADocumentSaysAndFleetDoesNotKnowStays() {
        commit("queries/all.yaml", QUERIES.replace("  interval: 1h\n", "  interval: 1h\n  adopt: true\n"));
        assertThat(open(found("uptime", is("uptime", "SELECT minutes FROM uptime"))))
                .isInstanceOf(Outcome.Opened.class);
        assertThat(file("queries/all.yaml").orElseThrow()).contains("adopt: true", "formerly:", "team: security");
    }

    @Test
    void aSwitchThatIsOffIsSaidWhereTheDocumentSaysIt() {
        var policy = """
                apiVersion: gough.io/v1
                kind: Policy
                metadata: {name: encrypted}
                spec:
                  team: Laptops
                  query: SELECT 1
                  calendarEventsEnabled: true
                """;
        commit("queries/policies.yaml", policy);
        var off = new There.Is(new ObservedObject(
                FleetKind.POLICY,
                8,
                "Laptops",
                false,
                new TreeMap<>(Map.of(
                        "name", "encrypted",
                        "description", "",
                        "sql", "SELECT 2",
                        "critical", "false",
                        "calendarEventsEnabled", "false",
                        "conditionalAccessEnabled", "true"))));
        assertThat(open(found("encrypted", off))).isInstanceOf(Outcome.Opened.class);
        assertThat(file("queries/policies.yaml").orElseThrow())
                .contains("calendarEventsEnabled: false")
                .doesNotContain("conditionalAccess");
    }

    @Test
    void anAnchorThatOthersStandForIsLeftToPeople() {
        commit("queries/anchors.yaml", """
                apiVersion: gough.io/v1
                kind: Query
                spec:
                  description: &words a
                  query: SELECT 1
                metadata: {name: &name anchored, labels: {words: *words}}
                """);
        assertImpossible(open(found("anchored", is("anchored", "SELECT 2"))), "a problem", "words");
        commit("queries/anchors.yaml", """
                apiVersion: gough.io/v1
                kind: &words Query
                spec:
                  description: &words a
                  query: SELECT 1
                metadata: {name: anchored, labels: {words: *words}}
                """);
        assertImpossible(
                open(found("anchored", is("anchored", "SELECT 2"))), "would not say of query default/anchored");
    }

    @Test
    void whatWasNeverMadeLeavesItsFileAlone() {
        commit(
                "queries/never.yaml",
                "# mine\r\n" + QUERIES.substring(QUERIES.indexOf("---\n") + 4).replace("gone", "never"));
        assertThat(open(
                        found("never", new There.NeverMade()),
                        found("uptime", is("uptime", "SELECT minutes FROM uptime"))))
                .isInstanceOf(Outcome.Opened.class);
        assertThat(file("queries/never.yaml").orElseThrow()).startsWith("# mine\r\n");
    }
}

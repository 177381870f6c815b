package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.importing.Insides;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.maas.MaasHttp;
import io.penguintech.gough.reconcile.maas.MaasSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.ThingKind;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.PolicyFields;
import io.penguintech.gough.simulators.fleet.ReportFields;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code gough import}: a region and a Fleet that were built by hand become a repository whose plan is empty. */
class ImportCommandTest {
    private static final List<String> OWNERS = List.of("admin", "alice", "carol", "dave");
    private static final String PASSWORD = "bmc-pa55-never-shown";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    Site site;

    @SuppressWarnings("NullAway.Init") // set before each test
    Path target;

    @BeforeEach
    void begin() {
        site = new Site(folder);
        target = folder.resolve("imported");
        for (var owner : OWNERS) site.maas.administrator(owner);
    }

    @AfterEach
    void end() {
        site.close();
    }

    /** Deployed machine number {@code i}, its owner one of four, every other one locked. */
    private static NewMachine running(int i) {
        return isLocked(i) ? unlocked(i).asLocked() : unlocked(i);
    }

    private static boolean isLocked(int i) {
        return i % 8 >= 4;
    }

    private static NewMachine unlocked(int i) {
        return NewMachine.named("node-%03d".formatted(i))
                .withMacAddresses("52:54:00:01:%02x:%02x".formatted(i / 256, i % 256))
                .deployed(i % 5 == 0 ? "jammy" : "noble", OWNERS.get(i % 4))
                .inZone("rack-" + (char) ('a' + i % 3))
                .inPool(i % 2 == 0 ? "production" : "staging")
                .withTags("virtual", i % 2 == 0 ? "role-db" : "role-web")
                .withDescription(i % 7 == 0 ? "note: \"a\" & ${{ b }} #" + i : "")
                .withPower(
                        "ipmi",
                        Map.of(
                                "power_address",
                                "192.0.2." + i,
                                "power_user",
                                "maas",
                                "power_pass",
                                PASSWORD,
                                "power_driver",
                                "LAN_2_0",
                                "k_g",
                                PASSWORD + "-kg"));
    }

    /** Two machines set up in each way, from number {@code first} on; returns how many writes there were. */
    private long setUp(int first) {
        var insides = new Insides(site.maas);
        int number = first;
        for (var way : Insides.Way.values())
            for (int twice = 0; twice < 2; twice++) {
                var id = insides.add(unlocked(number), number, way);
                var edit = site.maas.edit(id).status(MaasStatus.DEPLOYED).owner(OWNERS.get(number % 4));
                if (isLocked(number)) edit.lock();
                number++;
            }
        return site.writes();
    }

    private long reads() {
        return site.maas.count(call -> call.method().equals("GET"));
    }

    private Run imports(String... more) {
        var words = new ArrayList<>(List.of("import", target.toString()));
        words.addAll(site.backends());
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    private Run plan(String... more) {
        var words = new ArrayList<>(List.of("plan", target.toString()));
        words.addAll(site.backends());
        words.addAll(List.of("--state", site.state.toString()));
        words.addAll(List.of("--initial-rules", target.resolve("gough.yaml").toString()));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    private Map<String, String> files() {
        try (var all = Files.walk(target)) {
            var files = new TreeMap<String, String>();
            for (var file : all.filter(Files::isRegularFile).toList())
                files.put(target.relativize(file).toString(), Files.readString(file));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void edit(String file, String what, String by) {
        var text = files().get(file);
        assertThat(text).contains(what);
        Site.write(target.resolve(file), text.replaceFirst(what, by));
    }

    // ---- the whole of it

    @Test
    void aRegionOfFourOwnersHalfLockedIsTakenOverWithoutAChangeAndAnEditedTagIsThatWriteOnly() {
        for (int i = 0; i < 186; i++) site.maas.addMachine(running(i));
        long writes = setUp(186);
        site.fleet.create(FleetSettings.PERSON, ReportFields.of("up \"time\"", "SELECT 1 FROM uptime;"));

        long reads = reads();

        var run = imports().ends(Exit.OK);

        assertThat(reads() - reads).isLessThan(60);
        assertThat(run.results()).doesNotContain("is not written");
        assertThat(files().toString()).contains("layout: custom", "layout: lvm", "layout: bcache", "bond0.100:");
        assertThat(run.results()).startsWith("200 of 200 machines, 1 of 1 queries, policies and labels and ");
        assertThat(run.results()).contains("It is alice's.", "It is carol's.", "It is dave's.", "a lock is a veto");
        Run.of("validate", target.toString()).ends(Exit.OK);
        assertThat(plan().ends(Exit.OK).results()).startsWith("in sync: ");
        edit("gough.yaml", "mode: observe", "mode: apply");
        assertThat(plan("--detailed-exitcode").ends(Exit.OK).results()).startsWith("in sync: ");
        assertThat(JsonMapper.shared()
                        .readTree(plan("-o", "json").ends(Exit.OK).results())
                        .path("findings"))
                .isEmpty();
        assertThat(site.writes()).isEqualTo(writes);

        edit("hosts/rack-a.yaml", "name: node-000\nspec:\n", "name: node-000\nspec:\n  +tags: [edited]\n");
        var words = new ArrayList<>(List.of("apply", target.toString()));
        words.addAll(site.backends());
        words.addAll(List.of("--state", site.state.toString(), "--yes", "--tick-millis", "20"));
        words.addAll(List.of("--initial-rules", target.resolve("gough.yaml").toString()));
        words.addAll(List.of("--digest", digest(plan("-o", "json").results())));
        Run.of(words.toArray(String[]::new)).ends(Exit.OK);

        assertThat(site.maas.machine("node-000").orElseThrow().tags())
                .containsExactlyInAnyOrder("edited", "gough-main", "managed-by-gough", "role-db", "virtual");
        assertThat(site.maas.received("tag")).isEqualTo(3);
        assertThat(site.maas.machines())
                .filteredOn(machine -> machine.tags().contains("managed-by-gough"))
                .hasSize(1);
        for (var act : List.of("deploy", "release", "commission", "allocate", "update", "create", "delete"))
            assertThat(site.maas.received(act)).as(act).isZero();
        assertThat(site.fleet.writes()).isZero();
        assertThat(plan().ends(Exit.OK).results()).startsWith("in sync: ");
    }

    private static String digest(String json) {
        var plan = JsonMapper.shared().readTree(json);
        assertThat(plan.path("changes").size()).isEqualTo(1);
        assertThat(plan.path("changes").path(0).path("subject").asString()).isEqualTo("host node-000");
        return plan.path("digest").asString();
    }

    // ---- what machines stand on

    private void make(MaasHttp maas, ThingKind kind, String... pairs) {
        var fields = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) fields.put(pairs[i], pairs[i + 1]);
        assertThat(maas.start(new Step.OnThing(kind, Optional.empty(), fields))).isInstanceOf(Outcome.Done.class);
    }

    private void network() {
        var settings = MaasSettings.of(URI.create(site.maas.url()), new Credential(site.maas.apiKey()));
        try (var maas = new MaasHttp(
                new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new SecureRandom())) {
            make(maas, ThingKind.ZONE, "name", "rack-z", "description", "the last: row \"z\"");
            make(maas, ThingKind.DOMAIN, "name", "lab.example", "authoritative", "false", "ttl", "300");
            make(maas, ThingKind.FABRIC, "name", "core");
            make(maas, ThingKind.VLAN, "fabric", "core", "name", "servers", "vid", "100", "mtu", "9000");
            make(maas, ThingKind.VLAN, "fabric", "core", "name", "a-rack", "vid", "99", "relay", "core/100");
            make(
                    maas,
                    ThingKind.SUBNET,
                    "name",
                    "servers-v4",
                    "cidr",
                    "192.0.2.0/24",
                    "vlan",
                    "core/100",
                    "gateway",
                    "192.0.2.1",
                    "dnsServers",
                    "192.0.2.3, 192.0.2.2");
            make(
                    maas,
                    ThingKind.IP_RANGE,
                    "subnet",
                    "192.0.2.0/24",
                    "type",
                    "reserved",
                    "start",
                    "192.0.2.10",
                    "end",
                    "192.0.2.20",
                    "comment",
                    "printers");
            make(
                    maas,
                    ThingKind.DNS_RECORD,
                    "domain",
                    "lab.example",
                    "label",
                    "www",
                    "addresses",
                    "192.0.2.30, 192.0.2.31");
        }
    }

    @Test
    void whatMachinesStandOnIsTakenOverWithoutAChangeAndAnEditIsThatWriteOnly() {
        network();
        long writes = site.writes();

        imports().ends(Exit.OK);

        assertThat(files().get("region/subnet.yaml")).contains("""
                metadata:
                  name: servers-v4
                spec:
                  allowDns: true
                  allowProxy: true
                  cidr: "192.0.2.0/24"
                  dnsServers:
                    - "192.0.2.3"
                    - "192.0.2.2"
                """, "vlan: servers", "adopt: true");
        assertThat(files().get("region/vlan.yaml")).contains("fabric: core", "vid: 100", "mtu: 9000", "relay: servers");
        assertThat(files().get("region/iprange.yaml")).contains("subnet: servers-v4", "comment: printers");
        assertThat(files().get("region/dnsrecord.yaml")).contains("label: www", "domain: lab.example");
        Run.of("validate", target.toString()).ends(Exit.OK);
        edit("gough.yaml", "mode: observe", "mode: apply");
        assertThat(plan("--detailed-exitcode").ends(Exit.OK).results()).startsWith("in sync: ");
        assertThat(site.writes()).isEqualTo(writes);

        edit("region/zone.yaml", "the last: row", "the first: row");
        assertThat(plan("--detailed-exitcode").ends(10).results()).contains("rack-z", "the first: row");
    }

    @Test
    void theUntaggedVlansOfAllFabricsAndWhatStandsOnThemAreTakenOverWithoutAChange() {
        network();
        var settings = MaasSettings.of(URI.create(site.maas.url()), new Credential(site.maas.apiKey()));
        try (var maas = new MaasHttp(
                new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new SecureRandom())) {
            make(maas, ThingKind.FABRIC, "name", "edge");
            make(maas, ThingKind.VLAN, "fabric", "edge", "name", "core-untagged", "vid", "200");
            make(maas, ThingKind.VLAN, "fabric", "edge", "name", "phones", "vid", "201", "relay", "core/0");
            make(maas, ThingKind.SUBNET, "name", "edge-v4", "cidr", "198.51.100.0/24", "vlan", "edge/0");
            make(
                    maas,
                    ThingKind.IP_RANGE,
                    "subnet",
                    "198.51.100.0/24",
                    "type",
                    "reserved",
                    "start",
                    "198.51.100.10",
                    "end",
                    "198.51.100.20");
        }

        var run = imports().ends(Exit.OK);

        assertThat(run.results()).doesNotContain("Several VLANs", "not written");
        assertThat(files().get("region/vlan.yaml"))
                .contains("name: fabric-0-untagged", "name: edge-untagged", "name: core-untagged-2")
                .contains("relay: core-untagged-2")
                .doesNotContain("name: untagged");
        assertThat(files().get("region/subnet.yaml")).contains("vlan: edge-untagged", "vlan: fabric-0-untagged");
        assertThat(files().get("region/iprange.yaml")).contains("subnet: edge-v4");
        Run.of("validate", target.toString()).ends(Exit.OK);
        edit("gough.yaml", "mode: observe", "mode: apply");
        assertThat(plan("--detailed-exitcode").ends(Exit.OK).results()).startsWith("in sync: ");
    }

    @Test
    void aThingWhoseNameMeansSeveralIsLeftOutWithWhatStandsOnIt() {
        network();
        var settings = MaasSettings.of(URI.create(site.maas.url()), new Credential(site.maas.apiKey()));
        try (var maas = new MaasHttp(
                new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new SecureRandom())) {
            make(maas, ThingKind.FABRIC, "name", "edge");
            make(maas, ThingKind.VLAN, "fabric", "edge", "name", "servers", "vid", "200");
        }

        var run = imports().ends(Exit.OK);

        assertThat(run.results())
                .contains("VLAN core/100", "VLAN edge/200", "Several VLANs have this name")
                .contains("subnet 192.0.2.0/24", "It refers to a VLAN that is not written: core/100");
        Run.of("validate", target.toString()).ends(Exit.OK);
    }

    // ---- the files

    @Test
    void whatHostsShareStandsInProfilesNamedAfterIt() {
        for (int i = 0; i < 6; i++) site.maas.addMachine(running(i));

        imports().ends(Exit.OK);

        assertThat(files().keySet())
                .filteredOn(file -> !file.startsWith("region/"))
                .containsExactly(
                        "gough.yaml",
                        "hosts/rack-a.yaml",
                        "hosts/rack-b.yaml",
                        "hosts/rack-c.yaml",
                        "profiles/base.yaml",
                        "profiles/network-eth0.yaml",
                        "profiles/os-jammy.yaml",
                        "profiles/os-noble.yaml",
                        "profiles/pool-production.yaml",
                        "profiles/pool-staging.yaml",
                        "profiles/storage-flat.yaml",
                        "profiles/zone-rack-a.yaml",
                        "profiles/zone-rack-b.yaml",
                        "profiles/zone-rack-c.yaml");
        assertThat(files().get("profiles/base.yaml")).isEqualTo("""
                apiVersion: gough.io/v1
                kind: Profile
                metadata:
                  name: base
                spec:
                  machine:
                    architecture: amd64/generic
                    power:
                      k_g:
                        secret: "bmc/${{ host.name }}#k_g"
                      password:
                        secret: "bmc/${{ host.name }}#password"
                      power_driver: LAN_2_0
                      type: ipmi
                      user: maas
                  domain: maas
                  +tags:
                    - virtual
                  goal: deployed
                  adopt: true
                """);
        assertThat(files().get("hosts/rack-b.yaml")).startsWith("""
                apiVersion: gough.io/v1
                kind: Host
                metadata:
                  name: node-001
                spec:
                  profiles:
                    - base
                    - os-noble
                    - zone-rack-b
                    - pool-staging
                    - network-eth0
                    - storage-flat
                  machine:
                    macAddresses:
                      - "52:54:00:01:00:01"
                """);
    }

    @Test
    void theSameRegionGivesTheSameFilesByteForByte() {
        for (int i = 0; i < 20; i++) site.maas.addMachine(running(i));
        imports().ends(Exit.OK);
        var first = files();
        target = folder.resolve("again");

        imports().ends(Exit.OK);

        assertThat(files()).isEqualTo(first);
    }

    @Test
    void noSecretOfAMachineIsWrittenOrSaid() {
        site.maas.addMachine(running(1));
        site.maas.addMachine(NewMachine.named("vm-1")
                .withPower(
                        "virsh",
                        Map.of(
                                "power_address",
                                "qemu+ssh://root:" + PASSWORD + "@192.0.2.9/system",
                                "power_id",
                                "vm-1")));
        site.maas.addMachine(NewMachine.named("odd")
                .withPower("ipmi", Map.of("power_address", "192.0.2.8", "of_a_later_maas", PASSWORD)));

        var run = imports("-o", "json").ends(Exit.OK);

        assertThat(files().toString() + run).doesNotContain(PASSWORD);
        assertThat(files().toString())
                .contains("bmc/${{ host.name }}#of_a_later_maas")
                .contains("bmc/${{ host.name }}#address")
                .contains("id: vm-1")
                .contains("192.0.2.8");
        assertThat(plan().ends(Exit.OK).results()).startsWith("in sync: ");
    }

    @Test
    void whoIsNoAdministratorGetsPowerTypesOnly() {
        site.maas.addMachine(NewMachine.named("free-1"));
        Site.write(folder.resolve("keys/maas"), site.maas.plainUserApiKey());

        var run = imports().ends(Exit.OK);

        assertThat(run.messages()).contains("power parameters are for MAAS administrators");
        assertThat(files().toString()).contains("type: ipmi").doesNotContain("address:");
    }

    // ---- what is left out

    @Test
    void whatNoDocumentCanMeanWithoutAskingForSomethingIsLeftOutWithAReason() {
        site.maas.addMachine(running(1));
        site.maas.addMachine(NewMachine.named("fresh").withStatus(MaasStatus.NEW));
        site.maas.addMachine(
                NewMachine.named("held").withStatus(MaasStatus.ALLOCATED).withOwner("alice"));
        site.maas.addMachine(NewMachine.named("sick").withStatus(MaasStatus.BROKEN));
        site.maas.addMachine(
                NewMachine.named("rescued").withStatus(MaasStatus.RESCUE_MODE).withOwner("bob"));
        site.maas.addMachine(
                NewMachine.named("coming").withStatus(MaasStatus.DEPLOYING).withOwner("bob"));
        site.maas.addMachine(
                NewMachine.named("theirs").deployed("noble", "admin").withTags("managed-by-gough", "gough-other"));
        site.maas.addMachine(NewMachine.named("waiting"));
        site.maas.addMachine(NewMachine.named("twin-1").withSerial("To be filled by O.E.M."));
        site.maas.addMachine(NewMachine.named("twin-2").withSerial("To be filled by O.E.M."));

        var report =
                JsonMapper.shared().readTree(imports("-o", "json").ends(Exit.OK).results());

        var left = new TreeMap<String, String>();
        report.path("leftOut")
                .forEach(remark -> remark.path("about")
                        .forEach(name -> left.put(
                                name.asString().replaceAll(" .*", ""),
                                remark.path("what").asString())));
        assertThat(left.keySet()).containsExactly("coming", "fresh", "held", "rescued", "sick", "theirs");
        assertThat(left.get("coming")).contains("Deploying");
        assertThat(left.get("fresh")).contains("New");
        assertThat(left.get("held")).contains("allocated to alice");
        assertThat(left.get("rescued")).contains("Rescue mode");
        assertThat(left.get("sick")).contains("Broken");
        assertThat(left.get("theirs")).contains("gough-other");
        assertThat(report.path("hosts").asInt()).isEqualTo(4);
        assertThat(report.path("machines").asInt()).isEqualTo(10);
        assertThat(files().toString()).doesNotContain("O.E.M.");
        assertThat(plan().ends(Exit.OK).results()).startsWith("in sync: ");
    }

    @Test
    void aQueryThatGoughWouldRefuseIsLeftOutWithAReason() {
        site.fleet.create(FleetSettings.PERSON, ReportFields.of("good", "SELECT 1 FROM uptime"));
        site.fleet.create(FleetSettings.PERSON, ReportFields.of("bad", "SELECT 1"));
        site.fleet.edit(FleetSettings.PERSON, "bad", ImportCommandTest::forTheNewestOnly);

        var run = imports().ends(Exit.OK);

        assertThat(run.results()).contains("1 of 2 queries", "bad");
        assertThat(files()).containsKey("queries/good.yaml").doesNotContainKey("queries/bad.yaml");
        assertThat(plan().ends(Exit.OK).results()).startsWith("in sync: ");
    }

    @Test
    void aPolicyThatGoughWouldRefuseTakesNoQueryOfItsNameWithIt() {
        site.fleet.create(FleetSettings.PERSON, ReportFields.of("Disk encryption", "SELECT 1 FROM uptime"));
        site.fleet.createPolicy(FleetSettings.PERSON, PolicyFields.of("Disk encryption", "SELECT 1 FORM uptime"));

        var run = imports().ends(Exit.OK);

        assertThat(run.results()).contains("1 of 2 queries", "policy Disk encryption");
        assertThat(files())
                .containsKey("queries/disk-encryption.yaml")
                .doesNotContainKey("queries/policy-disk-encryption.yaml");
    }

    private static ReportFields forTheNewestOnly(ReportFields it) {
        return new ReportFields(
                it.name(),
                it.description(),
                it.query(),
                it.fleetId(),
                it.interval(),
                it.platform(),
                "the newest",
                it.automationsEnabled(),
                it.logging(),
                it.observerCanRun(),
                it.discardData(),
                it.labelsIncludeAny(),
                it.labelsIncludeAll());
    }

    // ---- refusals

    @Test
    void nothingIsWrittenOverWhatIsThereAndAllOfItIsNamed() {
        Site.write(target.resolve("gough.yaml"), "mine");
        Site.write(target.resolve("hosts/deep/mine.yaml"), "mine");
        Site.write(target.resolve("README.md"), "mine");
        site.maas.addMachine(running(1));

        var run = imports().ends(Exit.INVALID);

        assertThat(run.messages())
                .contains("gough.yaml", "hosts/deep/mine.yaml")
                .doesNotContain("README.md");
        assertThat(files()).hasSize(3);
        assertThat(files().values()).containsOnly("mine");
        assertThat(site.maas.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gough.yml",
                "profiles/mine.yaml",
                "hosts/mine.yaml",
                "templates/mine.yaml",
                "queries/mine.yaml",
                "images/mine.yaml",
                "region/subnet.yaml"
            })
    void nothingIsWrittenBesideAFileThatGoughReads(String file) {
        Site.write(target.resolve(file), "mine");

        assertThat(imports().ends(Exit.INVALID).messages()).contains(file);

        assertThat(files()).isEqualTo(Map.of(file, "mine"));
        assertThat(site.maas.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hosts", "region", "hosts/rack", "gough.yaml"})
    void nothingIsWrittenThroughASymbolicLink(String link) throws IOException {
        var elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(target.resolve(link).getParent());
        Files.createSymbolicLink(target.resolve(link), elsewhere);
        site.maas.addMachine(running(1));

        assertThat(imports().ends(Exit.INVALID).messages()).contains(link + " (a symbolic link)");

        assertThat(elsewhere).isEmptyDirectory();
        assertThat(files()).isEmpty();
        assertThat(site.maas.calls()).isEmpty();
    }

    @Test
    void aBackendThatDoesNotAnswerEndsWithThreeAndWritesNothing() {
        site.fleet.down();

        imports().ends(Exit.UNREACHABLE);

        assertThat(target).doesNotExist();
    }

    @Test
    void withoutABackendItSaysWhichOnesThereAre() {
        var run = Run.of("import", target.toString()).ends(Exit.USAGE);

        assertThat(run.messages()).contains("--maas-url").contains("--fleet-url");
    }
}

package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Run with {@code -Dgough.schemas.write=true} to write the published schemas anew. */
class SchemasTest {
    private static final Path PUBLISHED = Path.of("../docs/schemas");
    private static final Path EXAMPLE = Path.of("../docs/examples/infra");
    private static final Limits LIMITS = Limits.DEFAULT;

    /** Reading one takes as long as checking hundreds of documents. */
    private static final Map<String, Schema> READ = new ConcurrentHashMap<>();

    private static Schema schema(String kind) {
        return READ.computeIfAbsent(
                kind.toLowerCase(Locale.ROOT),
                named -> SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Schemas.of(named).orElseThrow(), InputFormat.JSON));
    }

    private static List<String> refusals(String kind, Tree document) {
        var json = JsonMapper.shared().valueToTree(document.plain());
        return schema(kind).validate(json).stream().map(Object::toString).toList();
    }

    static List<String> kinds() {
        return List.copyOf(Schemas.all().keySet());
    }

    @Test
    void thereIsASchemaForEveryKind() {
        assertThat(kinds())
                .containsExactly(
                        "dnsrecord",
                        "domain",
                        "fabric",
                        "host",
                        "imageset",
                        "iprange",
                        "label",
                        "policy",
                        "pool",
                        "profile",
                        "query",
                        "repository",
                        "subnet",
                        "tag",
                        "virtualmachine",
                        "vlan",
                        "zone");
        assertThat(Schemas.of("HOST")).isEqualTo(Schemas.of("host"));
        assertThat(Schemas.of("Pack")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void thePublishedSchemaIsTheCurrentOne(String kind) throws IOException {
        var file = PUBLISHED.resolve(kind + ".json");
        var current = Schemas.of(kind).orElseThrow();
        if (Boolean.getBoolean("gough.schemas.write")) {
            Files.createDirectories(PUBLISHED);
            Files.writeString(file, current);
        }
        assertThat(Files.readString(file))
                .as("run mvn -pl git-schema test -Dtest=SchemasTest -Dgough.schemas.write=true")
                .isEqualTo(current);
    }

    @Test
    void theReferenceOfAllKeysIsTheCurrentOne() throws IOException {
        var file = PUBLISHED.resolve("README.md");
        if (Boolean.getBoolean("gough.schemas.write")) Files.writeString(file, KeyReference.page());
        assertThat(Files.readString(file))
                .as("run mvn -pl git-schema test -Dtest=SchemasTest -Dgough.schemas.write=true")
                .isEqualTo(KeyReference.page());
    }

    @Test
    void nothingElseIsPublished() throws IOException {
        try (var files = Files.list(PUBLISHED)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .allMatch(name -> kinds().contains(name.substring(0, name.length() - ".json".length())));
        }
    }

    @Test
    void everyDocumentOfTheExampleFollowsItsSchema() throws IOException {
        int documents = 0;
        for (var entry : DirectoryTree.read(EXAMPLE, LIMITS).entries().entrySet()) {
            if (entry.getKey().startsWith("templates/") || !RepoLayout.isYaml(entry.getKey())) continue;
            if (!(entry.getValue() instanceof RepoTree.Entry.Blob(var bytes))) continue;
            for (var document : Yaml.read(entry.getKey(), bytes, LIMITS).documents()) {
                var kind = new Fields((Tree.Mapping) document).text("kind").orElseThrow();
                assertThat(refusals(kind, document))
                        .as(document.place().toString())
                        .isEmpty();
                documents++;
            }
        }
        assertThat(documents).isGreaterThan(40);
    }

    private static Tree document(String kind, String spec) {
        var text = "apiVersion: gough.io/v1\nkind: %s\nmetadata: {name: a}\nspec: %s\n".formatted(kind, spec);
        var read = Yaml.read("x.yaml", text.getBytes(java.nio.charset.StandardCharsets.UTF_8), LIMITS);
        assertThat(read.diagnostics()).as(text).isEmpty();
        return read.documents().getFirst();
    }

    /** What the loader says of one document, whatever is said of others. */
    private static List<Diagnostic> loaderErrors(String kind, Tree document) {
        var problems = new Problems();
        Document.read(Kind.of(kind).orElseThrow(), (Tree.Mapping) document, problems)
                .filter(read -> read.kind().isHost())
                .ifPresent(read ->
                        problems.addAll(new HostMerger(new TreeMap<>(), new Tree.Mapping(List.of(), read.place()))
                                .merge(read)
                                .problems()));
        return problems.sorted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host|{}",
                "Host|{machine: {macAddresses: ['52:54:00:00:00:01'], serial: x, architecture: amd64, power: {type: ipmi, n: 1, b: true}}}",
                "Host|{machine: {power: {type: ipmi, password: {secret: 'a/b#c'}}}}",
                "Host|{zone: a b, pool: p_1, domain: x.y-z, description: '', tags: [a_-1], goal: retired, protect: false}",
                "Host|{retired: {erase: none, delete: true}, os: {release: noble, kernel: ga-24.04}}",
                "Host|{templates: [a/b.c, d], values: {any: [1, {x: null}]}, generation: 0, adopt: true, virtualization: none}",
                "Host|{generation: 2147483647}",
                "VirtualMachine|{vm: {host: hv-01}}",
                "VirtualMachine|{zone: x, vm: {host: hv-01, cores: 4, memory: 8GiB, disks: [{size: 20GB, pool: fast}], networks: [10.0.0.0/24]}}",
                "Host|{virtualization: lxd, vmHost: {address: 'https://x:8443', project: maas, password: {secret: 'a/b#c'}}}",
                "Host|{virtualization: libvirt, vmHost: {address: 'qemu+ssh://maas@x/system'}}",
                "Host|{goal: maintenance, lock: true}",
                "Host|{+tags: [x], '=os': {release: noble}, zone: null}",
                "Host|{values: {z: rack-a}, zone: '${{ values.z }}'}",
                "Host|{values: {t: [a]}, tags: '${{ values.t }}'}",
                "Host|{storage: {layout: custom, disks: {a: {boot: true, partitions: {p: {size: rest, filesystem: ext4, mount: /}}}}}}",
                "Profile|{storage: {disks: {a: {partitions: {p: {mount: /srv}}}}}}",
                "Profile|{storage: {raids: {m: {devices: [a, b.c]}}}}",
                "Profile|{zone: '${{ values.any }}', machine: {power: {type: null, user: x}}, protect: '${{ values.p }}'}",
                "Profile|{generation: 4, +templates: [a], +tags: [b]}",
                "Query|{query: SELECT 1}",
                "Query|{query: SELECT 1, interval: 0, platforms: [linux], logging: differential, minOsqueryVersion: '5.1'}",
                "Query|{query: SELECT 1, interval: 1h30m, formerly: [a b], adopt: false, discardData: true}",
                "Query|{query: SELECT 1, team: Servers, labelsIncludeAny: [a b]}",
                "Policy|{query: SELECT 1}",
                "Policy|{query: SELECT 1, team: T, resolution: '', platforms: [chrome], critical: true, labelsIncludeAll: [a]}",
                "Policy|{query: SELECT 1, labelsExcludeAny: [a], labelsExcludeAll: [], adopt: true, formerly: [x]}",
                "Label|{query: SELECT 1, platform: centos}",
                "Label|{hosts: [abc], description: x, team: T}",
                "Label|{criteria: {vital: custom_host_vital, operator: '>', value: '3', customHostVitalId: 1}}",
                "Repository|{}",
                "Repository|{mode: observe, people: [{name: A B, slack: U12, emails: [a@b], roles: [admin]}], values: {a: 1}}",
                "Repository|{approvals: {validFor: 24h, none: 0}, rollout: {maxParallel: 1, maxDestroyed: 0}, retire: {hold: 0}}",
                "Repository|{rollout: {maxDestroyedPercent: 10, waves: {by: zone, order: [a b], canary: 0, pause: 1h, stopAfterFailures: 1}}}",
                "Repository|{rollout: {waves: {}, maxUnavailable: [{by: 'label:a/b.c', most: 1, percent: 100}, {by: pool}]}}",
                "Repository|{rollout: {windows: [{days: [mon], from: '22:00', to: '24:00', zone: UTC}, {from: 00:00, to: 23:59, zone: x}]}}",
            })
    void whatTheLoaderTakesTheSchemaTakes(String example) {
        var kind = example.substring(0, example.indexOf('|'));
        var document = document(kind, example.substring(example.indexOf('|') + 1));
        assertThat(loaderErrors(kind, document)).isEmpty();
        assertThat(refusals(kind, document)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host|[]",
                "Host|null",
                "Host|{zonne: a}",
                "Host|{zone: 1}",
                "Host|{zone: '-a'}",
                "Host|{zone: [a]}",
                "Host|{+zone: [a]}",
                "Host|{tags: a}",
                "Host|{tags: [a b]}",
                "Host|{tags: [null]}",
                "Host|{tags: [1]}",
                "Host|{goal: deploy}",
                "Host|{storage: {layout: zfs}}",
                "Host|{storage: {disks: {a: {partitions: {p: {size: 10 G}}}}}}",
                "Host|{storage: {disks: {a: {partitions: [p]}}}}",
                "Host|{storage: {disks: {a.b: {}}}}",
                "Host|{storage: {disks: {a: {mount: srv}}}}",
                "Host|{storage: {raids: {m: {level: 11}}}}",
                "Host|{storage: {raids: {m: {devices: [a.b.c]}}}}",
                "Host|{storage: {volumeGroups: {v: {volumes: {x: {filesystem: ntfs}}}}}}",
                "Host|{network: {bonds: {bond0: {interfaces: [eno1], mode: fastest}}}}",
                "VirtualMachine|{zone: x}",
                "VirtualMachine|{vm: {host: hv-01, cores: 0}}",
                "VirtualMachine|{vm: {host: hv-01, disks: [{pool: fast}]}}",
                "VirtualMachine|{vm: {host: hv-01}, machine: {serial: x}}",
                "Host|{vm: {host: hv-01}}",
                "Host|{virtualization: lxc}",
                "Host|{virtualization: lxd, vmHost: {address: [x]}}",
                "Host|{virtualization: lxd, vmHost: {user: x}}",
                "Host|{generation: -1}",
                "Host|{generation: 1.5}",
                "Host|{generation: '1'}",
                "Host|{generation: 2147483648}",
                "Host|{protect: 'yes'}",
                "Host|{machine: {macAddresses: [x]}}",
                "Host|{machine: {architecture: A}}",
                "Host|{machine: {power: {type: a b}}}",
                "Host|{machine: {power: {type: ipmi, x: [1]}}}",
                "Host|{machine: {power: {type: ipmi, x: {secret: nokey}}}}",
                "Host|{machine: {power: {type: ipmi, x: {secret: '../a#b'}}}}",
                "Host|{machine: {power: {type: ipmi, x: {secret: 'a/./b#b'}}}}",
                "Host|{machine: {power: {type: ipmi, x: {secret: 'a#b', more: 1}}}}",
                "Host|{os: noble}",
                "Host|{templates: [/a]}",
                "Host|{templates: ['a/../b/']}",
                "Host|{values: []}",
                "Host|{profiles: ['']}",
                "Profile|{profiles: [a]}",
                "Profile|{formerly: [a]}",
                "Profile|{machine: {serial: x}}",
                "Query|{}",
                "Query|{query: ''}",
                "Query|{query: ' '}",
                "Query|{query: SELECT 1, interval: 300}",
                "Query|{query: SELECT 1, interval: 5 minutes}",
                "Query|{query: SELECT 1, platforms: [bsd]}",
                "Query|{query: SELECT 1, minOsqueryVersion: v5}",
                "Query|{query: SELECT 1, description: null}",
                "Query|{query: SELECT 1, labelsExcludeAny: [a]}",
                "Query|{query: SELECT 1, team: ''}",
                "Policy|{}",
                "Policy|{query: SELECT 1, interval: 1h}",
                "Policy|{query: SELECT 1, critical: high}",
                "Policy|{query: SELECT 1, labelsIncludeAny: a}",
                "Label|{query: ' '}",
                "Label|{query: SELECT 1, platform: linux}",
                "Label|{hosts: abc}",
                "Label|{hosts: [' ']}",
                "Label|{criteria: {vital: serial, value: x}}",
                "Label|{criteria: {vital: end_user_idp_group}}",
                "Label|{criteria: {vital: end_user_idp_group, operator: '>=', value: x}}",
                "Label|{criteria: {vital: custom_host_vital, value: x, customHostVitalId: 0}}",
                "Repository|{mode: apply-all}",
                "Repository|{people: [{slack: U12}]}",
                "Repository|{people: [{name: A, slack: ada}]}",
                "Repository|{people: [{name: A, roles: [root]}]}",
                "Repository|{people: [{name: A, emails: [a]}]}",
                "Repository|{approvals: {disruptive: 21}}",
                "Repository|{rollout: {maxParallel: 0}}",
                "Repository|{rollout: {maxDestroyedPercent: 101}}",
                "Repository|{rollout: {waves: {by: rack}}}",
                "Repository|{rollout: {waves: {by: 'label:'}}}",
                "Repository|{rollout: {waves: {canary: -1}}}",
                "Repository|{rollout: {waves: [zone]}}",
                "Repository|{rollout: {maxUnavailable: {by: zone}}}",
                "Repository|{rollout: {maxUnavailable: [{most: 1}]}}",
                "Repository|{rollout: {maxUnavailable: [{by: zone, most: 0}]}}",
                "Repository|{rollout: {maxUnavailable: [{by: zone, percent: 20%}]}}",
                "Repository|{rollout: {windows: [{from: '9:00', to: '10:00', zone: UTC}]}}",
                "Repository|{rollout: {windows: [{from: '24:00', to: '10:00', zone: UTC}]}}",
                "Repository|{rollout: {windows: [{from: '08:00', to: '24:01', zone: UTC}]}}",
                "Repository|{rollout: {windows: [{from: '08:00', to: '10:00'}]}}",
                "Repository|{rollout: {windows: [{days: [monday], from: '08:00', to: '10:00', zone: UTC}]}}",
                "Repository|{retire: {hold: 3}}",
                "Repository|{prune: null}",
            })
    void whatTheSchemaRefusesTheLoaderRefusesAndTheOtherWayRound(String example) {
        var kind = example.substring(0, example.indexOf('|'));
        var document = document(kind, example.substring(example.indexOf('|') + 1));
        assertThat(loaderErrors(kind, document)).isNotEmpty();
        assertThat(refusals(kind, document)).isNotEmpty();
    }

    @Test
    void theFrameOfADocumentIsCheckedByBoth() {
        for (var frame : List.of(
                "{kind: Host, metadata: {name: a}, spec: {}}",
                "{apiVersion: gough.io/v2, kind: Host, metadata: {name: a}, spec: {}}",
                "{apiVersion: gough.io/v1, kind: Hots, metadata: {name: a}, spec: {}}",
                "{apiVersion: gough.io/v1, kind: Host, metadata: {}, spec: {}}",
                "{apiVersion: gough.io/v1, kind: Host, metadata: {name: a_b}, spec: {}}",
                "{apiVersion: gough.io/v1, kind: Host, metadata: {name: a, labels: {x: 1}}, spec: {}}",
                "{apiVersion: gough.io/v1, kind: Host, metadata: {name: a, labels: {a..b: x}}, spec: {}}",
                "{apiVersion: gough.io/v1, kind: Host, metadata: {name: a}}",
                "{apiVersion: gough.io/v1, kind: Host, metadata: {name: a}, spec: {}, status: {}}")) {
            var document = Yaml.read("x", frame.getBytes(java.nio.charset.StandardCharsets.UTF_8), LIMITS)
                    .documents()
                    .getFirst();
            assertThat(refusals("Host", document)).as(frame).isNotEmpty();
            assertThat(loaderErrors("Host", document)).as(frame).isNotEmpty();
        }
    }
}

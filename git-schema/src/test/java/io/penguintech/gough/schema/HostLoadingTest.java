package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostLoadingTest {
    private static final String FULL = """
            apiVersion: gough.io/v1
            kind: Host
            metadata:
              name: HV-01
              labels: {role: hypervisor, env: production}
              annotations: {owner: ops}
            spec:
              region: north
              fleet: lab
              profiles: [base]
              formerly: [old-name]
              machine:
                macAddresses: ["52-54-00-AA-BB-02", "52:54:00:aa:bb:01"]
                serial: ABC123
                architecture: amd64
                power:
                  type: ipmi
                  address: 192.0.2.11
                  user: admin
                  password: {secret: "bmc/${{ host.name }}#password"}
                  power_driver: LAN_2_0
                  cipher_suite_id: 17
              zone: rack-a
              pool: production
              domain: maas
              description: "The ${{ host.labels.role }} of ${{ repository.site }}"
              tags: [role-hypervisor, env-production]
              goal: deployed
              os: {release: noble, kernel: ga-24.04, ephemeral: true, hardwareSync: true, bridgeAll: {type: ovs, stp: true}}
              templates: [net/base, hypervisor]
              values: {timezone: Etc/UTC, packages: [qemu-system, lxd-installer], token: {secret: app/x#y}}
              virtualization: none
              commissioning: {skipStorage: true, scripts: [update-firmware], tests: []}
              generation: 3
              protect: false
              adopt: true
            """;

    private static Repo full() {
        return Repo.empty()
                .with("gough.yaml", Repo.GOUGH.replace("{}", "{values: {site: Lund}}"))
                .withProfile("base", "zone: other")
                .with("templates/net/base.yaml", "#cloud-config\nx: ${{ values.timezone }}\n")
                .with("templates/hypervisor.sh", "#!/bin/sh\necho ${{ values.packages }} ${{ values.token }}\n")
                .with("hosts/hv.yml", FULL);
    }

    @Test
    void aHypervisorIsReadWithHowMaasReachesIt() {
        var host = Repo.create()
                .withProfile("lxd", """
                        virtualization: lxd
                        vmHost: {address: "https://${{ host.name }}.maas:8443", project: maas, certificate: {secret: lxd/maas#certificate}}
                        """)
                .withHost("hv-01", "profiles: [lxd]\nvmHost: {key: {secret: \"lxd/maas#key\"}}")
                .host("hv-01");
        assertThat(host.hypervisor().orElseThrow().said())
                .contains(
                        "lxd at https://hv-01.maas:8443, project maas, certificate <secret lxd/maas#certificate>, key <secret lxd/maas#key>");
        assertThat(Repo.create()
                        .withHost("kvm", "virtualization: libvirt")
                        .host("kvm")
                        .hypervisor())
                .contains(new Hypervisor(Hypervisor.Type.LIBVIRT, Optional.empty()));
        assertThat(Repo.create()
                        .withHost("web", "virtualization: none")
                        .host("web")
                        .hypervisor())
                .isEmpty();
    }

    @Test
    void aVirtualMachineIsAHostThatIsMadeOnAnother() {
        var repo = Repo.create()
                .withProfile("metal", "machine: {power: {type: ipmi}}\nzone: rack-a")
                .withHost("hv-01", "virtualization: lxd")
                .with("hosts/vm.yaml", """
                        apiVersion: gough.io/v1
                        kind: VirtualMachine
                        metadata: {name: VM-01}
                        spec:
                          profiles: [metal]
                          vm: {host: HV-01, cores: 4, memory: 8GiB, disks: [{size: 20GB}, {size: 1TB, pool: fast}], networks: [10.0.0.0/24]}
                          goal: deployed
                          os: {release: noble}
                        ---
                        apiVersion: gough.io/v1
                        kind: VirtualMachine
                        metadata: {name: vm-02}
                        spec: {vm: {host: hv-01}}
                        """);
        var vm = repo.host("vm-01");
        assertThat(vm.vm())
                .contains(new VirtualMachine(
                        new HostName("hv-01"),
                        4,
                        8192,
                        List.of(
                                new VirtualMachine.Disk(20, Optional.empty()),
                                new VirtualMachine.Disk(1000, Optional.of("fast"))),
                        List.of("10.0.0.0/24")));
        assertThat(vm.zone()).contains("rack-a");
        assertThat(vm.machine().power()).as("what a profile says of metal").isEmpty();
        assertThat(repo.host("vm-02").vm().orElseThrow().said()).isEqualTo("1 core, 2048 MiB, disk 8 GB");
        assertThat(repo.host("hv-01").vm()).isEmpty();
    }

    @Test
    void everyFieldOfAHostIsRead() {
        var host = full().host("hv-01");
        assertThat(host.name()).isEqualTo(new HostName("hv-01"));
        assertThat(host.labels()).isEqualTo(Map.of("role", "hypervisor", "env", "production"));
        assertThat(host.region().value()).isEqualTo("north");
        assertThat(host.fleet().value()).isEqualTo("lab");
        assertThat(host.profiles()).containsExactly(new ProfileName("base"));
        assertThat(host.formerly()).containsExactly(new HostName("old-name"));
        assertThat(host.machine().macAddresses())
                .containsExactly(new MacAddress("52:54:00:aa:bb:01"), new MacAddress("52:54:00:aa:bb:02"));
        assertThat(host.machine().serial()).contains("ABC123");
        assertThat(host.machine().architecture()).contains("amd64/generic");
        assertThat(host.zone()).contains("rack-a");
        assertThat(host.pool()).contains("production");
        assertThat(host.domain()).contains("maas");
        assertThat(host.description()).contains("The hypervisor of Lund");
        assertThat(host.tags()).containsExactly("env-production", "role-hypervisor");
        assertThat(host.goal()).isEqualTo(new HostGoal.Deployed());
        assertThat(host.os())
                .isEqualTo(new Host.Os(
                        Optional.of("noble"),
                        Optional.of("ga-24.04"),
                        new DeployOptions(
                                true,
                                true,
                                Optional.of(new DeployOptions.Bridging(DeployOptions.Bridging.Type.OVS, true, 15)))));
        assertThat(host.templates()).containsExactly(new TemplateName("net/base"), new TemplateName("hypervisor"));
        assertThat(host.values().plain())
                .isEqualTo(Map.of(
                        "timezone",
                        "Etc/UTC",
                        "packages",
                        List.of("qemu-system", "lxd-installer"),
                        "token",
                        "<secret app/x#y>"));
        assertThat(host.commissioning())
                .isEqualTo(new Commissioning(
                        false, false, true, false, List.of("update-firmware"), Optional.of(List.of())));
        assertThat(host.generation()).isEqualTo(3);
        assertThat(host.protect()).isFalse();
        assertThat(host.adopt()).isTrue();
        assertThat(host.place()).isEqualTo(new Place("hosts/hv.yml", 1, 1));
    }

    @Test
    void powerParametersGetTheNamesOfMaasAndPasswordsStayReferences() {
        var power = full().host("hv-01").machine().power().orElseThrow();
        assertThat(power.type()).isEqualTo("ipmi");
        assertThat(power.parameters().keySet())
                .containsExactly("cipher_suite_id", "power_address", "power_driver", "power_pass", "power_user");
        assertThat(power.parameters().get("power_pass")).isInstanceOf(Tree.SecretText.class);
        assertThat(power.parameters().get("power_pass").plain()).isEqualTo("<secret bmc/hv-01#password>");
    }

    @Test
    void theLxdDriversPasswordKeepsItsName() {
        var host = Repo.create()
                .withHost("a", "")
                .with(
                        "hosts/b.yaml",
                        Repo.host("b", "")
                                .replace(
                                        "machine: {",
                                        "machine: {power: {type: lxd, password: {secret: p#k}, id: vm1}, "))
                .host("b");
        assertThat(host.machine().power().orElseThrow().parameters().keySet()).containsExactly("password", "power_id");
    }

    @Test
    void whatIsNotSaidIsEmptyOrSafe() {
        var host = Repo.create().withHost("a", "").host("a");
        assertThat(host.region().value()).isEqualTo("default");
        assertThat(host.fleet().value()).isEqualTo("default");
        assertThat(host.profiles()).isEmpty();
        assertThat(host.machine().serial()).isEmpty();
        assertThat(host.machine().architecture()).isEmpty();
        assertThat(host.machine().power()).isEmpty();
        assertThat(host.zone()).isEmpty();
        assertThat(host.goal()).isEqualTo(new HostGoal.Ready());
        assertThat(host.values().entries()).isEmpty();
        assertThat(host.generation()).isZero();
        assertThat(host.protect()).isTrue();
        assertThat(host.adopt()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', QUICK, false",
        "'retired: {erase: secure, delete: true}', SECURE, true",
        "'retired: {erase: none}', NONE, false"
    })
    void aRetiredHostSaysHowItIsGivenUp(String retired, HostGoal.Erase erase, boolean delete) {
        var host = Repo.create()
                .withHost("a", "goal: retired\nprotect: false\n" + retired)
                .host("a");
        assertThat(host.goal()).isEqualTo(new HostGoal.Retired(erase, delete));
    }

    @Test
    void profilesMergeLeftToRightThenTheHost() {
        var host = Repo.create()
                .withProfile("one", "zone: a\npool: a\ntags: [a]\nos: {release: jammy, kernel: k1}")
                .withProfile("two", "zone: b\ntags: [b]\nos: {release: noble}\ndomain: maas")
                .withHost("h", "profiles: [one, two]\nzone: c\n=os: {kernel: k2}\ndomain:")
                .host("h");
        assertThat(host.zone()).contains("c");
        assertThat(host.pool()).contains("a");
        assertThat(host.tags()).containsExactly("b");
        assertThat(host.os()).isEqualTo(new Host.Os(Optional.empty(), Optional.of("k2")));
        assertThat(host.domain()).isEmpty();
        assertThat(host.profiles()).containsExactly(new ProfileName("one"), new ProfileName("two"));
    }

    @Test
    void plusAppendsAtEveryDepth() {
        var host = Repo.create()
                .withProfile("one", "+tags: [a]\nvalues: {list: [1], map: {deep: [x]}}")
                .withProfile("two", "+tags: [b]\nvalues: {+list: [2], map: {+deep: [y], +fresh: [z]}}")
                .withHost("h", "profiles: [one, two]\n+tags: [c]\nvalues: {=map: {+deep: [w]}}")
                .host("h");
        assertThat(host.tags()).containsExactly("a", "b", "c");
        assertThat(host.values().plain())
                .isEqualTo(Map.of("list", List.of(1L, 2L), "map", Map.of("deep", List.of("w"))));
    }

    @Test
    void nullRemovesWhatAProfileSaid() {
        var host = Repo.create()
                .withProfile("one", "zone: a\nvalues: {x: 1, y: {z: 2, w: 3}}")
                .withHost("h", "profiles: [one]\nzone: null\nvalues: {x: ~, y: {z: null}}")
                .host("h");
        assertThat(host.zone()).isEmpty();
        assertThat(host.values().plain()).isEqualTo(Map.of("y", Map.of("w", 3L)));
    }

    @Test
    void aReferenceToASecretReplacesAndIsNeverMerged() {
        var host = Repo.create()
                .withProfile("one", "values: {a: {secret: p#one}, b: {x: 1}}")
                .withHost("h", "profiles: [one]\nvalues: {a: {user: me}, b: {secret: p#two}}")
                .host("h");
        assertThat(host.values().plain()).isEqualTo(Map.of("a", Map.of("user", "me"), "b", "<secret p#two>"));
    }

    @Test
    void appendingToWhatIsNoListIsAnError() {
        assertThat(Repo.create()
                        .withProfile("one", "values: {a: text}")
                        .withHost("h", "profiles: [one]\nvalues: {+a: [1]}")
                        .errors())
                .containsExactly(
                        "hosts/h.yaml:7:12: error: Nothing to append to. \"+a\" appends a list to the list at"
                                + " profiles/one.yaml:5:15, but one of the two is no list. Placeholders are replaced only after merging.");
    }

    @Test
    void aKeyWithAndWithoutSignIsADuplicate() {
        assertThat(Repo.create().withHost("h", "tags: [a]\n+tags: [b]").errors())
                .containsExactly(
                        "hosts/h.yaml:7:3: error: Duplicate key. \"tags\" and \"+tags\" stand in one map; keep one of"
                                + " the two.");
    }

    @Test
    void placeholdersOfAProfileStandForTheHostThatUsesIt() {
        var repo = Repo.create()
                .withProfile(
                        "p",
                        "description: ${{ host.name }}-${{ values.n }}\ntags: [\"r-${{ host.labels.role }}\"]\nvalues: {n: 1}")
                .withHost("a", "profiles: [p]")
                .withHost("b", "profiles: [p]\nvalues: {n: 2}");
        assertThat(repo.host("a").description()).contains("a-1");
        assertThat(repo.host("b").description()).contains("b-2");
        assertThat(repo.host("a").tags()).containsExactly("r-web");
    }

    @Test
    void aPlaceholderMayBeAWholeListOrFlagOrNumber() {
        var host = Repo.create()
                .withHost(
                        "a",
                        "tags: ${{ values.t }}\nprotect: ${{ values.p }}\ngeneration: ${{ values.g }}\nos: ${{ values.o }}\n"
                                + "values: {t: [x, y], p: false, g: 4, o: {release: noble}}")
                .host("a");
        assertThat(host.tags()).containsExactly("x", "y");
        assertThat(host.protect()).isFalse();
        assertThat(host.generation()).isEqualTo(4);
        assertThat(host.os().release()).contains("noble");
    }

    @Test
    void theNameOfAProfileMayComeFromALabel() {
        var host = Repo.create()
                .withProfile("web", "zone: w")
                .withHost("a", "profiles: [\"${{ host.labels.role }}\"]")
                .host("a");
        assertThat(host.zone()).contains("w");
        assertThat(host.profiles()).containsExactly(new ProfileName("web"));
    }

    @Test
    void valuesMayUseNamesAndOtherPlainValues() {
        var host = Repo.create()
                .withHost("a", "values: {fqdn: \"${{ host.name }}.${{ values.domain }}\", domain: example.org}")
                .host("a");
        assertThat(host.values().plain()).isEqualTo(Map.of("fqdn", "a.example.org", "domain", "example.org"));
    }

    @Test
    void aWrongPlaceholderOfASharedProfileIsSaidOnce() {
        var repo = Repo.create().withProfile("p", "zone: ${{ values.nope }}");
        for (var name : List.of("a", "b", "c")) repo.withHost(name, "profiles: [p]");
        assertThat(repo.errors())
                .containsExactly(
                        "profiles/p.yaml:5:9: error: Unknown placeholder name. Nothing is called \"values.nope\" for"
                                + " host a. The same for 2 other hosts.");
    }

    @Test
    void aNameThatATemplateNeedsAndAHostLacksIsAnErrorInTheTemplate() {
        var repo = Repo.create()
                .with("templates/t.yaml", "#cloud-config\ntimezone: ${{ values.timezone }}\n")
                .with("templates/s.sh", "#!/bin/sh\necho ${{ values.timezone }}\n")
                .withHost("a", "templates: [t, s]\nvalues: {timezon: x}")
                .withHost("b", "templates: [t, s]\nvalues: {timezone: x}");
        assertThat(repo.errors())
                .containsExactly(
                        "templates/s.sh:2:6: error: Unknown placeholder name. Nothing is called \"values.timezone\" for host a;"
                                + " did you mean \"values.timezon\"?",
                        "templates/t.yaml:2:11: error: Unknown placeholder name. Nothing is called \"values.timezone\" for host"
                                + " a; did you mean \"values.timezon\"?");
    }

    @Test
    void whatAnUnknownProfileMightHaveSaidIsNotCalledMissing() {
        var host = Repo.host("a", "profiles: [nope]\ntemplates: [t]\nzone: ${{ values.z }}")
                .replace("machine: {", "machine: {power: {address: x}, ");
        assertThat(Repo.create()
                        .with("templates/t.yaml", "#cloud-config\nx: ${{ values.y }}\n")
                        .with("hosts/a.yaml", host)
                        .errors())
                .containsExactly("hosts/a.yaml:6:14: error: Unknown profile. No profile is called \"nope\".");
    }

    @Test
    void aLabelThatIsNoTextIsOneErrorOnly() {
        assertThat(Repo.create()
                        .with(
                                "hosts/a.yaml",
                                Repo.host("a", "zone: r${{ host.labels.role }}").replace("role: web", "role: 7"))
                        .errors())
                .containsExactly(
                        "hosts/a.yaml:3:36: error: Wrong type. metadata.labels.role must be text, but is the number 7;"
                                + " write \"7\" in quotes.");
    }

    @Test
    void aTemplateListedTwiceIsRenderedOnceWithAWarning() {
        var repo =
                Repo.create().with("templates/t.yaml", "#cloud-config\nx: 1\n").withHost("a", "templates: [t, t]");
        assertThat(repo.host("a").templates()).containsExactly(new TemplateName("t"));
        assertThat(repo.said())
                .containsExactly(
                        "hosts/a.yaml:6:18: warning: Template listed twice. Template \"t\" is listed before; it is rendered once.");
    }

    @Test
    void aProfileListedTwiceIsMergedOnceWithAWarning() {
        var repo = Repo.create()
                .withProfile("p", "values: {+list: [x]}\nzone: z${{ values.n }}")
                .withHost("a", "profiles: [p, p]\nvalues: {n: \"1\"}\ndescription: ${{ host.name }} ${{ values.n }}");
        assertThat(repo.host("a").profiles()).containsExactly(new ProfileName("p"));
        assertThat(repo.host("a").values().get("list").orElseThrow().plain()).isEqualTo(List.of("x"));
        assertThat(repo.said())
                .contains(
                        "hosts/a.yaml:6:17: warning: Profile listed twice. Profile \"p\" is listed before; it is merged once.");
    }

    @Test
    void aDeployedHostWithoutReleaseIsAWarningUnlessAdopted() {
        assertThat(Repo.create().withHost("a", "goal: deployed").said())
                .containsExactly(
                        "hosts/a.yaml:6:9: warning: Release not given. Host a is to be deployed with whatever release MAAS"
                                + " takes by default. Give spec.os.release.");
        assertThat(Repo.create()
                        .withHost("a", "goal: deployed\nos: {release: noble}")
                        .said())
                .isEmpty();
        assertThat(Repo.create().withHost("a", "goal: deployed\nadopt: true").said())
                .isEmpty();
    }

    @Test
    void aDescriptionHasAtMost1024Characters() {
        assertThat(Repo.create()
                        .withHost("a", "description: " + "x".repeat(1024))
                        .errors())
                .isEmpty();
        assertThat(Repo.create()
                        .withHost("a", "description: " + "x".repeat(1025))
                        .errors())
                .singleElement()
                .asString()
                .startsWith("hosts/a.yaml:6:16: error: Value not allowed. spec.description:")
                .endsWith("has 1,025 characters, at most 1,024 are allowed.");
    }

    @Test
    void aFormerNameBelongsToOneHost() {
        assertThat(Repo.create()
                        .withHost("a", "formerly: [old]")
                        .withHost("b", "formerly: [OLD, c]")
                        .withHost("c", "formerly: [c]")
                        .errors())
                .containsExactly(
                        "hosts/b.yaml:6:14: error: Former name used twice. The former name \"old\" of host b stands at"
                                + " hosts/a.yaml:6:14 already, for host a; only one of the two can have it.",
                        "hosts/b.yaml:6:19: error: Former name is in use. Host b was formerly \"c\", but a host of that name is"
                                + " declared at hosts/c.yaml:3:18.",
                        "hosts/c.yaml:6:14: error: Former name is in use. Host c was formerly \"c\", but a host of that name is"
                                + " declared at hosts/c.yaml:3:18.");
    }

    @Test
    void oneAddressTwiceInOneHostIsAnError() {
        assertThat(Repo.create()
                        .with(
                                "hosts/a.yaml",
                                Repo.host("a", "")
                                        .replaceAll("\\[.*\\]", "[\"52:54:00:00:00:01\", \"52-54-00-00-00-01\"]"))
                        .errors())
                .singleElement()
                .asString()
                .startsWith("hosts/a.yaml:5:49: error: MAC address used twice.");
    }

    @Test
    void hostNamesAreComparedInLowerCase() {
        assertThat(Repo.create()
                        .withHost("web", "")
                        .with("hosts/2.yaml", Repo.host("WEB", ""))
                        .errors())
                .contains(
                        "hosts/web.yaml:3:18: error: Host declared twice. Host web is declared at hosts/2.yaml:3:18 already.");
    }

    @Test
    void secretsOutsideTheAllowedPrefixesAreErrorsWhereTheyStand() {
        var repo = Repo.create()
                .with("templates/t.sh", "#!/bin/sh\nx ${{ secret('bmcx/a#b') }} ${{ secret('bmc/a#b') }}\n")
                .withHost(
                        "a",
                        "templates: [t]\nvalues: {a: {secret: other/x#y}, b: {secret: bmc#y}, c: {secret: bmc/z#y}}");
        var loaded = new InventoryLoader(Limits.DEFAULT, SecretPrefixes.only(List.of("bmc/"))).load(repo.tree());
        assertThat(((Loaded.Invalid) loaded)
                        .diagnostics().stream()
                                .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                                .map(Diagnostic::toString))
                .containsExactly(
                        "hosts/a.yaml:7:15: error: Secret not allowed. This repository may not refer to <secret other/x#y>."
                                + " Allowed are paths under: bmc (server settings).",
                        "templates/t.sh:2:3: error: Secret not allowed. This repository may not refer to <secret bmcx/a#b>."
                                + " Allowed are paths under: bmc (server settings).");
        assertThat(new InventoryLoader(Limits.DEFAULT, SecretPrefixes.only(List.of()))
                        .load(repo.tree())
                        .toString())
                .contains("Allowed are paths under: none");
    }

    @Test
    void aSecretAmongTheValuesOfTheRepositoryStaysAReference() {
        var repo = Repo.empty()
                .with("gough.yaml", Repo.GOUGH.replace("{}", "{values: {token: {secret: other/x#y}}}"))
                .withHost(
                        "a",
                        "values: {t: \"${{ repository.token }}\", used: \"${{ values.z }}\", z: 1}\nzone: ${{ values.z }}");
        assertThat(repo.errors()).singleElement().asString().contains("spec.zone must be text");
        var loaded = new InventoryLoader(Limits.DEFAULT, SecretPrefixes.only(List.of("bmc"))).load(repo.tree());
        assertThat(loaded.toString()).contains("gough.yaml", "Secret not allowed");
        var fine = Repo.empty()
                .with("gough.yaml", Repo.GOUGH.replace("{}", "{values: {token: {secret: other/x#y}}}"))
                .withHost("a", "values: {t: \"${{ repository.token }}\"}");
        assertThat(fine.host("a").values().plain()).isEqualTo(Map.of("t", "<secret other/x#y>"));
        assertThat(fine.valid().repository().values().plain()).isEqualTo(Map.of("token", "<secret other/x#y>"));
    }

    @Test
    void secretsAreFoundAtAnyDepthOfTheValues() {
        var repo = Repo.create()
                .withHost(
                        "a",
                        "values:\n  list: [1, {secret: other/x#y}]\n  map: {deep: {secret: other/z#y}, plain: [1, 2]}\n"
                                + "  two: {secret: other/a#b, more: 1}\n  wrong: {secret: [1]}");
        assertThat(repo.errors())
                .containsExactly(
                        "hosts/a.yaml:10:21: error: Malformed secret reference. After secret: stands path#key, such as"
                                + " bmc/hv-01#password; letters, digits and _ @ . + - only.");
        var loaded = new InventoryLoader(Limits.DEFAULT, SecretPrefixes.only(List.of("bmc"))).load(repo.tree());
        assertThat(((Loaded.Invalid) loaded)
                        .diagnostics().stream()
                                .filter(d -> d.summary().equals("Secret not allowed"))
                                .map(d -> d.place().toString()))
                .containsExactly("hosts/a.yaml:7:15", "hosts/a.yaml:8:17");
    }

    @Test
    void textAroundASecretIsCheckedForItsPrefixToo() {
        var repo = Repo.create()
                .with(
                        "hosts/a.yaml",
                        Repo.host("a", "")
                                .replace(
                                        "machine: {", "machine: {power: {type: x, user: \"u${{ secret('q#r') }}\"}, "));
        assertThat(repo.errors()).isEmpty();
        var loaded = new InventoryLoader(Limits.DEFAULT, SecretPrefixes.only(List.of("bmc"))).load(repo.tree());
        assertThat(loaded.toString()).contains("<secret q#r>");
    }

    @Test
    void namesOfEveryKindAreSuggested() {
        var repo = Repo.empty()
                .with("gough.yaml", Repo.GOUGH.replace("{}", "{values: {site: {name: Lund}}}"))
                .withHost(
                        "a",
                        "description: \"${{ host.labels.roel }} ${{ repository.site.nmae }} ${{ values.deep.keey }}\"\nvalues: {deep: {key: 1}}");
        assertThat(repo.errors())
                .satisfiesExactly(
                        e -> assertThat(e).contains("did you mean \"host.labels.role\"?"),
                        e -> assertThat(e).contains("did you mean \"repository.site.name\"?"),
                        e -> assertThat(e).contains("did you mean \"values.deep.key\"?"));
    }

    @Test
    void whatLooksLikeASecretIsNeverRepeatedInAMessage() {
        var repo = Repo.create()
                .with("templates/t.yaml", "#cloud-config\na: ${{ secret(hunter2) }}\nb: ${{ secret('hunter2') }}\n")
                .with(
                        "hosts/a.yaml",
                        Repo.host("a", "templates: [t]\nvalues: {x: {secret: hunter2}}")
                                .replace(
                                        "machine: {",
                                        "machine: {power: {type: ipmi, password: hunter2, k_g: [hunter2]}, "));
        assertThat(repo.errors()).hasSize(5);
        assertThat(repo.said().toString()).doesNotContain("hunter2");
    }

    @Test
    void theGoalOfMaintenanceIsRead() {
        assertThat(Repo.create().withHost("a", "goal: maintenance").host("a").goal())
                .isEqualTo(new HostGoal.Maintenance());
    }

    @Test
    void bridgesOverAllCardsAndBridgesOneByOneExcludeEachOther() {
        var host = """
                os: {release: noble, bridgeAll: {}}
                network:
                  interfaces: {eno1: {macAddress: "52:54:00:00:00:01"}}
                  bridges: {br0: {interface: eno1}}
                """;
        assertThat(Repo.create().withHost("web", host).errors())
                .singleElement()
                .asString()
                .contains("hosts/web.yaml:6:35", "Bridges declared twice");
    }

    // ---- guards

    private static Repo withQueries() {
        return Repo.create().with("queries/q.yaml", """
                apiVersion: gough.io/v1
                kind: Query
                metadata: {name: Virtual machines}
                spec: {query: SELECT 1 FROM processes}
                ---
                apiVersion: gough.io/v1
                kind: Query
                metadata: {name: Ceph OSDs}
                spec: {query: SELECT 2 FROM processes}
                ---
                apiVersion: gough.io/v1
                kind: Query
                metadata: {name: Elsewhere}
                spec: {fleet: lab, query: SELECT 3 FROM processes}
                """);
    }

    @Test
    void guardsAreTheQueriesOfThatNameAndProfilesAddToThem() {
        var host = withQueries()
                .withProfile("hypervisor", "guards: [Virtual machines]")
                .withHost("h", "profiles: [hypervisor]\n+guards: [Ceph OSDs]")
                .host("h");
        var fleet = new BackendName("default");
        assertThat(host.guards())
                .containsExactly(
                        new Guard(fleet, new QueryName("Virtual machines"), "SELECT 1 FROM processes"),
                        new Guard(fleet, new QueryName("Ceph OSDs"), "SELECT 2 FROM processes"));
        assertThat(withQueries().withHost("h", "zone: a").host("h").guards()).isEmpty();
        assertThat(withQueries()
                        .withHost("h", "fleet: lab\nguards: [Elsewhere]")
                        .host("h")
                        .guards())
                .containsExactly(
                        new Guard(new BackendName("lab"), new QueryName("Elsewhere"), "SELECT 3 FROM processes"));
    }

    @Test
    void aGuardThatIsNoQueryOfTheHostsFleetIsAnErrorWithWhatWasMeant() {
        assertThat(withQueries()
                        .withHost("h", "guards: [Virtal machines, ceph osds, Nothing, Elsewhere, Ceph OSDs, Ceph OSDs]")
                        .said())
                .containsExactly(
                        "hosts/h.yaml:6:12: error: Unknown guard. No document of kind Query is called \"Virtal machines\"; did you mean \"Virtual machines\"?",
                        "hosts/h.yaml:6:29: error: Unknown guard. No document of kind Query is called \"ceph osds\"; did you mean \"Ceph OSDs\"?",
                        "hosts/h.yaml:6:40: error: Unknown guard. No document of kind Query is called \"Nothing\".",
                        "hosts/h.yaml:6:49: error: Unknown guard. Query \"Elsewhere\" is for fleet lab, but the host is in fleet default, which is asked. Declare the query there too.",
                        "hosts/h.yaml:6:71: warning: Guard listed twice. Guard \"Ceph OSDs\" is listed before; it is asked once.");
    }
}

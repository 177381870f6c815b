package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose machine it is decides who may do what; a lock binds everybody but the one who lifts it. */
class OwnersTest extends Standing {
    private String deployed() {
        return maas.addMachine(NewMachine.named("dep1").deployed("jammy", "admin"));
    }

    @Test
    void onlyTheOwnerAnnotates() {
        var id = deployed();

        assertThat(alice.post("machines/" + id + "/?op=set_workload_annotations", "k", "v")
                        .statusCode())
                .isEqualTo(409);
        assertThat(bob.post("machines/" + id + "/?op=set_workload_annotations", "k", "v")
                        .statusCode())
                .isEqualTo(403);
        assertThat(act(id, "set_workload_annotations", "k", "v", "k2", "v2").statusCode())
                .isEqualTo(200);
        assertThat(act(id, "set_owner_data", "k2", "").statusCode()).isEqualTo(200);
        assertThat(maas.machine(id).orElseThrow().annotations()).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void anotherAdministratorMayReleaseAndLockButNotMarkBroken() {
        var id = deployed();

        assertThat(alice.post("machines/" + id + "/?op=mark_broken").statusCode())
                .isEqualTo(403);
        assertThat(alice.post("machines/" + id + "/?op=lock").statusCode()).isEqualTo(200);
        assertThat(alice.post("machines/" + id + "/?op=release").statusCode()).isEqualTo(403);
        assertThat(alice.post("machines/" + id + "/?op=unlock").statusCode()).isEqualTo(200);
        assertThat(alice.post("machines/" + id + "/?op=release").statusCode()).isEqualTo(200);
        assertThat(status(id)).isEqualTo(MaasStatus.RELEASING);
    }

    @Test
    void aPlainUserNeitherSeesNorTouchesWhatOthersHave() {
        var id = deployed();
        maas.addMachine(NewMachine.named("free"));

        assertThat(bob.get("machines/" + id + "/").statusCode()).isEqualTo(403);
        assertThat(bob.delete("machines/" + id + "/").statusCode()).isEqualTo(403);
        assertThat(bob.json("machines/")
                        .valueStream()
                        .map(machine -> machine.path("hostname").asString()))
                .containsExactly("free");
        assertThat(bob.post("tags/", "name", "t").body()).isEqualTo("This method is reserved for admin users.");
    }

    @Test
    void aLockedMachineCanBeTaggedAndNothingElse() {
        var id =
                maas.addMachine(NewMachine.named("a").deployed("jammy", "admin").asLocked());
        admin.post("tags/", "name", "t");

        assertThat(admin.put("machines/" + id + "/", "description", "x").body()).isEmpty();
        assertThat(admin.delete("machines/" + id + "/").statusCode()).isEqualTo(403);
        assertThat(act(id, "power_off").statusCode()).isEqualTo(403);
        assertThat(act(id, "release").statusCode()).isEqualTo(403);
        assertThat(admin.post("tags/t/?op=update_nodes", "add", id, "add", "nope12")
                        .body())
                .contains("\"added\": 1");
        var machine = maas.machine(id).orElseThrow();
        assertThat(machine.tags()).containsExactly("t");
        assertThat(machine.description()).isEmpty();
        assertThat(machine.status()).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void aReadyMachineOfSomeoneElseIsNotDeployed() {
        var id = maas.addMachine(NewMachine.named("a").withOwner("alice"));

        assertThat(act(id, "deploy", "distro_series", "jammy").body())
                .isEqualTo("Can't allocate a machine belonging to another user.");
    }

    @Test
    void allocateTakesAnyReadyMachineUnlessConstrained() {
        maas.addMachine(NewMachine.named("other").deployed("jammy", "alice"));
        var first = maas.addMachine(NewMachine.named("a"));
        var tagged = maas.addMachine(NewMachine.named("b").withTags("fast"));

        assertThat(admin.post("machines/?op=allocate", "tags", "fast").body()).contains(tagged);
        assertThat(admin.post("machines/?op=allocate").body()).contains(first);
        assertThat(admin.post("machines/?op=allocate").body()).isEqualTo("No machine available.");
        assertThat(admin.json("machines/?op=list_allocated")).hasSize(2);
        assertThat(alice.json("machines/?op=list_allocated")).isEmpty();
    }
}

package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The feed and its cursor. */
class EventsTest extends Standing {
    private List<Long> ids(JsonNode page) {
        return page.path("events")
                .valueStream()
                .map(event -> event.path("id").asLong())
                .toList();
    }

    private void commissionThree() {
        for (var name : List.of("a", "b", "c")) {
            act(maas.addMachine(NewMachine.named(name).withStatus(MaasStatus.NEW)), "commission");
        }
    }

    @Test
    void withoutCursorTheNewestComeFirst() {
        commissionThree();

        assertThat(ids(admin.json("events/?op=query&level=DEBUG&limit=4"))).containsExactly(9L, 8L, 7L, 6L);
        assertThat(ids(admin.json("events/?op=query&level=DEBUG&limit=2&before=6")))
                .containsExactly(5L, 4L);
    }

    @Test
    void afterACursorTheOldestAboveItAreShownNewestFirst() {
        commissionThree();

        assertThat(ids(admin.json("events/?op=query&level=DEBUG&limit=3&after=2")))
                .containsExactly(5L, 4L, 3L);
    }

    @Test
    void followingNextUriSeesEveryEventOnce() {
        commissionThree();
        var seen = new ArrayList<Long>();
        var next = "/MAAS/api/2.0/events/?op=query&level=DEBUG&limit=4&after=0";
        for (int pages = 0; pages < 4; pages++) {
            var page = MaasClient.JSON.readTree(
                    admin.send("GET", next, "", admin.header()).body());
            seen.addAll(ids(page).reversed());
            next = page.path("next_uri").asString();
        }

        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(next).isEqualTo("/MAAS/api/2.0/events/?op=query&level=DEBUG&limit=4&after=9");
    }

    @Test
    void infoIsTheDefaultLevelAndAuditStandsApart() {
        commissionThree();

        assertThat(admin.json("events/?op=query").path("count").asInt()).isEqualTo(3);
        assertThat(admin.json("events/?op=query&level=AUDIT").path("count").asInt())
                .isZero();
        assertThat(admin.get("events/?op=query&level=LOUD").statusCode()).isEqualTo(400);
        assertThat(admin.get("events/?op=query&after=1&before=5").statusCode()).isEqualTo(400);
    }

    @Test
    void aDeletionTakesTheMachinesEventsAlong() {
        var id = maas.addMachine(NewMachine.named("a").withStatus(MaasStatus.NEW));
        act(id, "commission");
        act(id, "abort");
        admin.delete("machines/" + id + "/");

        assertThat(admin.json("events/?op=query&level=DEBUG").path("count").asInt())
                .isZero();
    }

    @Test
    void whoDidItIsToldAtDebug() {
        var id = maas.addMachine(NewMachine.named("a").deployed("jammy", "admin"));
        alice.post("machines/" + id + "/?op=lock", "comment", "hands off");

        var event = admin.json("events/?op=query&level=DEBUG&id=" + id)
                .path("events")
                .get(0);
        assertThat(event.path("username").asString()).isEqualTo("alice");
        assertThat(event.path("description").asString()).isEqualTo("(alice) - hands off");
        assertThat(event.path("type").asString()).isEqualTo("User locking node");
    }
}

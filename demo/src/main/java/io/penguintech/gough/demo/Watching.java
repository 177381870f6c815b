package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.fleet.FleetSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Waits for what the story expects next, with an end, and says what it saw instead. */
final class Watching {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final Addresses addresses;
    private final String token;
    private final Controls controls;

    /** @param token of the service's API */
    Watching(Addresses addresses, String token, Controls controls) {
        this.addresses = addresses;
        this.token = token;
        this.controls = controls;
    }

    /** The first rollout, newest first, that is like this. */
    JsonNode rollout(String what, Predicate<JsonNode> which) {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            var found = rollouts().filter(which).findFirst();
            if (found.isPresent()) return found.get();
            if (Instant.now().isAfter(end)) throw late(what);
            pause();
        }
    }

    /** Waits until something is so. */
    void until(String what, BooleanSupplier so) {
        var end = Instant.now().plus(PATIENCE);
        while (!so.getAsBoolean()) {
            if (Instant.now().isAfter(end)) throw late(what);
            pause();
        }
    }

    private StoryFailed late(String what) {
        var id = newest().path("id").asString("");
        return new StoryFailed("waited %d s in vain for %s; the newest rollout: %s"
                .formatted(PATIENCE.toSeconds(), what, id.isEmpty() ? "none" : api("/rollouts/" + id)));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryFailed("interrupted");
        }
    }

    private JsonNode api(String path) {
        return controls.get(addresses.service() + "/api/v1" + path, token);
    }

    private Stream<JsonNode> rollouts() {
        return api("/rollouts").path("rollouts").valueStream();
    }

    JsonNode newest() {
        return rollouts().findFirst().orElseGet(() -> api("/rollouts").path("none"));
    }

    JsonNode byId(String id) {
        return api("/rollouts/" + id).path("rollout");
    }

    /** How many changes of a rollout's plan have this verb. */
    long count(String id, String verb) {
        return api("/rollouts/" + id)
                .path("changes")
                .valueStream()
                .filter(change -> change.path("verb").asString("").equals(verb))
                .count();
    }

    /** How many queries, policies and labels Fleet has from Gough. */
    long madeInFleet() {
        var fleet = fleet();
        return Stream.of("reports", "policies", "labels")
                .flatMap(kind -> fleet.path(kind).valueStream())
                .filter(object -> object.path("author_id").asInt(0) == FleetSettings.GOUGH.id())
                .count();
    }

    /** The query of this name in Fleet. */
    JsonNode query(String name) {
        return fleet().path("reports")
                .valueStream()
                .filter(report -> report.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow(() -> new StoryFailed("Fleet has no query " + name));
    }

    private JsonNode fleet() {
        return controls.get(addresses.fleet() + "/fleet/state");
    }

    /** How many machines were made through MAAS's API. */
    long enlisted() {
        return controls.get(addresses.maas() + "/received")
                .valueStream()
                .filter(acts -> acts.path("create").path(1).asLong() > 0)
                .count();
    }

    long faultsStruck() {
        return controls.get(addresses.maas() + "/faults").path("struck").asLong();
    }
}

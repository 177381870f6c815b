package io.penguintech.gough.demo;

import io.penguintech.gough.bot.rollout.HostStatus;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything the page shows, at one moment: Slack, the forge and MAAS as the stand-ins have them, the rest as Gough says it. */
final class Snapshot {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RepositoryId REPOSITORY = new RepositoryId(ServiceArguments.REPOSITORY);
    private static final int ROLLOUTS = 12;

    private final Instant began = Instant.now();
    private final Stage stage;
    private final Controls controls;
    private final Rollouts rollouts;
    private final ForgeState forge;
    private final GitLog log;

    Snapshot(Stage stage, Controls controls, Rollouts rollouts, ExampleChanges changes) {
        this.stage = stage;
        this.controls = controls;
        this.rollouts = rollouts;
        this.forge = new ForgeState(stage.standIns(), changes::hasVersions);
        this.log = new GitLog(stage.standIns().repository());
    }

    JsonNode now() {
        var addresses = stage.addresses();
        var state = JSON.createObjectNode().put("now", Instant.now().toString());
        state.put("began", began.toString());
        state.put("clone", addresses.clone(ExampleRepository.NAME).toString());
        state.put("channel", StandIns.CHANNEL);
        people(state.putArray("people"));
        state.set("slack", slack());
        forge.write(state.putObject("forge"));
        state.set("machines", controls.get(addresses.maas() + "/machines"));
        state.set("fleet", fleet());
        hosts(state.putArray("hosts"));
        rollouts(state.putArray("rollouts"));
        log.write(state.putArray("commits"));
        rollouts.status().stream()
                .filter(status -> status.repository().equals(REPOSITORY))
                .findFirst()
                .ifPresent(status -> state.put("stopped", status.stopped().orElse(null))
                        .put("findings", status.findings().size())
                        .put("blocked", status.blocked().size()));
        return state;
    }

    private static void people(ArrayNode people) {
        for (var person : Cast.all())
            people.addObject()
                    .put("id", person.slack())
                    .put("login", person.handle())
                    .put("name", person.name())
                    .put("part", person.part());
    }

    /** Without the earlier versions of messages, which the page does not draw. */
    private JsonNode slack() {
        var state = controls.get(stage.addresses().slack() + "/state");
        for (var channel : state.path("channels"))
            for (var message : channel.path("messages"))
                if (message instanceof ObjectNode node) node.remove("versions");
        return state;
    }

    private JsonNode fleet() {
        var queries = JSON.createArrayNode();
        for (var report :
                controls.get(stage.addresses().fleet() + "/fleet/state").path("reports"))
            queries.addObject()
                    .put("id", report.path("id").asInt())
                    .put("name", report.path("name").asString(""))
                    .put("interval", report.path("interval").asLong())
                    .put("author", report.path("author_name").asString(""));
        return queries;
    }

    private void hosts(ArrayNode hosts) {
        for (HostStatus host : rollouts.hosts(REPOSITORY))
            hosts.addObject()
                    .put("name", host.name().value())
                    .put("goal", host.goal())
                    .put("machine", host.systemId().map(Object::toString).orElse(null))
                    .put("status", host.status())
                    .put("zone", host.zone())
                    .put("place", host.place())
                    .put("sync", host.sync())
                    .put("health", host.health().state().word())
                    .put("reasons", host.health().words())
                    .put("detail", host.detail());
    }

    private void rollouts(ArrayNode list) {
        for (Rollout rollout : rollouts.list(REPOSITORY, Optional.empty(), ROLLOUTS))
            list.addObject()
                    .put("id", rollout.id().toString())
                    .put("revision", rollout.revision().brief())
                    .put("subject", rollout.subject())
                    .put("cause", rollout.cause())
                    .put("state", rollout.state().word())
                    .put("needed", rollout.needed())
                    .put("approvals", rollout.approvals().size())
                    .put("changes", rollout.progress().size())
                    .put(
                            "done",
                            rollout.progress().values().stream()
                                    .filter(progress -> progress.stage() == Rollout.Stage.DONE)
                                    .count())
                    .put("at", rollout.createdAt().toString());
    }
}

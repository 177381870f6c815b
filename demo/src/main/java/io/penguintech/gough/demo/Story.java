package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.git.Edit;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The whole story, played through the interfaces people use: pushes over HTTP, clicks in Slack, Gough's API; and what
 * others do behind its back, over the controls of the stand-ins.
 */
final class Story {
    private static final String RACK_C = "hosts/rack-c.yaml";
    private static final String ROBIN = "robin@example.org";

    private final Demo demo;
    private final Progress progress;
    private final Controls controls = new Controls();
    private final Watching watching;
    private final Channel channel;

    Story(Demo demo, Progress progress) {
        this.demo = demo;
        this.progress = progress;
        this.watching = new Watching(demo, controls);
        this.channel = new Channel(demo.addresses().slack(), controls, watching);
    }

    /** Plays it to its end; whether everything went as it should and ended as it must. */
    boolean play() {
        try (controls) {
            firstRollout();
            authorIsRefusedAndNewsSupersede();
            faultIsSurvived();
            driftIsMended();
            return endsAsExpected();
        } catch (StoryFailed e) {
            progress.failed(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void firstRollout() {
        var asked = watching.rollout("the first question", r -> state(r).equals("awaiting-approval"));
        var id = id(asked);
        var declared = ExampleObjects.read();
        watching.until(declared.words() + " without asking anybody", () -> watching.madeInFleet() == declared.size());
        progress.done("%s asks for approval to deploy %d hosts; %s of no risk are there already"
                .formatted(id, watching.count(id, "deploy"), declared.words()));
        var refusal = channel.refused(Cast.STRANGER, id);
        progress.done("a stranger's click changes nothing: " + refusal);
        approve(id, Cast.BEN, Cast.CHI);
        var done = watching.rollout("24 machines deployed", r -> id(r).equals(id) && state(r).equals("done"));
        progress.done("%s is %s: 24 machines run, %d of them enlisted by Gough"
                .formatted(id, state(done), watching.enlisted()));
    }

    private void authorIsRefusedAndNewsSupersede() {
        var rackC = ExampleRepository.file(RACK_C);
        push("Let dk-07 be reinstalled", Edit.write(RACK_C, ExampleEdits.unprotected(rackC)));
        watching.rollout(
                "the unprotected dk-07 accepted",
                r -> subject(r).equals("Let dk-07 be reinstalled")
                        && r.path("ended").asBoolean());
        push("Reinstall dk-07", Edit.write(RACK_C, ExampleEdits.reinstalled(rackC, 2)));
        var asked = watching.rollout(
                "the question to reinstall dk-07",
                r -> subject(r).equals("Reinstall dk-07") && state(r).equals("awaiting-approval"));
        var id = id(asked);
        progress.done("%s asks to reinstall dk-07: %s, needs %d people"
                .formatted(
                        id,
                        asked.path("risk").asString(""),
                        asked.path("needed").asInt()));
        var refusal = channel.refused(Cast.ADA, id);
        progress.done("its author is refused: " + refusal);

        push("Add dk-10 to rack C", Edit.write("hosts/dk-10.yaml", ExampleEdits.newcomer()));
        watching.rollout("the superseded question", r -> id(r).equals(id) && state(r).equals("superseded"));
        progress.done(id + " is superseded by a newer push");
        channel.hasNoButtons(id);
        progress.done("the old message has no button any more");
    }

    private void faultIsSurvived() {
        var asked = watching.rollout(
                "the question after the push",
                r -> subject(r).equals("Add dk-10 to rack C") && state(r).equals("awaiting-approval"));
        var id = id(asked);
        fault("op=deploy", Map.of("kind", "doneThenTimeout", "millis", 0));
        fault(
                "op=commission",
                Map.of("kind", "status", "code", 503, "headers", Map.of("Retry-After", "1"), "body", "busy"));
        progress.says("MAAS will refuse the next commissioning with 503 and swallow the answer to the next deploy");
        approve(id, Cast.BEN, Cast.CHI);
        watching.rollout("the faults survived", r -> id(r).equals(id) && state(r).equals("done"));
        if (watching.faultsStruck() < 2)
            throw new StoryFailed("only " + watching.faultsStruck() + " of 2 faults struck");
        progress.done("%s is done: dk-07 reinstalled, dk-10 enlisted and deployed, through both faults".formatted(id));
    }

    private void driftIsMended() {
        var fleet = demo.addresses().fleet() + "/fleet/reports/"
                + watching.query("Uptime").path("id").asInt();
        controls.patch(fleet + "?as=" + ROBIN, Map.of("interval", 60));
        progress.says("Robin edits the query \"Uptime\" in Fleet behind Gough's back");
        watching.until(
                "the query mended",
                () -> watching.query("Uptime").path("interval").asInt() == 3600);
        progress.done("the drift is found and mended: \"Uptime\" runs every hour again");

        var machine = demo.addresses().maas() + "/machines/hv-01";
        controls.patch(machine, Map.of("tags", List.of("managed-by-gough", "gough-main", "env-production")));
        progress.says("somebody takes the tag role-hypervisor off hv-01 in MAAS");
        watching.until(
                "the tag mended",
                () -> controls.get(machine)
                        .path("tags")
                        .valueStream()
                        .anyMatch(tag -> tag.asString("").equals("role-hypervisor")));
        progress.done("the tag is back");
        watching.until("rest", () -> watching.newest().path("ended").asBoolean());
    }

    private boolean endsAsExpected() {
        var differences = new FinalState(demo, controls).differences();
        if (differences.isEmpty()) {
            progress.done("the final state of MAAS and Fleet is exactly what was written down beforehand");
            return true;
        }
        progress.failed("the final state differs from what was written down beforehand:");
        differences.forEach(difference -> progress.plain("           " + difference));
        return false;
    }

    private void approve(String id, Cast.Person... people) {
        for (var person : people) {
            if (!state(watching.byId(id)).equals("awaiting-approval")) return;
            channel.approve(person, id);
            progress.done("%s approves %s in Slack".formatted(person.name(), id));
        }
    }

    private void push(String message, Edit edit) {
        var login = demo.standIns().author();
        var folder = demo.standIns().repository().resolveSibling("ada-" + System.nanoTime());
        try (var clone = io.penguintech.gough.simulators.git.Workbench.clone(
                demo.addresses().clone(ExampleRepository.NAME).toString(),
                folder,
                ExampleRepository.ADA,
                login,
                java.time.Clock.systemUTC())) {
            clone.commit(message, edit);
            clone.push();
        }
        progress.says("Ada pushes \"%s\"".formatted(message));
    }

    private void fault(String path, Map<String, ?> fault) {
        controls.post(
                demo.addresses().maas() + "/faults",
                Map.of("method", "POST", "path", path, "times", 1, "fault", fault));
    }

    private static String id(JsonNode rollout) {
        return rollout.path("id").asString("");
    }

    private static String state(JsonNode rollout) {
        return rollout.path("state").asString("");
    }

    private static String subject(JsonNode rollout) {
        return rollout.path("subject").asString("");
    }
}

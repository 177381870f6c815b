package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.git.Edit;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The whole story, played through the interfaces people use: branches pushed over HTTP, pull requests on the forge, clicks in
 * Slack, Gough's API; and what others do behind its back, over the controls of the stand-ins.
 */
final class Story {
    private static final String RACK_C = "hosts/rack-c.yaml";
    private static final String ROBIN = "robin@example.org";

    private final Demo demo;
    private final Progress progress;
    private final Controls controls = new Controls();
    private final Watching watching;
    private final Channel channel;
    private final AdasClone ada;
    private final PullRequests pulls;
    private final DemoForge forge;

    Story(Demo demo, Progress progress) {
        this.demo = demo;
        this.progress = progress;
        this.watching = new Watching(demo.addresses(), demo.credentials().apiToken(), controls);
        this.channel = new Channel(demo.addresses().slack(), controls, watching);
        this.ada = new AdasClone(demo.standIns(), demo.addresses().clone(ExampleRepository.NAME));
        this.pulls = new PullRequests(demo.standIns(), watching);
        this.forge = demo.standIns().kind();
    }

    /** Plays it to its end; whether everything went as it should and ended as it must. */
    boolean play() {
        try (controls) {
            firstRollout();
            mergeSupersedes();
            faultIsSurvived();
            pullRequestIsApproved();
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

    /** Nobody says yes to the first before it is merged, and while people are asked afterwards the second is merged. */
    private void mergeSupersedes() {
        var newcomer = open(
                "add-dk-10", "Add dk-10 to rack C", Edit.write("hosts/dk-10.yaml", ExampleEdits.newcomer("staging")));
        merge(newcomer);
        var asked = watching.rollout(
                "the question about dk-10",
                r -> subject(r).contains("add-dk-10") && state(r).equals("awaiting-approval"));
        var id = id(asked);
        progress.done("nobody had approved it, so %s asks after the merge".formatted(id));

        var unprotecting = open(
                "unprotect-dk-07",
                "Let dk-07 be reinstalled",
                Edit.write(RACK_C, ExampleEdits.unprotected(ExampleRepository.file(RACK_C))));
        merge(unprotecting);
        watching.rollout("the superseded question", r -> id(r).equals(id) && state(r).equals("superseded"));
        progress.done(id + " is superseded by the newer merge");
        channel.hasNoButtons(Channel.Question.of(id));
        progress.done("the old message has no button any more");
    }

    private void faultIsSurvived() {
        var asked = watching.rollout(
                "the question after the merge",
                r -> subject(r).contains("unprotect-dk-07") && state(r).equals("awaiting-approval"));
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
        progress.done("%s is done: dk-10 enlisted and deployed, through both faults".formatted(id));
    }

    /** Approved in Slack and on the pull request, voided by a force-push, approved again, merged, brought about. */
    private void pullRequestIsApproved() {
        var rackC = ExampleRepository.file(RACK_C);
        var branch = "reinstall-dk-07";
        long number = open(branch, "Reinstall dk-07", Edit.write(RACK_C, ExampleEdits.reinstalled(rackC, 2)));
        var first = pulls.planned(number);
        var refusal = channel.answered(Cast.ADA, Channel.Question.of(number, first.head()));
        if (pulls.planned(number).missing() != first.missing())
            throw new StoryFailed("the click of its author counted: " + pulls.planned(number));
        progress.done("its author is refused: " + refusal);
        approveInSlack(Cast.BEN, number, first.head());
        pulls.approve(Cast.CHI, number);
        progress.done("Chi Tanaka approves it on %s: ".formatted(forge.title()) + approved(first.head()));

        ada.push(branch, "Reinstall dk-07 at last", Edit.write(RACK_C, ExampleEdits.reinstalled(rackC, 3)));
        progress.says("Ada force-pushes %s".formatted(branch));
        var second = pulls.planned(number);
        pulls.status(
                second.head(), PullRequests.APPROVAL, status -> status.state().equals("pending"));
        channel.says(number, "does not count any more", "the yes of Ben Haas", "the yes of Chi Tanaka");
        progress.done("both approvals are void, on the %s and in Slack: %s \"%s\""
                .formatted(forge.request(), PullRequests.APPROVAL, second.approval()));
        pulls.approve(Cast.BEN, number, second.digest());
        progress.done("Ben Haas approves it in a comment: gough approve " + second.digest());
        approveInSlack(Cast.CHI, number, second.head());
        progress.done("%s is approved again: %s".formatted(forge.request(number), approved(second.head())));

        var merged = merge(number);
        var done = watching.rollout(
                "dk-07 reinstalled",
                r -> merged.startsWith(r.path("revision").asString("none"))
                        && r.path("ended").asBoolean());
        var applied = pulls.applied(merged);
        if (!state(done).equals("done") || !applied.state().equals("success"))
            throw new StoryFailed("the merge was not brought about: %s, %s".formatted(done, applied));
        progress.done("%s is done, and nobody had to say anything again: dk-07 is reinstalled, %s of the merge \"%s\""
                .formatted(id(done), PullRequests.APPLY, applied.description()));
    }

    private void approveInSlack(Cast.Person person, long number, String head) {
        pulls.counts(number, () -> channel.press(person, Channel.Question.of(number, head)));
        progress.done("%s approves %s in Slack".formatted(person.name(), forge.request(number)));
    }

    private String approved(String head) {
        var status =
                pulls.status(head, PullRequests.APPROVAL, one -> one.state().equals("success"));
        return "%s \"%s\"".formatted(PullRequests.APPROVAL, status.description());
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

    /** A branch is pushed, a pull request opened from it, and planned. */
    private long open(String branch, String title, Edit edit) {
        var pull = ada.propose(branch, title, edit);
        progress.says(
                "Ada pushes the branch %s and opens %s, \"%s\"".formatted(branch, forge.request(pull.number()), title));
        progress.done("%s is planned: %s"
                .formatted(
                        forge.request(pull.number()),
                        pulls.planned(pull.number()).words()));
        return pull.number();
    }

    private String merge(long number) {
        var merged = ada.merge(number);
        progress.says("Ada merges %s".formatted(forge.request(number)));
        return merged;
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

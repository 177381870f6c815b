package io.penguintech.gough.demo;

import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;

/** What a visitor does: speaks in Slack as somebody, and meddles behind Gough's back. */
@RestController
final class DemoDeeds {
    private static final String ROBIN = "robin@example.org";

    private final Stage stage;
    private final Controls controls;
    private final ExampleChanges changes;

    DemoDeeds(Stage stage, Controls controls, ExampleChanges changes) {
        this.stage = stage;
        this.controls = controls;
        this.changes = changes;
    }

    /** What became of it, for the visitor. */
    record Said(String text) {}

    /** A button pressed by a person; {@code ephemeral} when only they see the message. */
    record Click(String user, String ts, String action, String block, boolean ephemeral) {}

    /** A slash command typed by a person. */
    record Command(String user, String text) {}

    @PostMapping("/demo/slack/click")
    Said click(@RequestBody Click click) {
        var body = new HashMap<String, String>();
        body.put("user", click.user());
        body.put("ts", click.ts());
        body.put("action_id", click.action());
        body.put("block_id", click.block());
        body.put("channel", StandIns.CHANNEL);
        var where = click.ephemeral() ? "/click-ephemeral" : "/click";
        return new Said(controls.post(stage.addresses().slack() + where, body)
                .path("failure")
                .asString(""));
    }

    @PostMapping("/demo/slack/command")
    Said command(@RequestBody Command command) {
        var words = command.text().strip().replaceFirst("^/gough\\b\\s*", "");
        var body = Map.of("user", command.user(), "channel", StandIns.CHANNEL, "command", "/gough", "text", words);
        return new Said(controls.post(stage.addresses().slack() + "/command", body)
                .path("failure")
                .asString(""));
    }

    @PostMapping("/demo/do/{deed}")
    Said meddle(@PathVariable String deed) {
        return new Said(
                switch (deed) {
                    case "propose" -> changes.openNext();
                    case "reinstall" -> changes.askForReinstall();
                    case "edit-query" -> editQuery();
                    case "drop-tag" -> dropTag();
                    case "release" -> release();
                    case "pull-plug" -> plug("pull-plug", "The plug of hv-02 is out: its BMC is silent now.");
                    case "push-plug" -> plug("push-plug", "The plug of hv-02 is back in.");
                    default -> throw new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no deed " + deed);
                });
    }

    private String editQuery() {
        var fleet = stage.addresses().fleet() + "/fleet";
        for (var report : controls.get(fleet + "/state").path("reports")) {
            if (report.path("name").asString("").equals("Uptime")) {
                controls.patch(
                        fleet + "/reports/" + report.path("id").asInt() + "?as=" + ROBIN, Map.of("interval", 60));
                return "Robin set the interval of \"Uptime\" to a minute in Fleet. Gough finds that and puts it right.";
            }
        }
        return "There is no query \"Uptime\" in Fleet yet: it comes with the first rollout.";
    }

    private String dropTag() {
        var machine = stage.addresses().maas() + "/machines/hv-01";
        var tags = controls.get(machine)
                .path("tags")
                .valueStream()
                .map(tag -> tag.asString(""))
                .filter(tag -> !tag.startsWith("role-"))
                .toList();
        controls.patch(machine, Map.of("tags", tags));
        return "Somebody took the role tag off hv-01 in MAAS. Gough puts it back.";
    }

    private String release() {
        var released = new HashMap<String, Object>();
        released.put("status", "Ready");
        released.put("owner", null);
        released.put("annotations", Map.of());
        controls.patch(stage.addresses().maas() + "/machines/st-02", released);
        return "Somebody released st-02 in MAAS. Gough will not deploy it again by itself: look at what it says.";
    }

    private String plug(String act, String said) {
        controls.post(stage.addresses().maas() + "/machines/hv-02/" + act, Map.of());
        return said;
    }

    /** What a stand-in refuses is said to the visitor in its words. */
    @RestControllerAdvice(assignableTypes = DemoDeeds.class)
    static final class Refusals {
        @org.springframework.web.bind.annotation.ExceptionHandler
        @org.springframework.web.bind.annotation.ResponseStatus(HttpStatus.CONFLICT)
        Said refused(Controls.Refused refused) {
            return new Said(String.valueOf(refused.getMessage()));
        }
    }
}

package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.forge.Pull;
import io.penguintech.gough.simulators.forge.Status;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The forge as its pages would show it. */
final class ForgeState {
    private static final int PULLS = 20;

    private final ForgeStandIn forge;
    private final DemoForge kind;
    private final Path repository;
    private final LongPredicate hasVersions;

    /** @param hasVersions whether another version of a pull request can be pushed at a press of a button */
    ForgeState(StandIns standIns, LongPredicate hasVersions) {
        this.forge = standIns.forge();
        this.kind = standIns.kind();
        this.repository = standIns.repository();
        this.hasVersions = hasVersions;
    }

    void write(ObjectNode state) {
        state.put("title", kind.title())
                .put("request", kind.request())
                .put("sign", kind.sign())
                .put("keepsApprovals", kind.keepsApprovals())
                .put("project", kind.project())
                .put("pages", forge.pages());
        var all = forge.pulls();
        var newest = all.reversed().stream().limit(PULLS).toList();
        var pulls = state.putArray("pulls");
        newest.stream().filter(pull -> pull.state() == Pull.State.OPEN).forEach(pull -> write(pull, pulls.addObject()));
        newest.stream().filter(pull -> pull.state() != Pull.State.OPEN).forEach(pull -> write(pull, pulls.addObject()));
        branches(all, state.putArray("branches"));
    }

    private void write(Pull pull, ObjectNode into) {
        into.put("number", pull.number())
                .put("title", pull.title())
                .put("author", pull.author())
                .put("branch", pull.branch())
                .put("base", pull.base())
                .put("head", pull.head())
                .put("state", pull.state().name().toLowerCase(Locale.ROOT))
                .put("versions", pull.state() == Pull.State.OPEN && hasVersions.test(pull.number()));
        var statuses = into.putArray("statuses");
        statuses(pull.head(), statuses);
        if (pull.state() == Pull.State.MERGED) statuses(pull.mergeCommit(), statuses);
        said(pull, into.putArray("said"));
    }

    /** The newest of each context. */
    private void statuses(String commit, ArrayNode into) {
        var newest = new LinkedHashMap<String, Status>();
        forge.statuses(commit).forEach(status -> newest.putIfAbsent(status.context(), status));
        newest.values().stream()
                .sorted(Comparator.comparing(Status::context).reversed())
                .forEach(status -> into.addObject()
                        .put("context", status.context())
                        .put("state", status.state())
                        .put("description", status.description())
                        .put("target", status.target())
                        .put("commit", status.commit()));
    }

    /** Comments and reviews; whoever draws them brings them in order. */
    private void said(Pull pull, ArrayNode into) {
        for (var note : forge.comments(pull.number()))
            into.addObject()
                    .put("kind", "comment")
                    .put("id", note.id())
                    .put("author", note.author())
                    .put("gough", note.author().equals(ForgeSettings.BOT.login()))
                    .put("text", note.body())
                    .put("edited", note.updated().isAfter(note.created()))
                    .put("seen", note.reactions().size())
                    .put("at", note.created().toString());
        for (var opinion : forge.reviews(pull.number()))
            into.addObject()
                    .put("kind", "review")
                    .put("id", opinion.id())
                    .put("author", opinion.author())
                    .put("head", opinion.head())
                    .put("takenBack", opinion.dismissed())
                    .put("at", opinion.at().toString());
    }

    /** Those that somebody pushed and proposed to nobody. */
    private void branches(List<Pull> pulls, ArrayNode into) {
        new TreeMap<>(forge.branches()).forEach((branch, head) -> {
            if (branch.equals("main") || pulls.stream().anyMatch(pull -> covers(pull, branch, head))) return;
            into.addObject().put("name", branch).put("subject", GitLog.subject(repository, head));
        });
    }

    private static boolean covers(Pull pull, String branch, String head) {
        return pull.branch().equals(branch)
                && (pull.state() == Pull.State.OPEN || pull.head().equals(head));
    }
}

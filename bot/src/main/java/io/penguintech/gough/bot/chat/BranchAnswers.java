package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.Preview;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.Merge;
import io.penguintech.gough.bot.source.PullRef;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What merging a branch would do that nobody proposes yet: the same plan that its pull request would get. Writes nothing, asks nobody. */
final class BranchAnswers {
    private static final int ANSWER = 2900;
    private static final int PROBLEM = 300;

    private final Map<RepositoryId, InfraRepo> sources;
    private final Planner planner;

    /** Compares a merge result with what was observed. */
    interface Planner {
        Preview plan(RepositoryId repository, Merge.Clean merge);
    }

    BranchAnswers(Map<RepositoryId, InfraRepo> sources, Planner planner) {
        this.sources = Map.copyOf(sources);
        this.planner = planner;
    }

    /** Git and a plan take longer than Slack waits. */
    Reply plan(RepositoryId repository, String branch) {
        var source = sources.get(repository);
        var ref = PullRef.ofBranch(branch);
        if (source == null || ref.isEmpty())
            return Reply.of(":no_entry: No branch is called %s. Pull requests are called pr-1, pr-2, …"
                    .formatted(Mrkdwn.code(Mrkdwn.cut(branch, 60))));
        return Reply.then(
                ":hourglass: Planning %s …".formatted(Mrkdwn.code(branch)), () -> planned(source, ref.get(), branch));
    }

    private String planned(InfraRepo source, PullRef ref, String branch) {
        var name = Mrkdwn.code(branch);
        try {
            return switch (source.merge(ref)) {
                case Merge.NotThere() -> ":no_entry: There is no branch %s.".formatted(name);
                case Merge.Failed(var why) -> ":warning: %s cannot be read: %s.".formatted(name, Mrkdwn.words(why));
                case Merge.TooLarge(var _, var _, var why, var _) ->
                    ":no_entry: %s is not planned: %s.".formatted(name, Mrkdwn.words(why));
                case Merge.Conflicting(var _, var _, var paths, var _) ->
                    ":no_entry: %s conflicts with %s%s."
                            .formatted(
                                    name,
                                    Mrkdwn.code(source.branch()),
                                    paths.isEmpty()
                                            ? ""
                                            : ": " + Mrkdwn.words(Mrkdwn.cut(String.join(", ", paths), 500)));
                case Merge.Clean clean -> said(source, name, clean);
            };
        } finally {
            source.forget(ref);
        }
    }

    private String said(InfraRepo source, String name, Merge.Clean clean) {
        return switch (planner.plan(source.id(), clean)) {
            case Preview.NotYet(var why) -> ":warning: %s cannot be planned now: %s".formatted(name, Mrkdwn.words(why));
            case Preview.Invalid(var diagnostics) -> invalid(name, diagnostics);
            case Preview.Planned planned -> {
                var lines = new ArrayList<String>();
                lines.add("*%s*".formatted(new PlanBlocks(planned.plan()).verdict()));
                lines.add("%s at %s, merged with %s at %s. Nobody is asked before it is a pull request."
                        .formatted(
                                name,
                                Mrkdwn.code(clean.head().brief()),
                                Mrkdwn.code(source.branch()),
                                Mrkdwn.code(clean.base().brief())));
                planned.notes().forEach(note -> lines.add(":memo: " + Mrkdwn.words(note)));
                lines.addAll(new PlanBlocks(planned.plan()).lines());
                planned.plan()
                        .blocked()
                        .forEach(blocked -> lines.add(":no_entry_sign: %s — %s"
                                .formatted(
                                        Mrkdwn.code(blocked.subject().text()),
                                        Mrkdwn.words(Mrkdwn.cut(blocked.why(), PROBLEM)))));
                planned.warnings().forEach(warning -> lines.add(problem(":warning:", warning)));
                yield Mrkdwn.lines(lines, ANSWER);
            }
        };
    }

    private static String invalid(String name, List<Diagnostic> diagnostics) {
        var lines = new ArrayList<String>();
        lines.add(":no_entry: %s is not valid:".formatted(name));
        diagnostics.forEach(one -> lines.add(problem("•", one)));
        return Mrkdwn.lines(lines, ANSWER);
    }

    private static String problem(String mark, Diagnostic one) {
        return "%s %s %s: %s"
                .formatted(
                        mark,
                        Mrkdwn.code(one.place().toString()),
                        Mrkdwn.words(one.summary()),
                        Mrkdwn.words(Mrkdwn.cut(one.detail(), PROBLEM)));
    }
}

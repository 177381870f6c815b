package io.penguintech.gough.templates.view;

import static io.penguintech.gough.templates.view.Markdown.code;

import java.util.ArrayList;
import java.util.List;

/**
 * The comment of a pull request, in Markdown. Pure: equal views give equal comments. Safe for use by several threads.
 * Everything foreign in it is escaped ({@link Markdown}), or stands in a fence that it cannot end.
 */
public final class PullPages {
    /** Less room than this no forge gives, and the longest row fits. */
    public static final int LEAST = 30_000;

    private PullPages() {}

    /** What stands beside the line of a problem. */
    public static String beside(PullView.DiagnosticRow problem) {
        return DiagnosticBlocks.beside(problem);
    }

    /**
     * What to write, in as many comments as it takes, but no more than four; at least one. The verdict comes first, then
     * everything that is lost, which is never folded. What does not fit is counted in the first one.
     *
     * @param longest what one comment takes, in UTF-16 characters, without what is put before it; at least {@link #LEAST}
     */
    public static List<String> of(PullView view, int longest) {
        if (longest < LEAST) throw new IllegalArgumentException("no comment is as short as " + longest);
        var title = "Head " + code(view.shortHead())
                + view.plan()
                        .map(plan -> " · digest " + code(plan.shortDigest()))
                        .orElse("");
        var pager = new Pager(title, PullBlocks.ids(view), view.page(), longest);
        return pager.pages(blocks(view, pager.room()));
    }

    private static List<Block> blocks(PullView view, int room) {
        var first = List.of(PullBlocks.verdict(view));
        var people = people(view);
        var blocks = new ArrayList<Block>(first);
        if (view.outcome() instanceof PullView.Outcome.Planned planned)
            blocks.add(PlanBlocks.lost(planned.plan(), room - length(first) - length(people)));
        if (view.outcome() instanceof PullView.Outcome.Merged(var _, var rollout))
            blocks.addAll(List.of(PullBlocks.rollout(rollout), PullBlocks.failed(rollout)));
        blocks.addAll(people);
        blocks.addAll(details(view.outcome()));
        blocks.add(PullBlocks.history(view.history()));
        return blocks;
    }

    /** What people said and can do, and who else is at it. */
    private static List<Block> people(PullView view) {
        var blocks = new ArrayList<Block>();
        if (view.outcome() instanceof PullView.Outcome.Planned planned)
            blocks.add(PullBlocks.consent(planned.consent()));
        blocks.add(PullBlocks.voided(view.voided()));
        blocks.add(PullBlocks.next(view.next()));
        blocks.add(PullBlocks.neighbours(view.neighbours()));
        return blocks;
    }

    private static List<Block> details(PullView.Outcome outcome) {
        return switch (outcome) {
            case PullView.Outcome.Planned planned -> details(planned);
            case PullView.Outcome.Invalid(var diagnostics) ->
                List.of(DiagnosticBlocks.errors(diagnostics), DiagnosticBlocks.warnings(diagnostics));
            case PullView.Outcome.Conflict(var paths) -> List.of(PullBlocks.conflicts(paths));
            case PullView.Outcome.NotPlanned _,
                    PullView.Outcome.Failed _,
                    PullView.Outcome.Superseded _,
                    PullView.Outcome.Merged _,
                    PullView.Outcome.Closed _ -> List.of();
        };
    }

    private static List<Block> details(PullView.Outcome.Planned planned) {
        var blocks = new ArrayList<Block>();
        blocks.add(PullBlocks.notes(planned.notes(), planned.oldest()));
        blocks.addAll(PullBlocks.replaced(planned.replaced()));
        blocks.add(DiagnosticBlocks.warnings(planned.warnings()));
        blocks.add(PlanBlocks.blocked(planned.plan().blocked()));
        blocks.add(PlanBlocks.findings(planned.plan().findings()));
        blocks.addAll(PlanBlocks.changes(planned.plan().changes()));
        blocks.addAll(UserDataBlocks.of(planned.userData()));
        blocks.add(PlanBlocks.dropped(planned.dropped()));
        blocks.addAll(PlanBlocks.apart(planned.apart()));
        return blocks;
    }

    private static int length(List<Block> blocks) {
        return blocks.stream().mapToInt(Block::length).sum();
    }
}

package io.penguintech.gough.bot.chat;

import com.slack.api.model.block.LayoutBlock;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything a plan destroys, by name. Nobody is asked to say yes to what they cannot read: what does not fit into the
 * message of the question is named, all of it, in the message's thread, and the buttons come only after that.
 *
 * @param changes the destructive changes, in the plan's order
 */
record Destroyed(List<Change> changes) {
    private static final int CONFIRM = 300;
    private static final int SECTION = 2800;
    private static final int SECTIONS = 4;

    /** What {@code plan} destroys. */
    static Destroyed in(Plan plan) {
        return new Destroyed(plan.changes().stream()
                .filter(change -> change.risk() == Risk.DESTRUCTIVE)
                .toList());
    }

    int count() {
        return changes.size();
    }

    /**
     * What the thread of a question about {@code plan} must name: nothing when its message names everything.
     *
     * @param what what destroys it, for people
     */
    static List<RolloutCard> thread(Plan plan, String what) {
        return new PlanBlocks(plan).namesAllDestroyed() ? List.of() : in(plan).cards(what);
    }

    private List<RolloutCard> cards(String what) {
        var names = changes.stream()
                .map(change -> "• %s %s"
                        .formatted(change.verb(), Mrkdwn.code(change.subject().text())))
                .toList();
        var pages = Mrkdwn.pages(names, SECTION, Integer.MAX_VALUE).texts();
        var cards = new ArrayList<RolloutCard>();
        for (int from = 0; from < pages.size(); from += SECTIONS) {
            var part = pages.subList(from, Math.min(pages.size(), from + SECTIONS));
            var title = "%s destroys %d: part %d of %d"
                    .formatted(what, count(), from / SECTIONS + 1, (pages.size() + SECTIONS - 1) / SECTIONS);
            var blocks = new ArrayList<LayoutBlock>();
            blocks.add(PlanBlocks.text(":red_circle: *" + title + "*"));
            part.forEach(page -> blocks.add(PlanBlocks.text(page)));
            cards.add(new RolloutCard(title, blocks));
        }
        return cards;
    }

    /**
     * What the confirm dialog says: {@code head}, then every name as far as Slack lets us, else where all of them stand.
     *
     * @param inMessage whether the message itself names all of them
     */
    String confirm(String head, boolean inMessage) {
        if (changes.isEmpty()) return Mrkdwn.cut(Mrkdwn.bare(head), CONFIRM);
        var names = changes.stream()
                .map(change -> change.verb() + " " + change.subject().text())
                .collect(Collectors.joining(", "));
        var all = Mrkdwn.bare(head) + "\nDestroys: " + Mrkdwn.fenced(names);
        if (Mrkdwn.length(all) <= CONFIRM) return all;
        var where = "\nDestroys %d, all named in %s."
                .formatted(count(), inMessage ? "the message" : "the thread of this message");
        return Mrkdwn.cut(Mrkdwn.bare(head), CONFIRM - where.length()) + where;
    }
}

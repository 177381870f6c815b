package io.penguintech.gough.templates.view;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.penguintech.gough.schema.VisibleText;
import java.util.List;
import java.util.Map;

/**
 * Renders view records to Markdown and to web pages. Does nothing else; safe for use by several threads. What cannot be
 * seen in a name or a text of others is shown by its number ({@link VisibleText}).
 */
public final class Views {
    /**
     * What a forge takes for one comment, with room for what is put around a plan. GitHub's limit is 65,536 characters,
     * the smallest of those we speak to.
     */
    public static final int LONGEST_COMMENT = 60_000;

    // Tried in turn until the comment is short enough. What is lost by a plan is never left out.
    private static final List<Integer> ROWS = List.of(500, 100, 30, 10, 0);

    private final TemplateEngine pages = TemplateEngine.createPrecompiled(ContentType.Html);
    private final TemplateEngine markdown = TemplateEngine.createPrecompiled(ContentType.Plain);

    /** A plan as Markdown for a pull request: verdict first, what is lost never folded or left out, details folded. */
    public String planMarkdown(PlanView plan) {
        var text = "";
        for (int rows : ROWS) {
            text = rendered(markdown, "plan.jte", Map.of("plan", plan, "rows", rows));
            if (text.length() <= LONGEST_COMMENT) return text;
        }
        return text;
    }

    /** The first page. */
    public String statusPage(StatusPageView view) {
        return rendered(pages, "status.jte", Map.of("view", view));
    }

    /** The table of hosts. */
    public String hostsPage(HostsPageView view) {
        return rendered(pages, "hosts.jte", Map.of("view", view));
    }

    /** The list of rollouts. */
    public String rolloutsPage(RolloutsPageView view) {
        return rendered(pages, "rollouts.jte", Map.of("view", view));
    }

    /** One rollout with its plan. */
    public String rolloutPage(RolloutPageView view) {
        return rendered(pages, "rollout.jte", Map.of("view", view));
    }

    /** What is not as declared and waits for a person or for time. */
    public String driftPage(DriftPageView view) {
        return rendered(pages, "drift.jte", Map.of("view", view));
    }

    /** Who asked for what, and what is worth an alert. */
    public String auditPage(AuditPageView view) {
        return rendered(pages, "audit.jte", Map.of("view", view));
    }

    /** The sign-in form. */
    public String signInPage(SignInView view) {
        return rendered(pages, "sign-in.jte", Map.of("view", view));
    }

    /** A page that only says something. */
    public String notePage(NotePageView view) {
        return rendered(pages, "note.jte", Map.of("view", view));
    }

    private static String rendered(TemplateEngine engine, String name, Map<String, Object> parameters) {
        var output = new StringOutput();
        engine.render(name, parameters, output);
        return VisibleText.of(output.toString());
    }
}

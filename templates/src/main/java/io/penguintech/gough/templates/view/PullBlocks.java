package io.penguintech.gough.templates.view;

import static io.penguintech.gough.templates.view.Markdown.code;
import static io.penguintech.gough.templates.view.Markdown.text;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a comment says beside the plan itself. Texts are cut so that no row is too long for a comment. */
final class PullBlocks {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(ContentType.Plain);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final int NAME = 120;
    private static final int SENTENCE = 500;
    private static final int NAMED = 20;

    private PullBlocks() {}

    static Block verdict(PullView view) {
        return Block.text(
                "verdict",
                rendered(
                        "pull.jte",
                        Map.of(
                                "view",
                                view,
                                "verdict",
                                OutcomeWords.verdict(view.outcome()),
                                "sentence",
                                OutcomeWords.sentence(view.outcome()))));
    }

    /** How far people are with it, and who said yes. */
    static Block consent(PullView.Consent consent) {
        var sentence = rendered(
                "pull-consent.jte",
                switch (consent) {
                    case PullView.Consent.Asked asked -> said(consent, names(asked.eligible()), at(asked.until()));
                    case PullView.Consent.Approved approved -> said(consent, "", at(approved.until()));
                    case PullView.Consent.Free _, PullView.Consent.Declined _, PullView.Consent.Expired _ ->
                        said(consent, "", "");
                });
        var given = given(consent).stream()
                .map(yes -> "\n- %s said yes (%s, %s); it counts until %s\n"
                        .formatted(text(yes.by(), NAME), text(yes.via(), NAME), at(yes.at()), at(yes.until())));
        boolean silent = consent instanceof PullView.Consent.Free(var why) && why.isEmpty();
        return new Block(
                "approvals",
                false,
                "",
                "",
                silent ? List.of() : Stream.concat(Stream.of(sentence), given).toList(),
                "");
    }

    private static Map<String, Object> said(PullView.Consent consent, String eligible, String until) {
        return Map.of("consent", consent, "eligible", eligible, "until", until);
    }

    private static List<PullView.Yes> given(PullView.Consent consent) {
        return switch (consent) {
            case PullView.Consent.Asked asked -> asked.given();
            case PullView.Consent.Approved approved -> approved.given();
            case PullView.Consent.Free _, PullView.Consent.Declined _, PullView.Consent.Expired _ -> List.of();
        };
    }

    static Block voided(List<PullView.Voided> voided) {
        return Block.open(
                "approvals that count no more",
                "Approvals that count no more",
                voided.stream()
                        .map(one -> "- %s, for %s, since %s: %s\n"
                                .formatted(
                                        text(one.by(), NAME),
                                        one.changes() == 1 ? "1 change" : one.changes() + " changes",
                                        at(one.at()),
                                        text(one.why(), SENTENCE)))
                        .toList());
    }

    static Block next(List<PullView.Way> ways) {
        return Block.open(
                "ways",
                "What you can do",
                ways.stream()
                        .map(way -> "- %s%s\n"
                                .formatted(
                                        text(way.what(), SENTENCE),
                                        way.command().isEmpty() ? "" : ": " + code(way.command(), SENTENCE)))
                        .toList());
    }

    static Block neighbours(List<PullView.Neighbour> neighbours) {
        return Block.open(
                "other pull requests",
                "Other pull requests about the same hosts",
                neighbours.stream()
                        .map(one -> "- %s by %s, about %s: %s\n"
                                .formatted(
                                        Markdown.link("pull request " + one.number(), one.link()),
                                        text(one.author(), NAME),
                                        code(names(one.hosts()), SENTENCE),
                                        code(one.title(), NAME)))
                        .toList());
    }

    static Block notes(List<String> notes, Optional<Instant> oldest) {
        var rows = new ArrayList<String>();
        for (var note : notes) rows.add("- " + text(note, SENTENCE) + "\n");
        oldest.ifPresent(at -> rows.add("- The oldest of what it was compared with was seen at " + at(at) + "\n"));
        return Block.open("notes", "Notes", rows);
    }

    /** Beside each other, what was approved and what is asked about now. */
    static List<Block> replaced(List<PullView.Replaced> replaced) {
        return replaced.stream()
                .map(one -> new Block(
                        "changes since an approval",
                        true,
                        "\n#### Not as it was approved: " + code(one.subject(), NAME) + "\n\n"
                                + table("", "approved", "now"),
                        "\n#### Not as it was approved, continued\n\n" + table("", "approved", "now"),
                        one.rows().stream()
                                .map(row -> row(
                                        text(row.name(), NAME),
                                        code(row.approved(), SENTENCE),
                                        code(row.asked(), SENTENCE)))
                                .toList(),
                        "\nApproved by " + text(names(one.by()), SENTENCE) + "\n"))
                .toList();
    }

    static Block conflicts(List<String> paths) {
        return Block.open(
                "files",
                "Files that conflict",
                paths.stream().map(path -> "- " + code(path, NAME * 3) + "\n").toList());
    }

    static Block rollout(Optional<PullView.RolloutLink> rollout) {
        return Block.open(
                "rollouts",
                "What became of it",
                rollout
                        .map(one -> "- %s: %s\n"
                                .formatted(
                                        Markdown.link("rollout " + text(one.id(), NAME), one.link()),
                                        text(one.state(), SENTENCE)))
                        .stream()
                        .toList());
    }

    /** Never folded: somebody must act. */
    static Block failed(Optional<PullView.RolloutLink> rollout) {
        return Block.open(
                "failed changes",
                "What failed",
                rollout.stream()
                        .flatMap(one -> one.failed().stream())
                        .map(one -> "- %s %s: %s\n"
                                .formatted(
                                        text(one.verb(), NAME), text(one.subject(), NAME), text(one.why(), SENTENCE)))
                        .toList());
    }

    static Block history(List<PullView.Earlier> history) {
        return Block.folded(
                "earlier heads",
                false,
                history.size() == 1 ? "1 earlier head" : history.size() + " earlier heads",
                table("head", "message", "what was said of it", "digest", "at"),
                history.stream()
                        .map(one -> row(
                                code(brief(one.head())),
                                code(one.subject(), NAME),
                                text(one.said(), SENTENCE),
                                one.digest().isEmpty() ? "none" : code(brief(one.digest())),
                                at(one.at())))
                        .toList(),
                "");
    }

    /** The last lines: ids in full, for whoever compares. */
    static String ids(PullView view) {
        var ids = new ArrayList<String>();
        view.plan().ifPresent(plan -> ids.add("Plan " + code(plan.digest())));
        ids.add("head " + code(view.head()));
        if (!view.base().isEmpty()) ids.add("base " + code(view.base()));
        view.page().ifPresent(page -> ids.add(Markdown.link("Gough's page", Optional.of(page))));
        return "\n---\n\n" + String.join(" · ", ids) + "\n";
    }

    static String names(List<String> names) {
        var told = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() <= NAMED ? told : told + " and " + (names.size() - NAMED) + " more";
    }

    static String table(String... heads) {
        return row(heads) + "|" + "---|".repeat(heads.length) + "\n";
    }

    static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    static String brief(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }

    private static String at(Instant at) {
        return MINUTE.format(at);
    }

    private static String rendered(String name, Map<String, Object> parameters) {
        var output = new StringOutput();
        ENGINE.render(name, parameters, output);
        return output.toString().stripTrailing() + "\n";
    }
}
